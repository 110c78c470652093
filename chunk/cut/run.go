package cut

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
	"unicode"
)

const (
	maxLine   = 16 << 10 // of what a program prints; a longer one is cut
	maxSaid   = 4 << 10  // of the last lines on stderr
	saidLines = 10
	waitDelay = 5 * time.Second // for a killed program's children to let go of its pipes
)

// run runs a program to its end and calls line with each line of its standard output,
// which is not valid afterwards. When ctx ends, line returns an error, or the program is
// silent for too long, it is killed with its children.
//
// An error is a [*CommandError], or that of line.
func run(parent context.Context, c Command, stall time.Duration, line func([]byte) error) error {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	watch := time.AfterFunc(stall, func() { cancel(ErrStalled) })
	defer watch.Stop()
	alive := func() { watch.Reset(stall) }

	cmd := exec.CommandContext(ctx, c[0], c[1:]...)
	said := &tail{alive: alive}
	out := &lines{alive: alive, line: line, fail: cancel}
	cmd.Stdout, cmd.Stderr = out, said
	cmd.Env = append(os.Environ(), "LC_ALL=C", "AV_LOG_FORCE_NOCOLOR=1")
	cmd.WaitDelay = waitDelay
	withChildren(cmd)
	err := cmd.Run()
	if out.err == nil && err == nil {
		out.end()
	}
	switch {
	case out.err != nil:
		return out.err
	case err == nil:
		return nil
	case parent.Err() != nil:
		err = stopped(parent)
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	}
	return &CommandError{Command: c, Stderr: said.text(), Err: err}
}

// stopped returns why a context is done.
func stopped(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// lines calls line with each line that is written to it.
type lines struct {
	alive func()
	line  func([]byte) error
	fail  func(error)
	buf   []byte
	err   error
}

func (l *lines) Write(p []byte) (int, error) {
	l.alive()
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
	if l.err = l.line(text); l.err != nil {
		l.fail(l.err)
	}
}

// tail keeps the end of what is written to it.
type tail struct {
	alive func()
	buf   []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.alive()
	t.buf = append(t.buf, p[max(0, len(p)-maxSaid):]...)
	if len(t.buf) > maxSaid {
		t.buf = append(t.buf[:0], t.buf[len(t.buf)-maxSaid:]...)
	}
	return len(p), nil
}

// text returns the last lines without what a file may have smuggled into them.
func (t *tail) text() string {
	text := strings.ReplaceAll(strings.ToValidUTF8(string(t.buf), ""), "\r", "\n")
	var kept []string
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(strings.Map(func(r rune) rune {
			if !unicode.IsPrint(r) && r != '\t' {
				return -1
			}
			return r
		}, l))
		if l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept[max(0, len(kept)-saidLines):], "\n")
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
