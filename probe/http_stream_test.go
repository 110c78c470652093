package probe_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

func TestNoRanges(t *testing.T) {
	content := pattern(300_000)
	for name, length := range map[string]bool{"with a length": true, "chunked": false} {
		s := newServer(t, whole(content, length))
		src := open(t, anyHost, s.URL)
		if want := map[bool]int64{true: 300_000, false: -1}[length]; src.Size != want {
			t.Errorf("%s: size %d, want %d", name, src.Size, want)
		}
		for _, c := range [][2]int{{0, 4096}, {200_000, 10}, {100, 1000}, {299_999, 1}} {
			if got := readAt(t, src, int64(c[0]), c[1]); !bytes.Equal(got, content[c[0]:c[0]+c[1]]) {
				t.Errorf("%s: bytes at %d differ", name, c[0])
			}
		}
		p := make([]byte, 100)
		if n, err := src.ReadAt(p, 299_950); n != 50 || err != io.EOF {
			t.Errorf("%s: across the end: %d, %v", name, n, err)
		}
		if requests, _ := s.took(); requests != 1 {
			t.Errorf("%s: %d requests", name, requests)
		}
	}
}

// TestNoRangesBound reads a file that is larger than what is read of such a one.
func TestNoRangesBound(t *testing.T) {
	content := pattern(probe.MaxNoRange + 1<<20)
	for name, length := range map[string]bool{"with a length": true, "chunked": false} {
		s := newServer(t, whole(content, length))
		src := open(t, anyHost, s.URL)
		size := int64(-1)
		if length {
			size = int64(len(content))
		}
		if src.Size != size {
			t.Errorf("%s: size %d", name, src.Size)
		}
		if length {
			if _, n := s.took(); n > probe.MaxNoRange/2 {
				t.Errorf("%s: Open had %d bytes sent", name, n)
			}
		}
		start := time.Now()
		for _, off := range []int64{probe.MaxNoRange, probe.MaxNoRange + 1000} {
			if err := readError(t, src, off, 10); !errors.Is(err, probe.ErrNoRange) || !strings.Contains(err.Error(), "8388608") {
				t.Errorf("%s: at %d: %v", name, off, err)
			}
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("%s: took %s", name, took)
		}
		p := make([]byte, 100)
		n, err := src.ReadAt(p, probe.MaxNoRange-40)
		if n != 40 || !errors.Is(err, probe.ErrNoRange) || !bytes.Equal(p[:n], content[probe.MaxNoRange-40:][:n]) {
			t.Errorf("%s: across the bound: %d, %v", name, n, err)
		}
		if got := readAt(t, src, 5_000_000, 5000); !bytes.Equal(got, content[5_000_000:5_005_000]) {
			t.Errorf("%s: bytes differ", name)
		}
		f := window.New(src, size, 5, 1<<20)
		if _, err := f.Bytes(probe.MaxNoRange, 8, 8); length && !errors.Is(err, probe.ErrNoRange) {
			t.Errorf("%s: through a window: %v", name, err)
		}
	}
}

// TestNoRangesCut has a server that breaks off after half of the file.
func TestNoRangesCut(t *testing.T) {
	content := pattern(10_000)
	cut := func(length bool) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if length {
				w.Header().Set("Content-Length", "10000")
			}
			w.Write(content[:5000])
			http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}
	}
	src := open(t, anyHost, newServer(t, cut(true)).URL)
	readAt(t, src, 1000, 4000)
	if err := readError(t, src, 4000, 2000); !errors.Is(err, io.ErrUnexpectedEOF) || !probe.Temporary(err) {
		t.Error(err)
	}
	src = open(t, anyHost, newServer(t, cut(false)).URL)
	readAt(t, src, 0, 5000)
	if err := readError(t, src, 4000, 2000); !errors.Is(err, io.ErrUnexpectedEOF) || !probe.Temporary(err) {
		t.Error(err)
	}
}

// TestShortBody has a Transport that ends a body too early without an error.
func TestShortBody(t *testing.T) {
	client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, ContentLength: 100, Request: r, Body: io.NopCloser(bytes.NewReader(pattern(50)))}, nil
	})}
	src := open(t, &probe.HTTP{Client: client, AllowPrivateHosts: true}, "http://a.example/")
	readAt(t, src, 0, 50)
	if err := readError(t, src, 0, 60); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
}

// TestSlowServers has servers that hang or send a byte now and then.
func TestSlowServers(t *testing.T) {
	const limit = 80 * time.Millisecond
	web := &probe.HTTP{AllowPrivateHosts: true, Timeout: limit}
	drip := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			w.Write([]byte{0})
			http.NewResponseController(w).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	}
	dripRange := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Range", strings.Replace(r.Header.Get("Range"), "=", " ", 1)+"/10000")
		w.WriteHeader(http.StatusPartialContent)
		drip(w, r)
	}
	dripWhole := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "10000")
		drip(w, r)
	}
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	check := func(name string, start time.Time, err error) {
		t.Helper()
		if took := time.Since(start); took < limit || took > 20*limit {
			t.Errorf("%s took %s", name, took)
		}
		if !errors.Is(err, probe.ErrTimeout) || !probe.Temporary(err) || !strings.Contains(err.Error(), "80ms") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, h := range map[string]http.HandlerFunc{"drip": drip, "drip of a range": dripRange, "hang": hang} {
		start := time.Now()
		check(name, start, openError(t, web, newServer(t, h).URL))
	}

	s, set := newChanging(t, serve(pattern(10_000), "", time.Time{}))
	src := open(t, web, s.URL)
	for name, h := range map[string]http.HandlerFunc{"later drip": dripRange, "later hang": hang} {
		set(h)
		start := time.Now()
		check(name, start, readError(t, src, 5000, 1000))
	}

	src = open(t, web, newServer(t, dripWhole).URL)
	time.Sleep(2 * limit) // while nobody waits no time runs
	readAt(t, src, 0, 2)
	start := time.Now()
	check("stream", start, readError(t, src, 0, 4096))
}

// trickle answers with the whole content and no length, so many bytes at a time with a
// break after each.
func trickle(content []byte, step int, wait time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for rest := content; len(rest) > 0 && r.Context().Err() == nil; rest = rest[min(step, len(rest)):] {
			w.Write(rest[:min(step, len(rest))])
			http.NewResponseController(w).Flush()
			time.Sleep(wait)
		}
	}
}

// TestChunked has videos of a slow server that gives neither ranges nor a length. They are
// read as far as needed, and the cost is what was received.
func TestChunked(t *testing.T) {
	for _, c := range []struct {
		name   string
		data   []byte
		most   int64 // bytes
		bytes  int64 // that the facts tell
		is     error
		length time.Duration
	}{
		{"moov first", append(testmedia.Data(t, "mp4_faststart_5s.mp4"), make([]byte, 11<<20)...), 80 << 10, 0, nil, 5 * time.Second},
		{"WebM", append(testmedia.Data(t, "webm_vp9_opus_5s.webm"), make([]byte, 11<<20)...), 80 << 10, 0, nil, 5013500 * time.Microsecond},
		{"moov last", testmedia.Data(t, "mp4_moov_end_5s.mp4"), 80 << 10, 0, nil, 5 * time.Second},
		{"live WebM, whose end must be found", testmedia.Data(t, "webm_live_no_duration_5s.webm"), 100 << 10, 98290, nil, 5 * time.Second},
		{"MPEG-TS", testmedia.Data(t, "ts_h264_5s.ts"), 100 << 10, 76704, nil, 5 * time.Second},
		{"fragments", testmedia.Data(t, "mp4_fragmented_empty_moov_6s.mp4"), 100 << 10, 0, nil, 6 * time.Second},
		{"cut before moov", testmedia.Data(t, "bad_truncated_no_moov.mp4"), 80 << 10, 20000, errAny, 0},
		{"nothing", nil, 0, 0, probe.ErrEmpty, 0},
		{"a page", []byte("<!DOCTYPE html><html><body>Log in"), 100, 0, probe.ErrWebPage, 0},
		{"endless MPEG-TS", bytes.Repeat(testmedia.Data(t, "ts_h264_5s.ts"), 130), probe.MaxNoRange, 0, probe.ErrNoRange, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newServer(t, trickle(c.data, 64<<10, 0))
			var cost probe.Cost
			m, err := probe.Probe(t.Context(), s.URL, &probe.Options{Openers: local(), OnCost: func(_ string, x probe.Cost) { cost = x }})
			if c.is == errAny && err != nil && !probe.Inconclusive(err) {
				err = errAny
			}
			if !errors.Is(err, c.is) || m.Bytes != c.bytes && c.bytes > 0 || testmedia.Apart(m.Duration, c.length) > 40*time.Millisecond {
				t.Errorf("%+v, %v", m, err)
			}
			if requests, _ := s.took(); requests != 1 || cost.Requests > 1 || cost.Bytes > c.most || cost.Bytes < min(4096, int64(len(c.data))) && cost.Requests > 0 {
				t.Errorf("%d requests, cost %+v", requests, cost)
			}
		})
	}
}

var errAny = errors.New("any")

// TestChunkedSlow has a server that takes longer for all it is asked than for one request,
// but is never slow.
func TestChunkedSlow(t *testing.T) {
	video := append(testmedia.Data(t, "mp4_faststart_5s.mp4"), make([]byte, 11<<20)...)
	last := append(bytes.Clone(video[:32]), []byte{0, 16, 0, 0, 'm', 'd', 'a', 't'}...) // 1 MiB before the index
	last = append(append(last, make([]byte, 1<<20-8)...), video[32:6000]...)
	web := &probe.HTTP{AllowPrivateHosts: true, Timeout: 200 * time.Millisecond}
	for name, c := range map[string]struct {
		data []byte
	}{"first": {video}, "last": {last}} {
		s := newServer(t, trickle(c.data, 32<<10, 15*time.Millisecond))
		m, err := probe.Probe(t.Context(), s.URL, &probe.Options{Openers: probe.Openers{"http": web}})
		if m.Duration != 5*time.Second {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}
