package videotune

import (
	"bufio"
	"fmt"
	"io"

	"github.com/seed-57910ec4/videotune/internal/wire"
)

// WriterOptions say how to write. The zero value, and nil, are ready to use.
type WriterOptions struct {
	Name   string  // what Problem.File says
	Policy *Policy // nil: the zero Policy
	// Resolution is that of all lines; "" takes the one of the first example.
	// Give the validation file's Writer the training file's [Writer.Resolution].
	Resolution MediaResolution
	// OnWarning is called for each warning of an example that is written; nil
	// ignores them. It must not keep the pointer.
	OnWarning func(*Problem)
}

// A Writer writes examples as lines that the service takes.
//
// It refuses an example with a problem of severity drop or error, and writes
// nothing of it: [Writer.Write] then returns [Problems], and the Writer stays
// usable. An error of the underlying writer is final: every later call returns
// it.
//
// All lines have one resolution. The options or the first example fix it; an
// example without one is written with it; an example with another is refused.
// A first example without any is refused too, unless the options name one.
//
// What is written is [Example.AppendJSON] and a newline. A Writer is not safe
// for concurrent use.
type Writer struct {
	w          *bufio.Writer
	opts       WriterOptions
	judge      *judge
	view       viewer
	wire       wire.Encoder
	buf        []byte
	resolution MediaResolution
	examples   int
	bytes      int64
	said       map[onceKey]bool // warnings that are told once
	err        error            // of w
}

// NewWriter returns a Writer to w. It is buffered: call [Writer.Flush] at the end.
func NewWriter(w io.Writer, opts *WriterOptions) *Writer {
	if opts == nil {
		opts = new(WriterOptions)
	}
	j := newJudge(opts.Policy)
	j.built, j.unordered = true, true
	r := opts.Resolution
	if r == resolutionUnspecified {
		r = ""
	}
	return &Writer{w: bufio.NewWriterSize(w, 64<<10), opts: *opts, judge: j, resolution: r, said: make(map[onceKey]bool)}
}

// Write writes ex as one line, or nothing. ex is not changed, and may be changed
// by the caller afterwards.
//
// The error is [Problems] if the example is refused; match it with errors.Is and
// a [Rule]. Problem.Line is the line that the example would have been.
func (w *Writer) Write(ex *Example) error {
	if w.err != nil {
		return w.err
	}
	if ex == nil {
		ex = new(Example) // which is refused
	}
	line := w.examples + 1
	if p := w.lock(ex); p != nil {
		p.File, p.Line = w.opts.Name, line
		return Problems{*p}
	}
	r := w.resolutionFor(ex)
	x := w.view.view(ex, r)
	w.judge.newFile() // what is told once is told of what is written
	w.judge.judge(x)
	problems := w.judge.problems
	for i := range problems {
		problems[i].File, problems[i].Line = w.opts.Name, line
	}
	if w.judge.worst >= SeverityDrop {
		return append(Problems(nil), problems...)
	}
	out, err := w.wire.AppendLine(w.buf[:0], x)
	if err != nil {
		return appendErr(err) // a value that no JSON holds, of a rule that was switched off
	}
	w.buf = append(out, '\n')
	if _, err := w.w.Write(w.buf); err != nil {
		return w.failed(err)
	}
	w.resolution = r
	w.examples++
	w.bytes += int64(len(w.buf))
	if w.opts.OnWarning != nil {
		for i := range w.judge.once {
			if o := &w.judge.once[i]; !w.said[o.onceKey] {
				w.said[o.onceKey] = true
				o.File, o.Line = w.opts.Name, line
				w.opts.OnWarning(&o.Problem)
			}
		}
		for i := range problems {
			w.opts.OnWarning(&problems[i])
		}
	}
	return nil
}

// resolutionFor returns the resolution that ex is written with.
func (w *Writer) resolutionFor(ex *Example) MediaResolution {
	if r := ex.GenerationConfig.MediaResolution; r != "" && r != resolutionUnspecified {
		return r
	}
	return w.resolution
}

// lock returns the problem of an example whose resolution is not that of the
// others.
func (w *Writer) lock(ex *Example) *Problem {
	r := w.resolutionFor(ex)
	tell := func(rule Rule, message, hint string) *Problem {
		return &Problem{Rule: rule, Severity: SeverityError, Pointer: "/generationConfig/mediaResolution", Message: message, Hint: hint}
	}
	switch {
	case r == "":
		if w.off(RuleResolutionMissing) {
			return nil
		}
		return tell(RuleResolutionMissing, "the first example has no resolution, and the options name none: all lines need one and the same", "set Resolution in the options of the writer")
	case w.resolution != "" && r != w.resolution:
		if w.off(RuleResolutionMixed) {
			return nil
		}
		where := "the options demand"
		if w.examples > 0 {
			where = "the lines before have"
		}
		return tell(RuleResolutionMixed, fmt.Sprintf("the example has %s and %s %s; all lines of training and validation have one resolution", r, where, w.resolution), "leave the example's resolution empty to have it filled in")
	}
	return nil
}

// off reports whether the policy switches a rule off.
func (w *Writer) off(rule Rule) bool {
	s, ok := w.judge.severity[rule]
	return ok && s == SeverityOff
}

// Flush writes what is buffered to the underlying writer.
func (w *Writer) Flush() error {
	if w.err != nil {
		return w.err
	}
	if err := w.w.Flush(); err != nil {
		return w.failed(err)
	}
	return nil
}

func (w *Writer) failed(err error) error {
	if w.opts.Name != "" {
		err = fmt.Errorf("videotune: writing %s: %w", w.opts.Name, err)
	} else {
		err = fmt.Errorf("videotune: writing: %w", err)
	}
	w.err = err
	return err
}

// Resolution returns the resolution of the lines; "" before the first, if the
// options name none.
func (w *Writer) Resolution() MediaResolution { return w.resolution }

// Examples returns the number of lines written.
func (w *Writer) Examples() int { return w.examples }

// Bytes returns the number of bytes of the lines written, buffered ones included.
func (w *Writer) Bytes() int64 { return w.bytes }
