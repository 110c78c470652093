package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

// A vectorPair is a vector that fails by its rule, and one that does not and
// differs little.
type vectorPair struct{ wrong, right *videotunetest.Vector }

// found returns the problem of the rule in the wrong one.
func (p vectorPair) found(t *testing.T) *videotune.Problem {
	t.Helper()
	if p.wrong == nil {
		t.Fatal("a rule has no pair of vectors")
	}
	_, problems, err := p.wrong.Check()
	if err != nil {
		t.Fatal(err)
	}
	for i := range problems {
		if problems[i].Rule == p.wrong.Rule {
			return &problems[i]
		}
	}
	t.Fatalf("the vector %s does not fail by its rule", p.wrong.Name)
	return nil
}

// The bounds of what is shown.
const (
	docFile    = 4 << 20 // of a file, in bytes
	docLine    = 420     // of a line, in bytes
	docContext = 200     // before the place that matters
)

// write writes the two where they differ.
func (p vectorPair) write(t *testing.T, b *bytes.Buffer) {
	t.Helper()
	if p.wrong.Example != nil {
		fmt.Fprintf(b, "\nNo line of a file can have this fault, only an example that a program makes.\n\nWrong: %s\n\nRight: %s\n", cell(p.wrong.About), cell(p.right.About))
		return
	}
	files := slices.Concat(p.wrong.Train, p.wrong.Validation)
	if by, other := judgedBy(p.wrong), judgedBy(p.right); by != other {
		fmt.Fprintf(b, "\nWrong: %s%s\n\nRight, with the same lines: %s%s\n", cell(p.wrong.About), by, cell(p.right.About), other)
		return
	}
	for _, name := range append(files, p.wrong.Media, p.wrong.Limits) {
		if name == "" {
			continue
		}
		wrong, right := docLines(t, p.wrong, name), docLines(t, p.right, name)
		i := 0
		for i < len(wrong) && i < len(right) && wrong[i] == right[i] {
			i++
		}
		if i == len(wrong) && i == len(right) {
			continue
		}
		several := len(files) > 1 || !slices.Contains(files, name)
		docExample(b, "Wrong", p.wrong.About, name, wrong, right, i, several)
		docExample(b, "Right", p.right.About, name, right, wrong, i, several)
		return
	}
	// They differ in what is too large to be shown.
	fmt.Fprintf(b, "\nWrong: %s\n\nRight: %s\n", cell(p.wrong.About), cell(p.right.About))
}

// judgedBy returns by what a vector is judged, but for the severity of the rule on
// the number of examples, which most vectors switch off.
func judgedBy(v *videotunetest.Vector) string {
	var list []string
	for _, f := range [][2]string{{"--model ", v.Model}, {"--as-of ", v.AsOf}} {
		if f[1] != "" {
			list = append(list, "`"+f[0]+f[1]+"`")
		}
	}
	for _, info := range videotune.Rules() {
		if s, ok := v.Severity[info.Rule]; ok && info.Rule != videotune.RuleExamplesFew {
			list = append(list, "`--severity "+string(info.Rule)+"="+s.String()+"`")
		}
	}
	if list == nil {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}

// docLines returns the lines of a file of a vector, as far as they are looked at.
func docLines(t *testing.T, v *videotunetest.Vector, name string) []string {
	t.Helper()
	r, err := v.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, docFile))
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(strings.Lines(string(text)))
}

// docExample writes line i of lines, the first that differs from other.
func docExample(b *bytes.Buffer, what, about, name string, lines, other []string, i int, several bool) {
	where := ""
	if several {
		where = fmt.Sprintf(", `%s`", name)
	}
	fmt.Fprintf(b, "\n%s%s: %s\n", what, where, cell(about))
	switch {
	case i >= len(lines):
		fmt.Fprintf(b, "(%d lines, where the other has %d.)\n", len(lines), len(other))
		return
	case i > 0:
		fmt.Fprintf(b, "(Line %d of %d.)\n", i+1, len(lines))
	}
	at := 0
	if i < len(other) {
		for at < len(lines[i]) && at < len(other[i]) && lines[i][at] == other[i][at] {
			at++
		}
	}
	text := docExcerpt(strings.TrimSuffix(lines[i], "\n"), at)
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	fmt.Fprintf(b, "\n%s\n%s\n%s\n", fence, text, fence)
}

// docExcerpt returns a line, or what is around a byte of it, cleaned.
func docExcerpt(line string, at int) string {
	if len(line) <= docLine {
		return render.Clean(line)
	}
	from := max(0, min(at-docContext, len(line)-docLine))
	to := from + docLine
	text := render.Clean(strings.ToValidUTF8(line[from:to], ""))
	if from > 0 {
		text = "… " + text
	}
	if to < len(line) {
		text += " …"
	}
	return text
}
