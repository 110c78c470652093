package task

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// What can be wrong with a reply. A [Fault] has one of them as its Err.
var (
	ErrNoJSON          = errors.New("no JSON answer")
	ErrBroken          = errors.New("broken JSON")
	ErrSeveral         = errors.New("more than one JSON answer")
	ErrTooLarge        = errors.New("too large")
	ErrUnknownMember   = errors.New("unknown member")
	ErrMissingMember   = errors.New("missing member")
	ErrDuplicateMember = errors.New("member that is there twice")
	ErrType            = errors.New("value of another type")
	ErrNotListed       = errors.New("value that is not listed")
	ErrNotTime         = errors.New("no time in a documented form")
	ErrReversed        = errors.New("time that does not fit to its start")
	ErrValue           = errors.New("value that does not fit")
)

// What a clip can lack for a task. The errors of FromClip and Answer wrap them.
var (
	ErrNoLength      = errors.New("the length of the clip is not known")
	ErrNoText        = errors.New("no event of the clip has a text")
	ErrNoLabel       = errors.New("no event of the clip has a label of the task")
	ErrSeveralLabels = errors.New("the clip has several labels where one is wanted")
	ErrNoSeverity    = errors.New("the event has no severity of the task")
)

// What can be wrong with a task itself.
var (
	ErrNoLabels  = errors.New("the task needs labels")
	ErrLabelsSet = errors.New("the labels of the task are given twice")
	ErrConfig    = errors.New("the task cannot be as it is")
)

// A Fault is what is wrong in one place of a reply.
type Fault struct {
	Pointer videotune.Pointer // into the answer; "" is the whole of it
	Value   string            // what stands there, as JSON, cut if it is long; "" for what is missing
	Want    string            // what was expected, for people
	Err     error             // one of the sentinels
}

// Error says where, what and what was expected.
func (f *Fault) Error() string {
	var b strings.Builder
	if f.Pointer != "" {
		b.WriteString(string(f.Pointer) + ": ")
	}
	b.WriteString(f.Err.Error())
	if f.Value != "" {
		b.WriteString(" " + f.Value)
	}
	if f.Want != "" {
		b.WriteString(": want " + f.Want)
	}
	return b.String()
}

// Unwrap returns Err.
func (f *Fault) Unwrap() error { return f.Err }

// maxFaults is the largest number of faults of one reply that are kept.
const maxFaults = 20

// A ReplyError has what is wrong with a reply, at most 20 faults in the order in
// which they stand there. More counts the rest.
type ReplyError struct {
	Faults []*Fault
	More   int
}

// Error lists the faults.
func (e *ReplyError) Error() string {
	var parts []string
	for _, f := range e.Faults {
		parts = append(parts, f.Error())
	}
	if e.More > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", e.More))
	}
	return "task: this is no answer of the task: " + strings.Join(parts, "; ")
}

// Unwrap returns the faults.
func (e *ReplyError) Unwrap() []error {
	errs := make([]error, len(e.Faults))
	for i, f := range e.Faults {
		errs[i] = f
	}
	return errs
}

func (e *ReplyError) add(pointer videotune.Pointer, value, want string, err error) {
	if len(e.Faults) == maxFaults {
		e.More++
		return
	}
	e.Faults = append(e.Faults, &Fault{pointer, value, want, err})
}

// err returns e if it has a fault.
func (e *ReplyError) err() error {
	if len(e.Faults) == 0 {
		return nil
	}
	return e
}

// replyFault is an error with one fault of the whole reply.
func replyFault(value, want string, err error) error {
	var e ReplyError
	e.add("", value, want, err)
	return &e
}
