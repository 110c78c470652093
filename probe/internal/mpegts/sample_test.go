package mpegts

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

func seconds(t *testing.T, s string) time.Duration {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(v*1e9 + 0.5)
}

func apart(a, b time.Duration) time.Duration { return max(a-b, b-a) }

func TestSamples(t *testing.T) {
	f, err := os.Open(filepath.Join(media, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for s := bufio.NewScanner(f); s.Scan(); {
		var tr struct {
			File, Format string
			Duration     string  `json:"format_duration"`
			Span         float64 `json:"video_packet_span"`
		}
		if err := json.Unmarshal(s.Bytes(), &tr); err != nil {
			t.Fatal(err)
		}
		data := sample(t, tr.File)
		if is := tr.Format == "mpegts"; Sniff(data) != is {
			t.Errorf("%s: Sniff says %v", tr.File, !is)
		}
		if tr.Format != "mpegts" {
			continue
		}
		n++
		m, cost, err := read(data, false)
		want := videotune.Media{
			Bytes: int64(len(data)), Container: "mpegts", MIMEType: "video/mp2t", VideoCodec: "h264", AudioCodec: "aac",
			Width: 320, Height: 180, FrameRate: videotune.Rational{Num: 25, Den: 1}, Video: videotune.Present, Audio: videotune.Present,
			Duration: time.Duration(tr.Span * 1e9), ContainerDuration: m.ContainerDuration,
		}
		if err != nil || m != want {
			t.Errorf("%s: %v\ngot  %+v\nwant %+v", tr.File, err, m, want)
		}
		if apart(m.ContainerDuration, seconds(t, tr.Duration)) > 40*time.Millisecond { // a frame: the end of AAC is reckoned
			t.Errorf("%s: ContainerDuration %v, want %s s", tr.File, m.ContainerDuration, tr.Duration)
		}
		if cost.Requests > 3 {
			t.Errorf("%s: cost %+v", tr.File, cost)
		}
		if only, _, err := read(data, true); err != nil || only.Duration != m.Duration {
			t.Errorf("%s: duration only: %+v, %v", tr.File, only, err)
		}
	}
	if n != 1 {
		t.Errorf("%d samples", n)
	}
}
