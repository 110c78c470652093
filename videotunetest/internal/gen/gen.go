// Package gen makes the vectors of package videotunetest.
//
// Nobody counts columns here. A line is written as it is, and the place of each
// expected problem is drawn into it: the n-th mark § stands right before the byte
// that the n-th located problem of the list points at. Two problems at one byte
// have two marks there. Where the order of the problems is not that of their
// places, the marks ① to ⑨ name them. The marks are taken out before anything is
// written.
package gen

import (
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// The names that most vectors give their files.
const (
	Train      = "train.jsonl"
	Validation = "validation.jsonl"
)

// A Vector is a vector in the making: texts still hold their marks.
type Vector struct {
	Name, About string
	Rule        videotune.Rule
	Pass        bool   // the rule is not found
	Near        string // of a near miss: the failing vector that it is one of
	Model, AsOf string
	Severity    map[videotune.Rule]videotune.Severity
	Train       []File
	Validation  []File
	Media       string // facts as JSON
	Limits      string // limits as JSON
	Want        []Problem
	t           *table
}

// A File is a data file.
type File struct{ Name, Text string }

// A Problem is an expected one.
type Problem struct {
	Rule     videotune.Rule
	Severity videotune.Severity
	Pointer  videotune.Pointer
	mark     rune   // ① …; 0 for the next §
	file     string // of a problem without a line
	lineOnly bool
}

// table collects vectors.
type table struct{ all []*Vector }

// at expects a problem at the next § mark.
func at(rule videotune.Rule, p videotune.Pointer) Problem {
	info, ok := videotune.LookupRule(rule)
	if !ok {
		panic("no rule " + rule)
	}
	return Problem{Rule: rule, Severity: info.Severity, Pointer: p}
}

// on expects a problem at the mark ① …, and not at the next §.
func on(mark rune, rule videotune.Rule, p videotune.Pointer) Problem {
	pr := at(rule, p)
	pr.mark = mark
	return pr
}

// lineOf expects a problem of a line without column and pointer; the next § is
// anywhere in the line.
func lineOf(rule videotune.Rule) Problem {
	p := at(rule, "")
	p.lineOnly = true
	return p
}

// whole expects a problem of the training file as such.
func whole(rule videotune.Rule) Problem { return wholeOf(Train, rule) }

// wholeOf expects a problem of a file as such.
func wholeOf(file string, rule videotune.Rule) Problem {
	p := at(rule, "")
	p.file = file
	return p
}

// fail adds a vector in which rule is found.
func (t *table) fail(name string, rule videotune.Rule, about, train string, want ...Problem) *Vector {
	v := &Vector{
		Name: name, Rule: rule, About: about, Want: want, t: t,
		Train:    []File{{Train, train}},
		Severity: map[videotune.Rule]videotune.Severity{videotune.RuleExamplesFew: videotune.SeverityOff},
	}
	t.all = append(t.all, v)
	return v
}

// pass adds a vector in which rule is not found.
func (t *table) pass(name string, rule videotune.Rule, about, train string, want ...Problem) *Vector {
	v := t.fail(name, rule, about, train, want...)
	v.Pass = true
	return v
}

// near adds the near miss of v: the same files with one replacement, in which
// the rule is not found. Marks stand in the replacement only.
func (v *Vector) near(name, about, old, repl string, want ...Problem) *Vector {
	n := *v
	n.Name, n.About, n.Want, n.Pass, n.Near = name, about, want, true, v.Name
	n.Severity = make(map[videotune.Rule]videotune.Severity)
	for r, s := range v.Severity {
		n.Severity[r] = s
	}
	count := 0
	swap := func(s string) string {
		s = strip(s)
		count += strings.Count(s, old)
		return strings.Replace(s, old, repl, 1)
	}
	n.Train = swapFiles(v.Train, swap)
	n.Validation = swapFiles(v.Validation, swap)
	n.Media, n.Limits = swap(v.Media), swap(v.Limits)
	if count != 1 {
		panic(fmt.Sprintf("%s: %q stands %d times", name, old, count))
	}
	v.t.all = append(v.t.all, &n)
	return &n
}

// of makes v the near miss of a failing vector that has another one already, or
// whose files differ from those of v in more than one place.
func (v *Vector) of(name string) *Vector { v.Near = name; return v }

func swapFiles(fs []File, swap func(string) string) []File {
	var out []File
	for _, f := range fs {
		out = append(out, File{f.Name, swap(f.Text)})
	}
	return out
}

// val adds a validation file.
func (v *Vector) val(text string) *Vector {
	v.Validation = append(v.Validation, File{Validation, text})
	return v
}

// trains replaces the training files by texts called a.jsonl, b.jsonl, ….
func (v *Vector) trains(texts ...string) *Vector {
	v.Train = nil
	for i, text := range texts {
		v.Train = append(v.Train, File{string(rune('a'+i)) + ".jsonl", text})
	}
	return v
}

// facts sets the facts of media.
func (v *Vector) facts(json string) *Vector { v.Media = json; return v }

// judge sets the model and the date of the edition.
func (v *Vector) judge(model, asOf string) *Vector { v.Model, v.AsOf = model, asOf; return v }

// severity overrides the severity of a rule.
func (v *Vector) severity(rule videotune.Rule, s videotune.Severity) *Vector {
	v.Severity[rule] = s
	return v
}

// edit returns line with the replacements made; each old text must stand in it
// exactly once.
func edit(line string, oldNew ...string) string {
	for i := 0; i < len(oldNew); i += 2 {
		if n := strings.Count(line, oldNew[i]); n != 1 {
			panic(fmt.Sprintf("%q stands %d times in %s", oldNew[i], n, line))
		}
		line = strings.Replace(line, oldNew[i], oldNew[i+1], 1)
	}
	return line
}
