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

// packages begin what errors of the packages say, which nobody needs who runs a program.
var packages = []string{"videotune: ", "vertex: ", "gcs: "}

// Tell writes an error of a program to stderr, in one line; those that [errors.Join]
// joined in one line each.
func Tell(stderr io.Writer, program string, err error) {
	for _, err := range Joined(err) {
		text := err.Error()
		for _, name := range packages {
			text = strings.TrimPrefix(text, name)
		}
		fmt.Fprintf(stderr, "%s: %s\n", program, render.Clean(text))
	}
}

// Joined returns the errors that [errors.Join] joined, also in what it joined; any other
// error, which may wrap several and has words of its own, it returns alone.
func Joined(err error) []error {
	many, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var texts []string
	var all []error
	for _, e := range many.Unwrap() {
		texts = append(texts, e.Error())
		all = append(all, Joined(e)...)
	}
	if strings.Join(texts, "\n") != err.Error() {
		return []error{err}
	}
	return all
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
