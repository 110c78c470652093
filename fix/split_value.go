package fix

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/seed-57910ec4/videotune"
)

// value reads the value at i, and what follows it on its line.
func (s *splitter) value(i int) unit {
	end, why := s.read(i)
	if why != "" {
		return s.left(i, end, why)
	}
	r, ok := s.rest(end)
	if !ok {
		return s.left(i, r.end, "found "+s.found(r.end)+" behind the object")
	}
	s.values++
	data := s.w.data()
	u := unit{kind: unitValue, line: s.w.line, raw: data[i:end], value: s.lx.out, ended: r.ended}
	breaks := bytes.Count(u.raw, []byte{'\n'})
	u.lines = 1 + breaks
	s.parted()
	if s.lx.spans {
		s.pending.add(videotune.RuleFilePrettyPrinted, "", "")
	}
	s.arrays = r.arrays
	u = s.take(u)
	u.mends = append(append(u.mends, s.lx.mends...), r.mends...)
	if u.whole = r.clean && s.fresh && breaks == 0; u.whole {
		if u.raw = data[:r.end]; r.ended {
			u.raw = bytes.TrimRight(u.raw, "\r")
		}
	}
	s.leave(r.end, r.ended)
	return u
}

// parted notes that the coming unit is parted from one before it on its line.
func (s *splitter) parted() {
	switch {
	case s.fresh || len(s.pending) > 0:
	case s.arrays > 0:
		s.pending.add(s.listed, "on the line of another element", "a line of its own")
	default:
		s.pending.add(videotune.RuleLineRunTogether, "on the line of another", "a line of its own")
	}
}

// leave goes on at n, behind the line break that stands there if there is one.
func (s *splitter) leave(n int, ended bool) {
	data := s.w.data()
	if !ended {
		s.pass(n)
		return
	}
	if n > 0 && data[n-1] == '\r' {
		s.returns++
	}
	s.w.advance(n + 1)
	s.fresh = true
}

// read reads the value at i, and returns its end; or the place where it cannot be read
// on, and why.
func (s *splitter) read(i int) (end int, why string) {
	if end, why = s.readOn(i); why == "" {
		return end, why
	}
	if at := s.lx.smartEnds(s.w.data()[i:]); at >= 0 {
		return i + at, smartEnd
	}
	return end, why
}

// readOn is read without a look at why a string may not end.
func (s *splitter) readOn(i int) (end int, why string) {
	s.lx.reset()
	for {
		data := s.w.data()[i:]
		capped := len(data) > s.max
		data = data[:min(len(data), s.max)]
		eof := s.w.ended() && !capped
		switch s.lx.run(data, eof) {
		case statusDone:
			return i + s.lx.pos, ""
		case statusFailed:
			if capped && s.lx.why == cutShort {
				s.lx.why = s.tooLarge()
			}
			return i + s.lx.pos, s.lx.why
		case statusLine:
			if s.begins(i + s.lx.pos + 1) {
				return i + s.lx.pos, "the line ends within the value, and another begins on the next"
			}
		case statusMore:
			if capped {
				return i + len(data), s.tooLarge()
			}
			if eof {
				return i + len(data), cutShort
			}
			s.w.more()
		}
	}
}

// tooLarge says that a value is larger than any that is mended.
func (s *splitter) tooLarge() string {
	return fmt.Sprintf("the value has more than %d bytes", s.max)
}

// A rest is what follows a value on its line and belongs to it.
type rest struct {
	end    int  // of it
	ended  bool // a line break stands there
	clean  bool // it is white space
	arrays int  // that are open then
	mends  mends
}

// rest reads what follows the value that ends at i. It is not ok if something follows
// that belongs nowhere.
func (s *splitter) rest(i int) (r rest, ok bool) {
	r = rest{end: i, clean: true, arrays: s.arrays}
	for r.end-i <= s.max {
		c, more := s.w.at(r.end)
		switch {
		case !more:
			return r, true
		case c == '\n':
			r.ended = true
			return r, true
		case c == ' ' || c == '\t' || c == '\r':
		case c == ',':
			if r.clean = false; r.arrays == 0 {
				r.mends.add(videotune.RuleJSONTrailingData, ",", "")
			}
		case c == ']' && r.arrays > 0:
			r.arrays--
			r.clean = false
		case c == '{' || c == '[' && r.arrays > 0:
			r.clean = false
			return r, true
		default:
			end := -1
			if c == '/' || c == '#' {
				end = s.comment(r.end)
			}
			if end < 0 {
				return r, false
			}
			r.mends.add(videotune.RuleJSONComment, string(s.w.data()[r.end:end]), "")
			r.clean = false
			r.end = end - 1
		}
		r.end++
	}
	return r, false
}

// left is the unit of the lines from the token at i to the place where it cannot be
// mended for the reason that why gives, as they stand.
func (s *splitter) left(i, fail int, why string) unit {
	stop := Obstacle{Message: why, says: why == smartEnd}
	stop.Line, stop.Column = s.w.place(min(fail, len(s.w.data())))
	stop.Column++
	if s.parted(); s.fresh {
		i = 0
	}
	end, ok := s.w.lineEnd(fail, s.max)
	if !ok {
		s.through = true
		u := s.take(unit{kind: unitPart, line: s.w.line, lines: 1, raw: s.w.data()[i:end], stop: stop})
		s.pass(end)
		return u
	}
	raw := s.w.data()[i:end]
	u := s.take(unit{kind: unitLeft, line: s.w.line, lines: bytes.Count(raw, []byte{'\n'}), stop: stop})
	if u.raw, u.ended = bytes.CutSuffix(raw, []byte{'\n'}); u.ended {
		s.returns += bytes.Count(raw, []byte("\r\n"))
		u.raw = unixLines(u.raw)
		s.leave(end-1, false)
		s.w.advance(1)
		s.fresh = true
	} else {
		u.lines++
		if n := bytes.LastIndexByte(u.raw, '\n'); n >= 0 {
			s.returns += bytes.Count(raw, []byte("\r\n"))
			u.raw = slices.Concat(unixLines(u.raw[:n]), u.raw[n:])
		}
		s.pass(end)
	}
	return u
}

// unixLines takes "\r" from the ends of lines, of which the last has lost its line
// break.
func unixLines(b []byte) []byte {
	if bytes.IndexByte(b, '\r') < 0 {
		return b
	}
	var out []byte
	for line := range bytes.SplitSeq(b, []byte{'\n'}) {
		out = append(append(out, bytes.TrimRight(line, "\r")...), '\n')
	}
	return out[:len(out)-1]
}

// part is the unit of the next bytes of a line that is too long to be held.
func (s *splitter) part() unit {
	end, ok := s.w.lineEnd(0, chunkBytes)
	u := unit{kind: unitPart, line: s.w.line, lines: 1, raw: s.w.data()[:end]}
	if ok {
		s.through = false
		u.kind = unitLeft
		u.raw, u.ended = bytes.CutSuffix(u.raw, []byte{'\n'})
	}
	s.w.advance(end)
	s.fresh = ok && u.ended
	return u
}
