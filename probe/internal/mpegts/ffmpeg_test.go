package mpegts

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

func TestFFmpeg(t *testing.T) {
	const (
		video = " -f lavfi -i testsrc2=s=66x38:r=25:d=5"
		tone  = " -f lavfi -i sine=d=5"
		h264  = " -c:v libx264 -preset ultrafast -bf 3 -b_strategy 0"
		wrap  = " -output_ts_offset 95441" // 2^33 ticks are 95443.7 s
	)
	for _, tt := range []struct{ name, args, codecs, rate string }{
		{"B-frames and audio", video + tone + h264 + " -c:a aac", "h264 aac", "25/1"},
		{"audio longer", video + " -f lavfi -i sine=d=9" + h264 + " -c:a libmp3lame", "h264 mp3", "25/1"},
		{"silent at the end", video + " -f lavfi -i aevalsrc=(random(0)*2-1)*lt(t\\,4.6):d=6" + h264 + " -c:a aac -b:a 64k", "h264 aac", "25/1"},
		{"MP2", video + tone + h264 + " -c:a mp2", "h264 mp2", "25/1"},
		{"AC-3", video + tone + h264 + " -c:a ac3", "h264 ac3", "25/1"},
		{"video late", " -itsoffset 1" + video + tone + h264 + " -c:a aac", "h264 aac", "25/1"},
		{"sound late", video + " -itsoffset 1.5" + tone + h264 + " -c:a mp2", "h264 mp2", "25/1"},
		{"Opus", video + tone + h264 + " -c:a libopus -ar 48000", "h264 opus", "25/1"},
		{"video only", video + h264, "h264 ", "25/1"},
		{"29.97", " -f lavfi -i testsrc2=s=66x38:r=30000/1001:d=5" + h264, "h264 ", "30000/1001"},
		{"59.94", " -f lavfi -i testsrc2=s=66x38:r=60000/1001:d=5" + h264, "h264 ", "60000/1001"},
		{"23.976", " -f lavfi -i testsrc2=s=66x38:r=24000/1001:d=5" + h264, "h264 ", "24000/1001"},
		{"MPEG-2", video + tone + " -c:v mpeg2video -bf 2 -c:a mp2", "mpeg2video mp2", "25/1"},
		{"HEVC", video + tone + " -c:v libx265 -preset ultrafast -x265-params log-level=none -c:a eac3", "hevc eac3", "25/1"},
		{"M2TS", video + tone + h264 + " -c:a ac3 -mpegts_m2ts_mode 1", "h264 ac3", "25/1"},
		{"wraps", video + tone + h264 + " -c:a aac" + wrap, "h264 aac", "25/1"},
		{"large frames", " -f lavfi -i testsrc2=s=1280x720:r=25:d=1,noise=alls=40 -c:v libx264 -preset ultrafast -b:v 16M -g 12", "h264 ", "25/1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path, data := testmedia.Make(t, "a.ts", strings.TrimSpace(tt.args))
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
			if (m.Width != 66 || m.Height != 38) && tt.name != "large frames" {
				t.Errorf("%d x %d", m.Width, m.Height)
			}
			if cost.Requests > requests || cost.Bytes > allBytes {
				t.Errorf("cost %+v", cost)
			}
			if want := testmedia.Reach(t, path, "v:0"); testmedia.Apart(m.Duration, want) > 30*time.Microsecond { // some ticks
				t.Errorf("Duration %v, the packets say %v", m.Duration, want)
			}
			near := time.Millisecond / 2 // some ticks: ffprobe rounds the length of each frame
			if strings.HasSuffix(tt.codecs, "opus") {
				near = 40 * time.Millisecond // whose frames do not tell how long they are
			}
			if want := testmedia.Span(t, path, ""); testmedia.Apart(m.ContainerDuration, want) > near {
				t.Errorf("ContainerDuration %v, the packets say %v", m.ContainerDuration, want)
			}
			if len(data) > 1000 {
				testPieces(t, data)
			}
		})
	}
}

// testPieces reads what a capture may have: a beginning within a packet, 204 bytes
// a packet, some bytes too many or lost in the middle.
func testPieces(t *testing.T, data []byte) {
	want, _, _ := read(data, false)
	size := 188
	if data[4] == syncByte && data[0] != syncByte {
		size = 192
	}
	check := func(name string, data []byte) {
		m, _, err := read(data, false)
		m.Bytes = want.Bytes
		if testmedia.Apart(m.ContainerDuration, want.ContainerDuration) < 30*time.Millisecond { // the end of audio is reckoned from what was read
			m.ContainerDuration = want.ContainerDuration
		}
		if err != nil || m != want {
			t.Errorf("%s: %v\ngot  %+v\nwant %+v", name, err, m, want)
		}
	}
	check("begins within a packet", join(bytes.Repeat([]byte{0}, 77), data))
	check("ends within a packet", append(bytes.Clone(data), data[:100]...))
	if size == 188 {
		var long []byte
		for i := 0; i < len(data); i += size {
			long = append(append(long, data[i:i+size]...), make([]byte, 16)...)
		}
		check("204 bytes a packet", long)
	}
	if n := 3 * headBytes; len(data) > n { // of the middle, which is not read
		middle := n / 2 / size * size
		check("bytes too many", join(data[:middle], []byte("xyz"), data[middle:]))
	}
}
