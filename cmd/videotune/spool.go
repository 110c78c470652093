package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// spoolMemory is how much of the output is kept in memory.
const spoolMemory = 1 << 20

// A spool keeps output back until it is known that the command succeeded: in
// memory, and from spoolMemory bytes on in a temporary file.
type spool struct {
	buf  []byte
	file *os.File
	name string // of file; "" if it has lost its name already
	less string // what else helps if there is no room for it; "" for nothing
}

// lessListed is what else helps where most of the output are problems.
const lessListed = ", or list less with --max-problems"

// Write appends p.
func (s *spool) Write(p []byte) (int, error) {
	if s.file == nil {
		if len(s.buf)+len(p) <= spoolMemory {
			s.buf = append(s.buf, p...)
			return len(p), nil
		}
		if err := s.spill(); err != nil {
			return 0, s.failed(err)
		}
	}
	n, err := s.file.Write(p)
	return n, s.failed(err)
}

func (s *spool) spill() error {
	f, err := os.CreateTemp("", "videotune-*")
	if err != nil {
		return err
	}
	s.file, s.name = f, f.Name()
	if os.Remove(s.name) == nil { // not so on Windows, where it is open
		s.name = ""
	}
	_, err = f.Write(s.buf)
	s.buf = nil
	return err
}

func (s *spool) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("cannot keep the output until it is complete: %w; set TMPDIR to a directory with more room%s", err, s.less)
}

// copyOut writes what was kept to w. That nobody reads it any more (a closed
// pipe) is no error.
func (s *spool) copyOut(w io.Writer) error {
	var err error
	if s.file == nil {
		_, err = w.Write(s.buf)
	} else if _, err = s.file.Seek(0, io.SeekStart); err == nil {
		_, err = io.Copy(w, s.file)
	}
	if err != nil && !errors.Is(err, syscall.EPIPE) {
		return fmt.Errorf("cannot write the output: %w", err)
	}
	return nil
}

// close removes the temporary file.
func (s *spool) close() {
	if s.file == nil {
		return
	}
	_ = s.file.Close()
	if s.name != "" {
		_ = os.Remove(s.name)
	}
}
