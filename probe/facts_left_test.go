package probe_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

// ask is All with a facts file, and returns the errors that OnProgress was told.
func ask(t *testing.T, facts string, known videotune.MediaMap, uris ...string) (videotune.MediaMap, map[string]error) {
	t.Helper()
	told := make(map[string]error)
	web := &probe.HTTP{AllowPrivateHosts: true, Timeout: 200 * time.Millisecond}
	m, err := probe.All(t.Context(), slices.Values(uris), &probe.AllOptions{
		Options: probe.Options{Openers: probe.Openers{"": probe.File{}, "http": web, "https": web}}, Retries: -1, Facts: facts, Known: known,
		OnProgress: func(p probe.Progress) {
			if told[p.URI] = p.Err; p.Err != nil && probe.Inconclusive(p.Err) && p.Media.Err != known[p.URI].Err {
				t.Errorf("%s is given the error of a network: %+v", p.URI, p)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := readFacts(t, facts); written(t, got) != written(t, m) {
		t.Errorf("the file holds %v, All returned %v", got, m)
	}
	wantFiles(t, filepath.Dir(facts), "facts.json")
	return m, told
}

// TestLeft has a server that fails in each way, and recovers: no failure is kept as a
// fact of the video, and the next run asks again.
func TestLeft(t *testing.T) {
	noLeaks(t)
	video := testmedia.Data(t, "mp4_moov_end_5s.mp4") // which takes two requests
	good := serve(video, `"1"`, time.Time{})
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	second := func(h http.HandlerFunc) http.HandlerFunc { // fails in the second request
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") == "bytes=0-4095" {
				good(w, r)
				return
			}
			h(w, r)
		}
	}
	hangUp := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	slow := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for _, c := range []struct {
		name    string
		fail    http.HandlerFunc
		verdict string // "" for none
	}{
		{"busy", status(429), ""}, {"down", status(503), ""}, {"gateway", status(502), ""}, {"cannot", status(501), ""}, {"proxy", status(407), ""},
		{"hangs up", hangUp, ""}, {"slow", slow, ""},
		{"down later", second(status(500)), ""},
		{"short", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "40926")
			w.Write(video[:100])
		}, ""},
		{"gone", status(404), "status 404"}, {"forbidden", status(403), "status 403"}, {"login", status(401), "status 401"},
		{"page", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") }, "an HTML page"},
		{"broken", serve(video[:20000], `"2"`, time.Time{}), "cut"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, set := newChanging(t, c.fail)
			facts := filepath.Join(t.TempDir(), "facts.json")
			uri, other := s.URL+"/a.mp4", filepath.Join(samples, "mkv_h264_6s.mkv")
			check := func(when string, m videotune.MediaMap, told map[string]error, before videotune.Media) {
				t.Helper()
				got, ok := m[uri]
				switch {
				case told[uri] == nil || told[other] != nil || m[other].Duration != 6023*time.Millisecond:
					t.Errorf("%s: told %v, %v", when, told, m)
				case c.verdict != "" && (!strings.Contains(got.Err, c.verdict) || probe.Inconclusive(told[uri])):
					t.Errorf("%s: %+v, %v", when, got, told[uri])
				case c.verdict == "" && (got != before || ok != (before != videotune.Media{}) || !probe.Inconclusive(told[uri])):
					t.Errorf("%s: %v %+v, %v", when, ok, got, told[uri])
				}
			}
			m, told := ask(t, facts, nil, uri, other)
			check("at first", m, told, videotune.Media{})
			set(good)
			if m, told = ask(t, facts, nil, uri, other); told[uri] != nil || m[uri].Duration != 5*time.Second || m[uri].Err != "" {
				t.Errorf("recovered: %+v, %v", m[uri], told)
			}
			sound := m[uri]
			if c.name != "short" && c.name != "down later" { // which tell another size, and the same file
				set(c.fail)
				m, told = ask(t, facts, nil, uri, other)
				check("again", m, told, sound)
				// The same by facts of another place.
				facts = filepath.Join(t.TempDir(), "facts.json")
				m, told = ask(t, facts, videotune.MediaMap{uri: sound}, uri, other)
				check("known", m, told, sound)
			}
			set(good)
			if m, _ = ask(t, facts, nil, uri, other); m[uri] != sound {
				t.Errorf("in the end: %+v", m[uri])
			}
		})
	}
}

// TestLeftHost has a host that cannot be reached at all.
func TestLeftHost(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	uri := "http://" + l.Addr().String() + "/a.mp4"
	facts := filepath.Join(t.TempDir(), "facts.json")
	if m, told := ask(t, facts, nil, uri); len(m) != 0 || !probe.Inconclusive(told[uri]) {
		t.Errorf("%v, %v", m, told)
	}
	known := videotune.MediaMap{uri: {Err: "status 404 Not Found"}}
	if m, _ := ask(t, facts, known, uri); m[uri] != known[uri] {
		t.Errorf("a verdict of before is replaced by %+v", m)
	}
}

// TestLeftReplaced has a video replaced by one that cannot be read for a failure of the
// network: what is known of the first must not be taken for facts of the second.
func TestLeftReplaced(t *testing.T) {
	video := testmedia.Data(t, "mp4_moov_end_5s.mp4")
	s, set := newChanging(t, serve(video, `"1"`, time.Time{}))
	facts := filepath.Join(t.TempDir(), "facts.json")
	other := "gs://b/other.mp4"
	mustWrite(t, facts, written(t, videotune.MediaMap{other: {Duration: time.Second}}))
	for i, handler := range []http.HandlerFunc{
		serve(video, `"1"`, time.Time{}),
		func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") != "bytes=0-4095" {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			serve(video, `"2"`, time.Time{})(w, r)
		},
		serve(video, `"2"`, time.Time{}),
	} {
		set(handler)
		told := error(nil)
		m, err := probe.All(t.Context(), slices.Values([]string{s.URL}), &probe.AllOptions{
			Options: probe.Options{Openers: local()}, Retries: -1, Facts: facts, OnProgress: func(p probe.Progress) { told = p.Err },
		})
		if err != nil || (told != nil) != (i == 1) || len(m) != map[bool]int{true: 0, false: 1}[i == 1] {
			t.Errorf("run %d: %v, %v, %v", i, m, told, err)
		}
		all := readFacts(t, facts)
		if got, ok := all[s.URL]; ok != (i != 1) || got != m[s.URL] || all[other].Duration != time.Second {
			t.Errorf("run %d: the file holds %v", i, all)
		}
	}
}

// TestLeftError returns what nobody was told.
func TestLeftError(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	facts := filepath.Join(t.TempDir(), "facts.json")
	good := filepath.Join(samples, "mkv_h264_6s.mkv")
	m, err := probe.All(t.Context(), slices.Values([]string{s.URL + "/a", good, s.URL + "/b"}), &probe.AllOptions{Options: probe.Options{Openers: local()}, Retries: -1, Facts: facts})
	left, ok := errors.AsType[*probe.LeftError](err)
	if !ok || len(left.Errs) != 2 || len(m) != 1 || m[good].Duration != 6023*time.Millisecond || written(t, readFacts(t, facts)) != written(t, m) {
		t.Fatalf("%v, %v", m, err)
	}
	if status, ok := errors.AsType[*probe.StatusError](err); !ok || status.Code != 502 || !strings.HasPrefix(err.Error(), "2 videos are left to the next run, the first is "+s.URL+"/") {
		t.Errorf("%v", err)
	}
	one := &probe.LeftError{Errs: left.Errs[:1]}
	if !strings.HasPrefix(one.Error(), "a video is left to the next run: http") || new(probe.LeftError).Error() == "" {
		t.Errorf("%v", one)
	}
}

// TestLeftInterrupted interrupts a run after a failure of the network, of a video that was
// known: the run that goes on asks for it.
func TestLeftInterrupted(t *testing.T) {
	s, set := newChanging(t, serve(testmedia.Data(t, "mp4_faststart_5s.mp4"), `"1"`, time.Time{}))
	facts := filepath.Join(t.TempDir(), "facts.json")
	uris := numbered(s.URL, 2)
	ask(t, facts, nil, uris...)
	set(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	m, err := probe.All(ctx, slices.Values(uris), &probe.AllOptions{Options: probe.Options{Openers: local()}, Retries: -1, PerHost: 1, Facts: facts, OnProgress: func(p probe.Progress) {
		if cancel(); p.Err == nil {
			t.Errorf("%+v", p)
		}
	}})
	if !errors.Is(err, context.Canceled) || len(m) != 1 || len(readFacts(t, facts)) != 2 {
		t.Fatalf("%v, %v", m, err)
	}
	if partial, err := os.ReadFile(facts + ".partial"); err != nil || len(bytes.TrimSpace(partial)) > 0 {
		t.Errorf("the partial file holds %s, %v", partial, err)
	}
	set(serve(testmedia.Data(t, "mp4_moov_end_5s.mp4"), `"2"`, time.Time{}))
	if m, _ := ask(t, facts, nil, uris...); m[uris[0]].ETag != `"2"` || m[uris[1]].ETag != `"2"` {
		t.Errorf("%v", m)
	}
}
