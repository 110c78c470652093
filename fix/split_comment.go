package fix

import "bytes"

// A stretch is a part of a file, by places from its beginning.
type stretch struct{ from, to int64 }

// comment returns the place behind the comment at i, the line break that ends it left
// out, or -1 if there is none that ends.
func (s *splitter) comment(i int) int {
	c, _ := s.w.at(i)
	next, _ := s.w.at(i + 1)
	switch {
	case c == '/' && next == '*':
		return s.commentEnd(i + 2)
	case c == '/' && next != '/':
		return -1
	}
	end, ok := s.w.lineEnd(i, s.max)
	if !ok {
		return -1
	}
	if data := s.w.data(); data[end-1] == '\n' {
		end--
	}
	return end
}

// commentEnd returns the place behind the "*/" that follows i, or -1 if there is none
// within reach. What was searched in vain is not searched again: many comments may begin
// that do not end.
func (s *splitter) commentEnd(i int) int {
	from, last := s.w.gone+int64(i), i-2+s.max
	if s.endless.from > from || s.endless.to < from {
		s.endless = stretch{from, from}
	}
	for {
		at := int(s.endless.to - s.w.gone)
		data := s.w.data()
		data = data[:min(len(data), last+2)]
		if n := bytes.Index(data[min(at, len(data)):], []byte("*/")); n >= 0 {
			return at + n + 2
		}
		// The last byte may be the first of two.
		s.endless.to = max(s.endless.to, s.w.gone+int64(len(data)-1))
		if len(data) == last+2 || !s.w.more() {
			return -1
		}
	}
}
