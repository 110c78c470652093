package matroska

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

func TestSamples(t *testing.T) {
	n := 0
	for _, tr := range testmedia.Truths(t) {
		data := testmedia.Data(t, tr.File)
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

func testSample(t *testing.T, tr testmedia.Truth, data []byte) {
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
	if span := tr.VideoSpan(t); testmedia.Apart(m.Duration, span) > frame {
		t.Errorf("Duration %v, the packets say %v", m.Duration, span)
	}
	if tr.Duration != "" && testmedia.Apart(m.ContainerDuration, testmedia.Seconds(t, tr.Duration)) > 7*time.Millisecond { // CodecDelay of Opus
		t.Errorf("ContainerDuration %v, want %s s", m.ContainerDuration, tr.Duration)
	}
	if tr.Duration == "" {
		most = 2
		if testmedia.Apart(m.ContainerDuration, m.Duration) > frame {
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
