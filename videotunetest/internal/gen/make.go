package gen

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
)

// marks are the runes that are taken out of a text.
const marks = "§①②③④⑤⑥⑦⑧⑨"

// strip returns text without its marks.
func strip(text string) string {
	if !strings.ContainsAny(text, marks) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !isMark(r, n) {
			b.WriteString(text[i : i+n])
		}
		i += n
	}
	return b.String()
}

func isMark(r rune, n int) bool { return n > 1 && strings.ContainsRune(marks, r) }

// A place is where a mark stood.
type place struct {
	mark         rune
	file         string
	line, column int
	used         bool
}

// places returns the marks of a file in their order.
func places(f File) []*place {
	var out []*place
	line, column := 1, 1
	for i := 0; i < len(f.Text); {
		r, n := utf8.DecodeRuneInString(f.Text[i:])
		switch {
		case isMark(r, n):
			out = append(out, &place{mark: r, file: f.Name, line: line, column: column})
		case r == '\n':
			line, column = line+1, 1
		default:
			column += n
		}
		i += n
	}
	return out
}

// jsonVector is the form of vector.json.
type jsonVector struct {
	About        string                                `json:"about"`
	Rule         videotune.Rule                        `json:"rule"`
	Expect       string                                `json:"expect"`
	Near         string                                `json:"near,omitempty"`
	Model        string                                `json:"model,omitempty"`
	AsOf         string                                `json:"as_of,omitempty"`
	Severity     map[videotune.Rule]videotune.Severity `json:"severity,omitempty"`
	Train        []string                              `json:"train"`
	Validation   []string                              `json:"validation,omitempty"`
	Media        string                                `json:"media,omitempty"`
	Limits       string                                `json:"limits,omitempty"`
	JobWouldFail bool                                  `json:"job_would_fail"`
	Problems     []jsonProblem                         `json:"problems"`
}

type jsonProblem struct {
	Severity videotune.Severity `json:"severity"`
	Rule     videotune.Rule     `json:"rule"`
	File     string             `json:"file"`
	Line     int                `json:"line,omitempty"`
	Column   int                `json:"column,omitempty"`
	Pointer  *videotune.Pointer `json:"pointer,omitempty"`
}

// Make returns the files of the vector by name, vector.json among them.
func (v *Vector) Make() map[string][]byte {
	files := make(map[string][]byte)
	j := jsonVector{
		About: v.About, Rule: v.Rule, Expect: "fail", Model: v.Model, AsOf: v.AsOf, Severity: v.Severity,
		Problems: []jsonProblem{},
	}
	if v.Pass {
		j.Expect, j.Near = "pass", v.Near
	}
	var all []*place
	add := func(fs []File, names *[]string) {
		for _, f := range fs {
			*names = append(*names, f.Name)
			files[f.Name] = []byte(strip(f.Text))
			all = append(all, places(f)...)
		}
	}
	add(v.Train, &j.Train)
	add(v.Validation, &j.Validation)
	if v.Media != "" {
		j.Media = "media.json"
		files[j.Media] = []byte(v.Media)
	}
	if v.Limits != "" {
		j.Limits = "limits.json"
		files[j.Limits] = []byte(v.Limits)
	}
	for _, p := range v.Want {
		j.Problems = append(j.Problems, v.locate(p, all))
	}
	for _, pl := range all {
		if !pl.used {
			panic(fmt.Sprintf("%s: no problem for the mark at %s:%d:%d", v.Name, pl.file, pl.line, pl.column))
		}
	}
	j.JobWouldFail = wouldFail(j.Problems, files, append(j.Train, j.Validation...))
	files["vector.json"] = encode(j)
	return files
}

// locate gives p the place of its mark.
func (v *Vector) locate(p Problem, all []*place) jsonProblem {
	j := jsonProblem{Severity: p.Severity, Rule: p.Rule, File: p.file}
	if s, ok := v.Severity[p.Rule]; ok {
		j.Severity = s
	}
	if p.file != "" {
		return j
	}
	want := p.mark
	if want == 0 {
		want = '§'
	}
	for _, pl := range all {
		if pl.used || pl.mark != want {
			continue
		}
		pl.used = true
		j.File, j.Line = pl.file, pl.line
		if !p.lineOnly {
			j.Column, j.Pointer = pl.column, &p.Pointer
		}
		return j
	}
	panic(fmt.Sprintf("%s: no mark %c for %s", v.Name, want, p.Rule))
}

// wouldFail says what follows from the problems for the job: an error, or more
// than a tenth of the examples of a file dropped.
func wouldFail(ps []jsonProblem, files map[string][]byte, names []string) bool {
	type line struct {
		file string
		n    int
	}
	dropped := make(map[line]bool)
	for _, p := range ps {
		switch p.Severity {
		case videotune.SeverityError:
			return true
		case videotune.SeverityDrop:
			dropped[line{p.File, p.Line}] = true
		}
	}
	for _, name := range names {
		examples, drops := 0, 0
		for l := range bytes.Lines(files[name]) {
			if len(bytes.TrimSpace(l)) > 0 {
				examples++
			}
		}
		for l := range dropped {
			if l.file == name {
				drops++
			}
		}
		if drops*10 > examples {
			return true
		}
	}
	return false
}

func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Vectors returns all vectors, by name.
func Vectors() []*Vector {
	var t table
	for _, group := range groups {
		group(&t)
	}
	seen := make(map[string]bool)
	for _, v := range t.all {
		if seen[v.Name] {
			panic("two vectors are called " + v.Name)
		}
		seen[v.Name] = true
	}
	sort.Slice(t.all, func(i, j int) bool { return t.all[i].Name < t.all[j].Name })
	return t.all
}
