package videotune

import "fmt"

// SplitLinesOptions say how to split lines that are there. The zero value, and nil,
// are ready to use.
type SplitLinesOptions struct {
	SplitOptions // of which Resolution has no meaning: the lines have theirs

	// Recording names the recording of a file by its URI; see [RecordingByPattern]. It
	// is called for each file of a line, and recordings that have a line in common are
	// one. An error refuses the line. nil takes the URI itself, as [SplitWriter.Write] does.
	Recording func(uri string) (string, error)

	// KeepBad moves lines that cannot be read, as they stand, where they are refused
	// otherwise: to the side of the files that are found in them, as by
	// [SplitWriter.WriteRecord], and to training where these are not known.
	KeepBad bool

	MaxLineBytes int // a longer line is refused; 0 is DefaultMaxLineBytes
}

// A SplitLinesReport says what [SplitLines] did.
type SplitLinesReport struct {
	SplitReport
	Bad     int          // lines that cannot be read and were moved as they stand
	Unknown SomeLines    // those of them whose files are not all known: they went to training
	Queries SimilarFiles // URLs that differ in their query alone; none if Recording was given
	Blank   int          // lines, which were left out
	Marked  int          // files whose byte order mark was left out
}

// SomeLines are a number of lines, with the place of the first. The zero value is none.
type SomeLines struct {
	Count int
	File  string // of the first, as its Input is named
	Line  int    // of the first, from 1
}

func (s *SomeLines) add(file string, line int) {
	if s.Count++; s.Count == 1 {
		s.File, s.Line = file, line
	}
}

// SplitLines writes the lines of files to a training and a validation file, as a
// [SplitWriter] does, but each line byte by byte as it stands, with one newline for its
// end. Examples are not judged: a line that the service would refuse goes along.
//
// Lines that cannot be read at all, and those whose recording is not known, are refused
// unless the options say otherwise: the error is a [*LinesError], and nothing is
// written. A file that is no JSONL is refused with [Problems]. If Share asks for
// validation and nothing can go there, the error is a [*NoValidationError], and an older
// validation file stays. Blank lines and byte order marks are left out; the report
// counts them. The files are read only, and must not be those that are written.
func SplitLines(in []Input, trainPath, validationPath string, opts *SplitLinesOptions) (*SplitLinesReport, error) {
	if opts == nil {
		opts = new(SplitLinesOptions)
	}
	s, err := CreateSplit(trainPath, validationPath, &opts.SplitOptions)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	s.needed = true
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
	l.report.Queries = l.similar.SimilarFiles
	return &l.report, nil
}

// A lineSplitter splits the lines of files.
type lineSplitter struct {
	to      *SplitWriter
	opts    *SplitLinesOptions
	report  SplitLinesReport
	refused LinesError
	similar similarFiles
	names   []string // of the last line
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
		if rec.Bytes == nil {
			l.refused.TooLong++
		}
		l.refused.Add(rec.Unreadable(file))
		return nil
	}
	uris, whole := rec.files()
	l.names = l.names[:0]
	for _, uri := range uris {
		name, err := l.name(uri)
		switch {
		case err == nil:
			l.names = append(l.names, name)
		case rec.Readable():
			l.refused.Nameless++
			l.refused.Add(lineError(file, rec.Line, err))
			return nil
		default:
			whole = false
		}
	}
	if l.refused.Count > 0 {
		return nil // nothing will be written
	}
	if l.opts.Recording == nil {
		for _, uri := range uris {
			l.similar.add(uri, file, rec.Line)
		}
	}
	if err := l.to.writeRecord("", l.names, whole, rec); err != nil {
		return err
	}
	if !rec.Readable() {
		l.report.Bad++
	}
	if !whole {
		l.report.Unknown.add(file, rec.Line)
	}
	return nil
}

// name returns the name of the recording of a file.
func (l *lineSplitter) name(uri string) (string, error) {
	if l.opts.Recording == nil {
		return VideoName(uri), nil
	}
	name, err := l.opts.Recording(uri)
	if err == nil && name == "" {
		err = fmt.Errorf("the recording of %.200q has no name", uri)
	}
	return name, err
}
