package render

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// summary writes what stands below the problems.
func (s *Text) summary(r *videotune.Report) {
	if len(r.Files) == 0 {
		s.out.str("Nothing was checked.\n")
		return
	}
	if r.Model != "" {
		s.out.str("Judged by the limits of ", Clean(r.Model), ", edition ", Clean(r.Edition), ".\n\n")
	}
	s.files(r)
	s.rules(r)
	if counted(r) {
		s.facts(r)
		s.resolutions(r)
	}
	if len(r.Assumptions) > 0 {
		s.out.str("Assumptions:\n")
		for _, a := range r.Assumptions {
			s.out.str("  - ", Clean(a), "\n")
		}
		s.out.str("\n")
	}
	for _, n := range notes(r, s.opts.Notes) {
		s.out.str("Note: ", Clean(n), "\n\n")
	}
	s.mend(r)
	s.verdict(r)
}

// counted reports whether some training example could be read, so that there are
// figures of the training set.
func counted(r *videotune.Report) bool {
	return r.Resolution != "" || r.Unprobed > 0 || r.Tokens.Upper > 0 || slices.ContainsFunc(r.Resolutions, func(at videotune.ResolutionReport) bool {
		return at.Tokens.Upper > 0 || at.Dropped > 0
	})
}

func (s *Text) files(r *videotune.Report) {
	t := align.Table{Left: []bool{true, true}}
	t.Row("FILE", "SPLIT", "EXAMPLES", "DROPPED", "SHARE", "ERRORS", "DROPS", "WARNINGS")
	for i := range r.Files {
		f := &r.Files[i]
		examples, dropped, share := words.Group(int64(f.Examples)), words.Group(int64(f.Dropped)), percent(f)
		if f.NotJSONL() != "" {
			examples, dropped, share = "–", "–", "–" // its lines are no examples
		}
		t.Row(Clean(f.File), f.Split.String(), examples, dropped, share,
			words.Group(int64(f.Errors)), words.Group(int64(f.Drops)), words.Group(int64(f.Warnings)))
	}
	s.out.str(t.String(), "\n")
}

// maxWhere is the number of files that are named with a rule.
const maxWhere = 3

// rules writes the number of problems of each rule, the gravest first.
func (s *Text) rules(r *videotune.Report) {
	type line struct {
		rule     videotune.Rule
		severity videotune.Severity
		n        int
		files    []string
	}
	lines := map[videotune.Rule]*line{}
	both := onBothSides(r)
	var sorted []*line
	for i := range r.Files {
		f := &r.Files[i]
		for rule, n := range f.ByRule {
			l := lines[rule]
			if l == nil {
				l = &line{rule: rule, severity: s.severityOf(rule)}
				lines[rule] = l
				sorted = append(sorted, l)
			}
			l.n += n
			where := Clean(f.File)
			if both[f.File] {
				where += " (" + f.Split.String() + ")"
			}
			l.files = append(l.files, where+" "+words.Group(int64(n)))
		}
	}
	if len(sorted) == 0 {
		return
	}
	sort.Slice(sorted, func(i, j int) bool {
		a, b := sorted[i], sorted[j]
		if a.severity != b.severity {
			return a.severity > b.severity
		}
		if a.n != b.n {
			return a.n > b.n
		}
		return a.rule < b.rule
	})
	t := align.Table{Left: []bool{true, true, false, true}}
	head := []string{"RULE", "SEVERITY", "PROBLEMS"}
	if len(r.Files) > 1 {
		head = append(head, "WHERE")
	}
	t.Row(head...)
	for _, l := range sorted {
		row := []string{Clean(string(l.rule)), l.severity.String(), words.Group(int64(l.n))}
		if len(r.Files) > 1 {
			where := strings.Join(l.files[:min(len(l.files), maxWhere)], ", ")
			if more := len(l.files) - maxWhere; more > 0 {
				where += " and " + words.Count(more, "more file")
			}
			row = append(row, where)
		}
		t.Row(row...)
	}
	s.out.str(t.String(), "\n")
}

// severityOf returns the severity that rule had, or else has by default.
func (s *Text) severityOf(rule videotune.Rule) videotune.Severity {
	if sev, ok := s.severity[rule]; ok {
		return sev
	}
	info, _ := videotune.LookupRule(rule)
	return info.Severity
}

// facts writes what is known of the training set.
func (s *Text) facts(r *videotune.Report) {
	train := r.Train()
	resolution := r.Resolution
	switch resolution {
	case "":
		resolution = "none is set"
	case "mixed":
		resolution = "mixed: the lines differ"
	}
	s.out.str("Resolution: ", Clean(resolution), "\n")
	s.out.str("Tokens:     ", tokens(r.Tokens), " for an epoch of the training set")
	if train.Dropped > 0 || train.Errors > 0 {
		s.out.str("; examples that are dropped or cannot be read count nothing")
	}
	s.out.str("\n")
	if r.Unprobed > 0 {
		s.out.str("Unprobed:   ", words.Group(int64(r.Unprobed)), " of ", words.Count(train.Examples, "training example"))
		if s.opts.Facts == "" {
			s.out.str(", for want of facts of the media (see --media)\n")
		} else {
			s.out.str("; ", Clean(s.opts.Facts), " does not tell their size or length\n")
		}
	}
	s.out.str("\n")
}

// resolutions writes the table that answers "LOW or MEDIUM?".
func (s *Text) resolutions(r *videotune.Report) {
	if len(r.Resolutions) == 0 {
		return
	}
	t := align.Table{Left: []bool{true, false, false, false, true}}
	t.Row("AT RESOLUTION", "DROPPED", "TOKENS", "TRAINING TIME", "THE JOB")
	for _, v := range r.Resolutions {
		time, job := "not documented", "would start"
		if v.RelativeTime > 0 {
			time = "× " + strconv.FormatFloat(v.RelativeTime, 'f', -1, 64)
		}
		if v.WouldFail {
			job = "would fail"
		}
		t.Row(Clean(string(v.Resolution)), words.Group(int64(v.Dropped)), tokens(v.Tokens), time, job)
	}
	s.out.str(t.String(), "\n")
}

func tokens(r videotune.Range) string {
	if r.Lower == r.Upper {
		return words.Group(r.Lower)
	}
	return words.Group(r.Lower) + " to " + words.Group(r.Upper)
}

func (s *Text) verdict(r *videotune.Report) {
	if !r.WouldFail() {
		s.out.str(paint(s.opts.Color, green, "The job would start."), "\n")
		return
	}
	s.out.str(paint(s.opts.Color, red, "The job would fail:"), " ", Clean(strings.Join(r.FailReasons, "; and ")), ".\n")
}
