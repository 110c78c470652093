package videotune

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

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
