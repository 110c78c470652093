package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/cli"
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
		if strings.Contains(name, "://") {
			return nil, fmt.Errorf("%s: is a URL, and this command fetches nothing; copy the file to your machine first, for instance with gcloud storage cp", name)
		}
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

// stream opens a file, or standard input, for somebody who closes it.
func (in *inputs) stream(name string) (io.ReadCloser, error) {
	r, err := in.open(name)
	if err != nil {
		return nil, err
	}
	if name == stdinName {
		return io.NopCloser(r), nil
	}
	last := len(in.files) - 1
	f := in.files[last]
	in.files = in.files[:last]
	return f, nil
}

// openError puts the name first, and says what to do.
func openError(name string, err error) error { return cli.OpenError(name, err) }

func (in *inputs) close() {
	for _, f := range in.files {
		_ = f.Close() // read only
	}
}
