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
)

// window is the length of a segment; at low resolution it may be 20 minutes.
const window = 5 * time.Minute

const prompt = `Find all goals, corner kicks and fouls in this part of a football match.
Answer with a JSON array of objects with "event" (goal, corner or foul), "start" and "end" (whole seconds from the start of this part), in the order of the start:
[{"event":"corner","start":12,"end":20}]
If there is none, answer [].`

// An event has its times from the start of the match.
type event struct {
	what string
	videotune.Span
}

// A found event is one of the answer. Its times are whole seconds from the start
// of the window: the service looks at one frame a second.
type found struct {
	Event string `json:"event"`
	Start int64  `json:"start"`
	End   int64  `json:"end"`
}

func main() {
	if err := write(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// write writes one example for each window of the first twenty minutes.
func write(out io.Writer) error {
	const uri, length = "gs://example-matches/2026-05-30/final.mp4", 20 * time.Minute
	events := []event{ // in the order of their start
		{"corner", videotune.Span{Start: 72500 * time.Millisecond, End: 81 * time.Second}},
		{"goal", videotune.Span{Start: 79200 * time.Millisecond, End: 84 * time.Second}},   // events may overlap
		{"foul", videotune.Span{Start: 296 * time.Second, End: 309500 * time.Millisecond}}, // and cross a border
		{"corner", videotune.Span{Start: 1000 * time.Second, End: 1008250 * time.Millisecond}},
		{"foul", videotune.Span{Start: 1142 * time.Second, End: 1147 * time.Second}},
	}

	w := videotune.NewWriter(out, &videotune.WriterOptions{Resolution: videotune.ResolutionLow})
	for start := time.Duration(0); start < length; start += window {
		end := min(start+window, length)
		answer := []found{} // a window without events is an example too
		for _, e := range events {
			if e.Start < end && e.End > start {
				answer = append(answer, found{
					Event: e.what,
					Start: int64((max(e.Start, start) - start) / time.Second),
					End:   int64((min(e.End, end) - start) / time.Second),
				})
			}
		}
		ex, err := new(videotune.Builder).
			User(videotune.Video(uri).Segment(start, end), videotune.Text(prompt)).
			ModelJSON(answer).
			Build()
		if err == nil {
			err = w.Write(ex)
		}
		if err != nil {
			return fmt.Errorf("window at %v: %w", start, err)
		}
	}
	return w.Flush()
}
