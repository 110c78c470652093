package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// A sighting is what the model is to say about one event.
type sighting struct {
	Label string `json:"label"`
	Start clock  `json:"start"`
	End   clock  `json:"end"`
}

// A clock is a time in the clip. It is a duration for as long as one calculates
// with it, and becomes text last: MM:SS, as the service advises for videos of
// which it looks at one frame a second.
type clock time.Duration

func (c clock) MarshalText() ([]byte, error) {
	s := time.Duration(c) / time.Second // the second in which it happens
	return fmt.Appendf(nil, "%02d:%02d", s/60, s%60), nil
}

// example makes the example of a video: what is asked about it, and the answer.
func (v *video) example(labels []label) (*videotune.Example, error) {
	answer, err := v.answer()
	if err != nil {
		return nil, err
	}
	file := videotune.Video(v.URI) // all of it
	switch {
	case v.ClipEnd.Valid:
		file = file.Segment(v.ClipStart.Duration, v.ClipEnd.Duration)
	case v.ClipStart.Valid:
		file = file.From(v.ClipStart.Duration)
	}
	return build(file, v.prompt(labels), answer)
}

// build makes the example of a video or a part of one.
func build(file videotune.Part, prompt string, answer []sighting) (*videotune.Example, error) {
	return new(videotune.Builder).
		System("You watch gardens at night. You name only animals of the list, and only what can be seen.").
		User(file, videotune.Text(prompt)). // the video before the text, as the service advises
		ModelJSON(answer).
		Resolution(videotune.ResolutionLow).
		Build()
}

// prompt is the task in the words that production will use too: all labels, what
// counts as each, what to say if there is none, and the form of the answer.
func (v *video) prompt(labels []label) string {
	var b strings.Builder
	if v.Title.Valid {
		fmt.Fprintf(&b, "Camera: %s\n", v.Title.V)
	}
	b.WriteString("List every animal that appears. The labels, and no others, are:\n")
	for _, l := range labels {
		fmt.Fprintf(&b, "- %s: %s\n", l.Name, l.Definition)
	}
	b.WriteString("Answer with a JSON array and nothing else, in the order of the start:\n" +
		`[{"label":"fox","start":"00:05","end":"00:12"}]` + "\n" +
		"Times are MM:SS from the start of the clip. An animal that is seen for a moment only has the same start and end.\n" +
		"If no animal appears, answer [].")
	return b.String()
}

// answer lists the events of the clip, with times from the start of the clip.
func (v *video) answer() ([]sighting, error) {
	clip := videotune.Span{Start: v.ClipStart.Duration, End: math.MaxInt64}
	for _, end := range []seconds{v.ClipEnd, v.Length} {
		if end.Valid {
			clip.End = min(clip.End, end.Duration)
		}
	}
	answer := []sighting{} // an empty clip is [], not null
	for _, e := range v.Events {
		span := clip // an event without times fills the clip, one without an end is a moment
		if e.Start.Valid {
			span.Start, span.End = e.Start.Duration, max(e.Start.Duration, e.End.Duration)
		}
		switch {
		case e.End.Valid && (!e.Start.Valid || e.End.Duration < e.Start.Duration):
			return nil, unusable("event-reversed", "event %d ends before it starts, or never starts", e.ID)
		case span.Start >= clip.End || span.Start < clip.Start && span.End <= clip.Start:
			continue // in another part of the video
		case !e.Label.Valid: // the animal is in the clip: an answer without it would teach to overlook it
			return nil, unusable("label-undecided", "event %d has no label, but the note %q", e.ID, e.Note.V)
		case !e.Start.Valid && clip.End == math.MaxInt64:
			return nil, unusable("length-unknown", "event %d lasts as long as the video, whose length is NULL", e.ID)
		}
		answer = append(answer, sighting{
			Label: e.Label.V,
			Start: clock(max(span.Start, clip.Start) - clip.Start),
			End:   clock(min(span.End, clip.End) - clip.Start),
		})
	}
	return answer, nil
}

// unusable returns a problem of our own. It is a drop, as are those for which
// the service would leave an example out.
func unusable(rule videotune.Rule, format string, args ...any) error {
	return &videotune.Problem{Rule: rule, Severity: videotune.SeverityDrop, Message: fmt.Sprintf(format, args...)}
}
