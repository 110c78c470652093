// Package jsonread reads large JSON files as streams of values that are small, each
// with the line it begins on.
package jsonread

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// MaxValue is the largest single value, in bytes.
const MaxValue = 64 << 20

// ErrTooLarge says that a single value is over [MaxValue].
var ErrTooLarge = fmt.Errorf("one value has more than %d bytes", MaxValue)

// A SyntaxError is a fault of the JSON itself.
type SyntaxError struct {
	Line int
	Err  error
}

// Error names the line.
func (e *SyntaxError) Error() string { return "line " + strconv.Itoa(e.Line) + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *SyntaxError) Unwrap() error { return e.Err }

// A Stream reads values.
type Stream struct {
	dec   *json.Decoder
	text  *bufio.Reader
	count *counter
	most  int64 // bytes of a value
}

// A counter bounds what a decoder reads at a time, and finds lines by offsets. What it
// remembers is no larger than what is read ahead.
type counter struct {
	r     io.Reader
	total int64
	bound int64 // of total, for the value that is being read

	ends   []byte // of the lines that were read: uvarints, each from the end before
	next   int    // place in ends of the first line that is not passed
	last   int64  // offset of the last end that was read
	passed int64  // offset of the last end that is passed
	lines  int    // that are passed
}

func (c *counter) Read(p []byte) (int, error) {
	if c.total >= c.bound {
		return 0, ErrTooLarge
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.bound-c.total)])
	for i := 0; i < n; {
		j := bytes.IndexByte(p[i:n], '\n')
		if j < 0 {
			break
		}
		i += j + 1
		end := c.total + int64(i)
		c.ends = binary.AppendUvarint(c.ends, uint64(end-c.last))
		c.last = end
	}
	c.total += int64(n)
	return n, err
}

// line returns the line of an offset, which must not be less than in an earlier call.
func (c *counter) line(offset int64) int {
	for c.next < len(c.ends) {
		length, n := binary.Uvarint(c.ends[c.next:])
		if c.passed+int64(length) > offset {
			break
		}
		c.passed += int64(length)
		c.next += n
		c.lines++
	}
	if c.next > len(c.ends)/2 {
		c.ends = c.ends[:copy(c.ends, c.ends[c.next:])]
		c.next = 0
	}
	return c.lines + 1
}

// NewStream returns a Stream of what r holds.
func NewStream(r *bufio.Reader) *Stream {
	c := &counter{r: r}
	dec := json.NewDecoder(c)
	dec.UseNumber()
	return &Stream{dec, r, c, MaxValue}
}

// First returns the first byte that is no white space; 0 for a file without one. It
// is called before anything else is read, and looks at what the buffer holds only.
func (s *Stream) First() byte {
	for n := 64; ; n *= 2 {
		head, err := s.text.Peek(n)
		if head = bytes.TrimLeft(head, " \t\r\n"); len(head) > 0 {
			return head[0]
		}
		if err != nil {
			return 0
		}
	}
}

// Token returns the next token; io.EOF at the end of the file.
func (s *Stream) Token() (json.Token, error) {
	s.count.bound = s.count.total + s.most
	t, err := s.dec.Token()
	return t, s.explain(err)
}

// More reports whether another value follows in the current array or object.
func (s *Stream) More() bool {
	s.count.bound = s.count.total + s.most
	return s.dec.More()
}

// Line returns the line on which the last token or value ends.
func (s *Stream) Line() int { return s.count.line(s.dec.InputOffset()) }

// Value returns the bytes of the next value and the line on which it begins; io.EOF
// at the end of the file.
func (s *Stream) Value() (raw json.RawMessage, line int, err error) {
	s.count.bound = s.count.total + s.most
	if err := s.dec.Decode(&raw); err != nil {
		return nil, 0, s.explain(err)
	}
	return raw, s.count.line(s.dec.InputOffset() - int64(len(raw))), nil
}

// explain adds the line to a fault.
func (s *Stream) explain(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return &SyntaxError{s.count.line(max(syntax.Offset-1, s.next())), err}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &SyntaxError{s.count.line(s.count.total), errors.New("the file ends within a value")}
	}
	return err
}

// next returns the offset of what stands behind the last value, white space and a
// comma left aside.
func (s *Stream) next() int64 {
	var head [512]byte
	n, _ := io.ReadFull(s.dec.Buffered(), head[:])
	rest := bytes.TrimLeft(head[:n], ", \t\r\n")
	return s.dec.InputOffset() + int64(n-len(rest))
}

// Elements calls each for the elements of the array that is the whole file or, where
// the file does not begin with one, for the values that stand one behind the other,
// with their places from 1. It ends with the first error.
func (s *Stream) Elements(each func(record, line int, raw json.RawMessage) error) error {
	array := s.First() == '['
	if array {
		if _, err := s.Token(); err != nil {
			return err
		}
	}
	for record := 1; !array || s.More(); record++ {
		raw, line, err := s.Value()
		if err == io.EOF && !array {
			return nil
		}
		if err != nil {
			return s.cut(err)
		}
		if err := each(record, line, raw); err != nil {
			return err
		}
	}
	if _, err := s.Token(); err != nil { // the closing bracket
		return s.cut(err)
	}
	if _, err := s.Token(); err != io.EOF {
		return &SyntaxError{s.Line(), errors.New("more follows behind the list")}
	}
	return nil
}

// Members calls each for the members of the object whose opening brace was read last,
// with their names, and reads the closing brace.
func (s *Stream) Members(each func(name string) error) error {
	for s.More() {
		t, err := s.Token()
		if err != nil {
			return s.cut(err)
		}
		if err := each(t.(string)); err != nil {
			return err
		}
	}
	_, err := s.Token()
	return s.cut(err)
}

// cut makes the end of the file an error, where a bracket is open.
func (s *Stream) cut(err error) error {
	if err == io.EOF {
		return s.explain(io.ErrUnexpectedEOF)
	}
	return err
}
