package probe_test

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

// TestRetries has videos that come after some failures, in the time of a bubble.
func TestRetries(t *testing.T) {
	video := testmedia.Data(t, "mp4_faststart_5s.mp4")
	good := func() (*probe.Source, error) {
		return &probe.Source{ReaderAt: bytes.NewReader(video), Size: int64(len(video))}, nil
	}
	for _, c := range []struct {
		name     string
		err      error
		fails    int // times
		retries  int
		ok       bool
		tries    int
		min, max time.Duration
	}{
		{"at once", nil, 0, 0, true, 1, 0, 0},
		{"twice", &probe.StatusError{Code: 503}, 2, 0, true, 3, 750 * time.Millisecond, 1500 * time.Millisecond},
		{"timeout", probe.ErrTimeout, 4, 0, true, 5, 3750 * time.Millisecond, 7500 * time.Millisecond},
		{"too often", &probe.StatusError{Code: 500}, 5, 0, false, 5, 3750 * time.Millisecond, 7500 * time.Millisecond},
		{"many", &probe.StatusError{Code: 500}, 8, 8, true, 9, 45 * time.Second, 93 * time.Second},
		{"never", &probe.StatusError{Code: 500}, 1, -1, false, 1, 0, 0},
		{"not found", &probe.StatusError{Code: 404}, 1, 0, false, 1, 0, 0},
		{"asked", &probe.StatusError{Code: 429, RetryAfter: 20 * time.Second}, 2, 0, true, 3, 40 * time.Second, 42 * time.Second},
		{"asked too much", &probe.StatusError{Code: 429, RetryAfter: time.Hour}, 1, 0, false, 1, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tries, told := 0, 0
				opener := openerFunc(func(string) (*probe.Source, error) {
					if tries++; tries <= c.fails {
						return nil, c.err
					}
					return good()
				})
				start := time.Now()
				m, err := probe.All(t.Context(), slices.Values([]string{"http://a/x"}), &probe.AllOptions{
					Options: probe.Options{Openers: probe.Openers{"http": opener}}, Retries: c.retries,
					OnRetry: func(uri string, err error, wait time.Duration) {
						if told++; uri != "http://a/x" || !errors.Is(err, c.err) || wait <= 0 {
							t.Errorf("retry: %s, %v, %s", uri, err, wait)
						}
					},
				})
				took := time.Since(start)
				left, inconclusive := errors.AsType[*probe.LeftError](err)
				if inconclusive != probe.Inconclusive(c.err) && !c.ok || inconclusive && (len(m) != 0 || len(left.Errs) != 1 || !errors.Is(err, c.err)) || !inconclusive && err != nil {
					t.Errorf("%v, %v", m, err)
				}
				if (m["http://a/x"].Duration > 0) != c.ok || tries != c.tries || told != tries-1 || took < c.min || took > c.max {
					t.Errorf("%d tries, %s, %v, %q", tries, took, err, m["http://a/x"].Err)
				}
			})
		})
	}
}

// TestPausedHost has a host that wants to be left alone. Others go on, and are not
// held up if it has many videos.
func TestPausedHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		video := testmedia.Data(t, "mp4_faststart_5s.mp4")
		start := time.Now()
		var asked []time.Duration // the busy host, and when
		opener := openerFunc(func(uri string) (*probe.Source, error) {
			if strings.HasPrefix(uri, "http://busy/") {
				now := time.Since(start)
				asked = append(asked, now)
				if now < 30*time.Second {
					return nil, &probe.StatusError{Code: 429, RetryAfter: 30 * time.Second}
				}
			}
			return &probe.Source{ReaderAt: bytes.NewReader(video), Size: int64(len(video))}, nil
		})
		uris := append(numbered("http://busy", 200), numbered("http://free", 200)...)
		var free, all time.Duration
		m, err := probe.All(t.Context(), slices.Values(uris), &probe.AllOptions{
			Options: probe.Options{Openers: probe.Openers{"http": opener}}, PerHost: 1, Workers: 2,
			OnProgress: func(p probe.Progress) {
				if all = time.Since(start); strings.HasPrefix(p.URI, "http://free/") {
					free = all
				}
			},
		})
		for uri, m := range m {
			if m.Err != "" {
				t.Errorf("%s: %s", uri, m.Err)
			}
		}
		if err != nil || len(m) != 400 || free > 0 || all < 30*time.Second || all > 31*time.Second || len(asked) != 201 || asked[0] != 0 || asked[1] < 30*time.Second {
			t.Errorf("%v; free after %s, all after %s, asked at %v", err, free, all, asked[:2])
		}
	})
}

// TestRealRetries has a server that answers with 429 and 503 first.
func TestRealRetries(t *testing.T) {
	noLeaks(t)
	var tries sync.Map
	files := http.FileServer(http.Dir(samples))
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		n, _ := tries.LoadOrStore(r.URL.Path, new(atomic.Int64))
		switch n.(*atomic.Int64).Add(1) {
		case 1:
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			files.ServeHTTP(w, r)
		}
	})
	uris := []string{s.URL + "/mp4_faststart_5s.mp4", s.URL + "/mkv_h264_6s.mkv"}
	m, err := probe.All(t.Context(), slices.Values(uris), &probe.AllOptions{Options: probe.Options{Openers: local()}})
	if err != nil || m[uris[0]].Duration != 5*time.Second || m[uris[1]].Duration != 6023*time.Millisecond {
		t.Errorf("%v, %v", m, err)
	}
}

// TestDeadHost has a host that is down, which must not hold up the end for hours, and
// one that fails often.
func TestDeadHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		video := testmedia.Data(t, "mp4_faststart_5s.mp4")
		n := 0
		opener := openerFunc(func(uri string) (*probe.Source, error) {
			switch {
			case strings.HasPrefix(uri, "http://dead/"):
				time.Sleep(probe.DefaultTimeout)
				return nil, probe.ErrTimeout
			case strings.HasPrefix(uri, "http://missing/"):
				return nil, &probe.StatusError{Code: 404}
			}
			if n++; n%9 != 0 {
				return nil, &probe.StatusError{Code: 500}
			}
			return &probe.Source{ReaderAt: bytes.NewReader(video), Size: int64(len(video))}, nil
		})
		uris := slices.Concat(numbered("http://dead", 1000), numbered("http://missing", 100))
		start := time.Now()
		calls, given := 0, 0
		o := &probe.AllOptions{Options: probe.Options{Openers: probe.Openers{"http": opener}}, OnProgress: func(p probe.Progress) {
			if calls++; p.Done != calls {
				t.Errorf("call %d: done %d", calls, p.Done)
			}
			if errors.Is(p.Err, probe.ErrHostGivenUp) && strings.HasPrefix(p.Err.Error(), p.URI+": the host was given up: 10 of its videos failed in a row, the last was http://dead/") {
				given++
			}
		}}
		o.Known = videotune.MediaMap{uris[999]: {Duration: time.Second}}
		m, err := probe.All(t.Context(), slices.Values(uris), o)
		if took := time.Since(start); err != nil || len(m) != 101 || calls != 1100 || took > 10*time.Minute {
			t.Errorf("%v, %d results, after %s", err, len(m), took)
		}
		for uri, m := range m {
			// The facts of one are known, and nothing speaks against them.
			if uri != uris[999] && !(strings.HasPrefix(uri, "http://missing/") && strings.HasPrefix(m.Err, "status 404")) {
				t.Errorf("%s: %q", uri, m.Err)
			}
		}
		if given < 980 || m[uris[999]] != o.Known[uris[999]] {
			t.Errorf("%d were given up, %+v", given, m[uris[999]])
		}
		o.PerHost, o.Retries, o.OnProgress = 1, -1, nil
		m, err = probe.All(t.Context(), slices.Values(numbered("http://often", 900)), o)
		good := 0
		for _, m := range m {
			if m.Err == "" {
				good++
			}
		}
		left, _ := errors.AsType[*probe.LeftError](err)
		if left == nil || len(left.Errs) != 800 || len(m) != 100 || good != 100 {
			t.Errorf("%v, %d are good", err, good)
		}
	})
}
