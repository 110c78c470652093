// Moderate writes a dataset that teaches the model to moderate videos: which
// rules of the house a video breaks, how gravely, and where one sees it.
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

// house is the task: production uses the same value, its Prompt for requests and its
// Parse for replies. A label is defined in the words that moderators work by: what
// counts and what does not.
var house = &task.Moderate{
	Labels: task.Labels{
		{Name: "weapon", Definition: "firearms, or blades held against someone; not kitchen knives in use, not toys"},
		{Name: "fight", Definition: "people who hurt each other in earnest; not sport under its rules"},
		{Name: "smoking", Definition: "someone smokes or vapes; not smoke from fires or stages"},
	},
	Severities: []task.Label{
		{Name: "low", Definition: "alluded to"},
		{Name: "medium", Definition: "shown"},
		{Name: "high", Definition: "shown in detail or praised"},
	},
}

func main() {
	if err := write(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// write writes one example for each reviewed video. One that breaks no rule is an
// example too: its answer says "none".
func write(out io.Writer) error {
	reviews := []struct {
		uri  string
		seen []annotation.Event
	}{
		{"gs://example-uploads/a/7f21.mp4", []annotation.Event{
			seen("fight", "medium", 12*time.Second, 31500*time.Millisecond), seen("smoking", "low", 0, 45*time.Second),
		}},
		{"gs://example-uploads/a/80c4.mp4", nil}, // a judo match with a referee
		{"gs://example-uploads/b/0013.mp4", []annotation.Event{
			seen("weapon", "high", 4200*time.Millisecond, 9*time.Second), seen("weapon", "medium", 40*time.Second, 52*time.Second),
		}},
		{"gs://example-uploads/b/91ae.mp4", []annotation.Event{seen("smoking", "low", 3*time.Second, 4*time.Second)}},
	}
	prompt, err := house.Prompt()
	if err != nil {
		return err
	}
	w := videotune.NewWriter(out, &videotune.WriterOptions{Resolution: videotune.ResolutionLow})
	for _, r := range reviews {
		answer, _, err := house.Answer(&task.Clip{Length: time.Minute, Events: r.seen})
		if err == nil {
			err = w.Write(&videotune.Example{Contents: []videotune.Content{
				videotune.User(videotune.Video(r.uri), videotune.Text(prompt)),
				videotune.Model(videotune.Text(answer)),
			}})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", r.uri, err)
		}
	}
	return w.Flush()
}

// seen is what a moderator marked.
func seen(label, severity string, start, end time.Duration) annotation.Event {
	return annotation.Event{
		Kind: annotation.KindSegment, Start: start, End: end, Labels: []string{label},
		Attributes: map[string]any{"severity": severity},
	}
}
