package videotune

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
)

// wantNoPlace wants the problems of err to have no file and no line, but to point
// into the example nevertheless.
func wantNoPlace(t *testing.T, err error) {
	t.Helper()
	ps, ok := AsProblems(err)
	if !ok || len(ps) == 0 {
		t.Errorf("%v holds no problems", err)
	}
	for i := range ps {
		if p := &ps[i]; p.File != "" || p.Line != 0 || p.Position() != string(p.Pointer) {
			t.Errorf("%v has the place %q", p, p.Position())
		}
	}
}

// What is told of an example has no line, even if others were written before it:
// nobody knows yet which side they go to.
func TestSplitProblemsHaveNoLine(t *testing.T) {
	dir := t.TempDir()
	var warnings Problems
	s, err := CreateSplit(filepath.Join(dir, "t.jsonl"), filepath.Join(dir, "v.jsonl"), &SplitOptions{
		OnWarning: func(p *Problem) { warnings = append(warnings, *p) },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range 3 {
		if err := s.Write("", videoExample(fmt.Sprintf("gs://b/%d.mp4", i), "fine")); err != nil {
			t.Fatal(err)
		}
	}
	wantNoPlace(t, s.Write("", nil))
	bad := videoExample("s3://b/bad.mp4", "refused")
	bad.Contents[0].Parts[0].FileData.MIMEType = ""
	wantNoPlace(t, s.Write("", bad))
	if len(warnings) > 0 {
		t.Errorf("warnings: %v", warnings)
	}
	// One that is told of each example, and one that is told once a file.
	odd := videoExample("https://example.com/v.mp4?X-Goog-Signature=abcd", "signed")
	odd.Contents[0].Parts[0].VideoMetadata = &VideoMetadata{FPS: 2}
	if err := s.Write("", odd); err != nil {
		t.Fatal(err)
	}
	wantNoPlace(t, warnings)
	for _, rule := range []Rule{RuleURISigned, RuleFPSSet} {
		if !errors.Is(warnings, rule) {
			t.Errorf("%s is not among %v", rule, warnings)
		}
	}
}
