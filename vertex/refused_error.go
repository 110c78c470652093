package vertex

import "strings"

// A RefusedError says that a job was not submitted, and why.
type RefusedError struct {
	Findings []*Finding // those that nobody accepted, never empty
}

// Error returns the findings, one a line.
func (e *RefusedError) Error() string {
	lines := make([]string, len(e.Findings))
	for i, f := range e.Findings {
		lines[i] = f.Error()
	}
	return "vertex: the job was not submitted:\n  " + strings.Join(lines, "\n  ")
}

// Unwrap returns the findings, for errors.Is and errors.As.
func (e *RefusedError) Unwrap() []error {
	errs := make([]error, len(e.Findings))
	for i, f := range e.Findings {
		errs[i] = f
	}
	return errs
}
