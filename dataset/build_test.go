package dataset

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// videos is a Source of some videos. It hands out copies.
func videos(list ...annotation.Video) Source {
	return func(context.Context) iter.Seq2[*annotation.Video, error] {
		return func(yield func(*annotation.Video, error) bool) {
			for _, v := range list {
				v.Events = append([]annotation.Event(nil), v.Events...)
				if !yield(&v, nil) {
					return
				}
			}
		}
	}
}

func sec(s int) time.Duration { return time.Duration(s) * time.Second }

// animals are n videos of a minute with a dog and, every other one, a cat.
func animals(n int) []annotation.Video {
	list := make([]annotation.Video, n)
	for i := range list {
		list[i] = annotation.Video{
			ID: fmt.Sprintf("v%03d", i), URI: fmt.Sprintf("gs://b/v%03d.mp4", i), Duration: sec(60),
			Events: []annotation.Event{{Kind: annotation.KindSegment, Start: sec(i % 20), End: sec(i%20 + 5), Labels: []string{"dog"}, Record: 2*i + 1}},
		}
		if i%2 == 0 {
			list[i].Events = append(list[i].Events, annotation.Event{Kind: annotation.KindSegment, Start: sec(30), End: sec(33), Labels: []string{"cat"}, Record: 2*i + 2})
		}
	}
	return list
}

func localize() task.Task {
	return &task.Localize{Labels: task.Labels{{Name: "cat"}, {Name: "dog"}}}
}

// build builds into a new folder and returns the report and the files.
func build(t *testing.T, c Config) (*Report, map[string]string) {
	t.Helper()
	dir := t.TempDir()
	c.Train, c.Sidecar = filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "origins.jsonl")
	r, err := Build(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(data)
	}
	return r, files
}

func TestBuild(t *testing.T) {
	for _, per := range []Per{PerVideo, PerEvent, PerLabel, PerWindow} {
		c := Config{Source: videos(animals(40)...), Task: localize(), Per: per}
		if per == PerWindow {
			c.Window = sec(20)
		}
		r, files := build(t, c)
		t.Logf("%s: %+v", per, *r)
		if r.Check.WouldFail() {
			t.Errorf("%s: the job would fail: %v", per, r.Check.FailReasons)
		}
		if len(files) != 3 {
			t.Errorf("%s: %d files", per, len(files))
		}
		t.Log(strings.SplitN(files["train.jsonl"], "\n", 2)[0])
		t.Log(strings.SplitN(files["origins.jsonl"], "\n", 2)[0])
	}
}

var _ = videotune.Train
