// Localize writes a dataset that teaches the model to find events in long videos.
// A match of two hours is longer than an example may be, so it is used in
// windows, and the times of the events are moved from the match to the window.
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

// window is the length of a segment; at low resolution it may be 20 minutes.
const window = 5 * time.Minute

// events is the task: production uses the same value, its Prompt for requests and its
// Parse for replies.
var events = &task.Localize{
	Instructions: "Find all goals, corner kicks and fouls in this part of a football match.",
	Labels: task.Labels{
		{Name: "goal", Definition: "from the shot to the end of the cheering", Aliases: []string{"Tor"}},
		{Name: "corner", Definition: "a corner kick, from the whistle until the ball is cleared or lost"},
		{Name: "foul", Definition: "from the contact to the whistle, also if no card is shown"},
	},
}

func main() {
	if err := write(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// write writes one example for each window of the first twenty minutes.
func write(out io.Writer) error {
	match := annotation.Video{
		URI: "gs://example-matches/2026-05-30/final.mp4", Duration: 20 * time.Minute,
		Events: []annotation.Event{
			event("corner", 72500*time.Millisecond, 81*time.Second),
			event("Tor", 79200*time.Millisecond, 84*time.Second),    // another word for goal; events may overlap
			event("foul", 296*time.Second, 309500*time.Millisecond), // and cross a border
			event("corner", 1000*time.Second, 1008250*time.Millisecond),
			event("foul", 1142*time.Second, 1147*time.Second),
		},
	}
	prompt, err := events.Prompt()
	if err != nil {
		return err
	}
	w := videotune.NewWriter(out, &videotune.WriterOptions{Resolution: videotune.ResolutionLow})
	for start := time.Duration(0); start < match.Duration; start += window {
		end := min(start+window, match.Duration)
		clip := part(&match, start, end) // one without events is an example too
		answer, _, err := events.Answer(&clip)
		if err == nil {
			err = w.Write(&videotune.Example{Contents: []videotune.Content{
				videotune.User(videotune.Video(match.URI).Segment(start, end), videotune.Text(prompt)),
				videotune.Model(videotune.Text(answer)),
			}})
		}
		if err != nil {
			return fmt.Errorf("window at %v: %w", start, err)
		}
	}
	return w.Flush()
}

func event(label string, start, end time.Duration) annotation.Event {
	return annotation.Event{Kind: annotation.KindSegment, Start: start, End: end, Labels: []string{label}}
}

// part returns what happens in a window, with times from its start. Events that cross
// a border are cut there.
func part(v *annotation.Video, start, end time.Duration) task.Clip {
	clip := task.Clip{Length: end - start}
	for _, e := range v.Events {
		if e.Start < end && e.End > start {
			e.Start, e.End = max(e.Start, start)-start, min(e.End, end)-start
			clip.Events = append(clip.Events, e)
		}
	}
	return clip
}
