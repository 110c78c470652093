package fix_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/fix"
)

// FuzzFile holds File to what it promises of any bytes: what Check finds in the result
// is what the report lists; a second time changes nothing and tells nothing; the edits
// name lines that there are.
func FuzzFile(f *testing.F) {
	for _, v := range vectors(f) {
		for _, name := range v.Train {
			if data := file(f, &v, name); len(data) < 4<<10 {
				f.Add(data, false)
			}
		}
	}
	for _, s := range units {
		f.Add([]byte(s.in), true)
	}
	f.Fuzz(func(t *testing.T, in []byte, more bool) {
		lines := 1 + bytes.Count(in, []byte{'\n'})
		o := &fix.Options{MaxProblems: all, MaxValueBytes: 600}
		if more {
			o.Resolution = videotune.ResolutionLow
			o.OffsetUnit, _ = fix.ParseOffsetUnit("s")
		}
		wide := false
		o.OnEdit = func(e *fix.Edit) {
			wide = wide || e.Changes[0].Rule == videotune.RuleFileEncoding
			if len(e.Changes) == 0 || !wide && e.Line+max(e.Lines, 1)-1 > lines {
				t.Fatalf("%+v, of %d lines", e, lines)
			}
		}
		out, report := mend(t, in, o)
		o.OnEdit = nil
		if bytes.Equal(in, out) == report.Edited() {
			t.Fatalf("%q became %q, and %v is told", in, out, report.Mended)
		}
		var left []string
		for _, l := range report.Left {
			left = append(left, fmt.Sprintf("%s %d:%d %s", l.Rule, l.Line, l.Column, l.Pointer))
		}
		if want := found(t, out, o); !slices.Equal(left, want) {
			t.Fatalf("left over are %q, Check finds %q", left, want)
		}
		again, second := mend(t, out, o)
		if !bytes.Equal(out, again) || second.Edited() {
			t.Fatalf("%q became %q, and then %q: %v", in, out, again, second.Mended)
		}
	})
}
