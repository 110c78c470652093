package dataset

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const fileLimitEnv = "VIDEOTUNE_TEST_FILE_LIMIT_DIR"

// TestFileLimit builds where no file may have more than some kilobytes: in the spool of
// the sidecar, in that of the examples, in the sidecar itself.
func TestFileLimit(t *testing.T) {
	dir := os.Getenv(fileLimitEnv)
	if dir == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestFileLimit$")
		cmd.Env = append(os.Environ(), fileLimitEnv+"="+t.TempDir())
		if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("PASS")) {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	limit := syscall.Rlimit{Cur: 1 << 17, Max: 1 << 17}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"origins.jsonl", "train.jsonl", "validation.jsonl"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c := Config{Task: localize(), Train: filepath.Join(dir, "train.jsonl"), Sidecar: filepath.Join(dir, "origins.jsonl")}
	none := 0.0
	for _, tt := range []struct {
		name   string
		videos int
		change func(*Config)
	}{
		{"the examples", 5000, func(*Config) {}},
		// Little is written, and much is left out.
		{"the spool of the sidecar", 5000, func(c *Config) { c.Sampling, c.Negatives = map[string]float64{"dog": 0.001, "cat": 0.001}, &none }},
	} {
		c := c
		tt.change(&c)
		c.Source = videos(animals(tt.videos)...)
		report, err := Build(t.Context(), c)
		if !errors.Is(err, syscall.EFBIG) || report.Check != nil || strings.Contains(err.Error(), "in place") {
			t.Errorf("%s: %v", tt.name, err)
		}
		wantFiles(t, dir, "origins.jsonl", "train.jsonl", "validation.jsonl")
		for _, name := range []string{"origins.jsonl", "train.jsonl", "validation.jsonl"} {
			if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(data) != "old" {
				t.Errorf("%s: %s has %.50q, %v", tt.name, name, data, err)
			}
		}
	}
}

// The sidecar comes after the files, as only then their lines are known: where it finds
// no room the error says that they are there.
func TestSidecarTooLate(t *testing.T) {
	dir := t.TempDir()
	side := filepath.Join(dir, "sidecar")
	if err := os.Mkdir(side, 0o755); err != nil {
		t.Fatal(err)
	}
	c := Config{
		Source: videos(animals(30)...), Task: localize(), Train: filepath.Join(dir, "train.jsonl"), Sidecar: filepath.Join(side, "origins.jsonl"),
		OnProgress: func(p Progress) {
			if p.Videos == 30 { // whose temporary file goes away
				if err := os.RemoveAll(side); err != nil {
					t.Error(err)
				}
			}
		},
	}
	report, err := Build(t.Context(), c)
	if err == nil || !strings.Contains(err.Error(), "are in place") || report.Examples != 30 {
		t.Errorf("%v", err)
	}
	wantFiles(t, dir, "train.jsonl", "validation.jsonl")
}
