package videotune

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// A splitCall is one call of Write, or of WriteTo if it is pinned.
type splitCall struct {
	pin       pin
	recording string
	ex        *Example
}

// runSplit makes the calls, refused ones among them, and commits.
func runSplit(t testing.TB, dir string, opts *SplitOptions, calls []splitCall) (*SplitReport, error) {
	t.Helper()
	s, err := CreateSplit(filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "validation.jsonl"), opts)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, c := range calls {
		if c.pin == pinNone {
			err = s.Write(c.recording, c.ex)
		} else {
			err = s.WriteTo(Split(c.pin-1), c.recording, c.ex)
		}
		var side *SideError
		if err != nil && !errors.As(err, &side) {
			t.Fatal(err)
		}
	}
	return s.Commit()
}

// readLines returns the lines of a file; none if there is no such file.
func readLines(t testing.TB, path string) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || len(b) == 0 || b[len(b)-1] != '\n' {
		t.Fatalf("%s holds %q, %v", path, b, err)
	}
	return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
}

func TestCreateSplit(t *testing.T) {
	dir := t.TempDir()
	var calls []splitCall
	for i := range 300 {
		rec := fmt.Sprintf("rec-%02d", i%60)
		calls = append(calls, splitCall{0, rec, videoExample(fmt.Sprintf("gs://b/%s/%d.mp4", rec, i), fmt.Sprintf("line %d", i))})
	}
	report, err := runSplit(t, dir, &SplitOptions{Seed: "s"}, calls)
	if err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, "train.jsonl", "validation.jsonl")
	train := mustRead(t, filepath.Join(dir, "train.jsonl"))
	validation := mustRead(t, filepath.Join(dir, "validation.jsonl"))
	want := SplitReport{
		Train:      SideReport{filepath.Join(dir, "train.jsonl"), 270, 54, int64(len(train))},
		Validation: SideReport{filepath.Join(dir, "validation.jsonl"), 30, 6, int64(len(validation))},
		Resolution: ResolutionLow,
		Share:      0.1,
	}
	if *report != want {
		t.Errorf("report %+v, want %+v", *report, want)
	}
	for _, lines := range []string{train, validation} {
		last := -1
		for line := range strings.Lines(lines) {
			var n int
			if _, err := fmt.Sscanf(line[strings.Index(line, `"line `):], `"line %d"`, &n); err != nil || n <= last {
				t.Fatalf("line %d after %d, %v", n, last, err)
			}
			last = n
		}
	}
}

func TestSplitPins(t *testing.T) {
	dir := t.TempDir()
	s, err := CreateSplit(filepath.Join(dir, "t.jsonl"), filepath.Join(dir, "v.jsonl"), &SplitOptions{Share: PinnedOnly})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(s.Write("later", videoExample("gs://b/later.mp4", "before the pin")))
	check(s.WriteTo(Validation, "later", videoExample("gs://b/later.mp4", "the pin")))
	check(s.Write("later", videoExample("gs://b/later.mp4", "after the pin")))
	check(s.WriteTo(Train, "", videoExample("gs://b/train.mp4", "pinned by its file")))
	var side *SideError
	if err := s.WriteTo(Train, "later", videoExample("gs://b/later.mp4", "refused")); !errors.As(err, &side) || *side != (SideError{"later", Validation, Train}) {
		t.Errorf("other side: %v", err)
	}
	if err := s.WriteTo(Validation, "gs://b/train.mp4", videoExample("gs://b/x.mp4", "refused")); !errors.As(err, &side) {
		t.Errorf("other side of a file: %v", err)
	}
	if err := s.WriteTo(Split(2), "x", videoExample("gs://b/x.mp4", "refused")); err == nil {
		t.Error("there is a third side")
	}
	// A refused example pins nothing.
	bad := videoExample("gs://b/free.mp4", "refused")
	bad.GenerationConfig.MediaResolution = ResolutionMedium
	err = s.WriteTo(Validation, "free", bad)
	if !errors.Is(err, RuleResolutionMixed) {
		t.Errorf("mixed resolutions: %v", err)
	}
	wantNoPlace(t, err)
	check(s.WriteTo(Train, "free", videoExample("gs://b/free.mp4", "free")))
	report, err := s.Commit()
	check(err)
	if report.Train.Examples != 2 || report.Validation.Examples != 3 || report.Validation.Recordings != 1 || report.Capped != "" {
		t.Errorf("%+v", report)
	}
	if got := mustRead(t, filepath.Join(dir, "v.jsonl")); strings.Count(got, "the pin") != 3 || strings.Contains(got, "refused") {
		t.Errorf("validation holds %s", got)
	}
	wantFiles(t, dir, "t.jsonl", "v.jsonl")
}

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

func TestSplitWithoutFiles(t *testing.T) {
	text := func(s string) *Example {
		ex := videoExample("", s)
		ex.Contents[0] = User(Text("Which animal barks?"))
		return ex
	}
	var calls []splitCall
	for i := range 400 {
		calls = append(calls, splitCall{0, "", text(fmt.Sprint("answer ", i%200))})
	}
	calls = append(calls, splitCall{pinTrain, "", text("pinned")}, splitCall{pinValidation, "", text("pinned")})
	dir := t.TempDir()
	report, err := runSplit(t, dir, nil, calls)
	if err != nil {
		t.Fatal(err)
	}
	if report.Train.Examples+report.Validation.Examples != 402 || report.Train.Recordings+report.Validation.Recordings != 0 {
		t.Errorf("%+v", report)
	}
	if v := report.Validation.Examples; v < 30 || v > 40 {
		t.Errorf("%d examples in validation, want about 40", v)
	}
	train := readLines(t, filepath.Join(dir, "train.jsonl"))
	for _, line := range readLines(t, filepath.Join(dir, "validation.jsonl")) {
		if slices.Contains(train, line) && !strings.Contains(line, "pinned") {
			t.Errorf("on both sides: %s", line)
		}
	}
}

func TestSplitRefused(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(path("old"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Symlink("old", path("link")), os.Symlink("new", path("dangling"))); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		train, validation string
		share             float64
		want              string
	}{
		{path("a"), path("a"), 0, "same file"},
		{path("a"), dir + "/./a", 0, "same file"},
		{path("old"), path("link"), 0, "same file"},
		{path("new"), path("dangling"), 0, "same file"},
		{path("a"), "", 0, "not the name of a file"},
		{path("a"), path("x/y"), 0, "no such file"},
		{path("a"), path("b"), 1, "share"},
	} {
		_, err := CreateSplit(c.train, c.validation, &SplitOptions{Share: c.share})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("CreateSplit(%q, %q), share %v: %v", c.train, c.validation, c.share, err)
		}
		wantFiles(t, dir, "dangling", "link", "old")
	}
	s, err := CreateSplit(path("a"), path("b"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{{"a", "c"}, {"c", "b"}, {"b", "c"}} {
		if _, err := CreateSplit(path(c[0]), path(c[1]), nil); !errors.Is(err, ErrBusy) {
			t.Errorf("CreateSplit(%q) beside one at work: %v", c, err)
		}
	}
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Error(err)
	}
	if _, err := s.Commit(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Commit after Close: %v", err)
	}
	if err := s.Write("x", videoExample("gs://b/x.mp4", "late")); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Write after Close: %v", err)
	}
	wantFiles(t, dir, "dangling", "link", "old")
}

// TestSplitMemory holds a SplitWriter to its bound: memory goes with the
// recordings, not with the lines.
func TestSplitMemory(t *testing.T) {
	dir := memoryDir(t)
	s, err := CreateSplit(filepath.Join(dir, "t.jsonl"), filepath.Join(dir, "v.jsonl"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	ex := videoExample("gs://b/a.mp4", strings.Repeat("x", 500))
	const lines, recordings = 20_000, 10
	var before int64
	for i := range lines {
		if i == recordings {
			before = heap()
		}
		if err := s.Write(fmt.Sprint(i%recordings), ex); err != nil {
			t.Fatal(err)
		}
	}
	if grown := heap() - before; grown > 8*lines {
		t.Errorf("%d bytes for %d lines", grown, lines)
	}
	if _, err := s.Commit(); err != nil {
		t.Fatal(err)
	}
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
