package videotunetest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

// find returns a stored vector.
func find(t *testing.T, name string) *videotunetest.Vector {
	t.Helper()
	for _, v := range load(t) {
		if v.Name == name {
			return &v
		}
	}
	t.Fatalf("no vector %s", name)
	return nil
}

// TestCompare shows that a list which differs in anything is refused.
func TestCompare(t *testing.T) {
	v := find(t, "member-unknown-many")
	_, good, err := v.Check()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Compare(good); err != nil || len(good) != 3 {
		t.Fatalf("%v", err)
	}
	for _, c := range []struct {
		name   string
		change func(videotune.Problems) videotune.Problems
		lines  []string // of the difference
	}{
		{"missing", func(ps videotune.Problems) videotune.Problems { return ps[:2] }, []string{"- train.jsonl:1:249: error member-unknown"}},
		{"none", func(ps videotune.Problems) videotune.Problems { return nil }, []string{"- train.jsonl:1:2:"}},
		{"surplus", func(ps videotune.Problems) videotune.Problems { return append(ps, ps[0]) }, []string{"+ train.jsonl:1:2: error member-unknown at \"/note\" (unknown member"}},
		{"order", func(ps videotune.Problems) videotune.Problems { ps[0], ps[1] = ps[1], ps[0]; return ps }, []string{"- ", "+ "}},
		{"rule", func(ps videotune.Problems) videotune.Problems { ps[1].Rule = videotune.RuleURIForm; return ps }, []string{"- train.jsonl:1:70: error uri-scheme", "+ train.jsonl:1:70: error uri-form"}},
		{"severity", func(ps videotune.Problems) videotune.Problems { ps[1].Severity = videotune.SeverityDrop; return ps }, []string{"+ train.jsonl:1:70: drop uri-scheme"}},
		{"file", func(ps videotune.Problems) videotune.Problems { ps[1].File = "b"; return ps }, []string{"+ b:1:70:"}},
		{"line", func(ps videotune.Problems) videotune.Problems { ps[1].Line = 2; return ps }, []string{"+ train.jsonl:2:70:"}},
		{"column", func(ps videotune.Problems) videotune.Problems { ps[1].Column = 71; return ps }, []string{"+ train.jsonl:1:71:"}},
		{"no column", func(ps videotune.Problems) videotune.Problems { ps[1].Column = 0; return ps }, []string{"+ train.jsonl:1: error"}},
		{"pointer", func(ps videotune.Problems) videotune.Problems { ps[1].Pointer = ""; return ps }, []string{`+ train.jsonl:1:70: error uri-scheme at ""`}},
	} {
		err := v.Compare(c.change(slices.Clone(good)))
		if err == nil {
			t.Errorf("%s: taken for equal", c.name)
			continue
		}
		for _, line := range c.lines {
			if !strings.Contains(err.Error(), "\n"+line) {
				t.Errorf("%s: no line %q in\n%v", c.name, line, err)
			}
		}
	}
	if err := v.Compare(withMessage(good, "other words")); err != nil {
		t.Errorf("the message counts: %v", err)
	}
}

func withMessage(ps videotune.Problems, text string) videotune.Problems {
	ps = slices.Clone(ps)
	for i := range ps {
		ps[i].Message, ps[i].Hint = text, text
	}
	return ps
}

// TestVerify shows that Verify looks at job_would_fail, too.
func TestVerify(t *testing.T) {
	v := find(t, "dropped-10-of-100")
	if err := v.Verify(); err != nil {
		t.Error(err)
	}
	v.JobWouldFail = true
	if err := v.Verify(); err == nil || !strings.Contains(err.Error(), "job_would_fail: want true, got false") {
		t.Errorf("got %v", err)
	}
	v = find(t, "dropped-11-of-100")
	v.Severity[videotune.RuleSegmentTooLong] = videotune.SeverityWarning
	if err := v.Verify(); err == nil || !strings.Contains(err.Error(), "+ train.jsonl:1:124: warning segment-too-long") {
		t.Errorf("got %v", err)
	}
}

// TestVectorErrors looks at vectors that cannot be run.
func TestVectorErrors(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*videotunetest.Vector)
	}{
		{"no such file", func(v *videotunetest.Vector) { v.Train = []string{"no.jsonl"} }},
		{"no such facts", func(v *videotunetest.Vector) { v.Media = "no.json" }},
		{"no such limits", func(v *videotunetest.Vector) { v.Limits = "no.json" }},
		{"facts that are none", func(v *videotunetest.Vector) { v.Media = "vector.json" }},
		{"limits that are none", func(v *videotunetest.Vector) { v.Limits = "train.jsonl" }},
		{"no such model", func(v *videotunetest.Vector) { v.Model = "gemini-0" }},
		{"no date", func(v *videotunetest.Vector) { v.AsOf = "yesterday" }},
	} {
		v := find(t, "uri-scheme")
		c.change(v)
		if err := v.Verify(); err == nil {
			t.Errorf("%s: no error", c.name)
		}
	}
	if _, err := new(videotunetest.Vector).Open("train.jsonl"); err == nil {
		t.Error("a vector without files opened one")
	}
}
