package cut_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/chunk/cut"
)

// times are seconds.
func times(seconds ...float64) (list []time.Duration) {
	for _, s := range seconds {
		list = append(list, time.Duration(s*1000)*time.Millisecond)
	}
	return list
}

func TestKeyframes(t *testing.T) {
	programs(t)
	for name, want := range map[string][]time.Duration{
		"mp4_faststart_10s.mp4": times(0, 2, 4, 6, 8),
		// Their sound begins a little before the pictures.
		"ts_h264_5s.ts":   {23222222, 2023222222, 4023222222}, // its clock begins at 1.4 s
		"mkv_h264_6s.mkv": {23 * time.Millisecond, 2023 * time.Millisecond, 4023 * time.Millisecond},
	} {
		got, err := cut.Keyframes(t.Context(), filepath.Join("..", "..", "probe", "testdata", "media", name), nil)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, want)
		}
	}
}

// Times are those that players show, and what they do not show is left out.
func TestKeyframesEdited(t *testing.T) {
	clip, dir := smallClip(t), t.TempDir()
	whole, err := cut.Keyframes(t.Context(), clip, nil)
	if err != nil || len(whole) < 3 {
		t.Fatal(whole, err)
	}
	for name, args := range map[string][]string{
		"edited.mp4": {"-ss", "1.32", "-i", clip, "-c", "copy"},
		"late.mp4":   {"-itsoffset", "1.5", "-i", clip, "-i", clip, "-map", "0:v", "-map", "1:a", "-c", "copy"},
	} {
		path, moved := filepath.Join(dir, name), 1500*time.Millisecond
		if name == "edited.mp4" {
			moved = -1320 * time.Millisecond
		}
		ffmpeg(t, nil, append(args, "file:"+path)...)
		var want []time.Duration
		for _, k := range whole {
			if k += moved; k >= 0 {
				want = append(want, k)
			}
		}
		got, err := cut.Keyframes(t.Context(), "somewhere://"+name, &cut.Options{
			Local: func(context.Context, string) (string, error) { return path, nil },
		})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, want)
		}
	}
}

func TestKeyframesErrors(t *testing.T) {
	_, err := cut.Keyframes(t.Context(), "https://me:secret@example.com/a.mp4", nil)
	if want := "cut: the keyframes of https://example.com/a.mp4: not a file of this machine: get a copy of it first"; !errors.Is(err, cut.ErrNotLocal) || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if _, err := cut.Keyframes(t.Context(), "missing.mp4", nil); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	samples := filepath.Join("..", "..", "probe", "testdata", "media")
	missing := (*cut.MissingError)(nil)
	if _, err := cut.Keyframes(t.Context(), filepath.Join(samples, "mp4_faststart_5s.mp4"), &cut.Options{FFprobe: "no-such-program"}); !errors.As(err, &missing) {
		t.Error(err)
	}
	programs(t)
	if _, err := cut.Keyframes(t.Context(), filepath.Join(samples, "mp4_audio_only_4s.mp4"), nil); !errors.Is(err, cut.ErrNotVideo) {
		t.Error(err)
	}
	failed := (*cut.CommandError)(nil)
	if _, err := cut.Keyframes(t.Context(), filepath.Join(samples, "bad_truncated_no_moov.mp4"), nil); !errors.As(err, &failed) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := cut.Keyframes(ctx, filepath.Join(samples, "mp4_faststart_5s.mp4"), nil); !errors.Is(err, context.Canceled) || got != nil {
		t.Error(got, err)
	}
}

// What ffprobe says of each picture counts.
func TestKeyframesOf(t *testing.T) {
	for said, want := range map[string][]time.Duration{
		"packet|pts=0|flags=K__\npacket|pts=512|flags=___\npacket|pts=1|flags=K__\npacket|pts=25600|flags=K__": {0, 78125, 2 * time.Second},
		"packet|pts=0|flags=KD_\npacket|pts=12800|flags=K__\npacket|pts=25600|flags=KD_":                       times(1),
		"packet|pts=N/A|dts=N/A|flags=K__\npacket|pts=-1|flags=K__\npacket|pts=12800|flags=K__":                times(1),
		"packet|pts=12800|flags=_D_": nil,
	} {
		ffprobe := fakeWhole(t, `case "$*" in
*stream=*) echo 'stream|index=0|codec_name=h264|codec_type=video|time_base=1/12800|start_pts=0'; echo 'format|format_name=mov,mp4|start_time=0.0';;
*) echo '`+said+`';;
esac`)
		got, err := cut.Keyframes(t.Context(), filepath.Join("..", "..", "probe", "testdata", "media", "mp4_faststart_5s.mp4"), &cut.Options{FFprobe: ffprobe})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s\n%v, %v; want %v", said, got, err, want)
		}
	}
}
