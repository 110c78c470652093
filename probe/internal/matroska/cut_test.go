package matroska

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

// TestCut has the beginning of a file, as of a transfer that was cut: it is an error, what
// is told is true, and what is not known is unknown.
func TestCut(t *testing.T) {
	for _, name := range []string{"mkv_h264_6s.mkv", "webm_vp9_opus_5s.webm"} {
		data := testmedia.Data(t, name)
		whole, _, err := read(data, false)
		if err != nil {
			t.Fatal(err)
		}
		for n := 60; n < len(data); n += 1 + n/50 {
			m, cost, err := read(data[:n], false)
			if !errors.Is(err, ErrCut) || !strings.Contains(err.Error(), "cut short") || cost.Requests > mostCost.Requests {
				t.Fatalf("%d bytes of %s: %v, %+v", n, name, err, cost)
			}
			if m.Video == videotune.Absent || m.Audio == videotune.Absent || m.VideoCodec != "" && m.VideoCodec != whole.VideoCodec || m.Container != whole.Container {
				t.Errorf("%d bytes of %s: %+v", n, name, m)
			}
			if n > 5000 && (m.VideoCodec == "" || m.AudioCodec == "" || m.ContainerDuration < whole.ContainerDuration-7*time.Millisecond || m.Duration > whole.Duration+time.Millisecond) {
				t.Errorf("%d bytes of %s: %+v", n, name, m)
			}
		}
	}
}

// TestCutTracks has a recording, which does not say how long it is, cut in the list of
// its tracks: the first of them is known.
func TestCutTracks(t *testing.T) {
	data := join(ebml("webm"), open(idSegment, segInfo(1000), twoTrack))
	m, _, err := read(cut(data, 10), false)
	if !errors.Is(err, ErrCut) || m.Video != videotune.Present || m.VideoCodec != "vp9" || m.Audio != videotune.Unknown || m.Duration != 0 {
		t.Errorf("%+v, %v", m, err)
	}
}
