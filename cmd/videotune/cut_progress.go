package main

import (
	"io"
	"time"

	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
)

// A cutProgress tells how far the files of a set are, by their lengths.
type cutProgress struct {
	*progress
	done map[string]time.Duration // by name
}

func newCutProgress(stderr io.Writer, set *chunk.Set) *cutProgress {
	var total time.Duration
	for _, p := range set.Plans {
		for _, f := range p.Files() {
			if !f.Made {
				total += f.Span.Length()
			}
		}
	}
	return &cutProgress{newProgress(stderr, "seconds of video", int(total/time.Second)), make(map[string]time.Duration)}
}

func (c *cutProgress) step(p cut.Progress) {
	c.done[p.Name] = p.Done
	var sum time.Duration
	for _, d := range c.done {
		sum += d
	}
	// Files that are made again are more than was planned.
	c.reach(min(int(sum/time.Second), c.total-1))
}
