package probe

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
)

// A stream is a file that a server sends from the beginning. It is read as far as
// was asked for, and kept.
type stream struct {
	mu   sync.Mutex
	body io.ReadCloser
	wait *wait
	size int64 // -1 if unknown
	buf  []byte
	err  error // why there is no more
}

const streamStep = 64 << 10 // bytes by which buf grows

// measure reads as far as is allowed and sets the size, if the end was found.
func (s *stream) measure() error {
	s.fill(MaxNoRange)
	switch {
	case s.err == nil:
		return nil
	case errors.Is(s.err, io.EOF):
		s.size = int64(len(s.buf))
		return nil
	}
	return s.err
}

// ReadAt gives bytes of the file, of its first MaxNoRange.
func (s *stream) ReadAt(p []byte, off int64) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wait.resume()
	defer s.wait.pause()
	return s.readAt(p, off)
}

func (s *stream) readAt(p []byte, off int64) (int, error) {
	switch {
	case s.size >= 0 && off >= s.size:
		return 0, io.EOF
	case off >= MaxNoRange:
		return 0, s.beyond(off)
	}
	end := min(off+int64(len(p)), MaxNoRange)
	if s.size >= 0 {
		end = min(end, s.size)
	}
	s.fill(int(end))
	n := 0
	if off < int64(len(s.buf)) {
		n = copy(p, s.buf[off:])
	}
	at := off + int64(n)
	switch {
	case n == len(p):
		return n, nil
	case at == s.size:
		return n, io.EOF
	case at == MaxNoRange:
		return n, s.beyond(at)
	}
	return n, s.err
}

func (s *stream) beyond(off int64) error {
	return fmt.Errorf("%w, so that only the first %d bytes of the file can be read, not byte %d", ErrNoRange, MaxNoRange, off)
}

// fill reads until there are want bytes, at most MaxNoRange, or s.err is set.
func (s *stream) fill(want int) {
	for len(s.buf) < want && s.err == nil {
		s.buf = slices.Grow(s.buf, min(streamStep, MaxNoRange-len(s.buf)))
		room := s.buf[len(s.buf):min(cap(s.buf), MaxNoRange)]
		n, err := s.body.Read(room)
		s.buf = s.buf[:len(s.buf)+n]
		switch {
		case err == nil:
		case errors.Is(err, io.EOF) && (s.size < 0 || int64(len(s.buf)) == s.size):
			s.err = io.EOF
		default:
			s.err = s.wait.explain(err)
		}
	}
	if len(s.buf) == MaxNoRange || int64(len(s.buf)) == s.size {
		s.body.Close() // nothing more is wanted of it
	}
}

func (s *stream) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wait.end()
	return s.body.Close()
}
