package render_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
)

// junitDoc is what the tests read of JUnit XML.
type junitDoc struct {
	Suites []struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Cases    []struct {
			Name    string `xml:"name,attr"`
			Class   string `xml:"classname,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Type    string `xml:"type,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
			Skipped *struct {
				Message string `xml:"message,attr"`
			} `xml:"skipped"`
			Out string `xml:"system-out"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

func junit(t testing.TB, opts render.JUnitOptions, report *videotune.Report, problems ...videotune.Problem) *junitDoc {
	t.Helper()
	var out bytes.Buffer
	sink := render.NewJUnit(&out, opts)
	for i := range problems {
		sink.Problem(&problems[i])
	}
	if err := sink.Close(report); err != nil {
		t.Fatal(err)
	}
	var doc junitDoc
	if err := xml.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatalf("%v in\n%s", err, out.Bytes())
	}
	return &doc
}

// outcomes returns the cases that do not merely pass, as "suite rule outcome".
func (d *junitDoc) outcomes() (list []string) {
	for _, s := range d.Suites {
		for _, c := range s.Cases {
			switch {
			case c.Failure != nil:
				list = append(list, s.Name+" "+c.Name+" failed")
			case c.Skipped != nil:
				list = append(list, s.Name+" "+c.Name+" skipped")
			case c.Out != "":
				list = append(list, s.Name+" "+c.Name+" said")
			}
		}
	}
	return list
}

// What fails the job is red, what is lost without that is skipped, and a warning
// passes.
func TestJUnitOutcomes(t *testing.T) {
	report := func(examples, dropped int, reasons ...string) *videotune.Report {
		return &videotune.Report{FailReasons: reasons, Files: []videotune.FileReport{{File: "a", Examples: examples, Dropped: dropped,
			ByRule: map[videotune.Rule]int{videotune.RuleSegmentTooLong: dropped, videotune.RuleExamplesFew: 1}}}}
	}
	problems := []videotune.Problem{
		{Rule: videotune.RuleSegmentTooLong, Severity: videotune.SeverityDrop, File: "a", Line: 1, Message: "long"},
		{Rule: videotune.RuleExamplesFew, Severity: videotune.SeverityWarning, File: "a", Message: "few"},
	}
	off := map[videotune.Rule]videotune.Severity{videotune.RuleFileBOM: videotune.SeverityOff}
	for _, tt := range []struct {
		name   string
		report *videotune.Report
		want   string
	}{
		{"a tenth is dropped", report(10, 1), "[a file-bom skipped a segment-too-long skipped a examples-few said]"},
		{"more are dropped", report(9, 1, "over"), "[a file-bom skipped a segment-too-long failed a examples-few said the dataset job-would-start failed]"},
		{"no report", nil, "[a file-bom skipped a segment-too-long skipped a examples-few said]"},
	} {
		doc := junit(t, render.JUnitOptions{Severity: off}, tt.report, problems...)
		if got := fmt.Sprint(doc.outcomes()); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
		if s := doc.Suites[0]; s.Tests != len(videotune.Rules()) || len(s.Cases) != s.Tests {
			t.Errorf("%s: %d tests, %d cases", tt.name, s.Tests, len(s.Cases))
		}
	}
}

// One name on both sides makes two suites; what is kept is told once.
func TestJUnitBothSides(t *testing.T) {
	by := func(n int) map[videotune.Rule]int { return map[videotune.Rule]int{videotune.RuleURIScheme: n} }
	report := &videotune.Report{Files: []videotune.FileReport{{File: "a", ByRule: by(1)}, {File: "a", Split: videotune.Validation, ByRule: by(2)}}}
	p := videotune.Problem{Rule: videotune.RuleURIScheme, Severity: videotune.SeverityError, File: "a", Message: "one"}
	q := p
	q.Message = "two"
	doc := junit(t, render.JUnitOptions{Max: 2}, report, p, q, q)
	for i, want := range []string{"a: error: one [uri-scheme]\n", "a: error: two [uri-scheme]\n… and 1 more\n"} {
		s := doc.Suites[i]
		for _, c := range s.Cases {
			if c.Failure != nil && (c.Failure.Text != want || c.Class != s.Name || s.Failures != 1) {
				t.Errorf("%s: %q, want %q", s.Name, c.Failure.Text, want)
			}
		}
	}
	if got := fmt.Sprint(doc.outcomes()); got != "[a (train) uri-scheme failed a (validation) uri-scheme failed]" {
		t.Error(got)
	}
}
