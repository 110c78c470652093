package fix

import (
	"bytes"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// A unit is what a splitter finds: a value, lines that it cannot mend, or something
// between values that is left out.
type unit struct {
	kind        unitKind
	line, lines int    // of the input: the first physical line, and how many
	raw         []byte // as it stands there, without the end of the last line
	value       []byte // the strict value
	whole       bool   // raw is one line, of the value and white space
	ended       bool   // a line break follows
	mends       mends
	stop        Obstacle // of lines that stay as they are
}

// A unitKind is what a unit is.
type unitKind uint8

const (
	unitValue unitKind = iota
	unitLeft           // lines that stay as they are
	unitPart           // the beginning of a line that stays as it is and is too long to be held
	unitGap            // what is left out
)

// A splitter cuts a file into units, whatever stands between its values.
type splitter struct {
	w       window
	max     int // of a value, in bytes
	lx      lenient
	probe   lenient
	dec     wire.Decoder   // of what the probe read
	arrays  int            // open ones around the value
	listed  videotune.Rule // that an array breaks
	fresh   bool           // the window begins a line
	through bool           // the line that the window is in is given in parts
	values  int            // found so far
	blank   int            // the first blank line; 0 for none
	blanks  int
	returns int     // lines that ended in "\r\n"
	pending mends   // of what was left out before the next unit
	endless stretch // in which no comment ends
}

// next returns the next unit; ok is false at the end of the file. The unit is valid
// until the next call.
func (s *splitter) next() (u unit, ok bool) {
	for {
		if s.through {
			return s.part(), true
		}
		i := 0
		c, more := s.w.at(0)
		for more && (c == ' ' || c == '\t' || c == '\r') && i <= s.max {
			i++
			c, more = s.w.at(i)
		}
		switch {
		case !more:
			if i > 0 && s.w.failed() == nil {
				s.blankLine()
				s.w.advance(i)
			}
			if len(s.pending) > 0 {
				return s.take(unit{kind: unitGap, line: s.w.line, lines: 1}), true
			}
			return unit{}, false
		case c == '\n':
			s.blankLine()
			s.w.advance(i + 1)
			s.fresh = true
		case c == '{':
			return s.value(i), true
		case c == '[':
			if end, ok := s.array(i); !ok {
				return s.left(i, end, "found "+s.found(end)+" in a list; only one of objects is made lines of"), true
			}
		case c == ',':
			if s.arrays == 0 {
				s.pending.add(videotune.RuleJSONSyntax, ",", "")
			}
			s.pass(i + 1)
		case c == ']' && s.arrays > 0:
			s.arrays--
			s.pass(i + 1)
		case c == '/' || c == '#':
			end := s.comment(i)
			if end < 0 {
				return s.left(i, i, noComment), true
			}
			return s.gapUnit(i, end), true
		case s.mark(i):
			s.pending.add(videotune.RuleJSONSyntax, "U+FEFF", "")
			s.pass(i + 3)
		default:
			return s.left(i, i, "found "+s.found(i)+" where an object begins"), true
		}
	}
}

// found is what stands at i, as it is told.
func (s *splitter) found(i int) string {
	if _, ok := s.w.at(i); !ok {
		return "the end of the file"
	}
	s.w.at(i + maxFound)
	return found(s.w.data(), i)
}

// pass goes on behind something that belongs to no value.
func (s *splitter) pass(n int) {
	s.w.advance(n)
	s.fresh = false
}

func (s *splitter) blankLine() {
	if !s.fresh {
		return // the rest of a line
	}
	if s.blanks++; s.blanks == 1 {
		s.blank = s.w.line
	}
}

// mark reports whether a byte order mark stands at i.
func (s *splitter) mark(i int) bool {
	s.w.at(i + 2)
	return bytes.HasPrefix(s.w.data()[i:], []byte("\xef\xbb\xbf"))
}

// gapUnit is the comment from i to end, which stands for itself.
func (s *splitter) gapUnit(i, end int) unit {
	raw := s.w.data()[i:end]
	s.pending.add(videotune.RuleJSONComment, string(raw), "")
	u := s.take(unit{kind: unitGap, line: s.w.line, lines: 1 + bytes.Count(raw, []byte{'\n'}), raw: raw})
	s.pass(end)
	return u
}

// array opens the array at i if it is one of objects, or of arrays of them; if not, it
// returns the place that shows it.
func (s *splitter) array(i int) (end int, ok bool) {
	opened := 0
	var comments mends
	for end = i; end-i <= s.max; end++ {
		c, _ := s.w.at(end)
		switch {
		case c == '[' && s.arrays+opened < wire.MaxDepth:
			opened++
		case c == '{' && opened > 0:
			s.listed = videotune.RuleLineNotObject
			if s.values == 0 {
				s.listed = videotune.RuleFileJSONArray
			}
			s.pending.add(s.listed, "an array", "a line for each element")
			s.pending = append(s.pending, comments...)
			s.arrays += opened
			s.pass(end)
			return end, true
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
		case c == '/' || c == '#':
			behind := s.comment(end)
			if behind < 0 {
				return end, false
			}
			comments.add(videotune.RuleJSONComment, "a comment", "")
			end = behind - 1
		default:
			return end, false
		}
	}
	return end, false
}

// take gives the unit what was left out before it.
func (s *splitter) take(u unit) unit {
	u.mends = append(u.mends, s.pending...)
	s.pending = s.pending[:0]
	return u
}
