package videotune

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// A found is a problem of a file that is only known at the end.
type found struct {
	f *fileState
	Problem
}

// finish tells what is only known at the end, and returns the report.
func (c *collector) finish() *Report {
	files := slices.Concat(c.sides[Train].files, c.sides[Validation].files)
	var end []found
	for i, f := range files {
		f.rank = i
		end = append(end, c.ofFile(f)...)
	}
	end = append(end, c.mixed(files)...)
	end = append(end, c.ofSides()...)
	slices.SortStableFunc(end, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.f.rank, b.f.rank), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), strings.Compare(string(a.Rule), string(b.Rule)))
	})
	for i := range end {
		p := &end[i].Problem
		if p.File, p.Severity = end[i].f.File, c.severityOf(p.Rule); p.Severity == SeverityDrop {
			p.Severity = SeverityError // no example can be left out for it
		}
		c.emit(end[i].f, p)
	}
	c.fill()
	return c.report
}

// ofFile returns the problems of a file as a whole.
func (c *collector) ofFile(f *fileState) []found {
	var ps []found
	tell := func(rule Rule, message, hint string) {
		ps = append(ps, found{f, Problem{Rule: rule, Message: message, Hint: hint}})
	}
	if most := c.limits.MaxFileBytes; most > 0 && f.Bytes > most {
		tell(RuleFileTooLarge, fmt.Sprintf("the file has %d bytes; the service takes %d", f.Bytes, most), "leave examples out, or shorten the prompts")
	}
	if f.readable > 0 && f.readable == f.Examples && f.videos == 0 {
		tell(RuleVideoNone, "no example of the file has a video", "name each video in fileData, with its mimeType")
	}
	if f.system > 0 && f.system < f.readable {
		tell(RuleSystemPartial, fmt.Sprintf("%d of %d examples have a system instruction, the others have none: the model learns two ways to be asked", f.system, f.readable), "give all lines the same one, or none")
	}
	return append(ps, c.findings(f)...)
}

// mixed returns the problems of resolutions that differ over the lines of all
// files. The resolution that most lines have is taken for the one that is meant;
// of equal ones the one that was seen first.
func (c *collector) mixed(files []*fileState) []found {
	var total [numResolutions]int
	kinds, meant := 0, -1
	for _, f := range files {
		for i := range total {
			total[i] += f.resolutions[i].n
		}
	}
	for _, f := range files { // the first seen wins a tie
		for _, i := range f.byFirst() {
			if meant < 0 || total[i] > total[meant] {
				meant = i
			}
		}
	}
	for _, n := range total {
		if n > 0 {
			kinds++
		}
	}
	var ps []found
	switch {
	case kinds == 0:
		return nil
	case kinds == 1 && meant == resAbsent:
		for _, f := range files {
			if f.resolutions[resAbsent].n > 0 {
				ps = append(ps, found{f, Problem{Rule: RuleResolutionMissing, Message: "no line sets generationConfig.mediaResolution: the service then chooses, and its pages do not agree on what", Hint: "set " + string(ResolutionLow) + " or " + string(ResolutionMedium) + " on every line"}})
			}
		}
		return ps
	case kinds == 1:
		c.report.Resolution = string(resolutionNames[meant])
		return nil
	}
	c.report.Resolution = "mixed"
	for _, f := range files {
		for i := range f.resolutions {
			if i == meant {
				continue
			}
			for _, at := range f.resolutions[i].first {
				ps = append(ps, found{f, Problem{Rule: RuleResolutionMixed, Line: at.line, Column: at.column, Pointer: at.pointer,
					Message: resolutionName(i) + ", where most lines have " + resolutionName(meant) + "; all lines of training and validation have one resolution", Hint: "write the same mediaResolution on every line"}})
			}
			if more := f.resolutions[i].n - len(f.resolutions[i].first); more > 0 {
				c.untold(f, RuleResolutionMixed, more)
			}
		}
	}
	return ps
}

// byFirst returns the resolutions that the file has, in the order of their first
// lines.
func (f *fileState) byFirst() []int {
	var order []int
	for i := range f.resolutions {
		if f.resolutions[i].n > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Compare(f.resolutions[a].first[0].line, f.resolutions[b].first[0].line)
	})
	return order
}

func resolutionName(i int) string {
	if i == resAbsent {
		return "no resolution"
	}
	return string(resolutionNames[i])
}

// ofSides returns the problems of training and validation as wholes.
func (c *collector) ofSides() []found {
	var ps []found
	tell := func(f *fileState, rule Rule, message, hint string) {
		ps = append(ps, found{f, Problem{Rule: rule, Message: message, Hint: hint}})
	}
	l, train, validation := c.limits, &c.sides[Train], &c.sides[Validation]
	n, foreign := train.examples()
	if len(train.files) > 0 && !foreign {
		first := train.files[0]
		most := l.MaxExamples
		if !train.media {
			most = l.MaxTextExamples
		}
		switch {
		case most > 0 && n > most:
			tell(first, RuleExamplesOver, fmt.Sprintf("%d training examples; the service takes %d", n, most), "leave some out")
		case n > 0 && n < l.MinExamples:
			tell(first, RuleExamplesFew, fmt.Sprintf("%s; the service advises to start with %d", plural(n, "training example"), l.MinExamples), "add examples; quality counts more than number")
		}
	}
	if len(validation.files) == 0 {
		return ps
	}
	first, v := validation.files[0], &l.Validation
	m, _ := validation.examples()
	switch {
	case v.MaxExamples > 0 && m > v.MaxExamples:
		tell(first, RuleValidationOver, fmt.Sprintf("%d validation examples; the service takes %d", m, v.MaxExamples), "move some to training")
	case v.MaxShare > 0 && m > v.ShareFrom && float64(m) > v.MaxShare*float64(n):
		tell(first, RuleValidationOver, fmt.Sprintf("%d validation examples for %d of training; over %d the service takes %.0f %%", m, n, v.ShareFrom, 100*v.MaxShare), "move some to training")
	}
	if t := &train.table; t.total > 0 && t.total == validation.table.total && t.fold == validation.table.fold {
		tell(first, RuleSplitIdentical, "validation holds the very examples of training: it measures what was learnt by heart", "validate with other recordings; videotune's split writer keeps them apart")
		return ps
	}
	for _, f := range validation.files {
		for _, at := range f.copied.first {
			ps = append(ps, found{f, Problem{Rule: RuleSplitOverlap, Line: at.line, Column: at.column, Pointer: at.pointer,
				Message: "the very example stands in training too: validation then measures what was learnt by heart", Hint: "keep each example on one side"}})
		}
		if f.copied.n > 1 {
			tell(f, RuleSplitOverlap, fmt.Sprintf("%d validation examples stand in training too: validation then measures what was learnt by heart", f.copied.n), "keep each recording on one side")
		}
		if f.shared > 0 {
			tell(f, RuleSplitSharedVideo, plural(f.shared, "validation example")+" with another part of a video that training uses too: scenes and people are known already", "keep each recording on one side")
		}
	}
	return ps
}

// examples returns the number of examples of a side, and whether a file of it is
// not JSONL at all.
func (s *side) examples() (n int, foreign bool) {
	for _, f := range s.files {
		n += f.Examples
		foreign = foreign || f.foreign
	}
	return n, foreign
}

// fill fills in the figures of the report.
func (c *collector) fill() {
	r, l := c.report, c.limits
	r.Model, r.Edition, r.ModelRetired = l.Model, l.Edition, l.Retired
	for split := range c.sides {
		for _, f := range c.sides[split].files {
			for _, m := range f.survey.Members() {
				f.Labels = append(f.Labels, LabelReport{m.Path, m.Counts})
			}
			r.Files = append(r.Files, f.FileReport)
			if f.Errors > 0 {
				r.FailReasons = append(r.FailReasons, fmt.Sprintf("%s: %s of severity error", f.File, plural(f.Errors, "problem")))
			}
			if f.Dropped*10 > f.Examples {
				r.FailReasons = append(r.FailReasons, fmt.Sprintf("%s: %d of %d examples would be dropped (more than 10 %%)", f.File, f.Dropped, f.Examples))
			}
		}
	}
	train := r.Train()
	other := train.Errors - train.ByRule[RuleResolutionMixed] - train.ByRule[RuleResolutionUnlisted] - train.ByRule[RuleResolutionUnknown]
	for i, at := range l.Resolutions {
		dropped := c.res[i].dropped
		r.Resolutions = append(r.Resolutions, ResolutionReport{
			Resolution: at.Resolution, Dropped: dropped, WouldFail: other > 0 || dropped*10 > train.Examples,
			Tokens: c.res[i].tokens, RelativeTime: at.RelativeTime,
		})
	}
	r.Assumptions = c.assumptions()
}

// assumptions says what was taken for granted where the documents leave it open,
// as far as it matters for this dataset.
func (c *collector) assumptions() []string {
	var as []string
	if c.longer > 0 {
		as = append(as, fmt.Sprintf("%s %s a part of a file that as a whole is longer than the resolution allows: the limit is read as the segment's, not the file's", plural(c.longer, "example"), verb(c.longer, "uses", "use")))
	}
	if c.report.Unprobed > 0 {
		as = append(as, fmt.Sprintf("%s of training %s a video of unknown size or, where its segment has no end, unknown length: these were not judged", plural(c.report.Unprobed, "example"), verb(c.report.Unprobed, "has", "have")))
	}
	if c.report.Resolution == "" && len(c.report.Files) > 0 {
		if at, ok := c.limits.At(c.limits.DefaultResolution); ok && c.sides[Train].media {
			as = append(as, fmt.Sprintf("lines without a resolution were judged as %s (%s)", at.Resolution, pbtime.Format(at.MaxDuration)))
		}
	}
	return as
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// verb returns the form of a verb that goes with a number.
func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Train returns the figures of all training files together; File is the names.
func (r *Report) Train() FileReport {
	sum := FileReport{ByRule: make(map[Rule]int)}
	var names []string
	for i := range r.Files {
		f := &r.Files[i]
		if f.Split != Train {
			continue
		}
		names = append(names, f.File)
		sum.Examples += f.Examples
		sum.Dropped += f.Dropped
		sum.Errors += f.Errors
		sum.Drops += f.Drops
		sum.Warnings += f.Warnings
		sum.Bytes += f.Bytes
		for rule, n := range f.ByRule {
			sum.ByRule[rule] += n
		}
	}
	sum.File = strings.Join(names, ", ")
	return sum
}
