package probe_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
)

const (
	fullDiskEnv     = "VIDEOTUNE_TEST_PROBE_DISK"
	fullDiskBaseEnv = "VIDEOTUNE_TEST_PROBE_DISK_BASE"
)

// TestFullDisk has a process that may write files of 8 KiB only, which is neither
// enough for the partial file nor for the facts file. What it found in time is there
// for the next.
func TestFullDisk(t *testing.T) {
	if facts := os.Getenv(fullDiskEnv); facts != "" {
		limit := syscall.Rlimit{Cur: 8 << 10, Max: 8 << 10}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			t.Fatal(err)
		}
		fullDisk(t, facts)
		return
	}
	s := newServer(t, tiny(t))
	dir := t.TempDir()
	facts := filepath.Join(dir, "facts.json")
	other := videotune.MediaMap{"gs://b/other.mp4": {Duration: time.Second}}
	mustWrite(t, facts, written(t, other))
	cmd := exec.Command(os.Args[0], "-test.run=^TestFullDisk$")
	cmd.Env = append(os.Environ(), fullDiskEnv+"="+facts, fullDiskBaseEnv+"="+s.URL)
	if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("PASS")) {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := mustRead(t, facts); got != written(t, other) {
		t.Errorf("the facts file holds %s", got)
	}
	wantFiles(t, dir, "facts.json", "facts.json.partial")
	s.took()
	_, reused := probeAll(t, facts, numbered(s.URL, 100)...)
	if requests, _ := s.took(); reused < 20 || requests < 100-reused || requests > 100-reused+probe.DefaultPerHost || // some were under way when it ended
		len(readFacts(t, facts)) != 101 {
		t.Errorf("%d reused, %d requests, %d facts", reused, requests, len(readFacts(t, facts)))
	}
}

func fullDisk(t *testing.T, facts string) {
	m, err := probe.All(t.Context(), slices.Values(numbered(os.Getenv(fullDiskBaseEnv), 100)), &probe.AllOptions{Options: probe.Options{Openers: local()}, Facts: facts})
	if !errors.Is(err, syscall.EFBIG) || !strings.Contains(err.Error(), "facts file "+facts+".partial: file too large") || !strings.Contains(err.Error(), "facts file "+facts+": ") {
		t.Error(err)
	}
	if len(m) < 20 || len(m) > 60 {
		t.Errorf("%d results: it should have stopped soon", len(m))
	}
}
