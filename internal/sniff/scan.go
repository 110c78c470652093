package sniff

import "bytes"

// A line is a line that is not blank, without white space around it.
type line struct {
	text   []byte
	number int  // from 1
	indent bool // white space stood before it
	cut    bool // the end of it is not in the head
}

// A scanner gives the lines of a head that are not blank. A copy of it goes on
// from the same place.
type scanner struct {
	rest   []byte
	whole  bool
	number int
}

func (s *scanner) next() (line, bool) {
	for len(s.rest) > 0 {
		text, rest, found := bytes.Cut(s.rest, []byte{'\n'})
		s.rest = rest
		s.number++
		trimmed := bytes.TrimLeft(text, " \t\r")
		if len(trimmed) == 0 {
			continue
		}
		return line{
			text:   bytes.TrimRight(trimmed, " \t\r"),
			number: s.number,
			indent: len(trimmed) < len(text),
			cut:    !found && !s.whole,
		}, true
	}
	return line{}, false
}

// A state is where a line ends, as JSON.
type state uint8

const (
	open     state = iota // within an object or array
	inString              // within a string
	complete              // its first value is complete, and nothing follows but a value that is complete too
	trailing              // its first value is complete, and something else follows
)

// endState reads a line that begins with a bracket as JSON, tolerantly: it knows
// only brackets and strings, those of Python in single quotes too.
func endState(text []byte) state {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '"', '\'':
			if depth == 0 {
				return trailing
			}
			for i++; i < len(text) && text[i] != c; i++ {
				if text[i] == '\\' {
					i++
				}
			}
			if i >= len(text) {
				return inString
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return trailing
			}
			depth--
		case ' ', '\t', '\r':
		default:
			if depth == 0 {
				return trailing
			}
		}
	}
	if depth > 0 {
		return open
	}
	return complete
}

// keyed reports whether a line begins as an object with a member.
func keyed(text []byte) bool {
	if len(text) == 0 || text[0] != '{' {
		return false
	}
	rest := bytes.TrimLeft(text[1:], " \t")
	return len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'')
}

// ownObject reports whether a line is an object of its own: all of it, or as
// much as the head holds.
func ownObject(l line) bool {
	return keyed(l.text) && !l.indent && (l.cut || endState(l.text) == complete)
}
