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

const streamStep = 64 << 10 // bytes by which buf grows, and that may take the time of a request

// begin reads the beginning, by which a file is known that has no more.
func (s *stream) begin() error {
	s.fill(headBytes + 1)
	return s.fault()
}

// measure reads as far as is allowed, and returns the size if the end was found, else -1.
func (s *stream) measure() (size int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wait.resume()
	defer s.wait.pause()
	s.fill(MaxNoRange)
	return s.size, s.fault()
}

// fault returns why the end was not found, nil if it was or was not looked for.
func (s *stream) fault() error {
	if errors.Is(s.err, io.EOF) {
		return nil
	}
	return s.err
}

// received returns how many bytes came.
func (s *stream) received() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return int64(len(s.buf))
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
	if s.size < 0 {
		return fmt.Errorf("%w, nor the size of the file, of which only the first %d bytes can be read", ErrNoRange, MaxNoRange)
	}
	return fmt.Errorf("%w, so that only the first %d bytes of the file can be read, not byte %d", ErrNoRange, MaxNoRange, off)
}

// fill reads until there are want bytes, at most MaxNoRange, or s.err is set. The time of
// the wait is for each streamStep bytes.
func (s *stream) fill(want int) {
	begin := len(s.buf)
	for len(s.buf) < want && s.err == nil {
		if len(s.buf)-begin >= streamStep {
			begin = len(s.buf)
			s.wait.resume()
		}
		s.buf = slices.Grow(s.buf, min(streamStep, MaxNoRange-len(s.buf)))
		room := s.buf[len(s.buf):min(cap(s.buf), MaxNoRange)]
		n, err := s.body.Read(room)
		s.buf = s.buf[:len(s.buf)+n]
		switch {
		case err == nil:
		case errors.Is(err, io.EOF) && (s.size < 0 || int64(len(s.buf)) == s.size):
			s.err = io.EOF
			s.size = int64(len(s.buf))
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
