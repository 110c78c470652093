package videotune

import (
	"errors"
	"fmt"
	"regexp"
)

// movedLines are the lines of WriteRecord, as far as the report tells of them.
type movedLines struct {
	n          int
	resolution MediaResolution // of all
	mixed      bool
}

// WriteRecord writes a line that was read, byte by byte as it stands, and a newline.
// The Reader must have been told to KeepBytes. Nothing is judged and nothing refused:
// what is wrong with the line goes along. The recording is as for [SplitWriter.Write],
// but of a line that is not [Record.Readable] nobody knows it: without a name such a
// line goes to training, as one that would be on the wrong side might leak.
//
// Lines that were written and lines that were moved may be mixed; the resolution is
// locked among the former only.
func (s *SplitWriter) WriteRecord(recording string, rec *Record) error {
	to := pinNone
	if recording == "" {
		recording = rec.Example.FirstFile()
		if !rec.Readable() {
			recording, to = "", pinTrain
		}
	}
	if err := s.refuses(recording, to); err != nil {
		return err
	}
	if rec.Bytes == nil {
		return fmt.Errorf("videotune: line %d: its bytes are not known; set ReaderOptions.KeepBytes, and see that it is not too long", rec.Line)
	}
	s.line = append(append(s.line[:0], rec.Bytes...), '\n')
	if err := s.put(recording, to); err != nil {
		return err
	}
	if rec.Readable() {
		s.moved.take(rec.Example.GenerationConfig.MediaResolution)
	}
	return nil
}

func (m *movedLines) take(r MediaResolution) {
	if m.n++; m.n == 1 {
		m.resolution = r
	}
	m.mixed = m.mixed || r != m.resolution
}

// resolution returns the one of all lines; "" if there is no such.
func (s *SplitWriter) resolution() MediaResolution {
	m, written := s.moved, s.w.Resolution()
	switch {
	case m.n == 0:
		return written
	case m.mixed || s.w.Examples() > 0 && m.resolution != written:
		return ""
	}
	return m.resolution
}

// SplitLinesOptions say how to split lines that are there. The zero value, and nil,
// are ready to use.
type SplitLinesOptions struct {
	SplitOptions // of which Resolution has no meaning: the lines have theirs

	// Recording names the recording of an example by the URI of its first file; see
	// [RecordingByPattern]. An error refuses the line. It is not called for examples
	// without a file. nil takes the URI itself.
	Recording func(uri string) (string, error)

	// KeepBad moves lines that cannot be read to training, as they stand, where they
	// are refused otherwise.
	KeepBad bool

	MaxLineBytes int // a longer line is refused; 0 is DefaultMaxLineBytes
}

// A SplitLinesReport says what [SplitLines] did.
type SplitLinesReport struct {
	SplitReport
	Bad    int // lines that cannot be read and were moved as they stand
	Blank  int // lines, which were left out
	Marked int // files whose byte order mark was left out
}

// A LinesError tells of lines that cannot be used. The zero value tells of none.
type LinesError struct {
	Count int
	First []error // of the first lines, DefaultMaxProblems at most, in their order; each names its place
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

// RecordingByPattern returns a function for SplitLinesOptions.Recording: the recording
// is what the first group of the pattern matches in the URI. A URI that the pattern
// does not match, or whose group is empty, is an error. The pattern must have a group.
func RecordingByPattern(pattern *regexp.Regexp) (func(uri string) (string, error), error) {
	if pattern.NumSubexp() == 0 {
		return nil, fmt.Errorf("videotune: the pattern %s has no group; want one around what names the recording, such as ([^/]+)_chunk", pattern)
	}
	return func(uri string) (string, error) {
		if m := pattern.FindStringSubmatch(uri); m != nil && m[1] != "" {
			return m[1], nil
		}
		return "", fmt.Errorf("the URI %.200q does not match %s, so that its recording is not known", uri, pattern)
	}, nil
}

// SplitLines writes the lines of files to a training and a validation file, as a
// [SplitWriter] does, but each line byte by byte as it stands, with one newline for its
// end. Examples are not judged: a line that the service would refuse goes along.
//
// Lines that cannot be read at all, and those whose recording is not known, are refused
// unless the options say otherwise: the error is a [*LinesError], and nothing is
// written. A file that is no JSONL is refused with [Problems]. Blank lines and byte
// order marks are left out; the report counts them. The files are read only, and must
// not be those that are written.
func SplitLines(in []Input, trainPath, validationPath string, opts *SplitLinesOptions) (*SplitLinesReport, error) {
	if opts == nil {
		opts = new(SplitLinesOptions)
	}
	s, err := CreateSplit(trainPath, validationPath, &opts.SplitOptions)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	l := lineSplitter{to: s, opts: opts}
	for _, input := range in {
		if err := l.file(input); err != nil {
			return nil, err
		}
	}
	if l.refused.Count > 0 {
		return nil, &l.refused
	}
	report, err := s.Commit()
	if err != nil {
		return nil, err
	}
	l.report.SplitReport = *report
	return &l.report, nil
}

// A lineSplitter splits the lines of files.
type lineSplitter struct {
	to      *SplitWriter
	opts    *SplitLinesOptions
	report  SplitLinesReport
	refused LinesError
}

func (l *lineSplitter) file(in Input) error {
	r := NewReader(in.R, &ReaderOptions{Name: in.Name, Policy: l.opts.Policy, MaxLineBytes: l.opts.MaxLineBytes, KeepBytes: true})
	for rec, err := range r.All() {
		if rec == nil {
			return err
		}
		if err := l.record(in.Name, rec); err != nil {
			return err
		}
	}
	l.report.Blank += r.in.blanks
	if r.in.bom {
		l.report.Marked++
	}
	return nil
}

// record writes a line, or notes why it is refused.
func (l *lineSplitter) record(file string, rec *Record) error {
	if !rec.Readable() && (!l.opts.KeepBad || rec.Bytes == nil) {
		l.refused.Add(rec.Unreadable(file))
		return nil
	}
	name := ""
	if uri := rec.Example.FirstFile(); uri != "" && l.opts.Recording != nil {
		var err error
		if name, err = l.opts.Recording(uri); err != nil {
			l.refused.Add(lineError(file, rec.Line, err))
			return nil
		}
		if name == "" {
			l.refused.Add(lineError(file, rec.Line, errors.New("its recording has no name")))
			return nil
		}
	}
	if l.refused.Count > 0 {
		return nil // nothing will be written
	}
	if err := l.to.WriteRecord(name, rec); err != nil {
		return err
	}
	if !rec.Readable() {
		l.report.Bad++
	}
	return nil
}

// lineError puts the place of a line before an error.
func lineError(file string, line int, err error) error {
	if file == "" {
		return fmt.Errorf("line %d: %w", line, err)
	}
	return fmt.Errorf("%s:%d: %w", file, line, err)
}
