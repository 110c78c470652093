package probe_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

var itoa = strconv.Itoa

var anyHost = &probe.HTTP{AllowPrivateHosts: true}

func TestRanges(t *testing.T) {
	content := pattern(100_000)
	s := newServer(t, serve(content, `"v1"`, time.Time{}))
	src := open(t, anyHost, s.URL+"/a.mp4?x=1#t=10")
	if src.Size != 100_000 || src.ETag != `"v1"` || src.ContentType != "video/mp4" || src.CRC32C != "" {
		t.Errorf("source: %+v", src)
	}
	f := window.New(src, src.Size, 10, 1<<20)
	if b, err := f.Bytes(0, 16, 4096); err != nil || !bytes.Equal(b, content[:16]) {
		t.Errorf("first bytes: %x, %v", b, err)
	}
	first := s.last(t)
	if got := first.Header.Get("Range"); got != "bytes=0-4095" || first.URL.RawQuery != "x=1" || first.Header.Get("Accept-Encoding") != "identity" {
		t.Errorf("first request: %s %v", first.URL, first.Header)
	}
	if requests, n := s.took(); requests != 1 || n != 4096 {
		t.Errorf("Open and the first read took %d requests, %d bytes", requests, n)
	}
	for _, c := range []struct{ off, n, want int }{ // want: bytes that are asked for
		{0, 4096, 0}, {4095, 1, 0}, {10, 0, 0},
		{4096, 1, 1}, {50_000, 777, 777}, {99_999, 1, 1}, {99_000, 1000, 1000},
		{4000, 200, 104}, {0, 100_000, 95_904},
	} {
		if got := readAt(t, src, int64(c.off), c.n); !bytes.Equal(got, content[c.off:c.off+c.n]) {
			t.Errorf("bytes of %v differ", c)
		}
		requests, n := s.took()
		if n != c.want || requests != min(c.want, 1) {
			t.Errorf("%v took %d requests, %d bytes", c, requests, n)
		}
	}
	p := make([]byte, 100)
	if n, err := src.ReadAt(p, 99_950); n != 50 || err != io.EOF || !bytes.Equal(p[:n], content[99_950:]) {
		t.Errorf("across the end: %d, %v", n, err)
	}
	s.took()
	for _, off := range []int64{100_000, 1 << 62} {
		if n, err := src.ReadAt(p, off); n != 0 || err != io.EOF {
			t.Errorf("at %d: %d, %v", off, n, err)
		}
	}
	if err := readError(t, src, -1, 1); errors.Is(err, io.EOF) {
		t.Error(err)
	}
	if requests, _ := s.took(); requests != 0 {
		t.Errorf("%d requests past the end", requests)
	}
}

// TestConditions looks at what makes a read one of the same file.
func TestConditions(t *testing.T) {
	day := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, c := range []struct{ etag, match, unmodified, tag string }{
		{`"v1"`, `"v1"`, "", `"v1"`},
		{`W/"v1"`, "", "", `W/"v1"`},
		{"", "", "Fri, 02 Jan 2026 03:04:05 GMT", "last-modified:Fri, 02 Jan 2026 03:04:05 GMT"},
		{"bare", "", "", "bare"},
		{"\"\u00e9\"", "", "Fri, 02 Jan 2026 03:04:05 GMT", "last-modified:Fri, 02 Jan 2026 03:04:05 GMT"},
	} {
		content := pattern(10_000)
		s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Last-Modified", day.Format(http.TimeFormat))
			if c.etag != "" {
				w.Header().Set("ETag", c.etag)
			}
			http.ServeContent(w, r, "a.mp4", day, bytes.NewReader(content))
		})
		src := open(t, anyHost, s.URL)
		readAt(t, src, 5000, 10)
		h := s.last(t).Header
		if src.ETag != c.tag || h.Get("If-Match") != c.match || h.Get("If-Unmodified-Since") != c.unmodified {
			t.Errorf("%q: ETag %q, sent %v", c.etag, src.ETag, h)
		}
	}
}

func TestReplacedFile(t *testing.T) {
	day := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	old, other := pattern(10_000), append(pattern(9_999), 7)
	ignorant := func(h http.HandlerFunc) http.HandlerFunc { // does not know conditions
		return func(w http.ResponseWriter, r *http.Request) {
			r.Header.Del("If-Match")
			r.Header.Del("If-Unmodified-Since")
			h(w, r)
		}
	}
	for name, c := range map[string]struct{ before, after http.HandlerFunc }{
		"entity tag":              {serve(old, `"1"`, day), serve(other, `"2"`, day)},
		"entity tag, no If-Match": {serve(old, `"1"`, day), ignorant(serve(other, `"2"`, day))},
		"weak entity tag":         {serve(old, `W/"1"`, day), serve(other, `W/"2"`, day)},
		"time":                    {serve(old, "", day), serve(other, "", day.Add(time.Hour))},
		"time, no condition":      {serve(old, "", day), ignorant(serve(other, "", day.Add(time.Hour)))},
		"size":                    {serve(old, "", time.Time{}), serve(pattern(10_001), "", time.Time{})},
		"shrunk before the range": {serve(old, "", time.Time{}), serve(old[:5000], "", time.Time{})},
		"shrunk within the range": {serve(old, "", time.Time{}), serve(old[:9000], "", time.Time{})},
		"no ranges any more":      {serve(old, `"1"`, day), whole(old[:5000], true)},
	} {
		s, set := newChanging(t, c.before)
		src := open(t, anyHost, s.URL)
		readAt(t, src, 8000, 1500)
		set(c.after)
		if err := readError(t, src, 8000, 1500); !errors.Is(err, probe.ErrChanged) || !probe.Temporary(err) {
			t.Errorf("%s: %v", name, err)
		}
		readAt(t, src, 0, 4096) // is still there
	}
}

func TestSmallAndEmptyFiles(t *testing.T) {
	nginx := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Range", "bytes */0")
		w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		io.WriteString(w, "<html>416</html>")
	}
	for name, c := range map[string]struct {
		h    http.HandlerFunc
		size int
	}{
		"416":         {nginx, 0},
		"empty":       {serve(nil, "", time.Time{}), 0},
		"one byte":    {serve(pattern(1), "", time.Time{}), 1},
		"head":        {serve(pattern(4096), "", time.Time{}), 4096},
		"and one":     {serve(pattern(4097), "", time.Time{}), 4097},
		"whole empty": {whole(nil, true), 0},
		"chunked 0":   {whole(nil, false), 0},
	} {
		s := newServer(t, c.h)
		src := open(t, anyHost, s.URL)
		if src.Size != int64(c.size) {
			t.Errorf("%s: size %d", name, src.Size)
		}
		if got := readAt(t, src, 0, c.size); !bytes.Equal(got, pattern(c.size)) {
			t.Errorf("%s: bytes differ", name)
		}
		if n, err := src.ReadAt(make([]byte, 1), int64(c.size)); n != 0 || err != io.EOF {
			t.Errorf("%s: at the end %d, %v", name, n, err)
		}
	}
}

// TestWrongAnswers has servers that lie, at first or later.
func TestWrongAnswers(t *testing.T) {
	content := pattern(10_000)
	answer := func(header string, n int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if header != "" {
				w.Header().Set("Content-Range", header)
			}
			w.Header().Set("Content-Length", itoa(n))
			w.WriteHeader(http.StatusPartialContent)
			w.Write(content[:n])
		}
	}
	chunked := func(header string, n int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Range", header)
			w.WriteHeader(http.StatusPartialContent)
			http.NewResponseController(w).Flush()
			w.Write(content[:n])
		}
	}
	for name, c := range map[string]struct {
		first, later http.HandlerFunc // of which one is wrong
		text         string
	}{
		"no Content-Range":   {answer("", 4096), nil, "without a Content-Range"},
		"other unit":         {answer("lines 0-4095/10000", 4096), nil, "form"},
		"overflow":           {answer("bytes 0-4095/99999999999999999999", 4096), nil, "no size"},
		"past the end":       {answer("bytes 0-4095/4000", 4096), nil, "contradicts"},
		"backwards":          {answer("bytes 4095-0/10000", 4096), nil, "contradicts"},
		"negative":           {answer("bytes -1-4095/10000", 4096), nil, "contradicts"},
		"no size":            {answer("bytes 0-4095/*", 4096), nil, "how large"},
		"other start":        {answer("bytes 1-4096/10000", 4096), nil, "asked for"},
		"less than asked":    {answer("bytes 0-99/10000", 100), nil, "asked for"},
		"short body":         {answer("bytes 0-4095/10000", 100), nil, "has 100 bytes"},
		"long body":          {answer("bytes 0-4095/10000", 4097), nil, "has 4097 bytes"},
		"long body, chunked": {chunked("bytes 0-4095/10000", 4097), nil, "more than the 4096"},
		"later, other start": {nil, answer("bytes 5001-5100/10000", 100), "asked for"},
		"later, the head":    {nil, answer("bytes 0-99/10000", 100), "asked for"},
		"later, short":       {nil, answer("bytes 5000-5099/10000", 50), "has 50 bytes"},
		"later, long":        {nil, chunked("bytes 5000-5099/10000", 101), "more than the 100"},
		"later, no header":   {nil, answer("", 100), "without a Content-Range"},
	} {
		honest := serve(content, "", time.Time{})
		first := c.first
		if first == nil {
			first = honest
		}
		s, set := newChanging(t, first)
		var err error
		if c.first != nil {
			err = openError(t, anyHost, s.URL)
		} else {
			src := open(t, anyHost, s.URL)
			set(c.later)
			err = readError(t, src, 5000, 100)
		}
		if !errors.Is(err, probe.ErrAnswer) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCutTransfers has servers that break off.
func TestCutTransfers(t *testing.T) {
	content := pattern(10_000)
	cut := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Range", "bytes 5000-5099/10000")
		w.Header().Set("Content-Length", "100")
		w.WriteHeader(http.StatusPartialContent)
		w.Write(content[5000:5060])
		panic(http.ErrAbortHandler)
	}
	for name, h := range map[string]http.HandlerFunc{
		"within the body": cut,
		"before":          func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		s, set := newChanging(t, serve(content, "", time.Time{}))
		src := open(t, anyHost, s.URL)
		set(h)
		p := make([]byte, 100)
		n, err := src.ReadAt(p, 5000)
		if !errors.Is(err, io.ErrUnexpectedEOF) || !probe.Temporary(err) || !bytes.Equal(p[:n], content[5000:5000+n]) {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
}

func TestCloseAndCancel(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{"ranges": serve(pattern(10_000), "", time.Time{}), "stream": whole(pattern(10_000), true)} {
		s := newServer(t, h)
		src := open(t, anyHost, s.URL)
		if err := src.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := readError(t, src, 0, 10); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("%s: read after Close: %v", name, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		src, err := anyHost.Open(ctx, s.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		cancel()
		if err := readError(t, src, 5000, 10); !errors.Is(err, context.Canceled) || probe.Temporary(err) {
			t.Errorf("%s: read after cancel: %v", name, err)
		}
	}
}

// TestManyReaders reads one source from many goroutines.
func TestManyReaders(t *testing.T) {
	content := pattern(200_000)
	for name, h := range map[string]http.HandlerFunc{"ranges": serve(content, `"1"`, time.Time{}), "stream": whole(content, true), "chunked": whole(content, false)} {
		src := open(t, anyHost, newServer(t, h).URL)
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				for off := i * 1000; off < len(content)-5000; off += 37_000 {
					p := make([]byte, 5000)
					if _, err := src.ReadAt(p, int64(off)); err != nil || !bytes.Equal(p, content[off:off+5000]) {
						t.Errorf("%s: at %d: %v", name, off, err)
					}
				}
			})
		}
		group.Wait()
	}
}

// TestTLS has a server with HTTP/2 and a client that knows its certificate.
func TestTLS(t *testing.T) {
	content := pattern(10_000)
	s := httptest.NewUnstartedServer(serve(content, `"1"`, time.Time{}))
	s.EnableHTTP2 = true
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	src := open(t, &probe.HTTP{Client: s.Client(), AllowPrivateHosts: true}, s.URL)
	if got := readAt(t, src, 6000, 100); !bytes.Equal(got, content[6000:6100]) {
		t.Error("bytes differ")
	}
	if err := openError(t, anyHost, s.URL); probe.Temporary(err) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("unknown certificate: %v", err)
	}
}
