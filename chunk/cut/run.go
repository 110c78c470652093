package cut

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"time"

	"github.com/seed-57910ec4/videotune/internal/ffmpeg"
)

// maxLine bounds a line of what a program prints; a longer one is cut.
const maxLine = 16 << 10

// run runs a program to its end and calls line with each line of its standard output,
// which is not valid afterwards. When ctx ends, line returns an error, or the program is
// silent for too long, it is killed with its children.
//
// An error is a [*CommandError], or that of line.
func run(ctx context.Context, c Command, stall time.Duration, line func([]byte) error) error {
	out := &lines{line: line}
	said, err := ffmpeg.Run(ctx, c, ffmpeg.Options{Stdout: out, Stall: stall})
	if err == nil {
		out.end()
	}
	switch {
	case out.err != nil:
		return out.err
	case err == nil:
		return nil
	}
	return &CommandError{Command: c, Stderr: said, Err: err}
}

// lines calls line with each line that is written to it.
type lines struct {
	line func([]byte) error
	buf  []byte
	err  error
}

func (l *lines) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0 && l.err == nil; {
		part, after, ended := bytes.Cut(rest, []byte{'\n'})
		l.buf = append(l.buf, part[:min(len(part), maxLine-len(l.buf))]...)
		if rest = after; ended {
			l.end()
		}
	}
	if l.err != nil {
		return 0, l.err
	}
	return len(p), nil
}

// end ends a line.
func (l *lines) end() {
	text := bytes.TrimSuffix(l.buf, []byte{'\r'})
	l.buf = l.buf[:0]
	if len(text) == 0 || l.line == nil {
		return
	}
	l.err = l.line(text)
}

// find returns the path of a program.
func find(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", &MissingError{What: name, Err: withoutName(err)}
	}
	return path, nil
}

// withoutName takes the name of a program from an error, which tells it already.
func withoutName(err error) error {
	if e := (*exec.Error)(nil); errors.As(err, &e) {
		return e.Err
	}
	return err
}
