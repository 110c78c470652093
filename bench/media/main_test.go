package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// maxRequests is what a file of each container may take.
var maxRequests = map[string]int64{
	"MP4, moov first":           2,
	"MP4, moov last":            3,
	"MP4, fragmented, sidx":     3,
	"MP4, fragmented, mfra":     3,
	"MP4, fragmented, no index": 3,
	"Matroska":                  1,
	"WebM":                      1,
	"WebM, live, no Duration":   4,
	"MPEG-TS":                   4,
}

// TestRun measures short files of all containers: all lengths are right, and
// nothing is read that need not be.
func TestRun(t *testing.T) {
	for _, name := range []string{"ffmpeg", "ffprobe"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed: there are no files to measure", name)
		}
	}
	var out, progress bytes.Buffer
	if err := run([]string{"-json", "-lengths", "30s", "-runs", "1"}, &out, &progress); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Start int64 `json:"ffprobe_start_ns"`
		Rows  []jsonRow
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v: %s", err, &out)
	}
	if got.Start <= 0 || len(got.Rows) != len(containers) || strings.Count(progress.String(), "\n") != len(containers)+2 {
		t.Errorf("%d rows, start %d, progress\n%s", len(got.Rows), got.Start, &progress)
	}
	for _, r := range got.Rows {
		if r.Length != "30s" || r.Lengths != "agree" && !strings.HasPrefix(r.Lengths, "agrees ") {
			t.Errorf("%s: %s: %s", r.Container, r.Length, r.Lengths)
		}
		most, ok := maxRequests[r.Container]
		if !ok || r.Probe.Requests < 1 || r.Probe.Requests > most || r.Probe.Bytes < 4096 || r.Probe.Bytes > r.Size || r.Probe.Time <= 0 {
			t.Errorf("%s: %+v, want at most %d requests", r.Container, r.Probe, most)
		}
		if r.FFprobe.Requests < 1 || r.FFprobe.Bytes < 4096 || r.FFprobe.Time <= 0 {
			t.Errorf("%s: ffprobe: %+v", r.Container, r.FFprobe)
		}
	}
}

// TestTable writes figures that were not measured.
func TestTable(t *testing.T) {
	var answer answer
	answer.Format.Duration = "3600.02"
	f := &figures{runs: 3, version: "5.1.9", start: 61 * time.Millisecond, rows: []row{{
		container: &containers[0], length: time.Hour, size: 134_551_764,
		probe: cost{2, 8192, 480 * time.Microsecond}, ffprobe: cost{1, 2_752_512, 1234 * time.Millisecond},
		media: videotune.Media{Duration: time.Hour}, answer: answer,
	}}}
	var out bytes.Buffer
	if err := f.writeTable(&out); err != nil {
		t.Fatal(err)
	}
	const want = "| MP4, `moov` first | 60 min, 135 MB | 2 | 8,192 | 0.5 ms | 1 | 2,752,512 | 1.2 s | agree |\n"
	if !strings.HasSuffix(out.String(), want) || !strings.Contains(out.String(), "ffprobe 5.1.9, which takes 61 ms to start; median of 3;") {
		t.Errorf("the table is\n%swant\n%s", &out, want)
	}
	columns := 0
	for line := range strings.Lines(out.String()) {
		n := strings.Count(line, "|")
		if columns > 0 && n != columns {
			t.Errorf("%d columns, want %d: %s", n-1, columns-1, line)
		}
		columns = n
	}
}

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		ours              time.Duration
		stream, container string
		want              string
	}{
		{time.Minute, "60.040", "61", "agree"},
		{time.Minute, "60.041", "60", "60s; ffprobe: 60.041 s"},
		{time.Minute, "", "60.02", "agree"},
		{time.Minute, "N/A", "", "60s; ffprobe: N/A s"},
		{time.Minute, "", "", "agrees with the file; unknown to ffprobe"},
		{59 * time.Second, "59", "", "wrong: 59s"},
		{0, "", "60", "unknown; ffprobe: 60 s"},
		{0, "", "", "unknown to both"},
	} {
		r := row{length: time.Minute, media: videotune.Media{Duration: c.ours}}
		text := `{"streams":[{"codec_type":"audio","duration":"1"},{"codec_type":"video","duration":"` + c.stream + `"}],"format":{"duration":"` + c.container + `"}}`
		if err := json.Unmarshal([]byte(text), &r.answer); err != nil {
			t.Fatal(err)
		}
		if got := r.verdict(); got != c.want {
			t.Errorf("%s, ffprobe %q, %q: %q, want %q", c.ours, c.stream, c.container, got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for got, want := range map[string]string{
		thousands(0): "0", thousands(999): "999", thousands(1000): "1,000", thousands(134857906): "134,857,906",
		short(480 * time.Microsecond): "0.5 ms", short(61 * time.Millisecond): "61 ms", short(999600 * time.Microsecond): "1000 ms", short(1200 * time.Millisecond): "1.2 s",
		minutes(30 * time.Second): "30 s", minutes(time.Hour): "60 min", minutes(90 * time.Second): "90 s",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestRefused has what cannot be measured.
func TestRefused(t *testing.T) {
	for _, args := range [][]string{{"more"}, {"-unknown"}, {"-runs", "0"}, {"-lengths", ""}, {"-lengths", "15s"}, {"-lengths", "-10s"}, {"-lengths", "10m,x"}, {"-lengths", "1000h"}} {
		if err := run(args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if err := run(nil, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "install the package ffmpeg") {
		t.Errorf("without ffmpeg: %v", err)
	}
}
