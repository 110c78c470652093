package dataset

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// videos is a Source of some videos.
func videos(list ...annotation.Video) Source {
	return func(context.Context) iter.Seq2[*annotation.Video, error] {
		return func(yield func(*annotation.Video, error) bool) {
			for i := range list {
				if !yield(&list[i], nil) {
					return
				}
			}
		}
	}
}

func sec(s int) time.Duration { return time.Duration(s) * time.Second }

// segment is an event; record is its place in the source.
func segment(record int, start, end time.Duration, labels ...string) annotation.Event {
	return annotation.Event{Kind: annotation.KindSegment, Start: start, End: end, Labels: labels, Record: record}
}

// animals are n videos of a minute with a dog and, every other one, a cat.
func animals(n int) []annotation.Video {
	list := make([]annotation.Video, n)
	for i := range list {
		list[i] = annotation.Video{
			ID: fmt.Sprintf("v%03d", i), URI: fmt.Sprintf("gs://b/v%03d.mp4", i), Duration: sec(60),
			Events: []annotation.Event{segment(2*i+1, sec(i%20), sec(i%20+5), "dog")},
		}
		if i%2 == 0 {
			list[i].Events = append(list[i].Events, segment(2*i+2, sec(30), sec(33), "cat"))
		}
	}
	return list
}

func localize() task.Task {
	return &task.Localize{Labels: task.Labels{{Name: "cat"}, {Name: "dog", Aliases: []string{"puppy"}}}}
}

// An outcome is what a build returned and wrote.
type outcome struct {
	*Report
	dir     string
	files   map[string]string // by their names
	origins []Origin
	lefts   []Left
}

// memoryDir returns a directory of a file system in memory if there is one, where
// thousands of files need not wait for a disk.
func memoryDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "videotune-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// tryBuild builds into a folder, which it empties before.
func tryBuild(ctx context.Context, dir string, c Config) (*outcome, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	c.Train, c.Sidecar = filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "origins.jsonl")
	r, err := Build(ctx, c)
	o := &outcome{Report: r, dir: dir, files: map[string]string{}}
	entries, listErr := os.ReadDir(dir)
	for _, e := range entries {
		data, readErr := os.ReadFile(filepath.Join(dir, e.Name()))
		listErr = errors.Join(listErr, readErr)
		o.files[e.Name()] = string(data)
	}
	return o, errors.Join(err, listErr, o.sidecar())
}

// sidecar reads the sidecar file.
func (o *outcome) sidecar() error {
	lines := bufio.NewScanner(bytes.NewReader([]byte(o.files["origins.jsonl"])))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		d := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		d.DisallowUnknownFields()
		var err error
		if bytes.HasPrefix(lines.Bytes(), []byte(`{"left":`)) {
			o.lefts = append(o.lefts, Left{})
			err = d.Decode(&o.lefts[len(o.lefts)-1])
		} else {
			o.origins = append(o.origins, Origin{})
			err = d.Decode(&o.origins[len(o.origins)-1])
		}
		if err != nil {
			return fmt.Errorf("%s: %w", lines.Text(), err)
		}
	}
	return lines.Err()
}

// build builds into a new folder.
func build(t *testing.T, c Config) *outcome {
	t.Helper()
	o, err := tryBuild(t.Context(), filepath.Join(memoryDir(t), "out"), c)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// examples returns the lines of a file.
func (o *outcome) examples(name string) ([]videotune.Example, error) {
	var list []videotune.Example
	for line := range bytes.Lines([]byte(o.files[name])) {
		var ex videotune.Example
		if err := json.Unmarshal(line, &ex); err != nil {
			return nil, err
		}
		list = append(list, ex)
	}
	return list, nil
}

// show returns what a line shows and answers, for comparing.
func show(ex *videotune.Example) string {
	p := ex.Contents[0].Parts[0]
	s := p.FileData.FileURI
	if m := p.VideoMetadata; m != nil {
		s += fmt.Sprintf(" [%v %v]", m.StartOffset, m.EndOffset)
	}
	return s + " " + ex.Contents[len(ex.Contents)-1].Parts[0].Text
}

// shown returns what all lines of training and then of validation show, sorted.
func (o *outcome) shown(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, name := range []string{"train.jsonl", "validation.jsonl"} {
		list, err := o.examples(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := range list {
			all = append(all, show(&list[i]))
		}
	}
	slices.Sort(all)
	return all
}

// reasons returns what was left out as "reason video records", in order.
func (o *outcome) reasons() []string {
	var all []string
	for _, l := range o.lefts {
		all = append(all, fmt.Sprint(l.Reason, " ", l.Video, " ", l.Records))
	}
	return all
}

// wantFiles reports an error unless the folder has these files and no others.
func wantFiles(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, names) {
		t.Errorf("the folder has %q, want %q", got, names)
	}
}

// equal reports an error unless two lists are equal.
func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

// birds is a task of four labels.
func birds() task.Task {
	return &task.Localize{Labels: task.Labels{{Name: "bird"}, {Name: "cat"}, {Name: "dog"}, {Name: "fish"}}}
}
