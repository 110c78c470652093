package mp4

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

func readFile(t testing.TB, name string, durationOnly bool) (videotune.Media, window.Cost, error) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		t.Fatal(err)
	}
	w := window.New(f, size, Requests, Bytes)
	m, err := Read(w, durationOnly)
	return m, w.Cost(), err
}

func TestSamples(t *testing.T) {
	n := 0
	for _, v := range testmedia.Truths(t) {
		if !strings.HasPrefix(v.Format, "mov,") {
			continue
		}
		n++
		t.Run(v.File, func(t *testing.T) {
			got, cost, err := readFile(t, testmedia.Path(v.File), false)
			if err != nil {
				t.Fatal(err)
			}
			want := videotune.Media{Video: videotune.Absent, Audio: videotune.Absent}
			frame := 40 * time.Millisecond
			for _, s := range v.Streams {
				if s.Type == "audio" {
					want.Audio, want.AudioCodec = videotune.Present, s.Codec
					continue
				}
				want.Video, want.VideoCodec, want.Width, want.Height = videotune.Present, s.Codec, s.W, s.H
				if err := want.FrameRate.UnmarshalText([]byte(s.FPS)); err != nil {
					t.Fatal(err)
				}
				want.Duration = testmedia.Seconds(t, s.Duration)
				if off := testmedia.Apart(want.Duration, v.VideoSpan(t)); off > frame {
					t.Errorf("the truth is at odds with itself by %v", off)
				}
			}
			want.ContainerDuration = testmedia.Seconds(t, v.Duration)
			near := func(a, b time.Duration) bool { return testmedia.Apart(a, b) <= time.Microsecond }
			if !near(got.Duration, want.Duration) || !near(got.ContainerDuration, want.ContainerDuration) {
				t.Errorf("%v, %v; want %v, %v", got.Duration, got.ContainerDuration, want.Duration, want.ContainerDuration)
			}
			want.Duration, want.ContainerDuration = got.Duration, got.ContainerDuration
			want.MIMEType, want.Container = "video/mp4", "mp4"
			switch filepath.Ext(v.File) {
			case ".mov":
				want.MIMEType, want.Container = "video/quicktime", "mov"
			case ".3gp":
				want.MIMEType, want.Container = "video/3gpp", "3gp"
			}
			if want.Video == videotune.Absent {
				want.MIMEType = "audio/mp4"
			}
			if got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
			requests, short := 3, 2
			if strings.Contains(v.File, "fragmented") {
				requests, short = 4, 4
			}
			if cost.Requests > requests || cost.Bytes > 16_384 {
				t.Errorf("cost %+v", cost)
			}
			only, cost, err := readFile(t, testmedia.Path(v.File), true)
			if err != nil || only.ContainerDuration != got.ContainerDuration || cost.Requests > short {
				t.Errorf("length only: %+v, %+v, %v", only, cost, err)
			}
		})
	}
	if n < 14 {
		t.Errorf("%d samples", n)
	}
}

// TestAgainstFFprobe compares files as ffmpeg writes them with what ffprobe says.
func TestAgainstFFprobe(t *testing.T) {
	ffmpeg, ffprobe := testmedia.Program(t, "ffmpeg"), testmedia.Program(t, "ffprobe")
	dir := t.TempDir()
	source := testmedia.Path("mp4_faststart_10s.mp4")
	loop := func(n string, args ...string) []string {
		return append([]string{"-stream_loop", n, "-i", source, "-c", "copy"}, args...)
	}
	for _, tt := range []struct {
		name   string
		args   []string
		cost   int // requests
		length int // requests for the length alone
	}{
		{"first60.mp4", loop("359", "-movflags", "+faststart"), 2, 1},
		{"last60.mp4", loop("359"), 3, 2},
		{"first10.mov", loop("59", "-movflags", "+faststart"), 2, 1},
		{"fragments.mp4", loop("59", "-movflags", "+frag_keyframe+empty_moov"), 3, 3},
		{"default_base.mp4", loop("5", "-movflags", "+frag_keyframe+empty_moov+default_base_moof+separate_moof"), 4, 4},
		{"cmaf.mp4", loop("59", "-movflags", "+cmaf+frag_keyframe+empty_moov"), 3, 3},
		{"sidx.mp4", loop("59", "-movflags", "+frag_keyframe+empty_moov+dash+global_sidx"), 3, 3},
		{"no_mfra_dash.mp4", loop("59", "-movflags", "+frag_keyframe+empty_moov+dash"), 4, 4},
		{"hybrid.mp4", loop("5", "-movflags", "+frag_keyframe"), 4, 4},
		{"hybrid_sidx.mp4", loop("5", "-movflags", "+frag_keyframe+global_sidx"), 4, 4},
		{"hybrid_sidx_long.mp4", []string{"-i", source, "-vf", "scale=64:36", "-c:v", "mpeg4", "-g", "100", "-bf", "0", "-c:a", "copy", "-movflags", "+frag_keyframe+global_sidx"}, 5, 5},
		{"hybrid_sidx_video.mp4", []string{"-i", source, "-vf", "scale=64:36", "-c:v", "mpeg4", "-g", "100", "-bf", "0", "-an", "-movflags", "+frag_keyframe+global_sidx"}, 5, 5},
		{"long_first.mov", loop("5", "-movflags", "+faststart", "-frag_duration", "40000000"), 7, 7},
		{"delay.mp4", loop("5", "-movflags", "+frag_keyframe+delay_moov"), 3, 3},
		{"no_mfra.mp4", loop("59", "-movflags", "+frag_keyframe+empty_moov+skip_trailer"), 3, 3},
		{"late.mp4", []string{"-itsoffset", "0.5", "-i", source, "-i", source, "-map", "0:v", "-map", "1:a", "-c", "copy"}, 3, 2},
		{"cut.mp4", []string{"-ss", "1.3", "-i", source, "-t", "5", "-c", "copy"}, 3, 2},
		{"turned.mp4", []string{"-i", source, "-c", "copy", "-metadata:s:v:0", "rotate=90"}, 3, 2}, // against the clock
		{"tracks.mov", []string{"-i", source, "-map", "0:v", "-map", "0:a", "-map", "0:a", "-map", "0:a", "-map", "0:v", "-map", "0:a", "-map", "0:a", "-map", "0:a", "-map", "0:a", "-c", "copy"}, 9, 2},
		{"mpeg4.mp4", []string{"-i", source, "-t", "1", "-c:v", "mpeg4", "-c:a", "libmp3lame"}, 3, 2},
		{"pcm.mov", []string{"-i", source, "-t", "1", "-c:v", "mjpeg", "-c:a", "pcm_s16le"}, 3, 2},
		{"pcm24.mov", []string{"-i", source, "-t", "1", "-c:v", "prores", "-c:a", "pcm_s24le"}, 3, 2},
		{"opus.mp4", []string{"-i", source, "-t", "1", "-c:v", "libvpx-vp9", "-cpu-used", "8", "-c:a", "libopus"}, 3, 2},
		{"ac3.mp4", []string{"-i", source, "-c:v", "copy", "-c:a", "ac3"}, 3, 2},
		{"encrypted.mp4", []string{"-i", source, "-c", "copy", "-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb", "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8"}, 3, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join(dir, tt.name)
			args := append(append([]string{"-v", "error", "-nostdin"}, tt.args...), name)
			if out, err := exec.Command(ffmpeg, args...).CombinedOutput(); err != nil {
				t.Fatalf("ffmpeg: %v\n%s", err, out)
			}
			out, err := exec.Command(ffprobe, "-v", "error", "-show_entries", "format=duration:stream=codec_type,codec_name,duration,width,height,r_frame_rate,start_time", "-of", "json", name).Output()
			if err != nil {
				t.Fatalf("ffprobe: %v", err)
			}
			var want struct {
				Format  struct{ Duration json.Number }
				Streams []struct {
					Type     string             `json:"codec_type"`
					Codec    string             `json:"codec_name"`
					Duration json.Number        `json:"duration"`
					Start    json.Number        `json:"start_time"`
					FPS      videotune.Rational `json:"r_frame_rate"`
					Width    int
					Height   int
				}
			}
			if err := json.Unmarshal(out, &want); err != nil {
				t.Fatal(err)
			}
			got, cost, err := readFile(t, name, false)
			if err != nil {
				t.Error(err)
			}
			t.Logf("%+v", cost)
			// ffprobe shifts the pictures of cmaf.mp4, whose frames are shown earlier than
			// they are decoded, and counts that to the container.
			const frame = 40 * time.Millisecond
			near := func(a, b time.Duration) bool { return testmedia.Apart(a, b) <= frame }
			if d := testmedia.Seconds(t, want.Format.Duration.String()); tt.name != "cmaf.mp4" && !near(got.ContainerDuration, d) {
				t.Errorf("container: %v, want %v", got.ContainerDuration, d)
			}
			seen := []string{}
			for _, s := range want.Streams {
				if slices.Contains(seen, s.Type) {
					continue
				}
				seen = append(seen, s.Type)
				if s.Type == "audio" {
					if got.AudioCodec != s.Codec {
						t.Errorf("sound: %q, want %q", got.AudioCodec, s.Codec)
					}
					continue
				}
				d := testmedia.Seconds(t, s.Duration.String())
				if start := testmedia.Seconds(t, s.Start.String()); tt.name == "late.mp4" {
					d += start // which ffprobe does not count to the track
				}
				if !near(got.Duration, d) || got.VideoCodec != s.Codec || got.Width != s.Width || got.Height != s.Height || got.FrameRate != (videotune.Rational{}) && got.FrameRate != s.FPS {
					t.Errorf("%+v, want %v and %+v", got, d, s)
				}
			}
			if want := tt.name == "turned.mp4"; (got.Rotation == 270) != want {
				t.Errorf("rotation %d", got.Rotation)
			}
			if cost.Requests > tt.cost || cost.Bytes > 16_384 && tt.name != "no_mfra.mp4" && tt.name != "long_first.mov" {
				t.Errorf("cost %+v", cost)
			}
			only, cost, err := readFile(t, name, true)
			if err != nil || only.ContainerDuration != got.ContainerDuration || cost.Requests > tt.length {
				t.Errorf("length only: %v, %v for %+v", only.ContainerDuration, err, cost)
			}
		})
	}
}
