package videotune

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"

	"github.com/seed-57910ec4/videotune/internal/atomicfile"
)

// DefaultShare is the part of all examples that goes to validation where
// [SplitOptions] name none: Google's tuning skill tells 90/10 for all models.
const DefaultShare = 0.10

// PinnedOnly, as [SplitOptions].Share, sends to validation what
// [SplitWriter.WriteTo] puts there, and nothing else.
const PinnedOnly = -1.0

// SplitOptions say how to split. The zero value, and nil, are ready to use.
type SplitOptions struct {
	Policy     *Policy         // nil: the zero Policy. Its Limits cap the validation set
	Resolution MediaResolution // of all lines of both files; "" takes that of the first example

	// OnWarning is called for each warning; nil ignores them. It must not keep the
	// pointer. A warning of [SplitWriter.Commit] names a file; one of an example
	// that is written has no File and no Line, as the example has no place yet.
	OnWarning func(*Problem)

	// OnLine is called by [SplitWriter.Commit] for each example, in the order in
	// which they were written, with the side and the line, from 1, that it gets
	// there. Commit can still fail after it. nil is for who need not know.
	OnLine func(side Split, line int)

	// Share is the most that goes to validation, of all examples: 0 is
	// [DefaultShare], negative is [PinnedOnly]. It must be less than 1.
	Share float64

	// Seed chooses among the splits. The same calls with the same seed give the
	// same bytes, on every machine. The order of the calls decides the order of
	// the lines alone, not the side of a recording.
	Seed string
}

// A SplitWriter writes a training and a validation file and keeps each recording
// on one side, and each file that examples name. Use [CreateSplit] to make one.
//
// It keeps in memory some 100 bytes for each recording and for each distinct URI, and
// nothing for each line. Names are compared by hashes of 128 bits.
//
// A SplitWriter is not safe for concurrent use: goroutines that share one must
// guard it with a mutex. The order in which they come then is the order of the
// lines in the files.
type SplitWriter struct {
	trainPath, validationPath string
	opts                      SplitOptions

	train, validation *atomicfile.File
	spool             *atomicfile.Spool
	buf               *bufio.Writer // to spool
	w                 *Writer       // to line
	line              lineBuffer
	moved             movedLines

	recs   recordings
	groups map[string]uint32 // of the groups of examples without a file, by name

	// needed makes it an error if a share was asked for and nothing goes to validation.
	needed bool
	done   bool
	report *SplitReport
	err    error // of the spool, of Commit, or that there was no Commit
}

// A lineBuffer takes one line at a time from a Writer.
type lineBuffer []byte

func (b *lineBuffer) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}

// A SideError says that a recording, or a file, that [SplitWriter.WriteTo] put on one
// side was to be written to the other.
type SideError struct {
	Recording string // the name or the URI
	Pinned    Split  // where the recording is
	Asked     Split  // where it was to be written
}

// Error names the recording and both sides.
func (e *SideError) Error() string {
	return fmt.Sprintf("videotune: recording %q is pinned to %s and cannot be written to %s: it would be on both sides", e.Recording, e.Pinned, e.Asked)
}

// CreateSplit begins a training and a validation file. Nothing is to be seen at
// either path before [SplitWriter.Commit]:
//
//	s, err := videotune.CreateSplit("train.jsonl", "validation.jsonl", nil)
//	if err != nil {
//		return err
//	}
//	defer s.Close() // gives up what was not committed
//	for _, v := range videos {
//		for _, ex := range v.Examples {
//			if err := s.Write(v.ID, ex); err != nil {
//				return err
//			}
//		}
//	}
//	report, err := s.Commit()
//
// Both files are kept as [Create] keeps one, with temporary files beside each, and
// errors of the same kinds. The lines wait for Commit in a spool file beside
// trainPath, so that its file system needs room for all lines twice. Both paths
// naming one file is an error.
//
// Which recordings go to validation is decided at Commit: they are taken in the order
// of HMAC-SHA256(Seed, name), of several names the least, while validation stays
// within the share and within the caps of Policy.Limits.Validation; one that would
// break them is passed over, and the next is tried. So
//
//   - validation has at most Share of all examples,
//   - it has at most MaxExamples; if it has more than ShareFrom, it has at most
//     MaxShare of the number of training examples,
//   - it has at most AdvisedShare of the number of training examples, and of the
//     training file's bytes.
//
// If none fits, and nothing is pinned to validation, the recording with the fewest
// examples is taken all the same, the first in hash order among equals, provided
// that there are two recordings or more to choose from and that MaxExamples and
// MaxShare permit it. A single recording goes to training.
//
// What WriteTo pins to validation counts towards the share and the caps, but is
// never refused: where validation then breaks a cap, or does so by the rule of the
// last paragraph, Commit reports [RuleValidationOver].
func CreateSplit(trainPath, validationPath string, opts *SplitOptions) (*SplitWriter, error) {
	s := &SplitWriter{
		trainPath:      trainPath,
		validationPath: validationPath,
		groups:         make(map[string]uint32),
	}
	if opts != nil {
		s.opts = *opts
	}
	s.recs = newRecordings(s.opts.Seed)
	if s.opts.Share == 0 {
		s.opts.Share = DefaultShare
	}
	if !(s.opts.Share < 1) { // NaN as well
		return nil, fmt.Errorf("videotune: a validation share of %v: want less than 1, such as 0.1 for 10 %%", s.opts.Share)
	}
	wo := WriterOptions{Policy: s.opts.Policy, Resolution: s.opts.Resolution}
	if s.opts.OnWarning != nil {
		wo.OnWarning = func(p *Problem) {
			q := *p
			unplace(&q)
			s.opts.OnWarning(&q)
		}
	}
	s.w = NewWriter(&s.line, &wo)
	if err := s.open(); err != nil {
		s.release()
		return nil, fmt.Errorf("videotune: %w", err)
	}
	s.buf = bufio.NewWriterSize(s.spool, 1<<16)
	return s, nil
}

func (s *SplitWriter) open() (err error) {
	if s.train, err = atomicfile.Create(s.trainPath); err != nil {
		return err
	}
	same, err := s.train.IsTarget(s.validationPath)
	if err != nil {
		return err
	}
	if same {
		return fmt.Errorf("%s and %s are the same file: training and validation need one each", s.trainPath, s.validationPath)
	}
	if s.validation, err = atomicfile.Create(s.validationPath); err != nil {
		return err
	}
	s.spool, err = s.train.Spool()
	return err
}

// release removes the temporary files.
func (s *SplitWriter) release() error {
	var errs []error
	if s.spool != nil {
		errs = append(errs, s.spool.Close())
	}
	for _, f := range []*atomicfile.File{s.validation, s.train} {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	return errors.Join(errs...)
}

// Write writes ex as one line of a recording, which goes to the side that
// [SplitWriter.WriteTo] pinned it to, now or later, else to the one that Commit
// chooses. All lines of a recording go to one side.
//
// recording is any name of what the example was made from: that of the video
// before it was cut into chunks, say, or of the person in it. The URIs of all files of
// the example are names of it, too, so that no file is ever on both sides: recordings
// that have one in common are one recording from then on, and with "" the URIs are its
// only names. What certainly names one file is one name: gs://b/a.mp4 and
// https://storage.googleapis.com/b/a.mp4, or two URLs that differ in what signs them.
// Other URIs, and names that are none, are compared as they stand.
// [SplitReport].Joined tells how many recordings became one with others.
//
// Examples without any file and without a name belong to no recording: equal ones are
// on one side, and they are split like the others, in up to 4096 groups by a hash of
// their lines.
//
// If the example ties a recording that is pinned to training to one that is pinned to
// validation, Write returns a [SideError], and writes nothing.
//
// An example that is refused, as by [Writer.Write], leaves the SplitWriter as it
// was, and usable. Its problems have no File and no Line: the example has no place
// in either file. The resolution is locked over both sides: it is that of the
// first example written to either. An error of the files is kept, and all later
// calls return it.
func (s *SplitWriter) Write(recording string, ex *Example) error {
	return s.write(recording, ex, pinNone)
}

// WriteTo is like [SplitWriter.Write] and pins the recording to a side, with what
// was written and will be written of it. It returns a [SideError], and writes
// nothing, if the recording, or one that has a file of the example, is pinned to the
// other side.
//
// With an empty recording, an example without any file goes to that side by
// itself: it pins no others, not even equal ones.
func (s *SplitWriter) WriteTo(side Split, recording string, ex *Example) error {
	if side > Validation {
		return fmt.Errorf("videotune: there is no side %d of a dataset", uint8(side))
	}
	return s.write(recording, ex, pin(1+side))
}

func (s *SplitWriter) write(recording string, ex *Example, to pin) error {
	s.recs.begin(VideoName(recording))
	for f := range ex.Files() {
		s.recs.also(VideoName(f.FileURI))
	}
	if err := s.refuses(to); err != nil {
		return err
	}
	s.line = s.line[:0]
	if err := s.w.Write(ex); err != nil {
		if ps, ok := err.(Problems); ok {
			for i := range ps {
				unplace(&ps[i])
			}
		}
		return err
	}
	if err := s.w.Flush(); err != nil {
		return err
	}
	return s.put(to)
}

// refuses returns why a line with the names that s.recs was told cannot be written to
// a side; nil if it can.
func (s *SplitWriter) refuses(to pin) error {
	if s.err == nil && s.done {
		return fmt.Errorf("videotune: %s: %w", s.trainPath, fs.ErrClosed)
	}
	if s.err != nil {
		return s.err
	}
	return s.recs.conflict(to)
}

// put takes what stands in s.line as a line with the names that s.recs was told.
func (s *SplitWriter) put(to pin) error {
	var number uint32
	if len(s.recs.names) == 0 {
		number = s.group(to)
	} else {
		number = s.recs.join()
	}
	r := &s.recs.all[number]
	if to != pinNone {
		r.pin = to
	}
	r.examples++
	r.bytes += int64(len(s.line))
	if err := s.keep(number); err != nil {
		s.err = fmt.Errorf("videotune: %s: %w", s.trainPath, err)
	}
	return s.err
}

// unplace takes from a problem the line of s.line that the Writer gave it, which is
// one of no file: where a line goes is decided at Commit.
func unplace(p *Problem) { p.File, p.Line = "", 0 }

// group returns the number of the group of an example without a file, whose line
// is in s.line. Pinned ones have a group a side.
func (s *SplitWriter) group(to pin) uint32 {
	sum := sha256.Sum256(s.line)
	name := fmt.Sprintf("\x00%03x", binary.BigEndian.Uint16(sum[:])>>4)
	if to != pinNone {
		name = "\x00" + Split(to-1).String()
	}
	number, known := s.groups[name]
	if !known {
		number = s.recs.add(recording{key: s.recs.key(name), anonymous: true})
		s.groups[name] = number
	}
	return number
}

// keep appends the line to the spool: the number of its recording, its length,
// and itself.
func (s *SplitWriter) keep(number uint32) error {
	if int64(len(s.line)) > math.MaxUint32 {
		return errors.New("a line of more than 4 GiB")
	}
	var header [spoolHeader]byte
	binary.LittleEndian.PutUint32(header[:4], number)
	binary.LittleEndian.PutUint32(header[4:], uint32(len(s.line)))
	if _, err := s.buf.Write(header[:]); err != nil {
		return err
	}
	_, err := s.buf.Write(s.line)
	return err
}

// Close gives up what was not committed: it removes the temporary files, and the
// old files stay. After Commit, and when called again, it does nothing.
func (s *SplitWriter) Close() error {
	if s.done {
		return nil
	}
	s.done = true
	if s.err == nil {
		s.err = fmt.Errorf("videotune: %s: %w", s.trainPath, fs.ErrClosed)
	}
	if err := s.release(); err != nil {
		return fmt.Errorf("videotune: %w", err)
	}
	return nil
}
