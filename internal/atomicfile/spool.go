package atomicfile

import (
	"errors"
	"os"
)

// A Spool is a file for reading back what was written, and for nobody else. It
// is not safe for concurrent use.
type Spool struct {
	*os.File
	name string // "" if the file has lost its name already
}

// Spool creates a spool file beside f's target. On Unix it has no name from the
// first moment on, so that nothing is left of it when the process is killed; else
// a stray one is replaced by the next. One File may have one Spool at a time, and
// must not be committed or closed before it: f's lock guards the name.
func (f *File) Spool() (*Spool, error) {
	if err := f.usable(); err != nil {
		return nil, err
	}
	name := sibling(f.target, spoolSuffix)
	if err := removeIfThere(name); err != nil {
		return nil, f.wrap(err)
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, f.wrap(err)
	}
	s := &Spool{File: file, name: name}
	if os.Remove(name) == nil { // not so on Windows, where it is open
		s.name = ""
	}
	return s, nil
}

// Close removes the spool file. It may be called again.
func (s *Spool) Close() error {
	err := s.File.Close()
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	if s.name != "" {
		err = errors.Join(err, removeIfThere(s.name))
	}
	return err
}
