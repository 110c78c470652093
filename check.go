package videotune

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/seed-57910ec4/videotune/internal/lines"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// An Input is a file to check: its name, which Problem.File says, and its bytes.
// R is read by several goroutines, one at a time.
type Input struct {
	Name string
	R    io.Reader
}

// A Dataset is what a tuning job takes.
type Dataset struct {
	Train      []Input
	Validation []Input // may be empty
}

// CheckOptions say how to check. The zero value, and nil, are ready to use.
type CheckOptions struct {
	Policy *Policy // nil: the zero Policy
	// OnProblem sees every problem, in the order of the contract: those of a line
	// by column and rule, file by file with training first, and then what is only
	// known at the end. It must not keep the pointer.
	OnProblem func(*Problem)
	// OnExample sees every line that can be read as an example, in the order of the
	// lines, after the problems of its line. It must not keep the pointer.
	OnExample    func(*ExampleReport)
	MaxProblems  int // of each rule and file in Report.Problems; 0 is DefaultMaxProblems
	MaxLineBytes int // a longer line is a problem; 0 is DefaultMaxLineBytes
	// Workers is the number of goroutines that judge lines; 0 is GOMAXPROCS, and
	// more than 4 are 4. The report does not depend on it.
	Workers int
}

// DefaultMaxProblems is the number of problems of each rule and file that a
// Report keeps, where the options name no other.
const DefaultMaxProblems = 20

// Check reads every file of the dataset once, line by line, and judges it by all
// rules. The Report says whether the job would start.
//
// An error means that a file could not be read; the Report up to there comes
// with it. Findings are no errors.
//
// Videos are compared by their names, not by what is in them: the gs:// URI and the
// URLs of an object of Cloud Storage are one name, and so are signed URLs that differ
// in what signs them. A copy that is called otherwise is another video.
//
// The memory that Check takes does not grow with the files, except for 64 bytes
// at most for each distinct example and each distinct video. Check opens nothing
// and reads no clock; it may run concurrently with other Checks. It judges lines
// in several goroutines, so the Policy's Media function must be safe for
// concurrent use; OnProblem and OnExample are called in the caller's.
func Check(data Dataset, opts *CheckOptions) (*Report, error) {
	if opts == nil {
		opts = new(CheckOptions)
	}
	c := newCollector(opts)
	for split, inputs := range [...][]Input{Train: data.Train, Validation: data.Validation} {
		for _, in := range inputs {
			if err := c.file(Split(split), in); err != nil {
				return c.finish(), err
			}
		}
		if Split(split) == Train && len(data.Validation) > 0 {
			c.sides[Train].table.complete()
		}
	}
	return c.finish(), nil
}

// CheckFiles is [Check] for the files of these names; validation may be empty.
// An error also tells of a name that cannot be opened; then nothing was read.
func CheckFiles(train, validation []string, opts *CheckOptions) (*Report, error) {
	var data Dataset
	for split, names := range [...][]string{Train: train, Validation: validation} {
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				return new(Report), fmt.Errorf("videotune: %w", err)
			}
			defer f.Close()
			if Split(split) == Train {
				data.Train = append(data.Train, Input{name, f})
			} else {
				data.Validation = append(data.Validation, Input{name, f})
			}
		}
	}
	return Check(data, opts)
}

// file reads one file.
func (c *collector) file(split Split, in Input) error {
	f := c.begin(split, in.Name)
	r := newLineReader(in.Name, in.R, c.opts.MaxLineBytes)
	defer func() { f.Bytes = r.lines.BytesRead() }()
	if err := r.begin(); err != nil {
		ps, ok := AsProblems(err)
		if !ok {
			return err
		}
		f.foreign = true
		ps[0].Severity = c.severityOf(ps[0].Rule)
		c.emit(f, &ps[0])
		return c.count(f, r.lines)
	}
	if r.bom {
		p := bomProblem()
		p.File, p.Severity = f.File, c.severityOf(p.Rule)
		c.emit(f, p)
	}
	err := c.inOrder(r, func(line int) { c.blank(f, line) }, func(v *verdict) { c.line(f, v) })
	c.release(f, true) // nothing follows that could be the rest of a line
	return err
}

// blank tells the first blank line.
func (c *collector) blank(f *fileState, line int) {
	if f.held != nil {
		f.heldBlank = line // after the line before it
		return
	}
	c.emit(f, &Problem{Rule: RuleFileBlankLines, Severity: c.severityOf(RuleFileBlankLines), File: f.File, Line: line,
		Message: "blank line: it is no example, and some readers refuse it (said once a file)", Hint: "remove the blank lines"})
}

// release tells a line that ends inside a string, if one was held back; cut tells
// that what follows is not its rest.
func (c *collector) release(f *fileState, cut bool) {
	held, blank := f.held, f.heldBlank
	if held == nil {
		return
	}
	f.held, f.heldBlank = nil, 0
	if cut {
		notRunOver(held.problems)
	}
	c.tell(f, held)
	if blank > 0 {
		c.blank(f, blank)
	}
}

// count counts the lines of a file that is not JSONL at all.
func (c *collector) count(f *fileState, r *lines.Reader) error {
	for {
		l, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return (&lineReader{name: f.File}).failed(err)
		}
		if !l.Blank {
			f.Examples++
		}
	}
}

// emit counts a problem, passes it on, and keeps the first of its rule and file.
func (c *collector) emit(f *fileState, p *Problem) {
	if p.Severity == SeverityOff {
		return
	}
	f.tally(p.Rule, p.Severity, 1)
	if c.opts.OnProblem != nil {
		c.opts.OnProblem(p)
	}
	most := cmp.Or(c.opts.MaxProblems, DefaultMaxProblems)
	if f.kept[p.Rule]++; f.kept[p.Rule] <= most {
		c.report.Problems = append(c.report.Problems, *p)
	} else {
		c.report.ProblemsOmitted++
	}
}

// untold counts problems that are not told one by one.
func (c *collector) untold(f *fileState, rule Rule, n int) {
	if s := c.severityOf(rule); s != SeverityOff {
		f.tally(rule, s, n)
		c.report.ProblemsOmitted += n
	}
}

// line takes the verdict on a line into the figures of the file.
func (c *collector) line(f *fileState, v *verdict) {
	f.Examples++
	c.release(f, v.begins)
	if f.rest.swallow(v.begins, v.runsOver) {
		return // the rest of a string, which is told with its beginning
	}
	if v.runsOver {
		f.held = v.clone()
		return
	}
	c.tell(f, v)
}

// tell tells the problems of a line, and takes it into the figures.
func (c *collector) tell(f *fileState, v *verdict) {
	told := len(v.problems)
	for i := range v.once {
		if o := &v.once[i]; !f.said[o.onceKey] {
			f.said[o.onceKey] = true
			v.problems = append(v.problems[:len(v.problems):len(v.problems)], o.Problem)
			v.worst = max(v.worst, o.Severity)
		}
	}
	if v.readable {
		c.known(f, v)
	}
	if len(v.problems) > told {
		sortLine(v.problems)
		v.late = !v.dropped && slices.ContainsFunc(v.problems, func(p Problem) bool { return p.Severity == SeverityDrop })
		v.dropped = v.dropped || v.late
	}
	if v.dropped {
		f.Dropped++
	}
	for i := range v.problems {
		p := &v.problems[i]
		p.File, p.Line = f.File, v.number
		c.emit(f, p)
	}
	for _, o := range v.over {
		c.untold(f, o.rule, 1)
	}
	for kind, n := range v.omitted {
		if n > 0 {
			rule, _, _ := explain(&wire.Fault{Kind: wire.FaultKind(kind)})
			c.untold(f, rule, n)
		}
	}
	if v.readable {
		c.figures(f, v)
		if c.opts.OnExample != nil {
			c.example(f, v)
		}
	}
}
