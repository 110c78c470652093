package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// stdinName is the argument that stands for standard input.
const stdinName = "-"

// inputs opens the files that are named on the command line.
type inputs struct {
	stdin io.Reader
	used  bool // stdin is taken
	files []*os.File
}

// open opens a file for reading, or standard input for "-".
func (in *inputs) open(name string) (io.Reader, error) {
	if name == stdinName {
		if in.used {
			return nil, usagef("standard input (-) is named twice; it can be read once only")
		}
		in.used = true
		return in.stdin, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, openError(name, err)
	}
	in.files = append(in.files, f)
	info, err := f.Stat()
	if err != nil {
		return nil, openError(name, err)
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s: is a directory; name the files in it", name)
	}
	return f, nil
}

// openError puts the name first, and says what to do.
func openError(name string, err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	hint := ""
	switch {
	case errors.Is(err, os.ErrNotExist):
		hint = "; see that the path is right"
	case errors.Is(err, os.ErrPermission):
		hint = "; see that you may read it"
	case errors.Is(err, syscall.EMFILE):
		hint = "; raise the bound with ulimit -n, or join files with cat and name - instead"
	}
	if name == "" {
		name = `""`
	}
	return fmt.Errorf("%s: %w%s", name, err, hint)
}

func (in *inputs) close() {
	for _, f := range in.files {
		_ = f.Close() // read only
	}
}
