package main

import (
	"io"
	"os"

	"github.com/seed-57910ec4/videotune/probe"
)

// An outFlag is a flag that names a file to be written.
type outFlag struct {
	flag string // with its dashes
	name string // of the file; "" if the flag is not given
}

// spareInputs returns an error if a command would write over a file that it reads. The
// names of what it reads are those of its arguments and of its flags: files, URIs, "-"
// for standard input, which may be a file too, and "" for a flag that is not given.
func spareInputs(stdin io.Reader, read []string, written ...outFlag) error {
	for _, out := range written {
		for _, name := range read {
			if isInput(out.name, name, stdin) {
				return usagef("%s %s is a file that is read; name another", out.flag, out.name)
			}
		}
	}
	return nil
}

// isInput reports whether the file out, which is to be written, is there already and is
// what a name stands for that is read.
func isInput(out, name string, stdin io.Reader) bool {
	if name == stdinName {
		f, ok := stdin.(*os.File)
		if !ok {
			return false
		}
		a, err := os.Stat(out)
		b, err2 := f.Stat()
		return err == nil && err2 == nil && os.SameFile(a, b)
	}
	if path, ok := probe.LocalPath(name); ok { // of a file URI
		name = path
	}
	return sameFile(out, name)
}

// sameFile reports whether two paths lead to one file.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	second, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(first, second)
}
