package videotune

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Lines that were written and such that were moved may be mixed.
func TestWriteRecord(t *testing.T) {
	dir := t.TempDir()
	s, err := CreateSplit(filepath.Join(dir, "t.jsonl"), filepath.Join(dir, "v.jsonl"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ex := videoExample("gs://b/a.mp4", "x")
	ex.GenerationConfig.MediaResolution = ResolutionMedium
	if err := s.Write("", ex); err != nil {
		t.Fatal(err)
	}
	line := rawLine("gs://b/b.mp4", "y")
	for rec, err := range NewReader(strings.NewReader(line), &ReaderOptions{KeepBytes: true}).All() {
		if err != nil {
			t.Fatal(err)
		}
		if err := s.WriteRecord("", rec); err != nil {
			t.Fatal(err)
		}
		rec.Bytes = nil
		if err := s.WriteRecord("", rec); err == nil {
			t.Error("a line without bytes is taken")
		}
	}
	report, err := s.Commit()
	if err != nil {
		t.Fatal(err)
	}
	if report.Resolution != "" || report.Train.Examples != 1 || report.Validation.Examples != 1 {
		t.Errorf("report %+v", *report)
	}
	if text := mustRead(t, filepath.Join(dir, "t.jsonl")) + mustRead(t, filepath.Join(dir, "v.jsonl")); !strings.Contains(text, line+"\n") {
		t.Errorf("the files hold %s", text)
	}
	if err := s.WriteRecord("", &Record{Bytes: []byte("{}")}); !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
}
