package compare

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
)

// Bounds of what [Change].Values keep.
const (
	// MaxValueBytes is how much of a text is kept.
	MaxValueBytes = 64 << 10
	// MaxAllValues is how many bytes the texts of all changes have, half of them for each
	// edition: changes beyond have no Values.
	MaxAllValues = 64 << 20
)

// A Value is what a part of an example was, and what it became, as texts: of Prompt and
// Answer the texts of the turns, of Segment and Media a line for each file, of Tools their
// JSON, its members in order. Of Other, and
// where only what is no text differs, such as a role, there is none.
type Value struct {
	Part     Parts
	Old, New string
	Cut      bool // one of them was longer than MaxValueBytes, of which it is the beginning
}

// A rereader reads lines of an edition again.
type rereader struct {
	in     []videotune.Input
	starts []int64 // where each file begins
	opts   *Options
	wanted []lineAt // in the order of the changes
}

// A lineAt is the place of a line.
type lineAt struct{ file, number int32 }

// newRereaders returns those of both editions, none of which was read yet.
func newRereaders(old, new []videotune.Input, opts *Options) (r [2]rereader, err error) {
	for i, in := range [][]videotune.Input{old, new} {
		r[i] = rereader{in: in, opts: opts}
		for _, one := range in {
			s, ok := one.R.(io.Seeker)
			if !ok {
				return r, fmt.Errorf("compare: %s: cannot be read a second time, as Options.Values need", one.Name)
			}
			start, err := s.Seek(0, io.SeekCurrent)
			if err != nil {
				return r, fmt.Errorf("compare: %s: %w", one.Name, err)
			}
			r[i].starts = append(r[i].starts, start)
		}
	}
	return r, nil
}

// want asks for the line of the next change.
func (r *rereader) want(o *Options, x *sum) {
	if o.Values < 0 || len(r.wanted) < o.Values {
		r.wanted = append(r.wanted, lineAt{x.file, x.number})
	}
}

// A partTexts are the texts of the parts of an example.
type partTexts struct {
	texts [numParts]string
	cut   [numParts]bool
}

// readValues gives changes their values.
func readValues(again *[2]rereader, changes []Change) error {
	var texts [2][]*partTexts
	for i := range again {
		var err error
		left := MaxAllValues / 2
		if texts[i], err = again[i].read(changes, &left); err != nil {
			return err
		}
	}
	for i := range again[0].wanted {
		a, b := texts[0][i], texts[1][i]
		if a == nil || b == nil {
			continue
		}
		for p := range numParts {
			if a.texts[p] != b.texts[p] {
				changes[i].Values = append(changes[i].Values, Value{Parts(1 << p), a.texts[p], b.texts[p], a.cut[p] || b.cut[p]})
			}
		}
	}
	return nil
}

// read returns the texts of the parts in which the wanted lines were changed; nil for
// lines for which nothing is left.
func (r *rereader) read(changes []Change, left *int) ([]*partTexts, error) {
	texts := make([]*partTexts, len(r.wanted))
	at := make(map[lineAt]int, len(r.wanted))
	last := make([]int32, len(r.in))
	for i, w := range r.wanted {
		at[w] = i
		last[w.file] = max(last[w.file], w.number)
	}
	for file, input := range r.in {
		if last[file] == 0 {
			continue
		}
		if _, err := input.R.(io.Seeker).Seek(r.starts[file], io.SeekStart); err != nil {
			return nil, fmt.Errorf("compare: %s: %w", input.Name, err)
		}
		in := videotune.NewReader(input.R, &videotune.ReaderOptions{Name: input.Name, MaxLineBytes: r.opts.MaxLineBytes, KeepBytes: true})
		for rec, err := range in.All() {
			if rec == nil {
				return nil, err
			}
			if i, ok := at[lineAt{int32(file), int32(rec.Line)}]; ok {
				texts[i] = textsOf(&rec.Example, changes[i].Parts, left)
			}
			if rec.Line >= int(last[file]) {
				break
			}
		}
	}
	return texts, nil
}

// textsOf returns the texts of parts of an example; nil if they are more than is left.
func textsOf(ex *videotune.Example, parts Parts, left *int) *partTexts {
	var t partTexts
	var lines [numParts]strings.Builder
	add := func(part int, text string) {
		if b := &lines[part]; parts&(1<<part) != 0 && b.Len() <= MaxValueBytes {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(text[:min(len(text), MaxValueBytes+1)])
		}
	}
	const prompt, answer, segment, media, resolution, tools = 0, 1, 2, 3, 4, 5
	turn := func(part int, c *videotune.Content) {
		for i := range c.Parts {
			switch p := &c.Parts[i]; {
			case p.FileData != nil:
				add(media, mediaText(p))
				add(segment, segmentText(p.VideoMetadata))
			case p.FunctionCall != nil:
				add(part, p.FunctionCall.Name+" "+canonical(p.FunctionCall.Args))
			case p.FunctionResponse != nil:
				add(part, p.FunctionResponse.Name+" "+canonical(p.FunctionResponse.Response))
			default:
				add(part, p.Text)
			}
		}
	}
	if ex.SystemInstruction != nil {
		turn(prompt, ex.SystemInstruction)
	}
	for i := range ex.Contents {
		if c := &ex.Contents[i]; isAnswer(ex, i) {
			turn(answer, c)
		} else {
			turn(prompt, c)
		}
	}
	add(resolution, string(ex.GenerationConfig.MediaResolution))
	add(tools, canonical(ex.Tools))
	for i := range lines {
		text := lines[i].String()
		if t.cut[i] = len(text) > MaxValueBytes; t.cut[i] {
			n := MaxValueBytes
			for n > 0 && !utf8.RuneStart(text[n]) {
				n--
			}
			text = strings.Clone(text[:n])
		}
		t.texts[i] = text
		*left -= len(text)
	}
	if *left < 0 {
		return nil
	}
	return &t
}

// mediaText returns a file with its type.
func mediaText(p *videotune.Part) string {
	text := p.FileData.FileURI
	if p.FileData.MIMEType != "" {
		text += " " + p.FileData.MIMEType
	}
	if p.MediaResolution != nil {
		text += " " + string(p.MediaResolution.Level)
	}
	return text
}

// segmentText returns a stretch of a video in words: "[1s, end]", "all".
func segmentText(m *videotune.VideoMetadata) string {
	if m == nil {
		return "all"
	}
	text := stretch(m)
	if text == "" {
		text = "all"
	}
	if m.FPS != 0 {
		text += fmt.Sprintf(" at %v fps", m.FPS)
	}
	return text
}
