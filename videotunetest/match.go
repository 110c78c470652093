package videotunetest

import (
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// A Matcher says which problem is expected: by its rule, and by what else it was
// told. It never looks at the message, which may change. A Matcher is a value:
// its methods return a changed copy, so that one may be kept and refined. The
// zero Matcher matches every problem.
type Matcher struct {
	rule                                           videotune.Rule
	severity                                       videotune.Severity
	file                                           string
	line, column                                   int
	pointer                                        videotune.Pointer
	hasRule, hasSeverity, hasFile, hasLine, hasCol bool
	hasPointer                                     bool
}

// Match returns a Matcher of problems of rule, wherever they are.
func Match(rule videotune.Rule) Matcher { return Matcher{rule: rule, hasRule: true} }

// At returns a copy of m that matches problems of the line, counted from 1, only.
// At(0) matches those that have no line: of a file as such, or of an example that
// came from none.
func (m Matcher) At(line int) Matcher { m.line, m.hasLine = line, true; return m }

// Column returns a copy of m that matches problems at the column, counted in
// bytes from 1, only.
func (m Matcher) Column(column int) Matcher { m.column, m.hasCol = column, true; return m }

// In returns a copy of m that matches problems of the file only.
func (m Matcher) In(file string) Matcher { m.file, m.hasFile = file, true; return m }

// Pointer returns a copy of m that matches problems at the pointer only; "" is
// the whole of a line.
func (m Matcher) Pointer(p videotune.Pointer) Matcher { m.pointer, m.hasPointer = p, true; return m }

// Severity returns a copy of m that matches problems of the severity only.
func (m Matcher) Severity(s videotune.Severity) Matcher {
	m.severity, m.hasSeverity = s, true
	return m
}

// Matches reports whether p is what m expects.
func (m Matcher) Matches(p *videotune.Problem) bool {
	return (!m.hasRule || m.rule == p.Rule) &&
		(!m.hasSeverity || m.severity == p.Severity) &&
		(!m.hasFile || m.file == p.File) &&
		(!m.hasLine || m.line == p.Line) &&
		(!m.hasCol || m.column == p.Column) &&
		(!m.hasPointer || p.HasPointer() && m.pointer == p.Pointer)
}

// String says what m expects: "drop segment-too-long at line 3".
func (m Matcher) String() string {
	s := "any problem"
	if m.hasRule {
		s = string(m.rule)
	}
	if m.hasSeverity {
		s = m.severity.String() + " " + s
	}
	if m.hasFile {
		s += " in " + m.file
	}
	if m.hasLine && m.line == 0 {
		s += " without a line"
	} else if m.hasLine {
		s += fmt.Sprintf(" at line %d", m.line)
	}
	if m.hasCol {
		s += fmt.Sprintf(", column %d", m.column)
	}
	if m.hasPointer {
		s += fmt.Sprintf(" at %q", m.pointer)
	}
	return s
}

// MatchProblems fails the test unless each problem of got is matched by a Matcher
// of its own, and each Matcher has a problem. Their order does not matter. It
// reports whether they match.
func MatchProblems(t TestingT, got videotune.Problems, want ...Matcher) bool {
	t.Helper()
	if diff := DiffProblems(got, want...); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
		return false
	}
	return true
}

// DiffProblems is [MatchProblems] for other frameworks: it returns "" if got and
// want match, and else a line for each Matcher without a problem, marked "- ",
// and each problem without a Matcher, marked "+ ".
func DiffProblems(got videotune.Problems, want ...Matcher) string {
	by := assign(got, want)
	var b strings.Builder
	taken := make([]bool, len(got))
	for i, p := range by {
		if p < 0 {
			fmt.Fprintf(&b, "- %s\n", want[i])
		} else {
			taken[p] = true
		}
	}
	for i := range got {
		if !taken[i] {
			fmt.Fprintf(&b, "+ %s (%s)\n", problemOf(&got[i]), got[i].Message)
		}
	}
	return b.String()
}

// assign gives as many Matchers as possible a problem of their own, and returns
// its index for each, or -1. A Matcher that was given one early may be given
// another, so that a vague Matcher does not take what an exact one needs.
func assign(got videotune.Problems, want []Matcher) []int {
	matcher := make([]int, len(got)) // of each problem
	for i := range matcher {
		matcher[i] = -1
	}
	var place func(m int, tried []bool) bool
	place = func(m int, tried []bool) bool {
		for i := range got {
			if tried[i] || !want[m].Matches(&got[i]) {
				continue
			}
			tried[i] = true
			if matcher[i] < 0 || place(matcher[i], tried) {
				matcher[i] = m
				return true
			}
		}
		return false
	}
	by := make([]int, len(want))
	for m := range want {
		place(m, make([]bool, len(got)))
		by[m] = -1
	}
	for i, m := range matcher {
		if m >= 0 {
			by[m] = i
		}
	}
	return by
}
