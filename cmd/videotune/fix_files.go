package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/seed-57910ec4/videotune/fix"
	"github.com/seed-57910ec4/videotune/render"
)

// maxBackups bounds how many old files are kept of one.
const maxBackups = 1000

// keepOld gives the file a second name, that of a backup, under which it stays when
// another takes its place.
func keepOld(name string) (backup string, err error) {
	for i := 1; i <= maxBackups; i++ {
		backup = name + ".bak"
		if i > 1 {
			backup += fmt.Sprint(i)
		}
		if err = os.Link(name, backup); err != nil && !errors.Is(err, fs.ErrExist) {
			err = copyFile(name, backup) // there are file systems without links
		}
		if !errors.Is(err, fs.ErrExist) {
			return backup, err
		}
	}
	return "", err
}

// copyFile copies a file to one that must not be there.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, out.Close()); err != nil {
			_ = os.Remove(to)
		}
	}()
	if _, err = io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}

// writeDiff writes an edit as a diff shows it: the lines before and the line after.
func writeDiff(w io.Writer, name string, e *fix.Edit) error {
	if len(e.Before) == 0 && len(e.After) == 0 {
		return nil
	}
	place := fmt.Sprintf("@@ %s:%d", render.Clean(name), e.Line)
	if e.Lines > 1 {
		place += fmt.Sprintf("-%d", e.Line+e.Lines-1)
	}
	if e.Out > 0 {
		place += fmt.Sprintf(" → %d", e.Out)
	}
	if _, err := fmt.Fprintf(w, "%s @@\n", place); err != nil {
		return err
	}
	if err := diffLines(w, "-", e.Before); err != nil {
		return err
	}
	if e.Out == 0 {
		return nil
	}
	return diffLines(w, "+", e.After)
}

func diffLines(w io.Writer, sign string, text []byte) error {
	for line := range bytes.SplitSeq(text, []byte{'\n'}) {
		if _, err := fmt.Fprintf(w, "%s%s\n", sign, render.Clean(string(line))); err != nil {
			return err
		}
	}
	return nil
}
