package render

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// JUnitOptions say how to write JUnit XML. The zero value is ready to use.
type JUnitOptions struct {
	// Max is the number of problems of each rule and file that are listed; the
	// others are counted. 0 is [DefaultMax], a negative number lists none.
	Max int
	// Severity is that of the policy by which was judged; rules that are off are
	// told to be skipped. Nil stands for the severities of the rules.
	Severity map[videotune.Rule]videotune.Severity
	// Notes are written with those of the report, before them.
	Notes []string
}

// A JUnit sink writes a report as JUnit XML, which most CI systems show as
// results of tests: a suite for each file, in it a case for each rule, so that
// two runs can be compared, and a last suite with the verdict.
//
// Failed is what fails the job: a rule with problems of severity error, or with
// drops in a file of whose examples more than 10 % would be dropped. Fewer drops
// are shown as skipped, since that is what becomes of these examples. A warning
// passes, and stands in the output of its case. Nothing is written before Close.
//
// Times are 0, since a report has none. Characters that a terminal could act on,
// and those that XML does not have, are spelt out.
type JUnit struct {
	xml  xmlWriter
	opts JUnitOptions
	keeper
}

// NewJUnit returns a sink that writes JUnit XML to w.
func NewJUnit(w io.Writer, opts JUnitOptions) *JUnit {
	if opts.Max == 0 {
		opts.Max = DefaultMax
	}
	return &JUnit{xml: xmlWriter{newStickyWriter(w)}, opts: opts, keeper: newKeeper(opts.Max)}
}

// Problem takes note of one problem.
func (s *JUnit) Problem(p *videotune.Problem) { s.add(p) }

// Close writes all of the document.
func (s *JUnit) Close(report *videotune.Report) error {
	if report == nil {
		report = &videotune.Report{}
	}
	suites := append(s.suites(report), s.verdict(report))
	var sum testSuite
	for i := range suites {
		suites[i].count()
		sum.tests += suites[i].tests
		sum.failures += suites[i].failures
	}
	s.xml.str(`<?xml version="1.0" encoding="UTF-8"?>`, "\n")
	s.xml.open("testsuites", "name", "videotune check", "tests", strconv.Itoa(sum.tests), "failures", strconv.Itoa(sum.failures),
		"errors", "0", "time", "0")
	for i := range suites {
		suites[i].write(&s.xml)
	}
	s.xml.close("testsuites")
	return s.xml.flush()
}

// suites returns a suite for each file of the report.
func (s *JUnit) suites(report *videotune.Report) []testSuite {
	both := onBothSides(report)
	files := append(report.Files[:len(report.Files):len(report.Files)], s.others(report)...)
	var suites []testSuite
	for i := range files {
		f := &files[i]
		name := f.File
		if name == "" {
			name = "(no name)"
		}
		if both[f.File] {
			name += " (" + f.Split.String() + ")"
		}
		suite := testSuite{name: name, properties: []string{"split", f.Split.String(),
			"examples", strconv.Itoa(f.Examples), "dropped", strconv.Itoa(f.Dropped)}}
		for _, info := range videotune.Rules() {
			suite.cases = append(suite.cases, s.ruleCase(f, info.Rule))
		}
		for _, rule := range slices.Sorted(maps.Keys(f.ByRule)) {
			if _, ok := videotune.LookupRule(rule); !ok {
				suite.cases = append(suite.cases, s.ruleCase(f, rule))
			}
		}
		suites = append(suites, suite)
	}
	return suites
}

// others returns the files that problems name and the report does not.
func (s *JUnit) others(report *videotune.Report) []videotune.FileReport {
	known := map[string]bool{}
	for i := range report.Files {
		known[report.Files[i].File] = true
	}
	var files []videotune.FileReport
	index := map[string]int{}
	for _, at := range s.order {
		if known[at.file] {
			continue
		}
		i, ok := index[at.file]
		if !ok {
			i, index[at.file] = len(files), len(files)
			files = append(files, videotune.FileReport{File: at.file, ByRule: map[videotune.Rule]int{}})
		}
		files[i].ByRule[at.rule] = s.seen[at]
	}
	return files
}

// ruleCase returns the case of a rule in a file. What is kept of a name that both
// sides have is told of training first.
func (s *JUnit) ruleCase(f *videotune.FileReport, rule videotune.Rule) testCase {
	c := testCase{name: string(rule)}
	n := f.ByRule[rule]
	severity := severityIn(s.opts.Severity, rule)
	if n == 0 {
		if severity == videotune.SeverityOff {
			c.outcome, c.message = skipped, "the rule is switched off"
		}
		return c
	}
	at := place{rule, f.File}
	list := s.kept[at][:min(n, len(s.kept[at]))]
	s.kept[at] = s.kept[at][len(list):]
	c.message = words.Count(n, "problem")
	if len(list) > 0 {
		severity = list[0].Severity
		c.message = list[0].Message
		if n > 1 {
			c.message += " (and " + words.Group(int64(n-1)) + " more)"
		}
	}
	c.kind = severity.String()
	c.text = listing(list, n)
	c.outcome = passed
	switch {
	case severity == videotune.SeverityError, severity == videotune.SeverityDrop && f.Dropped*10 > f.Examples:
		c.outcome = failed
	case severity == videotune.SeverityDrop:
		c.outcome = skipped
	}
	return c
}

// listing returns problems as text, with the number of those that are missing
// of n.
func listing(list []videotune.Problem, n int) string {
	var b bytes.Buffer
	out := newStickyWriter(&b)
	for i := range list {
		writeProblem(out, &list[i], false)
	}
	if more := n - len(list); more > 0 && len(list) > 0 {
		out.str("… and ", words.Group(int64(more)), " more\n")
	} else if more > 0 {
		out.str(words.Count(more, "problem"), "\n")
	}
	_ = out.flush() // to memory
	return b.String()
}

// verdict returns the suite that says whether the job would start.
func (s *JUnit) verdict(r *videotune.Report) testSuite {
	train := r.Train()
	c := testCase{name: "job-would-start"}
	if r.WouldFail() {
		c.outcome, c.kind = failed, "verdict"
		c.message = "The job would fail: " + strings.Join(r.FailReasons, "; and ") + "."
		c.text = strings.Join(r.FailReasons, "\n") + "\n"
	}
	var said strings.Builder
	for _, a := range r.Assumptions {
		said.WriteString("Assumption: " + Clean(a) + "\n")
	}
	for _, n := range notes(r, s.opts.Notes) {
		said.WriteString("Note: " + Clean(n) + "\n")
	}
	return testSuite{name: "the dataset", cases: []testCase{c}, output: said.String(), properties: []string{
		"model", r.Model, "edition", r.Edition, "resolution", r.Resolution,
		"examples", strconv.Itoa(train.Examples), "dropped", strconv.Itoa(train.Dropped), "unprobed", strconv.Itoa(r.Unprobed),
		"job_would_fail", strconv.FormatBool(r.WouldFail())}}
}
