package probe_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

// noLeaks fails the test if goroutines of this package outlive it.
func noLeaks(t *testing.T) {
	t.Helper()
	t.Cleanup(func() {
		var stacks string
		for range 100 {
			buf := make([]byte, 1<<20)
			stacks = string(buf[:runtime.Stack(buf, true)])
			_, rest, _ := strings.Cut(stacks, "\n\n") // this one
			if !strings.Contains(rest, "videotune/probe.(") {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Errorf("goroutines are left:\n%s", stacks)
	})
}

func numbered(base string, n int) []string {
	uris := make([]string, n)
	for i := range uris {
		uris[i] = fmt.Sprintf("%s/%05d.mp4", base, i)
	}
	return uris
}

// TestAll looks at good and bad videos of several sources at once.
func TestAll(t *testing.T) {
	noLeaks(t)
	s := newServer(t, http.FileServer(http.Dir(samples)).ServeHTTP)
	good, bad := filepath.Join(samples, "mkv_h264_6s.mkv"), s.URL+"/bad_truncated_no_moov.mp4"
	uris := []string{good, s.URL + "/mp4_faststart_5s.mp4", good, bad, s.URL + "/none.mp4", s.URL + "/mp4_faststart_5s.mp4", "ftp://h/a.mp4"}
	var calls []probe.Progress
	m, err := probe.All(t.Context(), slices.Values(uris), &probe.AllOptions{
		Options: probe.Options{Openers: local()}, OnProgress: func(p probe.Progress) { calls = append(calls, p) },
	})
	if err != nil || len(m) != 5 || len(calls) != 5 {
		t.Fatalf("%d results, %d calls, %v", len(m), len(calls), err)
	}
	for i, p := range calls {
		if p.Done != i+1 || p.Total != 5 || p.Reused || m[p.URI] != p.Media || (p.Err != nil) != (p.Media.Err != "") || p.Err != nil && p.Err.Error() != p.URI+": "+p.Media.Err {
			t.Errorf("call %d: %+v", i, p)
		}
		if p.Err == nil && p.Cost.Requests == 0 {
			t.Errorf("call %d: no cost", i)
		}
		if m[p.URI].Err != "" {
			continue
		}
		if alone, err := probe.Probe(t.Context(), p.URI, &probe.Options{Openers: local()}); err != nil || alone != p.Media {
			t.Errorf("alone: %s", cmp.Diff(alone, p.Media))
		}
	}
	for uri, text := range map[string]string{bad: "moov", s.URL + "/none.mp4": "404", "ftp://h/a.mp4": "unknown scheme"} {
		if !strings.Contains(m[uri].Err, text) {
			t.Errorf("%s: %q", uri, m[uri].Err)
		}
	}
	if m, err := probe.All(t.Context(), slices.Values([]string(nil)), nil); err != nil || len(m) != 0 {
		t.Errorf("none: %v, %v", m, err)
	}
}

// TestUnnameable has URIs that a facts file cannot hold, among others.
func TestUnnameable(t *testing.T) {
	good := filepath.Join(samples, "mkv_h264_6s.mkv")
	facts := filepath.Join(t.TempDir(), "facts.json")
	m, err := probe.All(t.Context(), slices.Values([]string{"", good, "a\xff.mp4", strings.Repeat("x", 70_000)}), &probe.AllOptions{Facts: facts})
	if err == nil || len(m) != 1 || m[good].Duration != 6023*time.Millisecond {
		t.Errorf("%d results, %v", len(m), err)
	}
	for _, text := range []string{`"": neither a URI nor a path`, `"a\xff.mp4": the URI is not UTF-8`, "the URI has 70000 bytes"} {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%q is not in %.300s", text, err)
		}
	}
	if got := readFacts(t, facts); len(got) != 1 {
		t.Errorf("facts: %v", got)
	}
	wantFiles(t, filepath.Dir(facts), "facts.json")
}

// TestBounds counts how many videos are looked at at once.
func TestBounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		now, most := map[string]int{}, map[string]int{}
		video := testmedia.Data(t, "mp4_faststart_5s.mp4")
		opener := openerFunc(func(uri string) (*probe.Source, error) {
			_, rest, _ := strings.Cut(uri, "://")
			host, _, _ := strings.Cut(rest, "/")
			host = strings.ToLower(strings.TrimPrefix(host, "user@"))
			add := func(n int) {
				mu.Lock()
				defer mu.Unlock()
				for _, name := range []string{host, "all"} {
					now[name] += n
					most[name] = max(most[name], now[name])
				}
			}
			add(1)
			time.Sleep(time.Second)
			return &probe.Source{ReaderAt: bytes.NewReader(video), Size: int64(len(video)), Close: func() error { add(-1); return nil }}, nil
		})
		var uris []string
		for i := range 20 {
			for _, host := range []string{"http://a", "https://a", "http://user@A", "http://b", "http://c:80", "gs://d", "gs://e", "gs://f"} {
				uris = append(uris, fmt.Sprintf("%s/%d", host, i))
			}
		}
		o := &probe.AllOptions{Options: probe.Options{Openers: probe.Openers{"http": opener, "https": opener, "gs": opener}}, PerHost: 3, Workers: 10}
		start := time.Now()
		m, err := probe.All(t.Context(), slices.Values(uris), o)
		if err != nil || len(m) != len(uris) {
			t.Errorf("%d results, %v", len(m), err)
		}
		for host, n := range most {
			if want := map[bool]int{true: 10, false: 3}[host == "all"]; n > want {
				t.Errorf("%s: %d at once, want %d", host, n, want)
			}
		}
		if most["all"] != 10 || most["a"] != 3 {
			t.Errorf("at once: %v", most)
		}
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// TestCancel ends a run while servers stall, videos wait, and some are done.
func TestCancel(t *testing.T) {
	noLeaks(t)
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/stall"):
			<-r.Context().Done()
		case strings.HasPrefix(r.URL.Path, "/busy"):
			w.Header().Set("Retry-After", "100")
			w.WriteHeader(http.StatusTooManyRequests)
		default:
			http.FileServer(http.Dir(samples)).ServeHTTP(w, r)
		}
	})
	other := strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
	uris := append([]string{s.URL + "/mp4_faststart_5s.mp4"}, numbered(s.URL+"/stall", 10)...)
	uris = append(uris, numbered(other+"/busy", 10)...)
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	var once sync.Once
	var start time.Time
	m, err := probe.All(ctx, slices.Values(uris), &probe.AllOptions{
		Options: probe.Options{Openers: local()},
		OnRetry: func(string, error, time.Duration) {
			once.Do(func() { time.AfterFunc(50*time.Millisecond, func() { start = time.Now(); cancel(why) }) })
		},
	})
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %s", took)
	}
	if !errors.Is(err, context.Canceled) || !errors.Is(err, why) || !strings.Contains(err.Error(), "stopped after 1 of 21 videos") {
		t.Error(err)
	}
	if len(m) != 1 || m[uris[0]].Duration != 5*time.Second {
		t.Errorf("%v", m)
	}
	m, err = probe.All(ctx, slices.Values(uris), &probe.AllOptions{Facts: filepath.Join(t.TempDir(), "none", "facts.json")})
	if len(m) != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("begun when it had ended: %v, %v", m, err)
	}
}

// TestCancelInJob has videos fail because the context ended, which are no results.
func TestCancelInJob(t *testing.T) {
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		opener := openerFunc(func(string) (*probe.Source, error) {
			cancel()
			return nil, context.Canceled
		})
		m, err := probe.All(ctx, slices.Values(numbered("http://a", 10)), &probe.AllOptions{Options: probe.Options{Openers: probe.Openers{"http": opener}}})
		if !errors.Is(err, context.Canceled) || len(m) != 0 {
			t.Fatalf("%v, %v", m, err)
		}
	}
}

// TestPanickingCallback unwinds, and leaves neither goroutine nor lock.
func TestPanickingCallback(t *testing.T) {
	noLeaks(t)
	s := newServer(t, http.FileServer(http.Dir(samples)).ServeHTTP)
	facts := filepath.Join(t.TempDir(), "facts.json")
	o := &probe.AllOptions{Options: probe.Options{Openers: local()}, Facts: facts, OnProgress: func(probe.Progress) { panic("no") }}
	uris := []string{s.URL + "/mp4_faststart_5s.mp4", s.URL + "/mkv_h264_6s.mkv", s.URL + "/none"}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		probe.All(t.Context(), slices.Values(uris), o)
	}()
	o.OnProgress = nil
	if m, err := probe.All(t.Context(), slices.Values(uris), o); err != nil || len(m) != 3 {
		t.Errorf("%v, %v", m, err)
	}
	wantFiles(t, filepath.Dir(facts), "facts.json")
}

func readFacts(t *testing.T, path string) videotune.MediaMap {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := videotune.ReadMedia(f)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func wantFiles(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, names) {
		t.Errorf("files %q, want %q", got, names)
	}
}
