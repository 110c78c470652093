package probe

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// TestFailingFacts has each step of a facts file fail, and looks what the next run
// finds.
func TestFailingFacts(t *testing.T) {
	one, two := videotune.Media{Duration: time.Second}, videotune.Media{Duration: 2 * time.Second}
	for _, c := range []struct {
		name    string
		fail    func(f *factsFile)
		put     bool // fails
		commit  bool // fails
		resumed int  // facts
		known   int
	}{
		{"nothing", func(*factsFile) {}, false, false, 0, 3},
		{"append", func(f *factsFile) { f.partial.f.Close() }, true, true, 1, 3}, // merged all the same
		{"write", func(f *factsFile) { f.out.Close() }, false, true, 2, 3},
		{"rename", func(f *factsFile) { os.Remove(filepath.Join(filepath.Dir(f.path), ".facts.json.videotune-tmp")) }, false, true, 2, 3},
		{"all", func(f *factsFile) { f.partial.f.Close(); f.out.Close() }, true, true, 1, 2},
		{"remove", func(f *factsFile) { os.Remove(f.path + ".partial") }, false, true, 0, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "facts.json")
			if err := os.WriteFile(path, []byte(`{"zero":{"bytes":1}}`), 0o644); err != nil {
				t.Fatal(err)
			}
			f, err := openFacts(path)
			if err != nil {
				t.Fatal(err)
			}
			f.put("one", one)
			c.fail(f)
			f.put("two", two)
			if f.failed() != c.put {
				t.Errorf("put: %v", f.err)
			}
			if err := f.commit(true); (err != nil) != c.commit {
				t.Errorf("commit: %v", err)
			}
			f.close()
			f, err = openFacts(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.close()
			if len(f.resumed) != c.resumed || len(f.known) != c.known || f.known["zero"].Bytes != 1 || f.known["one"] != one {
				t.Errorf("resumed: %v, known: %v", f.resumed, f.known)
			}
		})
	}
}

// TestCrashBeforeRemoval finds a partial file that was merged already.
func TestCrashBeforeRemoval(t *testing.T) {
	path := filepath.Join(t.TempDir(), "facts.json")
	f, err := openFacts(path)
	if err != nil {
		t.Fatal(err)
	}
	f.put("one", videotune.Media{Duration: time.Second})
	if err := errors.Join(f.commit(false), f.close()); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if f, err = openFacts(path); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.commit(true), f.close()); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil || string(after) != string(before) {
		t.Errorf("%s, %s, %v", before, after, err)
	}
	if _, err := os.Stat(path + ".partial"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestHostOf(t *testing.T) {
	for _, c := range []struct{ uri, host string }{
		{"http://h/a.mp4", "web://h"}, {"https://H?x=/y", "web://h"}, {"HTTPS://u:p@h:8443/@a", "web://h:8443"}, {"http://h#x", "web://h"},
		{"gs://b/o", "gs://b"}, {"gs://b/a@c", "gs://b"}, {"s3://b/o", "s3://b"},
		{"a.mp4", ""}, {"/videos/a.mp4", ""}, {`C:\a.mp4`, ""}, {"file:///a.mp4", ""}, {"FILE://h/a", ""}, {"", ""}, {"a/b://c", ""},
	} {
		if got := hostOf(c.uri); got != c.host {
			t.Errorf("%q: %q, want %q", c.uri, got, c.host)
		}
	}
}
