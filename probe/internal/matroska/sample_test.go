package matroska

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// A truth is what ffprobe says of a sample.
type truth struct {
	File     string
	Format   string
	Duration string  `json:"format_duration"`
	Span     float64 `json:"video_packet_span"`
	Streams  []struct {
		Type, Codec, FPS string
		W, H             int
	}
}

func truths(t *testing.T) []truth {
	f, err := os.Open(filepath.Join(media, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []truth
	for s := bufio.NewScanner(f); s.Scan(); {
		var tr truth
		if err := json.Unmarshal(s.Bytes(), &tr); err != nil {
			t.Fatal(err)
		}
		all = append(all, tr)
	}
	return all
}

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
	n := 0
	for _, tr := range truths(t) {
		data := sample(t, tr.File)
		if is := tr.Format == "matroska,webm"; Sniff(data) != is {
			t.Errorf("%s: Sniff says %v", tr.File, !is)
		}
		if tr.Format != "matroska,webm" {
			continue
		}
		n++
		t.Run(tr.File, func(t *testing.T) { testSample(t, tr, data) })
	}
	if n != 3 {
		t.Errorf("%d samples", n)
	}
}

func testSample(t *testing.T, tr truth, data []byte) {
	m, cost, err := read(data, false)
	if err != nil {
		t.Fatal(err)
	}
	container, most := strings.TrimPrefix(filepath.Ext(tr.File), "."), 1
	if container == "mkv" {
		container = "matroska"
	}
	want := videotune.Media{
		Bytes: int64(len(data)), Container: container, MIMEType: "video/" + map[string]string{"webm": "webm", "matroska": "x-matroska"}[container],
		VideoCodec: tr.Streams[0].Codec, AudioCodec: tr.Streams[1].Codec,
		Width: tr.Streams[0].W, Height: tr.Streams[0].H, FrameRate: videotune.Rational{Num: 25, Den: 1},
		Video: videotune.Present, Audio: videotune.Present,
		Duration: m.Duration, ContainerDuration: m.ContainerDuration,
	}
	if m != want {
		t.Errorf("got  %+v\nwant %+v", m, want)
	}
	const frame = 40 * time.Millisecond
	if span := time.Duration(tr.Span * 1e9); apart(m.Duration, span) > time.Millisecond { // a frame is asked for, a tick is reached
		t.Errorf("Duration %v, the packets say %v", m.Duration, span)
	}
	if tr.Duration != "" && m.ContainerDuration != seconds(t, tr.Duration) {
		t.Errorf("ContainerDuration %v, want %s s", m.ContainerDuration, tr.Duration)
	}
	if tr.Duration == "" {
		most = 2
		if apart(m.ContainerDuration, m.Duration) > frame {
			t.Errorf("ContainerDuration %v beside %v", m.ContainerDuration, m.Duration)
		}
	}
	if cost.Requests != most {
		t.Errorf("cost %+v, want %d requests", cost, most)
	}
	only, cost, err := read(data, true)
	if err != nil || only.Duration != m.Duration || only.ContainerDuration != m.ContainerDuration || cost.Requests != most {
		t.Errorf("duration only: %+v, %+v, %v", only, cost, err)
	}
}
