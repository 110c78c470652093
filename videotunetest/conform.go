package videotunetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/seed-57910ec4/videotune"
)

// A TestingT is what this package needs of a test. *testing.T and *testing.B are
// ones, and so are those of most other frameworks.
type TestingT interface {
	Helper()
	Errorf(format string, args ...any)
}

// Options say how strict [Conform] is. The zero value, and nil, are ready to use.
type Options struct {
	// Policy is what the lines are judged by; nil is the zero Policy. Name the
	// model that is tuned, and give facts of media where the test has them; a rule
	// that must not count is switched off here.
	Policy *videotune.Policy
	// Warnings makes a violation of warnings, too; but not of examples-few, since
	// the lines of a test are few on purpose.
	Warnings bool
	// Canonical demands the bytes that videotune's Writer writes, so that files
	// can be compared byte by byte whatever program made them.
	Canonical bool
	// Unstable allows a producer that writes other bytes each time it runs.
	Unstable bool
}

// A Violation is one thing that is wrong with what a producer does.
type Violation struct {
	Line        int    // of what was written, from 1; 0 if it is not about a line
	Explanation string // what is wrong, and what to do
	Err         error  // the cause: a *videotune.Problem, or what the producer returned; nil if there is none
}

// Error returns "line 3: " and the explanation.
func (v *Violation) Error() string {
	if v.Line == 0 {
		return v.Explanation
	}
	return fmt.Sprintf("line %d: %s", v.Line, v.Explanation)
}

// Unwrap returns Err, so that errors.Is(err, videotune.RuleResolutionMixed) works
// on what [Conform] returns.
func (v *Violation) Unwrap() error { return v.Err }

// Conform runs produce, which writes a dataset as JSONL, and returns every
// violation of what a good producer does, each a [*Violation], joined by
// [errors.Join]; nil if there is none. A good producer
//
//   - writes lines that [videotune.Check] finds nothing of severity drop or error in;
//   - writes the same bytes when it runs again, so that a dataset can be made
//     anew and compared (see Options.Unstable);
//   - returns an error when the writer does, and does not leave half a file
//     behind as if it were whole;
//   - writes canonical bytes, if Options.Canonical is set.
//
// produce is called up to three times, and what it writes is kept in memory: give
// it a small sample.
func Conform(produce func(io.Writer) error, opts *Options) error {
	if opts == nil {
		opts = new(Options)
	}
	var first bytes.Buffer
	if err := produce(&first); err != nil {
		return errors.Join(&Violation{Explanation: "the producer returned an error: " + err.Error(), Err: err})
	}
	var vs []error
	vs = append(vs, checkProduced(first.Bytes(), opts)...)
	if opts.Canonical {
		vs = append(vs, checkCanonical(first.Bytes())...)
	}
	if !opts.Unstable {
		vs = append(vs, checkAgain(produce, first.Bytes())...)
	}
	if first.Len() > 0 {
		vs = append(vs, checkFailing(produce, first.Len())...)
	}
	return errors.Join(vs...)
}

// Run is [Conform] for a test: each violation is an error of it.
func Run(t TestingT, produce func(io.Writer) error, opts *Options) {
	t.Helper()
	err := Conform(produce, opts)
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			t.Errorf("%v", err)
		}
	}
}

// checkProduced judges the lines by the rules.
func checkProduced(data []byte, opts *Options) []error {
	least := videotune.SeverityDrop
	if opts.Warnings {
		least = videotune.SeverityWarning
	}
	var vs []error
	_, err := videotune.Check(videotune.Dataset{Train: []videotune.Input{{R: bytes.NewReader(data)}}}, &videotune.CheckOptions{
		Policy: opts.Policy,
		OnProblem: func(p *videotune.Problem) {
			if p.Severity < least || p.Rule == videotune.RuleExamplesFew && p.Severity == videotune.SeverityWarning {
				return // a sample has few examples on purpose
			}
			problem := *p
			text := fmt.Sprintf("%s: %s", p.Severity, p.Message)
			if p.Column > 0 {
				text = fmt.Sprintf("column %d: %s", p.Column, text)
			}
			if p.Hint != "" {
				text += "; " + p.Hint
			}
			vs = append(vs, &Violation{Line: p.Line, Explanation: fmt.Sprintf("%s [%s]", text, p.Rule), Err: &problem})
		},
	})
	if err != nil {
		vs = append(vs, &Violation{Explanation: err.Error(), Err: err})
	}
	return vs
}

// checkCanonical compares each line that can be read with what a Writer writes.
func checkCanonical(data []byte) []error {
	var vs []error
	for i, line := range splitLines(data) {
		body, ended := bytes.CutSuffix(line, []byte{'\n'})
		if !ended {
			vs = append(vs, &Violation{Line: i + 1, Explanation: "the line does not end in a newline: a file that is put behind this one would run into it"})
		}
		var ex videotune.Example
		if json.Unmarshal(body, &ex) != nil {
			continue // that it cannot be read is told as a problem
		}
		want, err := ex.AppendJSON(nil)
		if err == nil && !bytes.Equal(want, body) {
			at := firstDifference(want, body)
			vs = append(vs, &Violation{Line: i + 1, Explanation: fmt.Sprintf("column %d: the bytes are not those of videotune's Writer, which has %s where the line has %s", at+1, excerpt(want, at), excerpt(body, at))})
		}
	}
	return vs
}

// checkAgain runs the producer again and compares what it writes.
func checkAgain(produce func(io.Writer) error, first []byte) []error {
	var second bytes.Buffer
	if err := produce(&second); err != nil {
		return []error{&Violation{Explanation: "the producer returned an error when it ran again: " + err.Error(), Err: err}}
	}
	if bytes.Equal(first, second.Bytes()) {
		return nil
	}
	a, b := splitLines(first), splitLines(second.Bytes())
	for i := range min(len(a), len(b)) {
		if bytes.Equal(a[i], b[i]) {
			continue
		}
		hint := "an order that differs from run to run (a map, goroutines, a query without ORDER BY) is a common reason"
		var x, y videotune.Example
		if json.Unmarshal(a[i], &x) == nil && json.Unmarshal(b[i], &y) == nil && sameExample(&x, &y) {
			hint = "the examples are equal, only their spelling differs: a videotune.Writer gives equal examples equal bytes"
		}
		return []error{&Violation{Line: i + 1, Explanation: "the producer wrote another line when it ran again; " + hint + ":\n" + Diff(a[i], b[i])}}
	}
	return []error{&Violation{Explanation: fmt.Sprintf("the producer wrote %d lines, and %d when it ran again", len(a), len(b))}}
}

// sameExample reports whether two examples are written alike.
func sameExample(x, y *videotune.Example) bool {
	a, errA := x.AppendJSON(nil)
	b, errB := y.AppendJSON(nil)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// errFull is what a failing writer returns.
var errFull = errors.New("videotunetest: no space left (as a test)")

// checkFailing runs the producer with a writer that fails.
func checkFailing(produce func(io.Writer) error, size int) []error {
	w := &failingWriter{room: size / 2}
	if err := produce(w); err == nil && w.failed {
		return []error{&Violation{Explanation: "the producer returned nil although its writer failed: half a file would pass for a whole one; return the errors of Write and Flush"}}
	}
	return nil
}

// A failingWriter takes so many bytes and no more.
type failingWriter struct {
	room   int
	failed bool
}

func (w *failingWriter) Write(p []byte) (int, error) {
	n := min(len(p), w.room)
	w.room -= n
	if n < len(p) {
		w.failed = true
		return n, errFull
	}
	return n, nil
}

// splitLines returns the lines of data, newlines included.
func splitLines(data []byte) [][]byte {
	var out [][]byte
	for line := range bytes.Lines(data) {
		out = append(out, line)
	}
	return out
}
