package videotune

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// memoryDir returns a directory of a file system in memory if there is one, where
// thousands of files need not wait for a disk.
func memoryDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "videotune-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// TestSplitProperties writes 1,000 random datasets, each three times: as drawn,
// again, and in another order.
func TestSplitProperties(t *testing.T) {
	rapidChecks(t, 1000)
	base := memoryDir(t)
	rapid.Check(t, func(rt *rapid.T) {
		var calls []splitCall
		for i := range rapid.IntRange(2, 40).Draw(rt, "calls") {
			rec := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g"}).Draw(rt, "recording")
			padding := strings.Repeat("x", rapid.IntRange(0, 300).Draw(rt, "padding"))
			ex := videoExample("gs://b/"+rec+".mp4", fmt.Sprintf("of %s line %d %s", rec, i, padding))
			calls = append(calls, splitCall{
				pin:       rapid.SampledFrom([]pin{0, 0, 0, 0, 0, 0, 0, 0, pinTrain, pinValidation}).Draw(rt, "pin"),
				recording: rapid.SampledFrom([]string{"", "gs://b/" + rec + ".mp4"}).Draw(rt, "name"),
				ex:        ex,
			})
		}
		opts := &SplitOptions{
			Seed:  rapid.StringN(0, 2, -1).Draw(rt, "seed"),
			Share: rapid.SampledFrom([]float64{0, 0.1, 0.2, 0.5, PinnedOnly}).Draw(rt, "share"),
		}
		run := func(name string, calls []splitCall) (*SplitReport, [2][]string) {
			dir := filepath.Join(base, name)
			os.RemoveAll(dir)
			if err := os.Mkdir(dir, 0o755); err != nil {
				rt.Fatal(err)
			}
			report, err := runSplit(t, dir, opts, calls)
			var files [2][]string
			for i, name := range []string{"train.jsonl", "validation.jsonl"} {
				files[i] = readLines(t, filepath.Join(dir, name))
			}
			switch {
			case err != nil && !errors.Is(err, RuleFileEmpty): // of a dataset that is all pinned to validation
				rt.Fatal(err)
			case err != nil && len(fileNames(t, dir)) > 0:
				rt.Fatalf("left behind: %q", fileNames(t, dir))
			}
			return report, files
		}
		report, files := run("first", calls)
		if report == nil {
			return
		}
		checkSplit(rt, report, files)
		if _, again := run("second", calls); !slices.Equal(files[0], again[0]) || !slices.Equal(files[1], again[1]) {
			rt.Fatal("the same calls gave other bytes")
		}
		if slices.ContainsFunc(calls, func(c splitCall) bool { return c.pin != pinNone }) {
			return // in another order other ones of the pins count
		}
		_, shuffled := run("shuffled", rapid.Permutation(calls).Draw(rt, "order"))
		for i := range files {
			slices.Sort(files[i])
			slices.Sort(shuffled[i])
			if !slices.Equal(files[i], shuffled[i]) {
				rt.Fatal("the order of the calls decided the side")
			}
		}
	})
}

// checkSplit holds the files of TestSplitProperties against the report.
func checkSplit(t *rapid.T, report *SplitReport, files [2][]string) {
	seen := make(map[string]int)
	for i, side := range []SideReport{report.Train, report.Validation} {
		bytes, last := 0, -1
		recordings := make(map[string]bool)
		for _, line := range files[i] {
			bytes += len(line) + 1
			var rec string
			var n int
			if _, err := fmt.Sscanf(line[strings.Index(line, `"of `):], `"of %s line %d`, &rec, &n); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			if n <= last {
				t.Fatalf("line %d after line %d", n, last)
			}
			last = n
			if other, there := seen[rec]; there && other != i {
				t.Fatalf("recording %s is on both sides", rec)
			}
			seen[rec], recordings[rec] = i, true
		}
		if side.Examples != len(files[i]) || side.Bytes != int64(bytes) || side.Recordings != len(recordings) {
			t.Fatalf("report %+v; the file has %d examples of %d recordings in %d bytes", side, len(files[i]), len(recordings), bytes)
		}
	}
}
