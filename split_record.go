package videotune

import "fmt"

// movedLines are the lines of WriteRecord, as far as the report tells of them.
type movedLines struct {
	n          int
	resolution MediaResolution // of all
	mixed      bool
}

// WriteRecord writes a line that was read, byte by byte as it stands, and a newline.
// The Reader must have been told to KeepBytes. Nothing is judged and nothing refused:
// what is wrong with the line goes along. The recording is as for [SplitWriter.Write].
//
// A line with faults may name files that its Example does not have, since it cannot be
// read, or calls a member by another name. Its bytes are searched for them: for
// strings after fileUri, file_uri and the like. A line that is not [Record.Readable]
// and in which no file is found, or there may be others than those that are, as a URI
// is cut or stands elsewhere, goes to training if it has no name: it might leak on the
// other side.
func (s *SplitWriter) WriteRecord(recording string, rec *Record) error {
	names, whole := rec.files()
	for i := range names {
		names[i] = VideoName(names[i])
	}
	return s.writeRecord(VideoName(recording), names, whole || recording != "", rec)
}

// writeRecord writes a line with its names, which are not known to be all unless it
// is whole.
func (s *SplitWriter) writeRecord(recording string, names []string, whole bool, rec *Record) error {
	to := pinNone
	if !whole {
		to = pinTrain
	}
	s.recs.begin(recording)
	for _, name := range names {
		s.recs.also(name)
	}
	if err := s.refuses(to); err != nil {
		return err
	}
	if rec.Bytes == nil {
		return fmt.Errorf("videotune: line %d: its bytes are not known; set ReaderOptions.KeepBytes, and see that it is not too long", rec.Line)
	}
	s.line = append(append(s.line[:0], rec.Bytes...), '\n')
	if err := s.put(to); err != nil {
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
