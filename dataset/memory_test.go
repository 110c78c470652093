package dataset

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
)

// many are n videos that are made while they are read, of ten events each, with labels
// in many combinations.
func many(n int) Source {
	labels := []string{"bird", "cat", "dog", "fish"}
	return func(context.Context) iter.Seq2[*annotation.Video, error] {
		return func(yield func(*annotation.Video, error) bool) {
			for i := range n {
				v := annotation.Video{ID: fmt.Sprintf("video-%07d", i), URI: fmt.Sprintf("gs://bucket/videos/video-%07d.mp4", i), Duration: sec(120)}
				for k := range 10 {
					v.Events = append(v.Events, segment(10*i+k+1, sec(10*k), sec(10*k+5), labels[(i+k)%4], labels[k%4]))
				}
				if !yield(&v, nil) {
					return
				}
			}
		}
	}
}

// heap returns what is held when all videos were read: the most of the last reads.
func heap(t *testing.T, n int, c Config) (bytes uint64, examples int) {
	t.Helper()
	c.Source, c.Task = many(n), birds()
	c.OnProgress = func(p Progress) {
		if p.Pass == p.Passes && p.Videos == n {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			bytes = m.HeapAlloc
		}
	}
	dir := memoryDir(t)
	c.Train, c.Sidecar = filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "origins.jsonl")
	r, err := Build(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return bytes, r.Examples
}

// What is held grows by some bytes for each example and some hundred for each video.
func TestMemory(t *testing.T) {
	const few, lots = 200, 1200
	for _, tt := range []struct {
		c                    Config
		perExample, perVideo uint64
	}{
		{Config{Per: PerEvent}, 10, 300},
		{Config{}, 10, 300},
		{Config{Per: PerEvent, Stratify: true}, 10, 500},
	} {
		a, n := heap(t, few, tt.c)
		b, m := heap(t, lots, tt.c)
		grown := b - min(a, b)
		most := tt.perExample*uint64(m-n) + tt.perVideo*(lots-few)
		t.Logf("%q, stratify %t: %d examples of %d videos more take %d bytes more, at most %d", tt.c.Per, tt.c.Stratify, m-n, lots-few, grown, most)
		if grown > most {
			t.Errorf("%q, stratify %t: %d bytes, at most %d", tt.c.Per, tt.c.Stratify, grown, most)
		}
	}
}
