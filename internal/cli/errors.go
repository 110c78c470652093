package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/seed-57910ec4/videotune/render"
)

// The exit statuses.
const (
	ExitOK       = 0
	ExitFindings = 1 // what was looked for was found: see the help of each command
	ExitTrouble  = 2 // wrong usage, or a file or service that cannot be used
)

// ErrFindings ends a command with [ExitFindings]; what was found has been told.
var ErrFindings = errors.New("findings")

// A UsageError is a fault of the command line. One without a message ends a command
// whose help was shown.
type UsageError struct{ Msg string }

// Error returns the message.
func (e *UsageError) Error() string { return e.Msg }

// Usagef returns a [*UsageError].
func Usagef(format string, args ...any) error {
	return &UsageError{fmt.Sprintf(format, args...)}
}

// Choice returns value if it is one of choices, at least two; what names it in the
// error.
func Choice(what, value string, choices ...string) (string, error) {
	if slices.Contains(choices, value) {
		return value, nil
	}
	last := len(choices) - 1
	return "", Usagef("%s is %q; want %s or %s", what, value, strings.Join(choices[:last], ", "), choices[last])
}

// Report tells how a command of a program ended on stderr, and returns the exit
// status. command is the program with the names of its commands.
func Report(stderr io.Writer, program, command string, err error) int {
	var usage *UsageError
	switch {
	case err == nil:
		return ExitOK
	case errors.Is(err, ErrFindings):
		return ExitFindings
	case errors.As(err, &usage) && usage.Msg == "":
		return ExitTrouble // the help stands there
	}
	Tell(stderr, program, err)
	if usage != nil {
		fmt.Fprintf(stderr, "Run \"%s --help\" for usage.\n", command)
	}
	return ExitTrouble
}

// Tell writes an error of a program to stderr, in one line.
func Tell(stderr io.Writer, program string, err error) {
	fmt.Fprintf(stderr, "%s: %s\n", program, render.Clean(strings.TrimPrefix(err.Error(), "videotune: ")))
}

// OpenError returns the error of opening a file, with the name first and what to do.
func OpenError(name string, err error) error {
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
