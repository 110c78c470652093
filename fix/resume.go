package fix

import (
	"bytes"

	"github.com/seed-57910ec4/videotune/internal/wire"
)

// begins reports whether the "{" at i, the first byte of a line, begins another value
// than the one that is being read, whose end is lost then.
//
// Where the value cannot go on with an object that is certain. Where it can, the object
// has to look like an example, which no value of an example does. Only what stands from
// i on to the first name, or to the end of the line, decides: so it is decided in the
// same way when what follows was mended.
func (s *splitter) begins(i int) bool {
	l := &s.lx
	switch l.state {
	case inString:
		name, quote := s.firstName(i)
		return len(name) > 1 && quote == l.quote || s.own(i)
	case inLineComment, inBlockComment:
		return s.own(i)
	}
	if !l.takesObject() {
		return true
	}
	if l.foreign > 0 {
		return false
	}
	name, _ := s.firstName(i)
	return exampleNames[name] || s.own(i)
}

// exampleNames are the members that examples of all formats begin with, and that no
// object within an example has, but for those that are the user's own.
var exampleNames = map[string]bool{
	"contents": true, "systemInstruction": true, "system_instruction": true, "generationConfig": true, "generation_config": true,
	"messages": true, "conversations": true, "request": true,
}

// maxFirst bounds the white space and the name that are looked at behind a bracket.
const maxFirst = 256

// firstName returns the name of the first member of the object at i, as it stands there,
// and its quote; "" if none with a colon behind it is near.
func (s *splitter) firstName(i int) (name string, quote byte) {
	s.w.at(i + maxFirst)
	data := s.w.data()[i+1:]
	data = data[:min(len(data), maxFirst)]
	at := space(data, 0)
	if !quoteAt(data, at) {
		return "", 0
	}
	quote = data[at]
	end := at + 1
	for end < len(data) && isWord(data[end]) {
		end++
	}
	if end == len(data) || data[end] != quote {
		return "", 0
	}
	if colon := space(data, end+1); colon == len(data) || data[colon] != ':' {
		return "", 0
	}
	return string(data[at+1 : end]), quote
}

// own reports whether the line at i begins with an example that ends on it, and whether
// nothing stands behind it that belongs to no line of examples.
func (s *splitter) own(i int) bool {
	end, ok := s.w.lineEnd(i, s.max)
	if !ok {
		return false
	}
	line := s.w.data()[i:end]
	s.probe.reset()
	if s.probe.run(line, true) != statusDone {
		return false
	}
	for _, c := range line[s.probe.pos:] {
		if c == '/' || c == '#' || c == '{' {
			break
		}
		if bytes.IndexByte([]byte(" \t\r\n,]"), c) < 0 {
			return false
		}
	}
	x := s.dec.Decode(s.probe.out)
	return !x.Broken && (x.Seen.Has(wire.Contents) || x.Format == wire.ChatMessages || x.Format == wire.BatchRequest)
}

// takesObject reports whether the value that is being read can go on with an object.
func (l *lenient) takesObject() bool {
	switch l.state {
	case inValue, inElement:
		return true
	case inAfter: // where a comma is missing in a list
		last := lastToken(l.out)
		return l.open[l.depth-1] == '[' && (last == '}' || last == ']')
	}
	return false
}

// foreignNames are members whose values are the user's own: no name in them tells what
// they are.
var foreignNames = map[string]bool{
	"args": true, "response": true, "tools": true, "parameters": true, "labels": true,
}
