package videotune

import (
	"fmt"

	"github.com/seed-57910ec4/videotune/internal/answer"

	"github.com/seed-57910ec4/videotune/internal/wire"
)

// maxPlaces is the number of places that are kept for a problem that is only
// known at the end.
const maxPlaces = 20

// A collector holds what Check knows besides the line at hand: the figures of
// the files, and what only all lines together can say.
type collector struct {
	opts   *CheckOptions
	judge  *judge
	report *Report
	sides  [2]side
	longer int                 // examples that use a part of a file over the limit
	res    []resolutionFigures // of the training set, in the order of the limits
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

func (p *places) add(line, column int, ptr Pointer) {
	p.n++
	if len(p.first) < maxPlaces {
		p.first = append(p.first, place{line, column, ptr})
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
	c := &collector{opts: opts, judge: newJudge(opts.Policy), report: new(Report)}
	c.res = make([]resolutionFigures, len(c.judge.limits.Resolutions))
	return c
}

// begin starts a file.
func (c *collector) begin(split Split, name string) *fileState {
	s := &c.sides[split]
	f := &fileState{FileReport: FileReport{File: name, Split: split, ByRule: make(map[Rule]int)}}
	s.files = append(s.files, f)
	s.starts = append(s.starts, s.lines)
	c.judge.newFile()
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

// known adds the problems of a line that the lines before it show.
func (c *collector) known(f *fileState, l *decodedLine) {
	j := c.judge
	s := &c.sides[f.Split]
	s.lines = s.starts[len(s.starts)-1] + l.number
	before := len(j.problems)
	if first := s.table.add(l.x, j.videos, s.lines); first > 0 && j.severityOf(RuleExampleDuplicate) != SeverityOff {
		j.add(RuleExampleDuplicate, l.x.At, "", "the same example stands "+s.name(first, f)+" already; learnt twice, it weighs twice", "remove one, unless the weight is meant")
	}
	if f.Split == Validation {
		c.leaks(f, l)
	}
	for i := before; i < len(j.problems); i++ {
		j.problems[i].File, j.problems[i].Line = f.File, l.number
	}
	if len(j.problems) > before {
		j.sort()
	}
}

// leaks adds the problems of a validation line that training knows already.
func (c *collector) leaks(f *fileState, l *decodedLine) {
	j, train := c.judge, &c.sides[Train]
	shared := false
	for i := range j.videos {
		v := &j.videos[i]
		line, known := train.table.overlap(v)
		shared = shared || known
		if line > 0 {
			j.add(RuleSplitOverlap, v.uriAt, partAt(v.turn, v.part)+"/fileData/fileUri", "training uses an overlapping part of this video, "+train.name(line, nil)+": validation then measures what was learnt by heart",
				"keep each recording on one side")
			return
		}
	}
	if shared {
		f.shared++
	} else if len(j.videos) == 0 {
		if at, ok := train.table.find(hashLine(l.x)); ok {
			j.add(RuleExampleDuplicate, l.x.At, "", "the same example stands in training, "+train.name(int(train.table.at(at).line), nil), "keep each example on one side")
		}
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
func (c *collector) figures(f *fileState, l *decodedLine) {
	j, x := c.judge, l.x
	f.readable++
	if len(j.videos) > 0 {
		f.videos++
	}
	if len(j.videos) > 0 || j.cost.images > 0 {
		c.sides[f.Split].media = true
	}
	if x.Seen.Has(wire.SystemInstruction) {
		f.system++
	}
	c.resolution(f, l)
	if f.Split == Train {
		c.train()
	}
	c.answer(f, l)
}

// resolution notes the resolution of a line.
func (c *collector) resolution(f *fileState, l *decodedLine) {
	x := l.x
	if x.ConfigBad.Has(wire.MediaResolution) || x.Bad.Has(wire.GenerationConfig) {
		return
	}
	r := c.judge.lineResolution()
	if x.Resolution.At == wire.NoPos && (c.judge.refused("/generationConfig") || c.judge.refused("")) {
		return // what was refused may be the resolution that is missing
	}
	for i, name := range resolutionNames {
		if r != name {
			continue
		}
		if i == resAbsent && x.Resolution.At == wire.NoPos {
			f.resolutions[i].add(l.number, column(x.At, c.judge.shift), "")
		} else if i == resAbsent {
			f.resolutions[i].add(l.number, column(x.Resolution.At, c.judge.shift), "/generationConfig/mediaResolution")
		} else if _, listed := c.judge.limits.At(r); listed {
			f.resolutions[i].add(l.number, column(x.Resolution.At, c.judge.shift), "/generationConfig/mediaResolution")
		}
	}
}

func column(at, shift int) int { return at + shift + 1 }

// train takes a training line into the figures that compare resolutions.
func (c *collector) train() {
	j := c.judge
	for i := range j.videos {
		if !j.videos[i].facts {
			c.report.Unprobed++
			break
		}
	}
	r, known := j.effective()
	for i := range j.videos {
		if _, most := j.limitOf(&j.videos[i], r); known && most > 0 && j.videos[i].file > most && !j.tooLong(r) {
			c.longer++
			break
		}
	}
	dropped := j.worst >= SeverityDrop && j.drops()
	if known && !dropped {
		c.report.Tokens.add(j.tokens(r))
	}
	for i := range c.res {
		limits := &j.limits.Resolutions[i]
		tokens := j.tokens(limits.Resolution)
		if j.otherDrop || j.tooLong(limits.Resolution) && j.severityOf(RuleSegmentTooLong) == SeverityDrop ||
			j.limits.MaxTokens > 0 && tokens.Lower > j.limits.MaxTokens && j.severityOf(RuleTokensOver) == SeverityDrop {
			c.res[i].dropped++
			continue
		}
		c.res[i].tokens.add(tokens)
	}
}

// tooLong reports whether some video is too long at resolution r.
func (j *judge) tooLong(r MediaResolution) bool {
	for i := range j.videos {
		v := &j.videos[i]
		if _, most := j.limitOf(v, r); !v.bad && v.known && most > 0 && v.length > most {
			return true
		}
	}
	return false
}

func (r *Range) add(s Range) {
	r.Lower += s.Lower
	r.Upper += s.Upper
}
