package subtitle

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// A places counts something, and knows the first place where it is.
type places struct{ n, first int }

func (c *places) add(place int) {
	if c.n++; c.n == 1 {
		c.first = place
	}
}

// A tally is what is told once a file. Places are records but those of headerLines.
type tally struct {
	markup      markupCount
	markedCues  places
	emptyCues   places
	brokenCues  places // with blank lines within
	headerLines places
	asides      [3]int // NOTE, STYLE, REGION
	oddTimes    int
}

// count takes the markup of a cue.
func (p *parser) count(m markupCount) {
	if m.any() {
		p.markup.add(m)
		p.markedCues.add(p.records)
	}
}

// finish makes events of the cues and tells what is told once a file.
func (p *parser) finish() {
	slices.SortStableFunc(p.cues, func(a, b cue) int {
		return cmp.Or(cmp.Compare(a.start.Duration, b.start.Duration), cmp.Compare(a.end.Duration, b.end.Duration))
	})
	p.roll()
	p.video.Events = make([]annotation.Event, 0, len(p.cues))
	for i := range p.cues {
		p.video.Events = append(p.video.Events, p.event(&p.cues[i]))
	}
	p.cues = nil
	p.tell()
}

func (p *parser) event(c *cue) annotation.Event {
	e := annotation.Event{
		Kind: annotation.KindCue, Start: p.Time(c.start), End: p.Time(c.end),
		Text: strings.Join(c.text, "\n"), Record: c.record,
	}
	set := func(name string, v any) {
		if e.Attributes == nil {
			e.Attributes = map[string]any{}
		}
		e.Attributes[name] = v
	}
	if c.id != "" {
		set("id", c.id)
	}
	if c.rest != "" {
		set("settings", c.rest)
	}
	switch len(c.speakers) {
	case 0:
	case 1:
		set("speaker", c.speakers[0])
	default:
		set("speaker", c.speakers)
	}
	return e
}

// tell tells what was counted.
func (p *parser) tell() {
	at := func(c places) reading.At { return reading.At{Record: c.first, Video: p.video.ID} }
	if c := p.markedCues; c.n > 0 {
		p.Warn(annotation.CodeText, at(c), "", "markup was taken out of the texts of %s, first here: %s", words.Count(c.n, "cue"), p.markup)
	}
	if c := p.brokenCues; c.n > 0 {
		p.Warn(annotation.CodeText, at(c), "", "%s, first here, had blank lines within: what stands behind them is part of the text", words.Count(c.n, "cue"))
	}
	if c := p.emptyCues; c.n > 0 {
		p.Warn(annotation.CodeSkipped, at(c), "", "%s, first here, had no text and made no event", words.Count(c.n, "cue"))
	}
	if c := p.headerLines; c.n > 0 {
		p.Warn(annotation.CodeSkipped, reading.At{Line: c.first, Video: p.video.ID}, "", "%s of the header, first here, left out: no name and value", words.Count(c.n, "line"))
	}
	if p.oddTimes > 0 {
		p.Warn(annotation.CodeValue, reading.At{Video: p.video.ID}, "look whether the program that wrote the file meant milliseconds without their zeros",
			"%s with other than three decimals, read as fractions: \",5\" is half a second", words.Count(p.oddTimes, "time"))
	}
	var blocks []string
	for i, word := range []string{"NOTE", "STYLE", "REGION"} {
		if n := p.asides[i]; n > 0 {
			blocks = append(blocks, words.Count(n, word+" block"))
		}
	}
	if len(blocks) > 0 {
		p.Inform(annotation.CodeSkipped, reading.At{Video: p.video.ID}, "no cues: %s", strings.Join(blocks, ", "))
	}
}
