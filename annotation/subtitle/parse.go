package subtitle

import (
	"bufio"
	"errors"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A cue is one of the file.
type cue struct {
	timing
	id       string
	record   int      // from 1, in the order of the file
	text     []string // lines without markup; none is blank
	speakers []any
}

// A parser reads one file.
type parser struct {
	*reading.Reading
	vtt   bool
	lines *lineReader
	video annotation.Video
	cues  []cue // those that have a text

	open    *timing // of the cue whose text is being read; nil before the first
	between []line  // since its times
	size    int     // bytes of between
	total   int     // bytes of the file
	records int     // cues that were begun
	id      string  // of the open cue
	indexed bool    // the first cue of an SRT file has an index
	index   int     // the last one

	tally
}

// parse reads all cues.
func (p *parser) parse() error {
	if p.vtt {
		if err := p.header(); err != nil {
			return err
		}
	}
	for {
		l, ok, err := p.next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if timed, err := p.times(l); err != nil {
			return err
		} else if timed {
			continue
		}
		if err := p.add(l); err != nil {
			return err
		}
	}
	if p.open != nil {
		text, _ := p.split(false)
		p.end(text)
		return nil
	}
	return p.without()
}

// next returns the next line of the file.
func (p *parser) next() (line, bool, error) {
	l, ok, err := p.lines.next()
	if errors.Is(err, bufio.ErrTooLong) {
		l.number++
		return l, false, p.Refuse(annotation.CodeTooLarge, p.at(l), "", "a line has more than %d bytes", maxLine)
	}
	if err != nil {
		return l, false, p.Failed(err)
	}
	if !ok {
		return l, false, nil
	}
	if p.total += len(l.text) + 1; p.total > maxText {
		return l, false, p.Refuse(annotation.CodeTooLarge, p.at(l), "", "there are more than %d bytes of text", maxText)
	}
	return l, true, nil
}

// times begins a cue if that is what a line does.
func (p *parser) times(l line) (timed bool, err error) {
	t, timed, err := parseTiming(l.text)
	if err != nil {
		return false, p.Refuse(annotation.CodeValue, p.at(l), "write times as 00:01:02,500", "the times of a cue cannot be read: %w", err)
	}
	if timed {
		err = p.begin(t, l)
	}
	return timed, err
}

func (p *parser) at(l line) reading.At { return reading.At{Line: l.number, Video: p.video.ID} }

// add takes a line between the times of two cues.
func (p *parser) add(l line) error {
	if p.size += len(l.text) + 1; p.size > maxCue {
		return p.Refuse(annotation.CodeTooLarge, p.at(l), "", "there are more than %d bytes between the times of two cues", maxCue)
	}
	p.between = append(p.between, l)
	return nil
}

// begin ends the open cue and begins one with the times of line l.
func (p *parser) begin(t timing, l line) error {
	if p.records == maxCues {
		return p.Refuse(annotation.CodeTooLarge, p.at(l), "", "there are more than %d cues", maxCues)
	}
	text, id := p.split(true)
	p.end(text)
	p.records++
	p.oddTimes += t.odd
	p.open, p.id, p.between, p.size = &t, id, p.between[:0], 0
	if t.rest != "" && !isSettings(t.rest) {
		t.rest, p.between = "", append(p.between, line{t.rest, l.number})
	}
	return nil
}

// end makes a cue of the open one. Text before the first cue is left out.
func (p *parser) end(text []line) {
	if p.open == nil {
		for _, l := range text {
			if !l.blank() {
				p.Lose(&p.video, annotation.CodeSkipped, p.at(l), "", "what stands before the first cue is none: %.60q", l.text)
				break
			}
		}
		return
	}
	c := cue{timing: *p.open, id: p.id, record: p.records}
	var raw strings.Builder
	for i, l := range text {
		if i > 0 {
			raw.WriteByte('\n')
		}
		raw.WriteString(l.text)
	}
	var clean cleaner
	c.text = clean.clean(raw.String())
	c.speakers = clean.speakers
	p.count(clean.count)
	if len(c.text) == 0 {
		p.emptyCues.add(p.records)
		p.lose(videotune.Span{Start: min(c.start.Duration, c.end.Duration), End: max(c.start.Duration, c.end.Duration)})
		return
	}
	p.cues = append(p.cues, c)
}

// lose takes note of a cue that is left out.
func (p *parser) lose(s videotune.Span) {
	p.video.Lost++
	p.video.LostSpans = append(p.video.LostSpans, s)
}

// split tells apart, of what stands since the times of the open cue, its text and
// the id of the next one, if there is a next.
func (p *parser) split(next bool) (text []line, id string) {
	if p.vtt {
		return p.splitVTT(next)
	}
	return p.splitSRT(next), ""
}

// splitSRT returns the text of the open cue, without the index of the next.
func (p *parser) splitSRT(next bool) []line {
	text := trimBlank(p.between)
	if next {
		text = trimBlank(p.withoutIndex(text))
	}
	for _, l := range text {
		if p.open != nil && l.blank() {
			p.brokenCues.add(p.records)
			break
		}
	}
	return text
}

// withoutIndex takes the index of the next cue off the lines before its times.
func (p *parser) withoutIndex(text []line) []line {
	if len(text) == 0 {
		return text
	}
	last := text[len(text)-1]
	digits := strings.TrimSpace(last.text)
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil {
		return text
	}
	i := len(text) - 1
	follows := int(n) == p.index+1
	apart := i > 0 && text[i-1].blank() || i == 0 && p.between[0].blank()
	adjacent := p.between[len(p.between)-1].number == last.number
	switch {
	case p.open == nil: // the first cue shows whether there are indexes
		p.indexed = true
	case !p.indexed, !apart && !adjacent, !follows && !(apart && adjacent):
		return text
	}
	p.index = int(n)
	return text[:i]
}

// trimBlank leaves out the blank lines at both ends.
func trimBlank(lines []line) []line {
	for len(lines) > 0 && lines[0].blank() {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1].blank() {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// without ends a file that has no cue.
func (p *parser) without() error {
	if l, ok := p.stray(); ok {
		return p.Refuse(annotation.CodeSyntax, p.at(l), "", "there is text but no cue: no line has two times with --> between them")
	}
	if p.vtt {
		p.Inform(annotation.CodeSkipped, reading.At{Video: p.video.ID}, "the file has no cues: nothing is said in the video")
		return nil
	}
	p.video.Unlabelled = true
	p.Warn(annotation.CodeSkipped, reading.At{Video: p.video.ID},
		"leave the file out or, if nothing is said in the video, make it a WebVTT file without cues",
		"the file is empty: the video counts as one that nobody has transcribed")
	return nil
}

// stray returns the first line of a file without cues that could be a text.
func (p *parser) stray() (l line, ok bool) {
	for _, b := range blocksOf(trimBlank(p.between)) {
		if !p.vtt || !p.aside(b) {
			return b[0], true
		}
	}
	return line{}, false
}
