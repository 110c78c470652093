package probe_test

import (
	"bytes"
	"errors"
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

// tiny returns a handler that gives a video under each name, each with an ETag.
func tiny(t *testing.T) http.HandlerFunc {
	video := testmedia.Data(t, "webm_vp9_opus_5s.webm")
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"`+r.URL.Path+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(video))
	}
}

// probeAll is All with a facts file, which must end well.
func probeAll(t *testing.T, facts string, uris ...string) (m videotune.MediaMap, reused int) {
	t.Helper()
	m, err := probe.All(t.Context(), slices.Values(uris), &probe.AllOptions{Options: probe.Options{Openers: local()}, Retries: -1, Facts: facts,
		OnProgress: func(p probe.Progress) {
			if p.Reused {
				reused++
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	wantFiles(t, filepath.Dir(facts), "facts.json")
	return m, reused
}

func mustRead(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func mustWrite(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func written(t *testing.T, m videotune.MediaMap) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestFacts has a facts file grow over several runs.
func TestFacts(t *testing.T) {
	s, set := newChanging(t, tiny(t))
	facts := filepath.Join(t.TempDir(), "facts.json")
	a, b, c := s.URL+"/a", s.URL+"/b", s.URL+"/c"
	m, reused := probeAll(t, facts, b, a)
	first := mustRead(t, facts)
	if reused != 0 || first != written(t, m) {
		t.Errorf("%d reused, written: %s", reused, first)
	}
	s.took()
	again, reused := probeAll(t, facts, a, b)
	if requests, _ := s.took(); requests != 2 || reused != 2 || mustRead(t, facts) != first || written(t, again) != first {
		t.Errorf("the same once more: %d requests, %d reused, %s", requests, reused, mustRead(t, facts))
	}

	moved := testmedia.Data(t, "mp4_moov_end_5s.mp4") // which takes two requests
	set(serve(moved, `"new"`, time.Time{}))
	m, reused = probeAll(t, facts, a, c)
	if requests, _ := s.took(); requests != 4 || reused != 0 || m[a].ETag != `"new"` || m[a].Bytes != int64(len(moved)) {
		t.Errorf("changed: %d requests, %d reused, %+v", requests, reused, m[a])
	}
	all := readFacts(t, facts)
	if len(all) != 3 || all[a] != m[a] || all[b] != again[b] || all[c] != m[c] || mustRead(t, facts) != written(t, all) {
		t.Errorf("facts: %s", mustRead(t, facts))
	}

	set(http.NotFound)
	m, _ = probeAll(t, facts, a, s.URL+"/d")
	want := all[a]
	want.Err = "status 404 Not Found: there is no such file"
	if m[a] != want || m[s.URL+"/d"] != (videotune.Media{Err: want.Err}) {
		t.Errorf("gone: %+v", m)
	}
	set(serve(moved, `"new"`, time.Time{}))
	s.took()
	m, reused = probeAll(t, facts, a, s.URL+"/d")
	if requests, _ := s.took(); requests != 4 || reused != 0 || m[a] != all[a] || m[s.URL+"/d"] != all[a] {
		t.Errorf("back again: %d requests, %d reused, %+v", requests, reused, m)
	}
	if all := readFacts(t, facts); len(all) != 4 {
		t.Errorf("facts: %v", all)
	}
}

// TestFactsOfOthers keeps what it does not know.
func TestFactsOfOthers(t *testing.T) {
	s := newServer(t, tiny(t))
	facts := filepath.Join(t.TempDir(), "facts.json")
	uri := s.URL + "/b"
	mustWrite(t, facts, "\ufeff"+`{"gs://z/1.mp4" : {"duration": "5s", "note": {"by": "me  "}},
	  "gs://a/<&>é\u00fc.mp4": {"error": "x", "later": [1, 2]}}`)
	if err := os.Chmod(facts, 0o640); err != nil {
		t.Fatal(err)
	}
	probeAll(t, facts, uri)
	got := mustRead(t, facts)
	want := "{\n" + `"gs://a/<&>éü.mp4":{"error":"x","later":[1,2]},` + "\n" + `"gs://z/1.mp4":{"duration":"5s","note":{"by":"me  "}},` + "\n" + `"` + uri + `":{"bytes":78436,`
	if !strings.HasPrefix(got, want) {
		t.Errorf("%s, want %s", got, want)
	}
	info, err := os.Stat(facts)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	// What is known of a video that is asked for is as good as what this package wrote.
	known := strings.Replace(got, `"etag":`, `"mine":true,"etag":`, 1)
	mustWrite(t, facts, known)
	if _, reused := probeAll(t, facts, uri); reused != 1 || mustRead(t, facts) != known {
		t.Errorf("%d reused: %s", reused, mustRead(t, facts))
	}
}

// TestKnown has facts of another place.
func TestKnown(t *testing.T) {
	s := newServer(t, tiny(t))
	dir := t.TempDir()
	path := filepath.Join(dir, "a.mp4")
	mustWrite(t, path, string(testmedia.Data(t, "mp4_faststart_5s.mp4")))
	uris := []string{s.URL + "/a", path, s.URL + "/b"}
	o := &probe.AllOptions{Options: probe.Options{Openers: local(), DurationOnly: true}}
	known, err := probe.All(t.Context(), slices.Values(uris), o)
	if err != nil {
		t.Fatal(err)
	}
	s.took()
	marked := func(m videotune.Media) videotune.Media { m.VideoCodec = "marked"; return m }
	o = &probe.AllOptions{Options: probe.Options{Openers: local()}, Facts: filepath.Join(dir, "facts.json"), Known: videotune.MediaMap{
		uris[0]: marked(known[uris[0]]), path: marked(known[path]), uris[2]: {Duration: time.Hour, ETag: `"/b"`, Bytes: 1, Video: videotune.Present, VideoCodec: "x", Audio: videotune.Absent}, "gs://b/other": {Duration: 1},
	}}
	check := func(when string, wantPath, wantB string) {
		t.Helper()
		m, err := probe.All(t.Context(), slices.Values(uris), o)
		if err != nil || len(m) != 3 || m[uris[0]].VideoCodec != "marked" || m[path].VideoCodec != wantPath || m[uris[2]].VideoCodec != wantB {
			t.Errorf("%s: %v, %v", when, m, err)
		}
		if got := readFacts(t, o.Facts); len(got) != 3 || written(t, got) != written(t, m) {
			t.Errorf("%s: %v", when, got)
		}
	}
	check("known", "marked", "vp9")
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(path, later, later); err != nil {
		t.Fatal(err)
	}
	o.Known = nil
	check("touched", "h264", "vp9")
}

// TestIncompleteFacts reads anew what was asked for the duration alone.
func TestIncompleteFacts(t *testing.T) {
	s := newServer(t, serve(testmedia.Data(t, "mp4_moov_end_5s.mp4"), `"1"`, time.Time{}))
	o := &probe.AllOptions{Options: probe.Options{Openers: local()}, Known: videotune.MediaMap{s.URL: {Bytes: 40926, ETag: `"1"`, Duration: time.Hour, Container: "mp4"}}}
	for _, only := range []bool{true, false} {
		o.DurationOnly = only
		m, err := probe.All(t.Context(), slices.Values([]string{s.URL}), o)
		if want := map[bool]time.Duration{true: time.Hour, false: 5 * time.Second}[only]; err != nil || m[s.URL].Duration != want {
			t.Errorf("%v: %v, %v", only, m, err)
		}
	}
}

// TestTwoRuns has a second process come while the first is at work.
func TestTwoRuns(t *testing.T) {
	s := newServer(t, tiny(t))
	dir := t.TempDir()
	facts := filepath.Join(dir, "facts.json")
	link := filepath.Join(t.TempDir(), "link.json")
	if err := os.Symlink(facts, link); err != nil {
		t.Fatal(err)
	}
	uris := numbered(s.URL, 3)
	first := true
	_, err := probe.All(t.Context(), slices.Values(uris), &probe.AllOptions{Options: probe.Options{Openers: local()}, Facts: facts, OnProgress: func(probe.Progress) {
		if !first {
			return
		}
		first = false
		for _, path := range []string{facts, link} {
			m, err := probe.All(t.Context(), slices.Values(uris), &probe.AllOptions{Facts: path})
			if !errors.Is(err, videotune.ErrBusy) || len(m) != 0 || !strings.Contains(err.Error(), "facts file "+path+": another writer is at work on this file: wait") {
				t.Errorf("%s: %v", path, err)
			}
		}
	}})
	if err != nil || len(readFacts(t, facts)) != 3 {
		t.Error(err)
	}
	if _, err := probe.All(t.Context(), slices.Values(uris), &probe.AllOptions{Options: probe.Options{Openers: local()}, Facts: link}); err != nil {
		t.Error(err)
	}
	wantFiles(t, dir, "facts.json")
	wantFiles(t, filepath.Dir(link), "link.json")
}

// TestBadFactsFile refuses what it could not give back.
func TestBadFactsFile(t *testing.T) {
	dir := t.TempDir()
	facts := filepath.Join(dir, "facts.json")
	for _, content := range []string{"", "{", `{"a":{"duration":5}}`, "[]", `{"a":{},"a":{}}`} {
		mustWrite(t, facts, content)
		m, err := probe.All(t.Context(), slices.Values([]string{"a"}), &probe.AllOptions{Facts: facts})
		if err == nil || !strings.Contains(err.Error(), "facts file "+facts+": ") || len(m) != 0 || mustRead(t, facts) != content {
			t.Errorf("%q: %v", content, err)
		}
		wantFiles(t, dir, "facts.json")
	}
	for _, path := range []string{dir, filepath.Join(dir, "none", "facts.json")} {
		if _, err := probe.All(t.Context(), slices.Values([]string{"a"}), &probe.AllOptions{Facts: path}); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
	mustWrite(t, facts, "{}")
	if err := os.Symlink("elsewhere", facts+".partial"); err != nil {
		t.Fatal(err)
	}
	if _, err := probe.All(t.Context(), slices.Values([]string{"a"}), &probe.AllOptions{Facts: facts}); !errors.Is(err, probe.ErrNotFile) {
		t.Error(err)
	}
}

// TestGeneration has an object of cloud storage that is replaced.
func TestGeneration(t *testing.T) {
	video, generation := testmedia.Data(t, "mp4_moov_end_5s.mp4"), "1"
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Goog-Generation", generation)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(video))
	})
	o := &probe.AllOptions{Facts: filepath.Join(t.TempDir(), "facts.json")}
	o.Openers = probe.Openers{"gs": &probe.Storage{BaseURL: s.URL}}
	for i, requests := range []int{2, 1, 2, 1} {
		if i == 2 {
			generation = "2"
		}
		m, err := probe.All(t.Context(), slices.Values([]string{"gs://b/a.mp4"}), o)
		if got, _ := s.took(); err != nil || got != requests || m["gs://b/a.mp4"].ETag != "generation:"+generation {
			t.Errorf("run %d: %d requests, %v, %v", i, got, m, err)
		}
	}
}
