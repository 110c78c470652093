package mpegts

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// installed returns the path of ffmpeg or ffprobe.
func installed(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed: no file can be made to be read", name)
	}
	return path
}

// makeFile writes a file with ffmpeg.
func makeFile(t *testing.T, args string) (path string, data []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a.ts")
	out, err := exec.Command(installed(t, "ffmpeg"), append(strings.Fields("-v error -nostdin "+args), path)...).CombinedOutput()
	if err != nil {
		if strings.Contains(string(out), "Unknown encoder") {
			t.Skipf("this ffmpeg lacks an encoder: %s", out)
		}
		t.Fatalf("%v: %s", err, out)
	}
	if data, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return path, data
}

// span returns how long the packets of some streams are, as ffprobe lists them. It
// reads time stamps that begin again as going on.
func span(t *testing.T, path, streams string) time.Duration {
	t.Helper()
	args := []string{"-v", "error", "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0", path}
	if streams != "" {
		args = append(args, "-select_streams", streams)
	}
	out, err := exec.Command(installed(t, "ffprobe"), args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	first, end := time.Duration(1<<62), time.Duration(-1<<62)
	for _, line := range strings.Fields(string(out)) {
		f := strings.Split(line, ",")
		pts := seconds(t, f[0])
		first = min(first, pts)
		if d, err := strconv.ParseFloat(f[1], 64); err == nil {
			pts += time.Duration(d * 1e9)
		}
		end = max(end, pts)
	}
	return end - first
}

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
		{"MP2", video + tone + h264 + " -c:a mp2", "h264 mp2", "25/1"},
		{"AC-3", video + tone + h264 + " -c:a ac3", "h264 ac3", "25/1"},
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
			path, data := makeFile(t, strings.TrimSpace(tt.args))
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
			if want := span(t, path, "v:0"); apart(m.Duration, want) > 20*time.Microsecond { // a tick
				t.Errorf("Duration %v, the packets say %v", m.Duration, want)
			}
			if want := span(t, path, ""); apart(m.ContainerDuration, want) > 40*time.Millisecond {
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
		if apart(m.ContainerDuration, want.ContainerDuration) < 30*time.Millisecond { // the end of audio is reckoned from what was read
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
