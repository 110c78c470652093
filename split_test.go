package videotune

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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
		Largest:    5,
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
