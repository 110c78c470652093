package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// isDataset reports whether an argument names a dataset, not a video.
func isDataset(arg string) bool {
	return arg == stdinName || strings.HasSuffix(strings.ToLower(arg), ".jsonl")
}

// checkVideo returns an error if an argument cannot name a video.
func checkVideo(arg string) error {
	if arg == "" {
		return usagef("an argument is empty; want a video or a dataset")
	}
	if info, err := os.Stat(arg); err == nil && info.IsDir() {
		return usagef("%s is a folder; name the videos in it, such as %s", arg, filepath.Join(arg, "*.mp4"))
	}
	return nil
}

// A walker is told what the arguments of probe and plan name, in their order.
type walker interface {
	video(uri string)
	dataset(name string)
	line(rec *videotune.Record)
}

// walk reads the arguments.
func walk(in *inputs, args []string, to walker) error {
	for _, arg := range args {
		if !isDataset(arg) {
			if err := checkVideo(arg); err != nil {
				return err
			}
			to.video(arg)
			continue
		}
		r, err := in.open(arg)
		if err != nil {
			return err
		}
		to.dataset(arg)
		for rec, err := range videotune.NewReader(r, &videotune.ReaderOptions{Name: arg}).All() {
			if rec == nil {
				return err
			}
			to.line(rec)
		}
	}
	return nil
}

// unreadable returns why it cannot be told what videos a line names; nil if it can.
func unreadable(rec *videotune.Record) error {
	if len(rec.Example.Contents) > 0 {
		return nil
	}
	return firstError(rec, func(*videotune.Problem) bool { return true })
}

// firstError returns the first problem of a line that fails the job and is one of those.
func firstError(rec *videotune.Record, is func(*videotune.Problem) bool) error {
	for i := range rec.Problems {
		if p := &rec.Problems[i]; p.Severity == videotune.SeverityError && is(p) {
			return p
		}
	}
	return nil
}

// maxNotes bounds the lines of one kind that probe and plan tell of.
const maxNotes = 20

// notes are errors of one kind: the first ones, and how many there are.
type notes struct {
	first []error
	n     int
}

func (n *notes) add(err error) {
	if n.n++; len(n.first) < maxNotes {
		n.first = append(n.first, err)
	}
}

// tell tells the first ones, and counts the others, which are called what.
func (n *notes) tell(stderr io.Writer, what string) {
	for _, err := range n.first {
		tell(stderr, err)
	}
	if more := n.n - len(n.first); more > 0 {
		tell(stderr, fmt.Errorf("… and %s", count(more, "more "+what)))
	}
}
