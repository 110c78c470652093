package answer

import (
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/swar"
	"github.com/seed-57910ec4/videotune/internal/view"
)

// A scanner reads one JSON value strictly and notes what it holds. Its stack and
// buffer are reused.
type scanner struct {
	stack []frame
	str   string // the string that was read last, without escapes: of text, or of buf
	buf   []byte
	f     *Facts
	text  string
	base  int // offset of text in the answer
	usual usualTree
	begun bool // the tree was begun with the usual one
}

// A frame is an object or array that is open.
type frame struct {
	node   int16
	unit   unit // of the times in an array; that of a member is set with its key
	object bool
}

const (
	cutShort = "it ends in the middle"
	tooDeep  = "it is nested too deeply"
)

// run reads the value at i. It returns the offset behind it, or that of the
// fault and its name.
func (s *scanner) run(f *Facts, text string, i, base int) (int, string) {
	if s.begun = s.usual.offer(&f.tree); s.begun {
		end, fault := s.read(f, text, i, base)
		if fault != "" || f.tree.visited() && !f.ShapeComplex {
			s.usual.fits()
			return end, fault
		}
		f.forgetJSON()
	}
	f.tree.root()
	s.begun = false
	end, fault := s.read(f, text, i, base)
	switch {
	case fault != "":
	case f.ShapeComplex:
		s.usual.miss()
	default:
		s.usual.learn(&f.tree, text)
	}
	return end, fault
}

// read is run into the tree that f has.
func (s *scanner) read(f *Facts, text string, i, base int) (int, string) {
	s.stack, s.f, s.text, s.base = s.stack[:0], f, text, base
	end, fault := s.value(i)
	s.f, s.text, s.str = nil, "", ""
	return end, fault
}

// value reads the value at i.
func (s *scanner) value(i int) (int, string) {
	text := s.text
	var node int16
	u := noUnit
values:
	for {
		// A value begins at i.
		var fault string
		open, ended := false, 0
		switch c := text[i]; {
		case c == '{' || c == '[':
			if len(s.stack) == MaxNesting {
				return i, tooDeep
			}
			if i, open = s.open(i, node, u); open && i == len(text) {
				return i, cutShort
			}
		case c == '"':
			i, fault = s.string(i, node, u)
		case c == '-' || isDigit(c):
			i, fault = s.number(i, node, u)
		default:
			i, fault = s.word(i, node)
		}
		if fault != "" {
			return i, fault
		}
		for !open {
			// A value ends at i.
			if len(s.stack) == 0 {
				return i, ""
			}
			top := s.stack[len(s.stack)-1]
			if top.object {
				if next, n := s.led(i, top.node); n != noNode {
					node, u, i = n, s.f.tree.nodes[n].unit, next
					continue values
				}
			}
			ended = i
			if i = skipSpace(text, i); i == len(text) {
				return i, cutShort
			}
			c := text[i]
			switch {
			case c == ',':
				comma := i
				if i = skipSpace(text, i+1); i == len(text) {
					return i, cutShort
				}
				if text[i] == '}' || text[i] == ']' {
					return comma, "a comma stands before the closing bracket"
				}
				open = true
			case c == '}' && top.object, c == ']' && !top.object:
				s.stack = s.stack[:len(s.stack)-1]
				i++
			default:
				return i, misplaced(c, top.object)
			}
		}
		top := s.stack[len(s.stack)-1]
		if top.object {
			if i, node, u, fault = s.key(i, top.node); fault != "" {
				return i, fault
			}
			if ended > 0 {
				s.lead(node, ended, i)
			}
		} else {
			node, u = s.childOf(top.node, "", true), top.unit
		}
	}
}

// open reads the bracket at i, and also the closing one if it follows; then the
// value is complete and open false.
func (s *scanner) open(i int, node int16, u unit) (next int, open bool) {
	object := s.text[i] == '{'
	next = skipSpace(s.text, i+1)
	if next < len(s.text) && (object && s.text[next] == '}' || !object && s.text[next] == ']') {
		if object {
			s.note(node, isEmptyObject)
		} else {
			s.note(node, isEmptyArray)
		}
		return next + 1, false
	}
	if object {
		s.note(node, isObject)
		u = noUnit
	} else {
		s.note(node, isArray)
	}
	s.stack = append(s.stack, frame{node: node, unit: u, object: object})
	return next, true
}

// key reads a key and its colon; next is where the value begins.
func (s *scanner) key(i int, parent int16) (next int, node int16, u unit, fault string) {
	if s.text[i] != '"' {
		return i, noNode, noUnit, notAKey(s.text[i])
	}
	next, short, node := i, true, s.expected(i, parent)
	if node != noNode {
		next, u = i+2+len(s.f.tree.key(node)), s.f.tree.nodes[node].unit
	} else if next, short, fault = s.unquote(i); fault != "" {
		return next, noNode, noUnit, fault
	} else if short {
		if node = s.childOf(parent, s.str, false); node != noNode {
			u = s.f.tree.nodes[node].unit
		} else {
			u = timeUnit(s.str)
		}
	} else {
		s.tooComplex()
		node = noNode
	}
	if next = skipSpace(s.text, next); next == len(s.text) {
		return next, noNode, noUnit, cutShort
	}
	if s.text[next] != ':' {
		return next, noNode, noUnit, "a colon is missing after a key"
	}
	if next = skipSpace(s.text, next+1); next == len(s.text) {
		return next, noNode, noUnit, cutShort
	}
	return next, node, u, ""
}

func (s *scanner) string(i int, node int16, u unit) (next int, fault string) {
	next, short, fault := s.unquote(i)
	if fault != "" {
		return next, fault
	}
	s.note(node, isString)
	switch {
	case u != noUnit:
		if short {
			timesIn(s.str, u, &s.f.Times, s.base+i)
		}
	case node != noNode:
		s.label(node, short)
	}
	return next, ""
}

// label notes a string as one that may be a label, unless it holds no letter.
func (s *scanner) label(node int16, short bool) {
	f := s.f
	if len(f.labels) == MaxAnswerLabels {
		f.labelsCut = true
		return
	}
	l := label{node: node, start: -1}
	if short {
		if !hasLetter(s.str) {
			return
		}
		l.start = int32(len(f.values))
		f.values = append(f.values, s.str...)
		l.end = int32(len(f.values))
	}
	f.labels = append(f.labels, l)
}

func (s *scanner) number(i int, node int16, u unit) (next int, fault string) {
	t, start := s.text, i
	if t[i] == '-' {
		i++
	}
	switch {
	case i == len(t):
		return i, cutShort
	case !isDigit(t[i]):
		if t[i] == 'I' {
			return start, "Infinity is no JSON number"
		}
		return i, "a number has no digit"
	case t[i] == '0' && i+1 < len(t) && isDigit(t[i+1]):
		return start, "a number begins with 0"
	}
	i = skipDigits(t, i)
	if i < len(t) && t[i] == '.' {
		from := i + 1
		if i = skipDigits(t, from); i == from {
			if i == len(t) {
				return i, cutShort
			}
			return start, "a number has no digit after the point"
		}
	}
	if i < len(t) && t[i]|0x20 == 'e' {
		if i++; i < len(t) && (t[i] == '+' || t[i] == '-') {
			i++
		}
		from := i
		if i = skipDigits(t, from); i == from {
			if i == len(t) {
				return i, cutShort
			}
			return start, "a number has no digit after its e"
		}
	}
	s.note(node, isNumber)
	if u != noUnit {
		if d, ok := decimal(t[start:i], u); ok {
			s.f.Times.add(d, s.base+start)
		}
	}
	return i, ""
}

// word reads true, false or null.
func (s *scanner) word(i int, node int16) (next int, fault string) {
	rest := s.text[i:]
	for _, w := range [...]struct {
		word string
		t    types
	}{{"true", isBool}, {"false", isBool}, {"null", isNull}} {
		if len(rest) >= len(w.word) && rest[:len(w.word)] == w.word {
			s.note(node, w.t)
			return i + len(w.word), ""
		}
		if len(rest) < len(w.word) && rest == w.word[:len(rest)] {
			return len(s.text), cutShort
		}
	}
	return i, notAValue(rest)
}

// note adds a type to a node.
func (s *scanner) note(node int16, t types) {
	if node != noNode {
		s.f.tree.nodes[node].types |= t
	}
}

func (s *scanner) childOf(parent int16, key string, elem bool) int16 {
	if parent == noNode {
		return noNode
	}
	n := s.f.tree.childOf(parent, key, elem)
	if n == noNode {
		s.tooComplex()
	}
	return n
}

// tooComplex gives up the shape, and the labels with it.
func (s *scanner) tooComplex() {
	s.f.ShapeComplex, s.f.labelsCut = true, true
}

// unquote reads the string at i into s.str. It is not short if it has more bytes
// than a label or key may have; then s.str holds a part of it.
func (s *scanner) unquote(i int) (next int, short bool, fault string) {
	t := s.text
	from := i + 1
	if i = swar.Quoted(t, from); i < len(t) && t[i] == '"' {
		s.str = t[from:i]
		return i + 1, len(s.str) <= MaxLabelBytes, ""
	}
	s.buf = s.buf[:0]
	for {
		if room := MaxLabelBytes + 1 - len(s.buf); room > 0 {
			s.buf = append(s.buf, t[from:min(i, from+room)]...)
		}
		switch {
		case i == len(t):
			return i, false, cutShort
		case t[i] == '"':
			s.str = view.String(s.buf)
			return i + 1, len(s.str) <= MaxLabelBytes, ""
		case t[i] == '\n' || t[i] == '\r':
			return i, false, "a line break stands in a string"
		case t[i] != '\\':
			return i, false, "a control character stands in a string"
		}
		r, size := escape(t[i:])
		if size == 0 {
			if cutEscape(t[i:]) {
				return len(t), false, cutShort
			}
			return i, false, "an unknown escape stands in a string"
		}
		if len(s.buf) <= MaxLabelBytes {
			s.buf = utf8.AppendRune(s.buf, r)
		}
		from = i + size
		i = swar.Quoted(t, from)
	}
}

func skipDigits(t string, i int) int {
	for i < len(t) && isDigit(t[i]) {
		i++
	}
	return i
}
