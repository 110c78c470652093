package probe_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

// stopAfter runs All until n videos are done.
func stopAfter(t *testing.T, facts string, n int, uris []string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	m, err := probe.All(ctx, slices.Values(uris), &probe.AllOptions{Options: probe.Options{Openers: local()}, Facts: facts,
		OnProgress: func(p probe.Progress) {
			if p.Done == n {
				cancel()
			}
		}})
	if !errors.Is(err, context.Canceled) || len(m) < n || len(m) > n+probe.DefaultPerHost {
		t.Fatalf("%d results, %v", len(m), err)
	}
	for uri, media := range readFacts(t, facts) {
		if got, ok := m[uri]; ok && got != media {
			t.Errorf("%s: %+v", uri, media)
		}
	}
}

// TestResume goes on after an interruption, and asks for nothing twice.
func TestResume(t *testing.T) {
	noLeaks(t)
	s := newServer(t, tiny(t))
	uris := numbered(s.URL, 50)
	whole := filepath.Join(t.TempDir(), "facts.json")
	probeAll(t, whole, uris...)
	want := mustRead(t, whole)

	facts := filepath.Join(t.TempDir(), "facts.json")
	other := videotune.MediaMap{"gs://b/other.mp4": {Duration: time.Second}}
	mustWrite(t, facts, written(t, other))
	s.took()
	stopAfter(t, facts, 10, uris)
	wantFiles(t, filepath.Dir(facts), "facts.json", "facts.json.partial")
	mustWrite(t, facts+".partial", mustRead(t, facts+".partial")+`{"`+strings.Repeat("torn", 5000))
	stopAfter(t, facts, 30, uris)
	lines := make(map[string]bool)
	for line := range strings.Lines(mustRead(t, facts+".partial")) {
		if line[0] == '"' { // the time
			continue
		}
		if _, err := videotune.ReadMedia(strings.NewReader(line)); err != nil || lines[line] {
			t.Errorf("a line that is torn or there twice: %.100s", line)
		}
		lines[line] = true
	}
	if n := len(readFacts(t, facts)); n < 31 || n > 31+probe.DefaultPerHost {
		t.Errorf("%d facts", n)
	}
	_, reused := probeAll(t, facts, uris...)
	requests, _ := s.took()
	if most := len(uris) + 2*probe.DefaultPerHost; reused < 30 || requests > most {
		t.Errorf("%d reused, %d requests, want at most %d", reused, requests, most)
	}
	all := readFacts(t, facts)
	if all["gs://b/other.mp4"] != other["gs://b/other.mp4"] {
		t.Error("other facts are lost")
	}
	delete(all, "gs://b/other.mp4")
	if written(t, all) != want {
		t.Error("the facts differ from those of one run")
	}
}

// stamp is a line of a partial file with a time so long ago.
func stamp(ago time.Duration) string {
	return time.Now().Add(-ago).UTC().Format(`"2006-01-02T15:04:05Z"`) + "\n"
}

// TestPartial begins with partial files of all sorts.
func TestPartial(t *testing.T) {
	s := newServer(t, tiny(t))
	uris := []string{s.URL + "/a", s.URL + "/b", s.URL + "/c"}
	whole := filepath.Join(t.TempDir(), "facts.json")
	m, _ := probeAll(t, whole, uris...)
	want := mustRead(t, whole)
	line := func(i int) string {
		entry := strings.TrimSuffix(strings.TrimPrefix(written(t, videotune.MediaMap{uris[i]: m[uris[i]]}), "{\n"), "\n}\n")
		return "{" + entry + "}\n"
	}
	failed := fmt.Sprintf(`{%q:{"error":"status 503"}}`+"\n", uris[0])
	for _, c := range []struct {
		name, partial string
		reused        int
	}{
		{"empty", "", 0},
		{"one", line(0), 1},
		{"all", line(0) + line(1) + line(2), 3},
		{"twice", line(0) + line(0), 1},
		{"of others", `{"gs://b/x":{"duration":"1s"}}` + "\n" + line(2), 1},
		{"error", failed, 0},
		{"error later mended", failed + line(0), 1},
		{"later an error", line(0) + failed, 0},
		{"the duration alone", strings.Replace(line(0), `"videoCodec"`, `"x"`, 1) + line(1), 1},
		{"torn", line(0) + line(1)[:40], 1},
		{"torn before the newline", line(0) + strings.TrimSuffix(line(1), "\n"), 1},
		{"torn at once", line(0)[:1], 0},
		{"torn later", line(0)[:30] + "\n" + line(1), 1},
		{"lost power", line(0) + strings.Repeat("\x00", 4096), 1},
		{"lost power at once", strings.Repeat("\x00", 4096), 0},
		{"lost power, and on", line(0) + strings.Repeat("\x00", 100) + line(1) + line(2), 2},
		{"old", line(0) + "{}\n" + line(1), 1},
		{"timed", stamp(time.Hour) + line(0) + line(1), 2},
		{"of a run of days", stamp(50*time.Hour) + line(0) + stamp(23*time.Hour) + line(1), 1},
		{"found twice", stamp(23*time.Hour) + line(0) + stamp(25*time.Hour) + line(0), 0},
		{"of a clock that was wrong", stamp(-50*time.Hour) + line(0), 0},
		{"a time alone", stamp(time.Hour), 0},
		{"a torn time", `"2026-11`, 0},
		{"a torn time later", line(0) + `"2026-11`, 1},
		{"nothing but old", "{}\n", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts := filepath.Join(t.TempDir(), "facts.json")
			mustWrite(t, facts+".partial", c.partial)
			s.took()
			_, reused := probeAll(t, facts, uris...)
			requests, _ := s.took()
			switch c.name { // which were asked for whether they are the same
			case "old", "of a run of days", "found twice", "of a clock that was wrong":
				c.reused, requests = c.reused+1, requests-1
			}
			all := readFacts(t, facts)
			if _, ok := all["gs://b/x"]; ok != (c.name == "of others") {
				t.Errorf("facts of others: %v", ok)
			}
			delete(all, "gs://b/x")
			if reused != c.reused || requests != 3-c.reused || written(t, all) != want {
				t.Errorf("%d reused, want %d; %d requests; %s", reused, c.reused, requests, mustRead(t, facts))
			}
		})
	}
	for name, partial := range map[string]string{"someone's": "dear diary\n", "two lines": "{\n}\n", "binary": "\x00\x01"} {
		facts := filepath.Join(t.TempDir(), "facts.json")
		mustWrite(t, facts+".partial", partial)
		_, err := probe.All(t.Context(), slices.Values(uris), &probe.AllOptions{Facts: facts})
		if err == nil || !strings.Contains(err.Error(), facts+".partial: it is there, and not of an earlier run") || mustRead(t, facts+".partial") != partial {
			t.Errorf("%s: %v", name, err)
		}
		wantFiles(t, filepath.Dir(facts), "facts.json.partial")
	}
}

// TestOldPartial asks again whether what was found long ago is still true; also when it
// is interrupted in that.
func TestOldPartial(t *testing.T) {
	s := newServer(t, tiny(t))
	uris := numbered(s.URL, 20)
	facts := filepath.Join(t.TempDir(), "facts.json")
	stopAfter(t, facts, 10, uris)
	if err := os.Remove(facts); err != nil { // as if the run had been killed
		t.Fatal(err)
	}
	_, lines, _ := strings.Cut(mustRead(t, facts+".partial"), "\n")
	mustWrite(t, facts+".partial", lines) // without their time, that of the file counts
	old := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(facts+".partial", old, old); err != nil {
		t.Fatal(err)
	}
	stopAfter(t, facts, 1, uris[:10])
	for before := -1; ; { // requests that were under way when it was stopped
		time.Sleep(50 * time.Millisecond)
		n, _ := s.took()
		if before == 0 && n == 0 {
			break
		}
		before = n
	}
	probeAll(t, facts, uris...)
	if requests, _ := s.took(); requests < 20-1-probe.DefaultPerHost || requests > 19 {
		t.Errorf("%d requests", requests)
	}
}

// TestManyVideos interrupts a run of 10,000 videos twice. (The race detector makes do
// with fewer.)
func TestManyVideos(t *testing.T) {
	noLeaks(t)
	var requests atomic.Int64
	video := testmedia.Data(t, "webm_vp9_opus_5s.webm")[:4096]
	s := newServer(t, nil)
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		h := w.Header()
		h["Etag"] = []string{`"` + r.URL.Path + `"`}
		h["Content-Length"] = []string{"4096"}
		h["Content-Range"] = []string{"bytes 0-4095/78436"}
		w.WriteHeader(http.StatusPartialContent)
		w.Write(video)
	})
	many := 10_000
	if raceEnabled {
		many = 1000
	}
	uris := numbered(s.URL, many)
	whole := filepath.Join(t.TempDir(), "facts.json")
	probeAll(t, whole, uris...)
	if n := requests.Swap(0); int(n) != many {
		t.Errorf("%d requests", n)
	}
	facts := filepath.Join(t.TempDir(), "facts.json")
	stopAfter(t, facts, many/5, uris)
	stopAfter(t, facts, many*7/10, uris)
	probeAll(t, facts, uris...)
	if n := requests.Load(); int(n) > many+2*probe.DefaultPerHost {
		t.Errorf("%d requests", n)
	}
	if mustRead(t, facts) != mustRead(t, whole) {
		t.Error("the facts differ from those of an uninterrupted run")
	}
}
