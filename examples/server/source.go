package main

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// A source makes the examples of a dataset. In a service of your own it reads a
// database row by row; here it is a slice in memory.
type source interface {
	// labels returns what may be asked for.
	labels() []string
	// examples makes one example after the other. An error is the last it yields.
	examples(ctx context.Context, label string) iter.Seq2[*videotune.Example, error]
}

// A scene is a stretch of a video and the animals that are seen in it.
type scene struct {
	uri        string
	start, end time.Duration
	animals    []string
}

type scenes []scene

// archive returns all scenes there are.
func archive() scenes {
	const s = time.Second
	return scenes{
		{"gs://example-farm/yard/monday.mp4", 0, 12 * s, []string{"cat", "hen"}},
		{"gs://example-farm/yard/monday.mp4", 40 * s, 55500 * time.Millisecond, []string{"dog"}},
		{"gs://example-farm/yard/tuesday.mp4", 5 * s, 25 * s, []string{"hen"}},
		{"gs://example-farm/barn/monday.mp4", 300 * s, 330 * s, nil},
		{"gs://example-farm/barn/tuesday.mp4", 61 * s, 80250 * time.Millisecond, []string{"cat"}},
	}
}

func (all scenes) labels() []string {
	var labels []string
	for _, sc := range all {
		labels = append(labels, sc.animals...)
	}
	slices.Sort(labels)
	return slices.Compact(labels)
}

// examples asks about each scene whether it shows the label. Scenes without it
// are as much part of the dataset as those with it: answers that are all alike
// teach nothing.
func (all scenes) examples(ctx context.Context, label string) iter.Seq2[*videotune.Example, error] {
	return func(yield func(*videotune.Example, error) bool) {
		prompt := fmt.Sprintf("Is a %s seen in this clip? Answer yes or no.", label)
		for _, sc := range all {
			if err := ctx.Err(); err != nil { // the client has gone
				yield(nil, err)
				return
			}
			answer := "no"
			if slices.Contains(sc.animals, label) {
				answer = "yes"
			}
			ex := &videotune.Example{Contents: []videotune.Content{
				videotune.User(videotune.Video(sc.uri).Segment(sc.start, sc.end), videotune.Text(prompt)),
				videotune.Model(videotune.Text(answer)),
			}}
			if !yield(ex, nil) {
				return
			}
		}
	}
}
