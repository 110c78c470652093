package fix

import (
	"io"

	"github.com/seed-57910ec4/videotune"
)

// A checking is a Check of what is written, while it is written.
type checking struct {
	in   *io.PipeWriter
	done chan struct{}
	rep  *videotune.Report
	err  error
}

// startCheck starts it; every problem is shown to see, in another goroutine.
func startCheck(opts *Options, see func(*videotune.Problem)) *checking {
	r, w := io.Pipe()
	c := &checking{in: w, done: make(chan struct{})}
	go func() {
		defer close(c.done)
		c.rep, c.err = videotune.Check(
			videotune.Dataset{Train: []videotune.Input{{Name: opts.Name, R: r}}},
			&videotune.CheckOptions{Policy: opts.Policy, MaxProblems: opts.MaxProblems, OnProblem: see},
		)
		r.CloseWithError(c.err)
	}()
	return c
}

// finish ends what is written, with an error if there was one, and returns what was
// found.
func (c *checking) finish(err error) (*videotune.Report, error) {
	c.in.CloseWithError(err)
	<-c.done
	return c.rep, c.err
}
