package videotune

import (
	"cmp"
	"fmt"

	"github.com/seed-57910ec4/videotune/internal/answer"
)

// maxPlaces is the number of places that are kept for a problem that is only
// known at the end.
const maxPlaces = 20

// maxListed is the number of lines of each resolution that are kept of a file:
// only the end shows which of them differ from most. Those beyond are counted.
const maxListed = 10_000

// A collector holds what Check knows besides the line at hand: the figures of
// the files, and what only all lines together can say.
type collector struct {
	opts   *CheckOptions
	limits *Limits
	judges []*judge // one for each goroutine; no verdict depends on another line
	report *Report
	sides  [2]side
	longer int                 // examples that use a part of a file over the limit
	res    []resolutionFigures // of the training set, in the order of the limits
	last   ExampleReport       // whose memory is used again
}

// A side is training or validation.
type side struct {
	files  []*fileState
	table  exampleTable
	starts []int // physical lines of the files before, for each file
	lines  int   // physical lines of all files up to now
	media  bool  // some example has media
}

// A fileState is a file and what is kept of it until the end.
type fileState struct {
	FileReport
	rank        int  // among all files
	foreign     bool // not JSONL at all
	readable    int  // examples that could be judged
	videos      int  // examples with a video
	system      int  // examples with a system instruction
	resolutions [numResolutions]places
	shared      int // validation examples of a video that training uses otherwise
	survey      answer.Survey
	rest        overrun
	held        *verdict // of a line that ends inside a string, until the next one shows why
	heldBlank   int      // the first blank line, if it follows the line held
	copied      places   // validation examples that stand in training
	said        map[onceKey]bool
	kept        map[Rule]int // problems told, of which Report.Problems keeps the first
	bad         int          // bad examples that were remembered
}

// A place is where a problem is told.
type place struct {
	line, column int
	pointer      Pointer
}

// places are the first places of something, and how many there are.
type places struct {
	n     int
	first []place
}

// add counts a place, and keeps it if it is among the first most.
func (p *places) add(at place, most int) {
	p.n++
	if len(p.first) < most {
		p.first = append(p.first, at)
	}
}

// The resolutions that lines are compared by; one that was refused is not.
const (
	resAbsent = iota
	resLow
	resMedium
	resHigh
	numResolutions
)

var resolutionNames = [numResolutions]MediaResolution{"", ResolutionLow, ResolutionMedium, ResolutionHigh}

// resolutionFigures are what the training set would be at one resolution.
type resolutionFigures struct {
	dropped int
	tokens  Range
}

func newCollector(opts *CheckOptions) *collector {
	c := &collector{opts: opts, report: new(Report)}
	for range workersFor(opts) {
		j := newJudge(opts.Policy)
		j.unordered = true
		c.judges = append(c.judges, j)
	}
	c.limits = c.judges[0].limits
	c.res = make([]resolutionFigures, len(c.limits.Resolutions))
	return c
}

func (c *collector) severityOf(rule Rule) Severity { return c.judges[0].severityOf(rule) }

// begin starts a file.
func (c *collector) begin(split Split, name string) *fileState {
	s := &c.sides[split]
	f := &fileState{FileReport: FileReport{File: name, Split: split, ByRule: make(map[Rule]int)}, said: make(map[onceKey]bool), kept: make(map[Rule]int)}
	s.files = append(s.files, f)
	s.starts = append(s.starts, s.lines)
	for _, j := range c.judges {
		j.newFile()
	}
	return f
}

// tally counts n problems.
func (f *FileReport) tally(rule Rule, s Severity, n int) {
	f.ByRule[rule] += n
	switch s {
	case SeverityError:
		f.Errors += n
	case SeverityDrop:
		f.Drops += n
	case SeverityWarning:
		f.Warnings += n
	}
}

// maxBad is how many bad examples of a file are remembered to be compared with
// others, so that the memory for a file of nothing but bad lines is bounded.
const maxBad = 100_000

// known adds the problems of a line that the lines before it show.
func (c *collector) known(f *fileState, v *verdict) {
	if v.worst >= SeverityDrop {
		if f.bad++; f.bad > maxBad {
			return
		}
	}
	s := &c.sides[f.Split]
	s.lines = s.starts[len(s.starts)-1] + v.number
	same, other := s.table.add(v.hash, v.videos, s.lines)
	if same > 0 && c.severityOf(RuleExampleDuplicate) != SeverityOff {
		c.add(v, RuleExampleDuplicate, v.at, "", "the same example stands "+s.name(same, f)+" already; learnt twice, it weighs twice", "remove one, unless the weight is meant")
	}
	if other > 0 {
		c.conflict(v, s.name(other, f))
	}
	if f.Split == Validation {
		c.leaks(f, v, other > 0)
	}
}

// conflict adds that the input of a line has another answer elsewhere.
func (c *collector) conflict(v *verdict, elsewhere string) {
	column, ptr := v.at, Pointer("")
	if v.answer != nil {
		column, ptr = v.answerPlace.At, answerPlace{0, v.answerPlace.Turn, v.answerPlace.Part}.pointer()
	}
	c.add(v, RuleAnswersConflict, column, ptr, "the same input stands "+elsewhere+" with another answer: what is to be learnt contradicts itself",
		"keep the answer that is right; where several are, as with captions, judge with --severity "+string(RuleAnswersConflict)+"=off")
}

// add adds a problem to a line.
func (c *collector) add(v *verdict, rule Rule, column int, ptr Pointer, message, hint string) {
	if s := c.severityOf(rule); s != SeverityOff {
		v.worst = max(v.worst, s)
		v.problems = append(v.problems[:len(v.problems):len(v.problems)], Problem{Rule: rule, Severity: s, Column: column, Pointer: ptr, Message: message, Hint: hint})
	}
}

// leaks adds the problems of a validation line that training knows already; told
// tells that validation itself has another answer to its input.
func (c *collector) leaks(f *fileState, v *verdict, told bool) {
	train := &c.sides[Train]
	shared := false
	same, other := train.table.find(v.hash)
	if same > 0 {
		// Told at the end: all of them may be copies, see split-identical.
		copied := place{line: v.number, column: v.at}
		if len(v.videos) > 0 {
			copied.column, copied.pointer = v.videos[0].uriColumn, v.videos[0].pointer()
		}
		f.copied.add(copied, maxPlaces)
		return
	}
	if other > 0 && !told {
		c.conflict(v, train.name(other, nil))
	}
	for i := range v.videos {
		use := &v.videos[i]
		line, known := train.table.overlap(use)
		shared = shared || known
		if line > 0 {
			c.add(v, RuleSplitOverlap, use.uriColumn, use.pointer(), "training uses an overlapping part of this video, "+train.name(line, nil)+": validation then measures what was learnt by heart",
				"keep each recording on one side")
			return
		}
	}
	if shared {
		f.shared++
	}
}

// name returns a physical line of the side in words, without the file's name
// where it is f.
func (s *side) name(line int, f *fileState) string {
	k := len(s.starts) - 1
	for k > 0 && s.starts[k] >= line {
		k--
	}
	if s.files[k] == f {
		return fmt.Sprintf("on line %d", line-s.starts[k])
	}
	return fmt.Sprintf("on line %d of %s", line-s.starts[k], s.files[k].File)
}

// figures takes a line that could be judged into the figures.
func (c *collector) figures(f *fileState, v *verdict) {
	f.readable++
	if len(v.videos) > 0 {
		f.videos++
	}
	if v.system {
		f.system++
	}
	c.sides[f.Split].media = c.sides[f.Split].media || v.media
	if v.resolution >= 0 {
		at := place{v.number, v.resolutionAt, cmp.Or(v.resolutionPtr, resolutionPointer)}
		if v.resolutionAt == 0 {
			at = place{v.number, v.at, ""}
		}
		f.resolutions[v.resolution].add(at, maxListed)
	}
	if f.Split == Train {
		c.train(v)
	}
	if v.answer != nil {
		f.survey.Add(v.answerPlace, v.answer, v.start, v.length, v.length > 0)
	}
}

// train takes a training line into the figures that compare resolutions.
func (c *collector) train(v *verdict) {
	if v.unprobed {
		c.report.Unprobed++
	}
	if v.longer {
		c.longer++
	}
	if v.own >= 0 && !v.late {
		c.report.Tokens.add(v.weights[v.own].tokens)
	}
	for i := range v.weights {
		if v.weights[i].dropped || v.late {
			c.res[i].dropped++
		} else {
			c.res[i].tokens.add(v.weights[i].tokens)
		}
	}
}

func (r *Range) add(s Range) {
	r.Lower += s.Lower
	r.Upper += s.Upper
}
