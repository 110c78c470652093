package mpegts

import (
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

func TestSamples(t *testing.T) {
	n := 0
	for _, tr := range testmedia.Truths(t) {
		data := testmedia.Data(t, tr.File)
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
			Duration: m.Duration, ContainerDuration: m.ContainerDuration,
		}
		if testmedia.Apart(m.Duration, tr.VideoSpan(t)) > 40*time.Millisecond { // a frame: sound begins a little earlier
			t.Errorf("%s: Duration %v, the packets say %v", tr.File, m.Duration, tr.VideoSpan(t))
		}
		if err != nil || m != want {
			t.Errorf("%s: %v\ngot  %+v\nwant %+v", tr.File, err, m, want)
		}
		if testmedia.Apart(m.ContainerDuration, testmedia.Seconds(t, tr.Duration)) > 40*time.Millisecond { // a frame: ffprobe leaves out a part of the last one of audio
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
