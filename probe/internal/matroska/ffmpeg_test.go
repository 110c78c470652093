package matroska

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

func TestFFmpeg(t *testing.T) {
	const (
		video = " -f lavfi -i testsrc2=s=64x36:r=25:d=5"
		tone  = " -f lavfi -i sine=d=5"
		h264  = " -c:v libx264 -preset ultrafast -bf 2"
		vp8   = " -c:v libvpx -deadline realtime -cpu-used 8"
	)
	for _, tt := range []struct {
		name, file, args string
		codecs           string
		rate             string
		requests         int
	}{
		{"B-frames and audio", "a.mkv", video + tone + h264 + " -c:a aac", "h264 aac", "25/1", 1},
		{"audio longer", "a.mkv", video + " -f lavfi -i sine=d=9" + h264 + " -c:a aac", "h264 aac", "25/1", 1},
		{"video longer", "a.mkv", video + " -f lavfi -i sine=d=2" + h264 + " -c:a libmp3lame", "h264 mp3", "25/1", 1},
		{"video begins late", "a.mkv", " -itsoffset 1" + video + tone + h264 + " -c:a aac", "h264 aac", "25/1", 1},
		{"0.3 s later", "a.mkv", " -itsoffset 0.3" + video + tone + h264 + " -c:a pcm_s16le", "h264 pcm_s16le", "25/1", 1},
		{"2 s later", "a.mkv", " -itsoffset 2" + video + tone + h264 + " -c:a aac", "h264 aac", "25/1", 1},
		{"sound begins late", "a.mkv", video + " -itsoffset 1" + tone + h264 + " -c:a pcm_s16le", "h264 pcm_s16le", "25/1", 1},
		{"all late", "a.mkv", video + tone + h264 + " -c:a aac -output_ts_offset 5", "h264 aac", "25/1", 1},
		{"live, video late", "a.mkv", " -itsoffset 1" + video + tone + h264 + " -c:a aac -live 1", "h264 aac", "25/1", 2},
		{"video only", "a.mkv", video + h264, "h264 ", "25/1", 1},
		{"Cues first", "a.mkv", video + tone + h264 + " -c:a aac -cues_to_front 1", "h264 aac", "25/1", 1},
		{"29.97", "a.webm", " -f lavfi -i testsrc2=s=64x36:r=30000/1001:d=5" + vp8, "vp8 ", "30000/1001", 1},
		{"23.976", "a.webm", " -f lavfi -i testsrc2=s=64x36:r=24000/1001:d=5" + vp8, "vp8 ", "24000/1001", 1},
		{"59.94", "a.mkv", " -f lavfi -i testsrc2=s=64x36:r=60000/1001:d=3" + tone + h264 + " -c:a aac", "h264 aac", "60000/1001", 1},
		{"MPEG-4 in VFW", "a.mkv", video + " -c:v mpeg4 -vtag XVID", "mpeg4 ", "25/1", 1},
		{"AV1", "a.webm", " -f lavfi -i testsrc2=s=64x64:r=25:d=1 -c:v libsvtav1 -preset 12", "av1 ", "25/1", 1},
		{"HEVC and PCM", "a.mkv", " -f lavfi -i testsrc2=s=64x36:r=25:d=1 -f lavfi -i sine=d=1 -c:v libx265 -preset ultrafast -x265-params log-level=none -c:a pcm_s16le", "hevc pcm_s16le", "25/1", 1},
		{"live", "a.webm", video + tone + vp8 + " -c:a libvorbis -live 1 -cluster_time_limit 1000", "vp8 vorbis", "25/1", 2},
		{"live, late", "a.webm", video + tone + vp8 + " -c:a libopus -live 1 -output_ts_offset 3600", "vp8 opus", "25/1", 2},
		{"live, B-frames", "a.mkv", video + tone + h264 + " -c:a aac -live 1", "h264 aac", "25/1", 2},
		{"live, audio longer", "a.mkv", video + " -f lavfi -i sine=d=9" + h264 + " -c:a aac -live 1 -cluster_time_limit 500", "h264 aac", "25/1", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path, data := testmedia.Make(t, tt.file, strings.TrimSpace(tt.args))
			m, cost, err := read(data, false)
			if err != nil {
				t.Fatal(err)
			}
			if got := m.VideoCodec + " " + m.AudioCodec; got != tt.codecs {
				t.Errorf("codecs %q, want %q", got, tt.codecs)
			}
			if got := m.FrameRate.String(); got != tt.rate {
				t.Errorf("%s frames a second, want %s", got, tt.rate)
			}
			if m.Width != 64 || m.Height != 36 && m.VideoCodec != "av1" {
				t.Errorf("%d x %d", m.Width, m.Height)
			}
			if cost.Requests > tt.requests {
				t.Errorf("cost %+v", cost)
			}
			if want := testmedia.Reach(t, path, "v:0"); testmedia.Apart(m.Duration, want) > 2*ms { // times are in ms
				t.Errorf("Duration %v, the packets say %v", m.Duration, want)
			}
			if m.ContainerDuration < m.Duration {
				t.Errorf("ContainerDuration %v beside %v", m.ContainerDuration, m.Duration)
			}
		})
	}
}

// TestHour wants a long file to cost what a short one does.
func TestHour(t *testing.T) {
	path, data := testmedia.Make(t, "hour.mkv", "-f lavfi -i testsrc2=s=32x32:r=1:d=3600 -f lavfi -i anullsrc=r=8000:cl=mono:d=3600 -shortest -c:v libx264 -preset ultrafast -c:a pcm_u8 -ar 100")
	m, cost, err := read(data, false)
	if err != nil || cost.Requests != 1 || cost.Bytes > HeadBytes {
		t.Errorf("cost %+v of %d bytes, %v", cost, len(data), err)
	}
	if want := testmedia.Span(t, path, "v:0"); testmedia.Apart(m.Duration, want) > ms || want < 59*time.Minute {
		t.Errorf("Duration %v, the packets say %v", m.Duration, want)
	}
}
