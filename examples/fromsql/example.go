package main

import (
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

const prompt = `List all that crosses: trams, buses and bicycles; and fog, if it is there all the time.
Answer with a JSON array and nothing else, in the order of the start:
[{"label":"tram","start":"00:05","end":"00:12"}]
Times are MM:SS from the start of the video; what is there all the time has none.
If there is nothing, answer [].`

// A sighting is what the model is to say of one event.
type sighting struct {
	Label string `json:"label"`
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

// example makes the example of a video. One without events is an example too.
func example(v *annotation.Video) (*videotune.Example, error) {
	answer := []sighting{}
	for _, e := range v.Events {
		s := sighting{Label: e.Labels[0]}
		if e.Kind != annotation.KindWhole {
			s.Start, s.End = clock(e.Start), clock(e.End)
		}
		answer = append(answer, s)
	}
	return new(videotune.Builder).
		User(videotune.Video(v.URI), videotune.Text(prompt)).
		ModelJSON(answer).
		Resolution(videotune.ResolutionLow).
		Build()
}

// clock is the second in which something happens.
func clock(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", d/time.Minute, d%time.Minute/time.Second)
}
