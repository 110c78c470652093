package videotune

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSplitNoValidation(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "validation.jsonl")
	if err := os.WriteFile(old, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, removed := range []bool{true, false} {
		report, err := runSplit(t, dir, nil, []splitCall{{0, "", videoExample("gs://b/a.mp4", "one")}, {0, "", videoExample("gs://b/a.mp4", "two")}})
		if err != nil {
			t.Fatal(err)
		}
		if report.Train.Examples != 2 || report.Validation != (SideReport{Path: old}) || report.ValidationRemoved != removed {
			t.Errorf("%+v", report)
		}
		wantFiles(t, dir, "train.jsonl")
	}
}

func TestSplitNoTraining(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "validation.jsonl")
	if err := os.WriteFile(old, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, calls := range [][]splitCall{nil, {{pinValidation, "a", videoExample("gs://b/a.mp4", "one")}}} {
		if report, err := runSplit(t, dir, nil, calls); !errors.Is(err, RuleFileEmpty) || report != nil {
			t.Errorf("%v, %v", report, err)
		}
		wantFiles(t, dir, "validation.jsonl")
		if got := mustRead(t, old); got != "old" {
			t.Errorf("validation holds %q", got)
		}
	}
}

func TestSplitOver(t *testing.T) {
	calls := []splitCall{
		{0, "a", videoExample("gs://b/a.mp4", "one")},
		{0, "b", videoExample("gs://b/b.mp4", "two")},
		{pinValidation, "c", videoExample("gs://b/c.mp4", "three")},
	}
	var warnings []Problem
	opts := &SplitOptions{OnWarning: func(p *Problem) { warnings = append(warnings, *p) }}
	dir := t.TempDir()
	if _, err := runSplit(t, dir, opts, calls); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(warnings, func(p Problem) bool { return p.Rule == RuleValidationOver })
	if i < 0 || warnings[i].File != filepath.Join(dir, "validation.jsonl") || !strings.Contains(warnings[i].Message, "25 %") {
		t.Errorf("warnings: %v", warnings)
	}
	dir = t.TempDir()
	opts.Policy = &Policy{Severity: map[Rule]Severity{RuleValidationOver: SeverityError}}
	if _, err := runSplit(t, dir, opts, calls); !errors.Is(err, RuleValidationOver) {
		t.Errorf("Commit: %v", err)
	}
	wantFiles(t, dir)
}

// TestSplitOnLine compares the places that are told with those in the files.
func TestSplitOnLine(t *testing.T) {
	dir := t.TempDir()
	paths := [2]string{filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "validation.jsonl")}
	type place struct {
		side Split
		line int
	}
	var got []place
	s, err := CreateSplit(paths[Train], paths[Validation], &SplitOptions{Share: 0.3, OnLine: func(side Split, line int) { got = append(got, place{side, line}) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range 40 {
		recording := fmt.Sprintf("gs://b/%d.mp4", i%10)
		if err := s.Write(recording, videoExample(recording, fmt.Sprintf("<%d>", i))); err != nil {
			t.Fatal(err)
		}
	}
	if len(got) > 0 {
		t.Errorf("OnLine was called before Commit")
	}
	if _, err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	if len(got) != 40 {
		t.Fatalf("OnLine was called %d times for 40 examples", len(got))
	}
	lines := [2][]string{readLines(t, paths[Train]), readLines(t, paths[Validation])}
	if len(lines[Validation]) == 0 {
		t.Fatal("no example is in validation: nothing is tested")
	}
	for i, p := range got {
		if line := lines[p.side][p.line-1]; !strings.Contains(line, fmt.Sprintf("<%d>", i)) {
			t.Errorf("example %d was told to be at %s:%d, where there is %s", i, p.side, p.line, line)
		}
	}
}
