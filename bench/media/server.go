package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
)

// sendBuffer is how many bytes the server hands to a connection ahead of what its
// client reads. What a client that hangs up has not read counts too; on a network
// that is what is under way.
const sendBuffer = 32 << 10

// A server gives the files of a folder by ranges, and counts.
type server struct {
	http http.Server
	url  string

	serving  sync.RWMutex // held by every request for as long as it is answered
	requests atomic.Int64
	bytes    atomic.Int64 // of bodies
}

func newServer(dir string) (*server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &server{url: "http://" + l.Addr().String() + "/"}
	files := http.FileServer(http.Dir(dir))
	s.http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.serving.RLock()
		defer s.serving.RUnlock()
		s.requests.Add(1)
		files.ServeHTTP(&countingWriter{w, s}, r)
	})
	s.http.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		if c, ok := c.(*net.TCPConn); ok {
			c.SetWriteBuffer(sendBuffer)
		}
		return ctx
	}
	go s.http.Serve(l)
	return s, nil
}

// took returns what was asked for since the last call, once it was answered.
func (s *server) took() (requests, bytes int64) {
	s.serving.Lock()
	defer s.serving.Unlock()
	return s.requests.Swap(0), s.bytes.Swap(0)
}

// A countingWriter hides that a file could be sent without passing through here.
type countingWriter struct {
	http.ResponseWriter
	s *server
}

func (w *countingWriter) Write(p []byte) (int, error) {
	n, err := w.ResponseWriter.Write(p)
	w.s.bytes.Add(int64(n))
	return n, err
}
