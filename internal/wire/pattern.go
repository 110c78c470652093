package wire

import (
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// This file remembers what lines look like. The lines of a dataset are written
// by one program, and mostly differ in nothing but their texts, URIs and offsets.
// What is left when these are taken out is a pattern. A line that has the bytes of
// a pattern, and good strings where it has holes, is what the line was that the
// pattern was made of, with other strings: so the bytes are compared, and only
// the strings are read. Any other line is read member by member.
const (
	numPatterns = 4
	maxPattern  = 4 << 10 // bytes of a pattern
	maxHoles    = 32
	sightings   = 3   // of lines alike, before a pattern is made of them
	worthOfFit  = 4   // of a line that fits a pattern, in lines that do not
	bestScore   = 64  // of a pattern
	worstScore  = -64 // at which it is given up
)

// patterns are those that a decoder remembers.
type patterns struct {
	all    [numPatterns]pattern
	last   int              // that fitted last
	follow [numPatterns]int // which fitted after each one
	sights [8]sighting
	next   int // of sights, to be given to another make-up
	given  int // how many were given up
}

// A sighting counts the lines of one make-up that fitted no pattern. Each pattern
// that is made doubles how many it takes to make one more, so that lines which
// are never alike cost little.
type sighting struct {
	makeup  uint64
	n, need int
}

// A pattern is a line with holes.
type pattern struct {
	line     *Line
	literals []string // one more than there are holes, each but the last up to a quote
	holes    []hole
	marks    []mark
	score    int // how often it fitted lately
}

// A hole is where a string is read.
type hole struct {
	member Members // Text, FileURI, StartOffset or EndOffset
	part   *Part
}

// A mark is a position in a literal.
type mark struct {
	at              *int
	literal, offset int
}

// recall returns what line is by a pattern, nil if it fits none. A text that stands
// before what tells patterns from each other is read for each that is tried.
func (d *Decoder) recall(line []byte) *Line {
	ps := &d.patterns
	first := ps.follow[ps.last]
	for n := range numPatterns {
		k := (first + n) % numPatterns
		p := &ps.all[k]
		if len(p.literals) == 0 {
			continue
		}
		d.take(line)
		if d.fits(p) {
			p.score = min(p.score+worthOfFit, bestScore)
			ps.follow[ps.last] = k
			ps.last = k
			return p.line
		}
		if p.score--; p.score < worstScore {
			*p = pattern{}
			ps.given++
		}
	}
	return nil
}

// release lets go of the strings in the holes.
func (ps *patterns) release() {
	for k := range ps.all {
		for _, h := range ps.all[k].holes {
			h.part.Text.S, h.part.FileURI.S, h.part.Start.Text, h.part.End.Text = "", "", "", ""
		}
	}
}

// fits reads the line by a pattern; false if it is otherwise.
func (d *Decoder) fits(p *pattern) bool {
	data, i, marks := d.data, 0, p.marks
	for k, literal := range p.literals {
		if len(data)-i < len(literal) || string(data[i:i+len(literal)]) != literal {
			return false
		}
		for len(marks) > 0 && marks[0].literal == k {
			*marks[0].at = i + marks[0].offset
			marks = marks[1:]
		}
		if i += len(literal); k == len(p.holes) {
			break
		}
		quote, part := i-1, p.holes[k].part
		switch p.holes[k].member {
		case Text:
			i = d.text(quote, part)
		case FileURI:
			part.FileURI.S, i = d.str(quote)
		case StartOffset:
			i = d.duration(quote, &part.Start)
		case EndOffset:
			i = d.duration(quote, &part.End)
		}
		if i < 0 {
			return false
		}
	}
	return i == len(data)
}

// duration reads the string at i as an offset, and returns -1 if it cannot be used.
func (d *Decoder) duration(i int, o *Offset) int {
	if o.Text, i = d.str(i); i >= 0 {
		if o.D, o.Form = pbtime.Parse(o.Text); !o.Form.OK() {
			return -1
		}
	}
	return i
}

// remember makes a pattern of the line that was read, if lines like it are many.
func (d *Decoder) remember() {
	makeup, ok := d.makeup()
	if !ok {
		return
	}
	ps := &d.patterns
	k := slices.IndexFunc(ps.sights[:], func(s sighting) bool { return s.makeup == makeup })
	if k < 0 {
		k, ps.next = ps.next, (ps.next+1)%len(ps.sights)
		ps.sights[k] = sighting{makeup: makeup, need: sightings << min(ps.given, 20)}
	}
	s := &ps.sights[k]
	if s.n++; s.n < s.need {
		return
	}
	*s = sighting{makeup: makeup, need: 2 * s.need}
	made := patternOf(d)
	if len(made.literals) == 0 {
		return
	}
	least := &ps.all[0]
	for k := range ps.all {
		if p := &ps.all[k]; len(p.literals) == 0 || p.score < least.score {
			least = p
		}
		if len(least.literals) == 0 {
			break
		}
	}
	if len(least.literals) > 0 {
		ps.given++
	}
	*least = made
}

// makeup returns a number that is the same for lines that may have one pattern.
func (d *Decoder) makeup() (n uint64, ok bool) {
	x := &d.line
	if len(x.Faults) > 0 || x.Format != Gemini || x.Bad != 0 || x.ConfigBad != 0 || x.Seen.Has(Tools) || len(d.parts) > maxHoles/4 || len(x.Contents) > maxHoles {
		return 0, false
	}
	n = 1 + uint64(x.Seen)<<8 + uint64(len(x.Contents))<<16
	for i := range d.parts {
		p := &d.parts[i]
		if p.Seen.Has(FunctionCall|FunctionResponse|PartResolution) || p.Bad != 0 || p.FileBad != 0 || p.MetaBad != 0 {
			return 0, false
		}
		n = n*0x9E3779B97F4A7C15 + uint64(p.Seen) + uint64(p.File) + uint64(p.Meta)<<32
	}
	return n, true
}

// patternOf returns the pattern of the line that was read, the zero pattern if it
// would be too long.
func patternOf(d *Decoder) (p pattern) {
	x := new(Line)
	*x = d.line
	x.Faults = nil
	x.Resolution.S = strings.Clone(x.Resolution.S)
	at := []*int{&x.At, &x.ContentsAt, &x.ConfigAt, &x.Resolution.At}
	var holes []placedHole
	x.Contents = slices.Clone(x.Contents)
	parts := make([]Part, 0, len(d.parts))
	take := func(c *Content) {
		c.Role.S = strings.Clone(c.Role.S)
		at = append(at, &c.At, &c.Role.At, &c.PartsAt)
		first := len(parts)
		parts = append(parts, c.Parts...)
		c.Parts = parts[first:len(parts):len(parts)]
		for i := range c.Parts {
			p := &c.Parts[i]
			p.MIMEType.S = strings.Clone(p.MIMEType.S)
			at = append(at, &p.At, &p.Text.At, &p.FileAt, &p.FileURI.At, &p.MIMEType.At, &p.MetaAt, &p.Start.At, &p.End.At, &p.FPSAt)
			for _, h := range []placedHole{
				{hole{Text, p}, p.Text.At}, {hole{FileURI, p}, p.FileURI.At}, {hole{StartOffset, p}, p.Start.At}, {hole{EndOffset, p}, p.End.At},
			} {
				if h.quote != NoPos {
					holes = append(holes, h)
				}
			}
		}
	}
	if x.Seen.Has(SystemInstruction) {
		take(&x.System)
	}
	for i := range x.Contents {
		take(&x.Contents[i])
	}
	slices.SortFunc(holes, func(a, b placedHole) int { return a.quote - b.quote })
	at = slices.DeleteFunc(at, func(p *int) bool { return *p == NoPos })
	slices.SortFunc(at, func(a, b *int) int { return *a - *b })

	// Cut the line at the holes.
	start, size := 0, 0
	for k := range len(holes) + 1 {
		end := len(d.data)
		if k < len(holes) {
			end = holes[k].quote + 1
			p.holes = append(p.holes, holes[k].hole)
		}
		for len(at) > 0 && *at[0] < end {
			p.marks = append(p.marks, mark{at[0], k, *at[0] - start})
			at = at[1:]
		}
		if size += end - start; size > maxPattern {
			return pattern{}
		}
		p.literals = append(p.literals, string(d.data[start:end]))
		if k < len(holes) {
			start = d.skipString(holes[k].quote)
		}
	}
	p.line = x
	return p
}

// A placedHole is a hole and where its opening quote stands.
type placedHole struct {
	hole
	quote int
}
