package videotune

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/seed-57910ec4/videotune/internal/exact"
)

// spoolHeader is the number of bytes before each line in a spool file.
const spoolHeader = 8

// A SplitReport says what [SplitWriter.Commit] wrote.
type SplitReport struct {
	Train      SideReport
	Validation SideReport
	Resolution MediaResolution // of all lines; "" if lines of SplitWriter.WriteRecord differ in it
	Share      float64         // of all examples, that went to validation

	// Capped is the cap that kept the first recording out of validation that the
	// share alone would have let in; "" if there was none.
	Capped SplitCap

	// CappedAt is the most that Capped admits of this dataset: bytes of the validation
	// file for CapAdvisedBytes, else examples. KeptOut is the number of recordings that
	// the share would have let in one by one, and that caps did not. Both are 0 where
	// Capped is "".
	CappedAt int64
	KeptOut  int

	// Joined is the number of recordings that became one with others, because an
	// example has files of both: of three that are one, it counts two. Largest is the
	// number of examples of the recording that has the most.
	Joined, Largest int

	// ValidationRemoved tells that there was an older validation file, and that
	// it was removed because nothing went to validation.
	ValidationRemoved bool
}

// A SplitCap is a cap of [ValidationLimits] on the validation set. The zero value,
// "", is none.
type SplitCap string

// The caps, in the order in which they are tried.
const (
	CapMaxExamples  SplitCap = "max-examples"        // ValidationLimits.MaxExamples
	CapMaxShare     SplitCap = "max-share"           // MaxShare of the number of training examples, from ShareFrom on
	CapAdvisedShare SplitCap = "advised-share"       // AdvisedShare of the number of training examples
	CapAdvisedBytes SplitCap = "advised-share-bytes" // AdvisedShare of the bytes of the training file
)

// A SideReport describes one file of a split.
type SideReport struct {
	Path       string // as it was given
	Examples   int    // lines; 0 for validation means that there is no such file
	Recordings int    // distinct ones, joined ones as one; examples that have no file and no name count for none
	Bytes      int64  // of the file
}

// Commit decides which recordings go to validation, as [CreateSplit] describes,
// writes both files, waits until the disk has both, and puts them in place. Within
// each file the lines are in the order of the Write calls.
//
// Validation is put in place first, training last. Each file by itself is the old
// one or the new one at any time, but a process that is killed between the two
// renames leaves new validation beside old training: then run it again. A new
// training file is never there without the validation file that belongs to it, so
// who waits for the training file, or compares the times of the two, sees a pair.
//
// If nothing goes to validation no file is made, since the service refuses an
// empty one, and an older file at the validation path is removed before training
// is put in place: it would hold recordings that are now trained on. The report
// tells so. If nothing goes to training Commit fails with [RuleFileEmpty].
// Validation sets over a cap of the profile are reported as [RuleValidationOver],
// a warning unless Policy.Severity makes more of it.
//
// If Commit fails the old files stay and the temporary files are removed, except
// where the error says that validation was replaced already. Commit ends the
// SplitWriter: further calls return the same.
func (s *SplitWriter) Commit() (*SplitReport, error) {
	if s.done {
		return s.report, s.err
	}
	if s.err == nil {
		s.report, s.err = s.commit()
	}
	s.done = true
	s.release() // s.err matters more; after success only the spool is left
	return s.report, s.err
}

func (s *SplitWriter) commit() (*SplitReport, error) {
	limits := newJudge(s.opts.Policy).limits
	recs, of := s.recs.merged()
	plan := planSplit(recs, s.opts.Share, limits.Validation)
	if plan.sides[Train].examples == 0 {
		if err := settle(emptyFile(s.trainPath), s.opts.Policy, s.opts.OnWarning); err != nil {
			return nil, err
		}
	}
	joined, largest := s.joined(recs)
	if val := plan.sides[Validation].examples; val == 0 && s.needed && s.opts.Share > 0 {
		return nil, &NoValidationError{Path: s.validationPath, Examples: plan.sides[Train].examples, Recordings: plan.sides[Train].recordings, Joined: joined, Capped: plan.capped}
	}
	if plan.over != "" {
		if err := settle(s.overProblem(plan, limits), s.opts.Policy, s.opts.OnWarning); err != nil {
			return nil, err
		}
	}
	if err := s.distribute(plan, of); err != nil {
		return nil, fmt.Errorf("videotune: %w", err)
	}
	report := &SplitReport{
		Train:      s.side(s.trainPath, plan.sides[Train]),
		Validation: s.side(s.validationPath, plan.sides[Validation]),
		Resolution: s.resolution(),
		Capped:     plan.capped,
		CappedAt:   plan.bounds.most(plan.capped),
		KeptOut:    plan.kept,
		Joined:     joined,
		Largest:    largest,
	}
	if n := report.Train.Examples + report.Validation.Examples; n > 0 {
		report.Share = float64(report.Validation.Examples) / float64(n)
	}
	if err := s.publish(report); err != nil {
		return nil, fmt.Errorf("videotune: %w", err)
	}
	return report, nil
}

// joined returns how many recordings became one with others, and the number of examples
// of the largest of those that are left.
func (s *SplitWriter) joined(left []recording) (joined, largest int) {
	joined = s.recs.count
	for i := range left {
		if !left[i].anonymous {
			joined--
			largest = max(largest, left[i].examples)
		}
	}
	return joined, largest
}

func (s *SplitWriter) side(path string, sum splitSide) SideReport {
	return SideReport{Path: path, Examples: sum.examples, Recordings: sum.recordings, Bytes: sum.bytes}
}

// distribute writes the lines of the spool to the sides' temporary files; of tells
// which recording of the plan each of the spool is.
func (s *SplitWriter) distribute(plan *splitPlan, of []uint32) error {
	if err := s.buf.Flush(); err != nil {
		return fmt.Errorf("%s: %w", s.trainPath, err)
	}
	sides := [2]*bufio.Writer{
		Train:      bufio.NewWriterSize(s.train, 1<<16),
		Validation: bufio.NewWriterSize(s.validation, 1<<16),
	}
	paths := [2]string{Train: s.trainPath, Validation: s.validationPath}
	r := bufio.NewReaderSize(io.NewSectionReader(s.spool, 0, unlimited), 1<<16)
	line := s.line
	var written [2]int // lines of each side
	for range plan.sides[Train].examples + plan.sides[Validation].examples {
		var header [spoolHeader]byte
		if _, err := io.ReadFull(r, header[:]); err != nil {
			return fmt.Errorf("%s: reading the spool file: %w", s.trainPath, err)
		}
		number, size := binary.LittleEndian.Uint32(header[:4]), int(binary.LittleEndian.Uint32(header[4:]))
		if cap(line) < size {
			line = make([]byte, size)
		}
		line = line[:size]
		if _, err := io.ReadFull(r, line); err != nil {
			return fmt.Errorf("%s: reading the spool file: %w", s.trainPath, err)
		}
		side := Train
		if plan.validation[of[number]] {
			side = Validation
		}
		if _, err := sides[side].Write(line); err != nil {
			return fmt.Errorf("%s: %w", paths[side], err)
		}
		if written[side]++; s.opts.OnLine != nil {
			s.opts.OnLine(side, written[side])
		}
	}
	for side, w := range sides {
		if err := w.Flush(); err != nil {
			return fmt.Errorf("%s: %w", paths[side], err)
		}
	}
	return nil
}

// publish puts the files in place. All that may take long or needs space is done
// for both before the first changes.
func (s *SplitWriter) publish(report *SplitReport) error {
	if err := s.train.Prepare(); err != nil {
		return err
	}
	if report.Validation.Examples == 0 {
		var err error
		if report.ValidationRemoved, err = s.validation.Remove(); err != nil {
			return err
		}
	} else if err := s.validation.Commit(); err != nil {
		return err
	}
	if err := s.train.Commit(); err != nil {
		switch {
		case report.ValidationRemoved:
			return fmt.Errorf("%w (%s was removed already)", err, s.validationPath)
		case report.Validation.Examples > 0:
			return fmt.Errorf("%w (%s is in place already)", err, s.validationPath)
		}
		return err
	}
	return nil
}

// overProblem describes the cap that plan breaks.
func (s *SplitWriter) overProblem(plan *splitPlan, limits *Limits) *Problem {
	val, train := plan.sides[Validation], plan.sides[Train]
	p := &Problem{Rule: RuleValidationOver, File: s.validationPath}
	switch plan.over {
	case CapMaxExamples:
		p.Message = fmt.Sprintf("validation gets %d examples; the service takes %d", val.examples, limits.Validation.MaxExamples)
	case CapMaxShare:
		p.Message = fmt.Sprintf("validation gets %d examples; of more than %d the service takes at most %g %% of the %d training examples",
			val.examples, limits.Validation.ShareFrom, percent(limits.Validation.MaxShare), train.examples)
	case CapAdvisedShare:
		p.Message = fmt.Sprintf("validation gets %d examples, more than the advised %g %% of the %d training examples",
			val.examples, percent(limits.Validation.AdvisedShare), train.examples)
	case CapAdvisedBytes:
		p.Message = fmt.Sprintf("validation gets %d bytes, more than the advised %g %% of the %d bytes of training",
			val.bytes, percent(limits.Validation.AdvisedShare), train.bytes)
	}
	p.Hint = "write more recordings, or pin fewer to validation"
	return p
}

// percent returns share in percent, without the noise of binary fractions.
func percent(share float64) float64 {
	p, _ := exact.Decimal(share).Float64()
	return float64(int64(p*1e6+0.5)) / 1e4
}
