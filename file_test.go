package videotune

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// videoExample returns a legal example of a video with that answer.
func videoExample(uri, answer string) *Example {
	return &Example{
		Contents: []Content{
			User(Video(uri), Text("What is to be seen?")),
			Model(Text(answer)),
		},
		GenerationConfig: GenerationConfig{MediaResolution: ResolutionLow},
	}
}

// fileNames returns the names of the files in dir, sorted.
func fileNames(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func wantFiles(t testing.TB, dir string, names ...string) {
	t.Helper()
	slices.Sort(names)
	if got := fileNames(t, dir); !slices.Equal(got, names) {
		t.Errorf("the directory holds %q, want %q", got, names)
	}
}

func mustRead(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestCreate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "train.jsonl")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Create(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := Create(path, nil); !errors.Is(err, ErrBusy) {
		t.Errorf("second Create: %v, want ErrBusy", err)
	}
	for _, answer := range []string{"one", "two"} {
		if err := f.Write(videoExample("gs://b/a.mp4", answer)); err != nil {
			t.Fatal(err)
		}
	}
	// A refused example leaves no trace.
	bad := videoExample("gs://b/a.mp4", "three")
	bad.GenerationConfig.MediaResolution = ResolutionMedium
	if err := f.Write(bad); !errors.Is(err, RuleResolutionMixed) {
		t.Errorf("mixed resolutions: %v", err)
	}
	if got := mustRead(t, path); got != "old" {
		t.Errorf("before Commit the file holds %q", got)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	got := mustRead(t, path)
	if strings.Count(got, "\n") != 2 || !strings.Contains(got, "one") || !strings.HasSuffix(got, "\n") {
		t.Errorf("the file holds %q", got)
	}
	if f.Resolution() != ResolutionLow || f.Examples() != 2 || f.Bytes() != int64(len(got)) {
		t.Errorf("%v, %d examples, %d bytes; the file has %d", f.Resolution(), f.Examples(), f.Bytes(), len(got))
	}
	if fi, err := os.Stat(path); err != nil || fi.Mode().Perm() != 0o600 {
		t.Errorf("permissions %v, %v", fi.Mode(), err)
	}
	if err := errors.Join(f.Commit(), f.Close(), f.Close()); err != nil {
		t.Error(err)
	}
	if err := f.Write(videoExample("gs://b/a.mp4", "late")); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Write after Commit: %v", err)
	}
	wantFiles(t, dir, "train.jsonl")
}

func TestCreateClose(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "train.jsonl")
	f, err := Create(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Write(videoExample("gs://b/a.mp4", "one")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Close(), f.Close()); err != nil {
		t.Error(err)
	}
	if err := f.Commit(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Commit after Close: %v", err)
	}
	wantFiles(t, dir)
}

func TestCreateEmpty(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "train.jsonl")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := Create(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = f.Commit()
	var p *Problem
	if !errors.Is(err, RuleFileEmpty) || !errors.As(err, &p) || p.File != path {
		t.Errorf("Commit of nothing: %v", err)
	}
	if got := f.Commit(); got != err {
		t.Errorf("second Commit: %v", got)
	}
	if got := mustRead(t, path); got != "old" {
		t.Errorf("the file holds %q", got)
	}

	var warnings []Rule
	f, err = Create(path, &WriterOptions{
		Policy:    &Policy{Severity: map[Rule]Severity{RuleFileEmpty: SeverityWarning}},
		OnWarning: func(p *Problem) { warnings = append(warnings, p.Rule) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Error(err)
	}
	if got := mustRead(t, path); got != "" || !slices.Equal(warnings, []Rule{RuleFileEmpty}) {
		t.Errorf("the file holds %q, warnings %q", got, warnings)
	}
	wantFiles(t, dir, "train.jsonl")
}

func TestCreateRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no such directory", "train.jsonl")
	if _, err := Create(path, nil); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), path) {
		t.Errorf("Create: %v", err)
	}
}
