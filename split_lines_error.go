package videotune

import "fmt"

// A LinesError tells of lines that cannot be used. The zero value tells of none.
type LinesError struct {
	Count int
	First []error // of the first lines, DefaultMaxProblems at most, in their order; each names its place

	// Of Count, as SplitLines tells: TooLong lines have more bytes than are held, so that
	// nothing moves them; Nameless ones can be read, but the recording of a file of theirs
	// is not known.
	TooLong, Nameless int
}

// Error returns the first error, and the number of the others.
func (e *LinesError) Error() string {
	if e.Count == 0 {
		return "no lines"
	}
	text := e.First[0].Error()
	if e.Count > 1 {
		text += fmt.Sprintf(" (and %d more lines)", e.Count-1)
	}
	return text
}

// Unwrap returns First.
func (e *LinesError) Unwrap() []error { return e.First }

// Add counts a line, and keeps the error if it is among the first.
func (e *LinesError) Add(err error) {
	if e.Count++; e.Count <= DefaultMaxProblems {
		e.First = append(e.First, err)
	}
}

// lineError puts the place of a line before an error.
func lineError(file string, line int, err error) error {
	if file == "" {
		return fmt.Errorf("line %d: %w", line, err)
	}
	return fmt.Errorf("%s:%d: %w", file, line, err)
}

// A NoValidationError tells that a share of the lines was to go to validation, and
// that none could: it takes two recordings or more, one of which the service takes.
type NoValidationError struct {
	Path       string // of the validation file, which is as it was
	Examples   int    // of all recordings
	Recordings int    // distinct ones, joined ones as one
	Joined     int    // see SplitReport
	Capped     SplitCap
}

// Error says why.
func (e *NoValidationError) Error() string {
	why := "no recording could be chosen"
	switch {
	case e.Recordings == 1 && e.Joined > 0:
		why = fmt.Sprintf("lines with files of several recordings tie all %d of them together", e.Joined+1)
	case e.Recordings == 1:
		why = "there is one recording only"
	case e.Capped != "":
		why = fmt.Sprintf("the limit %s admits none of the recordings", e.Capped)
	}
	return fmt.Sprintf("videotune: %s: nothing can go to validation, as %s", e.Path, why)
}
