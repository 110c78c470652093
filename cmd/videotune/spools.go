package main

import (
	"bytes"
	"fmt"
	"io"
)

// spools keep what can be read once only.
type spools []*spool

func (s *spools) add() *spool {
	*s = append(*s, new(spool))
	return (*s)[len(*s)-1]
}

func (s *spools) close() {
	for _, one := range *s {
		one.close()
	}
}

// open opens a file so that it can be read again.
func (s *spools) open(in *inputs, name string) (io.Reader, error) {
	r, err := in.open(name)
	if err != nil || isRegular(r) {
		return r, err
	}
	if r, err = s.add().keep(r); err != nil {
		return nil, fmt.Errorf("%s: %w", fileName(name), err)
	}
	return r, nil
}

// keep keeps all that r holds, and returns a reader of that, which can seek. Nothing
// else may be written to the spool.
func (s *spool) keep(r io.Reader) (io.Reader, error) {
	if _, err := io.Copy(s, r); err != nil {
		return nil, err
	}
	if s.file == nil {
		return bytes.NewReader(s.buf), nil
	}
	return s.file, nil
}
