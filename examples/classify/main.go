// Classify writes a dataset that teaches the model to say which animal appears in a
// video, and has it read a reply.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// animals is the task. Production uses the same value, so that what it asks and what it
// reads is what the model was tuned with.
var animals = &task.Classify{
	Instructions: "You are a video analysis expert. Detect which animal appears in the video.",
	Labels: task.Labels{
		{Name: "dog", Definition: "not wolves", Aliases: []string{"puppy"}},
		{Name: "cat", Definition: "house cats only"},
		{Name: "rabbit", Definition: "hares too", Aliases: []string{"hare"}},
	},
	Fence: true,
}

func main() {
	if err := write(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// write writes one example for each clip.
func write(out io.Writer) error {
	prompt, err := animals.Prompt()
	if err != nil {
		return err
	}
	w := videotune.NewWriter(out, &videotune.WriterOptions{Resolution: videotune.ResolutionLow})
	for _, c := range []struct {
		start, end time.Duration
		seen       []string
	}{
		{5 * time.Second, 25 * time.Second, []string{"dog", "puppy"}},
		{40 * time.Second, 52500 * time.Millisecond, []string{"hare"}},
		{60 * time.Second, 75 * time.Second, []string{"fox"}}, // none of the labels: the answer says so
		{80 * time.Second, 95 * time.Second, []string{"cat"}},
	} {
		answer, notes, err := animals.Answer(&task.Clip{
			Length: c.end - c.start,
			Events: []annotation.Event{{Kind: annotation.KindWhole, Labels: c.seen}},
		})
		for _, l := range notes.Left { // nothing is left out without a word
			fmt.Fprintf(os.Stderr, "clip at %v: %s\n", c.start, l.Reason)
		}
		if err == nil {
			err = w.Write(&videotune.Example{Contents: []videotune.Content{
				videotune.User(videotune.Video("gs://example-garden/2026-06-01.mp4").Segment(c.start, c.end), videotune.Text(prompt)),
				videotune.Model(videotune.Text(answer)),
			}})
		}
		if err != nil {
			return fmt.Errorf("clip at %v: %w", c.start, err)
		}
	}
	return w.Flush()
}

// read returns the animal of a reply; "" is none of them. Prose and fences around the
// answer do not matter, an animal that is not listed does.
func read(reply string) (string, error) {
	a, err := animals.Parse(reply)
	if err != nil || len(a.Labels) == 0 {
		return "", err
	}
	return a.Labels[0], nil
}
