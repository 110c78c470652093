package probe_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe"
)

// An openerFunc is an Opener that needs no context.
type openerFunc func(uri string) (*probe.Source, error)

func (f openerFunc) Open(_ context.Context, uri string) (*probe.Source, error) { return f(uri) }

// A generated file is one that is made when it is read.
type generated struct {
	head string
	size int64
	body string // which repeats itself behind head
}

func (g *generated) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for ; n < len(p) && off < g.size; n, off = n+1, off+1 {
		switch at := off - int64(len(g.head)); {
		case at < 0:
			p[n] = g.head[off]
		default:
			p[n] = g.body[at%int64(len(g.body))]
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (g *generated) serve(w http.ResponseWriter, r *http.Request) {
	http.ServeContent(w, r, "", time.Time{}, io.NewSectionReader(g, 0, g.size))
}

// box returns the header of a box with the beginning of what is in it.
func box(size uint32, kind, content string) string {
	return string(binary.BigEndian.AppendUint32(nil, size)) + kind + content
}

var ftyp = box(16, "ftyp", "isom\x00\x00\x02\x00")

// TestBadInput asks a server for all that is no good. Each must give a clear error, in
// little time and memory.
func TestBadInput(t *testing.T) {
	moovEnd, err := os.ReadFile(filepath.Join(samples, "mp4_moov_end_5s.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	stall := make(chan struct{})
	defer close(stall)
	mux := http.NewServeMux()
	mux.Handle("/samples/", http.StripPrefix("/samples/", http.FileServer(http.Dir(samples))))
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "<html><title>Sign in</title>") })
	mux.HandleFunc("/page.mp4", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "video/mp4")
		io.WriteString(w, "<!doctype html><title>Sign in</title>")
	})
	mux.HandleFunc("/circle/", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) })
	mux.HandleFunc("/loop/", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) })
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100000")
		io.WriteString(w, ftyp)
		http.NewResponseController(w).Flush()
		select {
		case <-stall:
		case <-r.Context().Done():
		}
	})
	mux.HandleFunc("/shrinks", func(w http.ResponseWriter, r *http.Request) {
		content := moovEnd
		if r.Header.Get("Range") != "bytes=0-4095" {
			content = moovEnd[:20_000]
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
	})
	mux.HandleFunc("/huge-moov", (&generated{ftyp + box(1<<31, "moov", ""), 1<<31 + 1000, "\x00"}).serve)
	mux.HandleFunc("/huge-trak", (&generated{ftyp + box(1<<31, "moov", box(1<<31-8, "trak", "")), 1<<31 + 16, "\x00\x00\x00\x08free"}).serve)
	mux.HandleFunc("/tiny-boxes", (&generated{ftyp, 16 + 8*10_000_000, "\x00\x00\x00\x08free"}).serve)
	mux.HandleFunc("/tiny-traks", (&generated{ftyp + box(8+8*10_000_000, "moov", ""), 24 + 8*10_000_000, "\x00\x00\x00\x08trak"}).serve)
	mux.HandleFunc("/tiny-elements", (&generated{"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff", 100 << 20, "\xec\x80"}).serve)
	mux.HandleFunc("/no-ranges", func(w http.ResponseWriter, r *http.Request) {
		g := &generated{ftyp + box(20<<20, "mdat", ""), 16 + 20<<20 + 1000, "\x00"}
		w.Header().Set("Content-Length", itoa(int(g.size)))
		io.Copy(w, io.NewSectionReader(g, 0, g.size))
	})
	s := newServer(t, mux.ServeHTTP)
	openers := probe.Openers{"http": &probe.HTTP{AllowPrivateHosts: true, Timeout: 200 * time.Millisecond}, "private": new(probe.HTTP)}
	o := &probe.Options{Openers: openers}
	for _, c := range []struct {
		path string
		is   error // nil for any
		text string
	}{
		{"samples/bad_empty.mp4", probe.ErrEmpty, "the file is empty"},
		{"samples/bad_truncated_no_moov.mp4", nil, "the index (moov) is missing"},
		{"page", probe.ErrWebPage, "an HTML page, not a video"},
		{"page.mp4", probe.ErrWebPage, "an HTML page, not a video"},
		{"circle/", probe.ErrRedirect, "circle"},
		{"loop/", probe.ErrRedirect, "there were 10 already"},
		{"none", fs.ErrNotExist, "status 404 Not Found"},
		{"slow", probe.ErrTimeout, "no whole answer within 200ms"},
		{"shrinks", probe.ErrChanged, "the file changed while it was read"},
		{"huge-moov", nil, "moov"},
		{"huge-trak", nil, "moov"},
		{"tiny-boxes", nil, "moov"},
		{"tiny-traks", nil, "moov"},
		{"tiny-elements", nil, "matroska"},
		{"no-ranges", probe.ErrNoRange, "the server does not give ranges"},
	} {
		t.Run(c.path, func(t *testing.T) {
			uri := s.URL + "/" + c.path
			s.took()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			m, err := probe.Probe(t.Context(), uri, o)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.text) || (m.Err == "") != probe.Inconclusive(err) || m.Err != "" && err.Error() != uri+": "+m.Err {
				t.Errorf("%+v, %v", m, err)
			}
			if n := after.TotalAlloc - before.TotalAlloc; took > 2*time.Second || n > 32<<20 {
				t.Errorf("took %s and %d bytes of memory", took, n)
			}
			if requests, _ := s.took(); requests > 64 {
				t.Errorf("%d requests", requests)
			}
			t.Log(err)
		})
	}
	t.Run("wrong extension", func(t *testing.T) {
		if m, err := probe.Probe(t.Context(), s.URL+"/samples/bad_mp4_named_webm.webm", o); err != nil || m.Container != "mp4" || m.MIMEType != "video/mp4" {
			t.Errorf("%+v, %v", m, err)
		}
	})
	t.Run("private host", func(t *testing.T) {
		for _, o := range []*probe.Options{nil, {}} {
			if m, err := probe.Probe(t.Context(), s.URL+"/samples/mp4_faststart_5s.mp4", o); !errors.Is(err, probe.ErrPrivateHost) || m.Err == "" {
				t.Errorf("%+v, %v", m, err)
			}
		}
	})
}

// TestShrinkingFile has a local file that is cut between two reads.
func TestShrinkingFile(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(samples, "mp4_moov_end_5s.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	cutting := openerFunc(func(uri string) (*probe.Source, error) {
		src, err := probe.File{}.Open(t.Context(), strings.TrimPrefix(uri, "cut:"))
		if err == nil {
			src.ReaderAt = cutAfterRead{src.ReaderAt, path}
		}
		return src, err
	})
	m, err := probe.Probe(t.Context(), "cut:"+path, &probe.Options{Openers: probe.Openers{"cut": cutting}})
	if !errors.Is(err, io.ErrUnexpectedEOF) || !probe.Temporary(err) || !strings.Contains(err.Error(), "it changed") || m.Err != "" || m.Bytes != 40926 {
		t.Errorf("%+v, %v", m, err)
	}
}

type cutAfterRead struct {
	io.ReaderAt
	path string
}

func (c cutAfterRead) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, off)
	return n, errors.Join(err, os.Truncate(c.path, 10_000))
}

// TestVideoTimeout has a server that answers each request in time, and all of them
// never.
func TestVideoTimeout(t *testing.T) {
	g := &generated{ftyp, 16 + 8*10_000_000, "\x00\x00\x00\x08free"}
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(60 * time.Millisecond)
		g.serve(w, r)
	})
	m, err := probe.Probe(t.Context(), s.URL, &probe.Options{Openers: local(), Timeout: 150 * time.Millisecond})
	if !errors.Is(err, probe.ErrTimeout) || !probe.Temporary(err) || !strings.Contains(err.Error(), "within 150ms") || m.Err != "" {
		t.Errorf("%+v, %v", m, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, uri := range []string{s.URL, filepath.Join(samples, "mp4_faststart_5s.mp4")} {
		if _, err := probe.Probe(ctx, uri, &probe.Options{Openers: local()}); !errors.Is(err, context.Canceled) || probe.Temporary(err) {
			t.Errorf("canceled: %v", err)
		}
	}
}
