package fix_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/fix"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const all = 1 << 30 // problems

// flagged are options with which everything is done that an option asks for.
func flagged(t testing.TB, v *videotunetest.Vector) (*fix.Options, *bytes.Buffer) {
	t.Helper()
	policy, err := v.Policy()
	if err != nil {
		t.Fatal(err)
	}
	unit, err := fix.ParseOffsetUnit("s")
	if err != nil {
		t.Fatal(err)
	}
	var dropped bytes.Buffer
	return &fix.Options{
		Policy: policy, OffsetUnit: unit, Resolution: videotune.ResolutionLow, ReplaceResolution: true, RemoveUnknown: true,
		DropDuplicates: true, Dropped: &dropped, MaxProblems: all,
	}, &dropped
}

// plain are options that mend spelling only.
func plain(t testing.TB, v *videotunetest.Vector) *fix.Options {
	t.Helper()
	policy, err := v.Policy()
	if err != nil {
		t.Fatal(err)
	}
	return &fix.Options{Policy: policy, MaxProblems: all}
}

func vectors(t testing.TB) []videotunetest.Vector {
	t.Helper()
	vs, err := videotunetest.LoadVectors()
	if err != nil {
		t.Fatal(err)
	}
	return vs
}

// file reads a file of a vector.
func file(t testing.TB, v *videotunetest.Vector, name string) []byte {
	t.Helper()
	r, err := v.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// mend fixes in.
func mend(t testing.TB, in []byte, o *fix.Options) ([]byte, *fix.Report) {
	t.Helper()
	var out bytes.Buffer
	report, err := fix.File(bytes.NewReader(in), &out, o)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), report
}

// found are the problems that Check finds in data, a line each.
func found(t testing.TB, data []byte, o *fix.Options) []string {
	t.Helper()
	var list []string
	_, err := videotune.Check(videotune.Dataset{Train: []videotune.Input{{R: bytes.NewReader(data)}}}, &videotune.CheckOptions{
		Policy: o.Policy, OnProblem: func(p *videotune.Problem) {
			list = append(list, fmt.Sprintf("%s %d:%d %s", p.Rule, p.Line, p.Column, p.Pointer))
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestVectors fixes every file of every vector: what Check finds in the result is what
// the report lists, a second time changes nothing, and a file without a fault of form
// stays as it is.
func TestVectors(t *testing.T) {
	for _, v := range vectors(t) {
		for _, name := range slices.Concat(v.Train, v.Validation) {
			in := file(t, &v, name)
			full, _ := flagged(t, &v)
			for kind, o := range map[string]*fix.Options{"plain": plain(t, &v), "flagged": full} {
				out, report := mend(t, in, o)
				var left []string
				for _, l := range report.Left {
					left = append(left, fmt.Sprintf("%s %d:%d %s", l.Rule, l.Line, l.Column, l.Pointer))
				}
				if want := found(t, out, o); !slices.Equal(left, want) {
					t.Errorf("%s/%s, %s: left over are\n%s\nCheck finds\n%s", v.Name, name, kind, strings.Join(left, "\n"), strings.Join(want, "\n"))
				}
				if edited := !bytes.Equal(in, out); edited != report.Edited() {
					t.Errorf("%s/%s, %s: edited is %t, and %v is told", v.Name, name, kind, edited, report.Mended)
				}
				again, second := mend(t, out, o)
				if !bytes.Equal(out, again) || second.Edited() {
					t.Errorf("%s/%s, %s: the second time it differs:\n%s\n%s\n%v", v.Name, name, kind, out, again, second.Mended)
				}
			}
		}
	}
}

// TestLongLines fixes the vectors about the longest line.
func TestLongLines(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, v := range videotunetest.GeneratedVectors() {
		if !strings.HasPrefix(v.Name, "line-too-long") {
			continue
		}
		in := file(t, &v, v.Train[0])
		out, report := mend(t, in, plain(t, &v))
		if !bytes.Equal(in, out) || report.Edited() || (report.LeftOver() > 0) != (v.Expect == videotunetest.ExpectFail) {
			t.Errorf("%s: edited is %t, %v", v.Name, report.Edited(), report.Check.Files[0].ByRule)
		}
	}
}

// TestFixable holds the rule table to what is done: each rule that is marked has a
// vector in which it is found before, and not after, by its flag only. A rule without a
// mark is never mended.
func TestFixable(t *testing.T) {
	after := map[videotune.Rule][]string{}
	shown := map[videotune.Rule]string{}
	for _, v := range vectors(t) {
		if v.Expect != videotunetest.ExpectFail || len(v.Train) != 1 || len(v.Validation) > 0 {
			continue
		}
		in := file(t, &v, v.Train[0])
		o := plain(t, &v)
		info, _ := videotune.LookupRule(v.Rule)
		out, _ := mend(t, in, o)
		mended := !has(found(t, out, o), v.Rule)
		if info.FixFlag != "" {
			if mended {
				t.Errorf("%s: mended without %s", v.Name, info.FixFlag)
			}
			o, _ = flagged(t, &v)
			out, _ = mend(t, in, o)
			mended = !has(found(t, out, o), v.Rule)
		}
		switch {
		case mended && !info.Fixable:
			t.Errorf("%s: %s is mended, and not marked", v.Name, v.Rule)
		case mended:
			after[v.Rule] = append(after[v.Rule], v.Name)
			if shown[v.Rule] == "" {
				shown[v.Rule] = example(v.Name, in, out)
			}
		}
	}
	var b strings.Builder
	for _, info := range videotune.Rules() {
		if !info.Fixable {
			continue
		}
		if len(after[info.Rule]) == 0 {
			t.Errorf("%s is marked, and no vector of it is mended", info.Rule)
		}
		fmt.Fprintf(&b, "%s %s\n%s", info.Rule, info.FixFlag, shown[info.Rule])
		fmt.Fprintf(&b, "  mended: %s\n\n", strings.Join(after[info.Rule], " "))
	}
	golden(t, "testdata/rules.golden", b.String())
}

func has(problems []string, rule videotune.Rule) bool {
	return slices.ContainsFunc(problems, func(p string) bool { return strings.HasPrefix(p, string(rule)+" ") })
}

// example shows what differs: a few bytes around it, before and after.
func example(name string, in, out []byte) string {
	i := 0
	for i < len(in) && i < len(out) && in[i] == out[i] {
		i++
	}
	cut := func(b []byte) string {
		return fmt.Sprintf("%q", b[max(0, i-12):min(len(b), i+60)])
	}
	return fmt.Sprintf("  %s\n  - %s\n  + %s\n", name, cut(in), cut(out))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; -update rewrites it. got:\n%s", name, got)
	}
}
