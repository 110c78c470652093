package probe_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe"
)

// A server counts what is asked of it.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
	bytes    int // of bodies
	conns    atomic.Int64
}

func newServer(t *testing.T, h http.HandlerFunc) *server {
	t.Helper()
	s := new(server)
	s.Server = httptest.NewUnstartedServer(s.count(h))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.conns.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// newChanging returns a server whose handler set replaces.
func newChanging(t *testing.T, h http.HandlerFunc) (s *server, set func(http.HandlerFunc)) {
	t.Helper()
	var now atomic.Pointer[http.HandlerFunc]
	now.Store(&h)
	s = newServer(t, func(w http.ResponseWriter, r *http.Request) { (*now.Load())(w, r) })
	return s, func(h http.HandlerFunc) { now.Store(&h) }
}

func (s *server) count(h http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests = append(s.requests, r.Clone(context.Background()))
		s.mu.Unlock()
		h(&countingWriter{w, s}, r)
	})
}

type countingWriter struct {
	http.ResponseWriter
	s *server
}

func (w *countingWriter) Write(p []byte) (int, error) {
	for n := 0; n < len(p); {
		step := p[n:min(n+16<<10, len(p))]
		w.s.mu.Lock() // before the client has the bytes and looks
		w.s.bytes += len(step)
		w.s.mu.Unlock()
		done, err := w.ResponseWriter.Write(step)
		if n += done; err != nil {
			return n, err
		}
	}
	return len(p), nil
}

func (w *countingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// took returns the number of requests and the bytes sent since the last call.
func (s *server) took() (requests, bytes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests, bytes = len(s.requests), s.bytes
	s.requests, s.bytes = nil, 0
	return requests, bytes
}

func (s *server) last(t *testing.T) *http.Request {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.requests) == 0 {
		t.Fatal("no request")
	}
	return s.requests[len(s.requests)-1]
}

// pattern is a file of n bytes that are told apart by their place.
func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i ^ i>>8 ^ i>>16)
	}
	return b
}

// serve returns a handler that gives content by ranges.
func serve(content []byte, etag string, modified time.Time) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if etag != "" {
			w.Header().Set("ETag", etag)
		}
		w.Header().Set("Content-Type", "video/mp4")
		http.ServeContent(w, r, "", modified, bytes.NewReader(content))
	}
}

// whole returns a handler that knows no ranges. length tells whether it says how
// many bytes come.
func whole(content []byte, length bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !length {
			http.NewResponseController(w).Flush()
		} else if len(content) > 0 {
			w.Header().Set("Content-Length", itoa(len(content)))
		}
		w.Write(content)
	}
}

func open(t *testing.T, o probe.Opener, uri string) *probe.Source {
	t.Helper()
	s, err := o.Open(t.Context(), uri)
	if err != nil {
		t.Fatalf("%s: %v", uri, err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func openError(t *testing.T, o probe.Opener, uri string) error {
	t.Helper()
	s, err := o.Open(t.Context(), uri)
	if err == nil {
		s.Close()
		t.Fatalf("%s: no error", uri)
	}
	return err
}

// readAt reads n bytes at off, of which all must be there.
func readAt(t *testing.T, s *probe.Source, off int64, n int) []byte {
	t.Helper()
	p := make([]byte, n)
	got, err := s.ReadAt(p, off)
	if got != n || err != nil && err != io.EOF {
		t.Fatalf("ReadAt(%d bytes, %d) = %d, %v", n, off, got, err)
	}
	return p
}

func readError(t *testing.T, s *probe.Source, off int64, n int) error {
	t.Helper()
	got, err := s.ReadAt(make([]byte, n), off)
	if err == nil {
		t.Fatalf("ReadAt(%d bytes, %d) = %d, no error", n, off, got)
	}
	return err
}
