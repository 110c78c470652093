package testmedia

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Program returns the path of ffmpeg or ffprobe. Where there is none the test is
// skipped.
func Program(tb testing.TB, name string) string {
	tb.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		tb.Skipf("%s is not installed: no file can be made to be read", name)
	}
	return path
}

// Make writes a file of a name with ffmpeg, and returns its path and bytes. The test is
// skipped where there is no ffmpeg, or where it lacks an encoder. args are cut at
// spaces.
func Make(tb testing.TB, name, args string) (path string, data []byte) {
	tb.Helper()
	path = filepath.Join(tb.TempDir(), name)
	out, err := exec.Command(Program(tb, "ffmpeg"), append(strings.Fields("-v error -nostdin "+args), path)...).CombinedOutput()
	if err != nil {
		if strings.Contains(string(out), "Unknown encoder") {
			tb.Skipf("this ffmpeg lacks an encoder: %s", out)
		}
		tb.Fatalf("ffmpeg %s: %v\n%s", args, err, out)
	}
	if data, err = os.ReadFile(path); err != nil {
		tb.Fatal(err)
	}
	return path, data
}

// Span returns how long the packets of some streams of a file are, as ffprobe lists
// them: from the first to the end of the last. streams is as ffprobe selects them, such
// as "v:0"; "" is all.
func Span(tb testing.TB, path, streams string) time.Duration {
	tb.Helper()
	first, end := packets(tb, path, streams)
	return end - first
}

// Reach returns the time from the first packet of all streams to the end of the last one
// of some.
func Reach(tb testing.TB, path, streams string) time.Duration {
	tb.Helper()
	first, _ := packets(tb, path, "")
	_, end := packets(tb, path, streams)
	return end - first
}

// packets returns when the first packet of streams begins and the last one ends.
func packets(tb testing.TB, path, streams string) (first, end time.Duration) {
	tb.Helper()
	args := []string{"-v", "error", "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0", path}
	if streams != "" {
		args = append(args, "-select_streams", streams)
	}
	out, err := exec.Command(Program(tb, "ffprobe"), args...).Output()
	if err != nil {
		tb.Fatal(err)
	}
	first, end = time.Duration(1<<62), time.Duration(-1<<62)
	for _, line := range strings.Fields(string(out)) {
		pts, length, _ := strings.Cut(line, ",")
		at := Seconds(tb, pts)
		first = min(first, at)
		if length = strings.TrimSuffix(length, ","); length != "" && length != "N/A" {
			at += Seconds(tb, length)
		}
		end = max(end, at)
	}
	return first, end
}
