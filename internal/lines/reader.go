// Package lines reads a file as physical lines, in one pass and in memory that
// is bounded by the longest line it is told to hold.
//
// A line ends at "\n"; a "\r" right before it belongs to the end of the line. No
// other byte ends a line: not a lone "\r", not U+2028.
package lines

import (
	"bytes"
	"errors"
	"io"
	"math"
)

const (
	// DefaultMax is the longest line, in bytes, that a Reader holds which was not
	// told otherwise.
	DefaultMax = 16 << 20
	// HeadBytes is how much is kept of a line that is longer than the maximum.
	HeadBytes = 512

	baseSize   = 64 << 10 // of the buffer, at first and after long lines are over
	limitOfMax = math.MaxInt / 4
	emptyReads = 100 // reads without a byte and without an error, one after the other
)

var errCount = errors.New("lines: the reader returned an impossible count of bytes")

// A Line is one physical line. Its Bytes are valid until the next call of Next.
type Line struct {
	Bytes      []byte // without "\n" and without one "\r" before it
	Number     int    // from 1
	Offset     int64  // bytes of the file before the line
	Blank      bool   // nothing but spaces, tabs and "\r"
	TooLong    bool   // longer than the maximum: Bytes is its beginning, the rest was skipped
	Terminated bool   // ended in "\n"; only the last line of a file may lack it
}

// A Reader yields the lines of an [io.Reader]. It is not safe for concurrent use.
//
// It holds one buffer. The buffer grows to what the longest line needs, and
// shrinks again when long lines are over. In the steady state nothing is
// allocated.
type Reader struct {
	r          io.Reader
	max        int
	buf        []byte
	start, end int   // buf[start:end] was read and not given yet
	offset     int64 // of buf[start] in the file
	read       int64
	number     int
	calm       int64 // bytes read since a quarter of the buffer was last needed
	err        error // of the reader; stands behind buf[:end]
}

// New returns a Reader of r that holds lines of up to max bytes, their end not
// counted; DefaultMax if max is not positive.
func New(r io.Reader, max int) *Reader {
	if max <= 0 {
		max = DefaultMax
	}
	return &Reader{r: r, max: min(max, limitOfMax)}
}

// BytesRead is the number of bytes that were read from the underlying reader,
// those not given as lines yet included. After io.EOF it is the size of the file.
func (r *Reader) BytesRead() int64 { return r.read }

// Peek returns the next n bytes without giving them: they come again with Next.
// If there are fewer, it returns those and the reason: io.EOF if that is all of
// the file. The bytes are valid until the next call of Peek or Next.
func (r *Reader) Peek(n int) ([]byte, error) {
	for r.end-r.start < n && r.err == nil {
		r.fill(n)
	}
	if have := r.end - r.start; have < n {
		return r.buf[r.start:r.end], r.err
	}
	return r.buf[r.start : r.start+max(n, 0)], nil
}

// Next returns the next line, and io.EOF after the last. An error of the
// underlying reader comes after the lines before it, and for every call from
// there on; what was read of a line that the error cut is not given.
func (r *Reader) Next() (Line, error) {
	for seen := 0; ; {
		rest := r.buf[r.start:r.end]
		if i := bytes.IndexByte(rest[seen:], '\n'); i >= 0 {
			return r.line(seen+i, true), nil
		}
		seen = len(rest)
		if r.err != nil {
			if r.err != io.EOF || seen == 0 {
				return Line{}, r.err
			}
			return r.line(seen, false), nil
		}
		if seen > r.max+1 { // one more than the maximum may be a "\r"
			return r.skip()
		}
		r.fill(r.max + 2)
	}
}

// line gives the first n bytes of what was read as a line, and passes over its end.
func (r *Reader) line(n int, terminated bool) Line {
	b := r.buf[r.start : r.start+n : r.start+n]
	l := Line{Offset: r.offset, Terminated: terminated}
	if terminated {
		n++
		if k := len(b) - 1; k >= 0 && b[k] == '\r' {
			b = b[:k]
		}
	}
	l.Blank = blank(b)
	if l.TooLong = len(b) > r.max; l.TooLong {
		b = b[:min(HeadBytes, r.max)]
	}
	l.Bytes = b
	r.start += n
	r.offset += int64(n)
	r.number++
	l.Number = r.number
	return l
}

// skip gives the beginning of a line that is longer than the maximum, of which
// all of the buffer is a part, and passes over the rest of it.
func (r *Reader) skip() (Line, error) {
	r.number++
	l := Line{Number: r.number, Offset: r.offset, TooLong: true, Blank: blank(r.buf[r.start:r.end])}
	head := copy(r.buf, r.buf[r.start:r.start+min(HeadBytes, r.max)])
	r.offset += int64(r.end - r.start)
	for {
		r.start, r.end = head, head
		if r.err == nil {
			r.readMore()
		}
		rest := r.buf[r.start:r.end]
		i := bytes.IndexByte(rest, '\n')
		if i >= 0 {
			rest, l.Terminated = rest[:i], true
		}
		l.Blank = l.Blank && blank(rest)
		r.start += len(rest)
		r.offset += int64(len(rest))
		if l.Terminated {
			r.start++
			r.offset++
		}
		if l.Terminated || r.err != nil {
			break
		}
	}
	if !l.Terminated && r.err != io.EOF {
		r.number--
		return Line{}, r.err
	}
	l.Bytes = r.buf[:head:head]
	return l, nil
}

// fill reads once, after making room for a line of up to want bytes.
func (r *Reader) fill(want int) {
	n := r.end - r.start
	switch {
	case r.buf == nil:
		r.buf = make([]byte, baseSize)
	case n > len(r.buf)/4:
		r.calm = 0
	case len(r.buf) > baseSize && r.calm > 8*int64(len(r.buf)):
		r.resize(len(r.buf) / 2)
	}
	if r.end == len(r.buf) {
		switch {
		case r.start > 0:
			copy(r.buf, r.buf[r.start:r.end])
			r.start, r.end = 0, n
		default:
			r.resize(max(min(2*len(r.buf), want), len(r.buf)+1))
		}
	}
	r.readMore()
}

// resize moves what was not given yet to a buffer of another size.
func (r *Reader) resize(size int) {
	buf := make([]byte, size)
	r.end = copy(buf, r.buf[r.start:r.end])
	r.start, r.calm = 0, 0
	r.buf = buf
}

// readMore reads once into the free end of the buffer, and sets r.err if the
// reader is at its end or is of no use.
func (r *Reader) readMore() {
	for range emptyReads {
		room := r.buf[r.end:]
		n, err := r.r.Read(room)
		if n < 0 || n > len(room) {
			r.err = errCount
			return
		}
		r.end += n
		r.read += int64(n)
		r.calm += int64(n)
		if err != nil {
			r.err = err
			return
		}
		if n > 0 {
			return
		}
	}
	r.err = io.ErrNoProgress
}

// blank reports whether b is nothing but spaces, tabs and "\r".
func blank(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}
