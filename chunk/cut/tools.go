package cut

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// tools are the programs, looked for when they are needed first.
type tools struct {
	o            *Options
	ffmpegPath   string
	ffprobePath  string
	encoders     []string // that ffmpeg has; nil until it was asked
	passthrough  []string // options that leave the times of pictures as they are
	video, audio string   // encoders that are used
}

func newTools(o *Options) *tools {
	if o == nil {
		o = new(Options)
	}
	return &tools{o: o}
}

func (t *tools) ffprobe() (string, error) {
	if t.ffprobePath != "" {
		return t.ffprobePath, nil
	}
	path, err := find(t.o.ffprobe())
	t.ffprobePath = path
	return path, err
}

// ready finds the programs and asks ffmpeg once what it can do.
func (t *tools) ready(ctx context.Context) error {
	if t.audio != "" {
		return nil
	}
	_, err := t.ffprobe()
	if err != nil {
		return err
	}
	if t.ffmpegPath, err = find(t.o.ffmpeg()); err != nil {
		return err
	}
	t.encoders = nil
	if err := run(ctx, Command{t.ffmpegPath, "-hide_banner", "-encoders"}, t.o.stall(), t.addEncoder); err != nil {
		return err
	}
	// -fps_mode is there from ffmpeg 5.1 on, -vsync up to 8.
	t.passthrough = []string{"-vsync", "passthrough"}
	err = run(ctx, Command{t.ffmpegPath, "-hide_banner", "-h", "long"}, t.o.stall(), func(line []byte) error {
		if bytes.HasPrefix(line, []byte("-fps_mode")) {
			t.passthrough = []string{"-fps_mode:v", "passthrough"}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if t.video, err = t.encoder("an encoder for the picture", t.o.Encoder, videoEncoders); err != nil {
		return err
	}
	t.audio, err = t.encoder("an encoder for the sound", t.o.AudioEncoder, audioEncoders)
	return err
}

// Those that need certain hardware are left out: that ffmpeg lists them does not tell
// whether it is there.
var (
	videoEncoders = []string{"libx264", "libopenh264", "h264_videotoolbox", "h264_mf", "mpeg4"}
	audioEncoders = []string{"aac", "libfdk_aac", "aac_at", "libmp3lame"}
)

// addEncoder notes the name in a line such as " V....D libx264  H.264 / AVC".
func (t *tools) addEncoder(line []byte) error {
	const most = 10_000
	flags, rest, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
	name, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if len(flags) == 6 && strings.IndexByte("VA", flags[0]) >= 0 && name != "" && name != "=" && len(t.encoders) < most {
		t.encoders = append(t.encoders, name)
	}
	return nil
}

// encoder returns the one that was asked for, or the first of those that ffmpeg has.
func (t *tools) encoder(what, asked string, known []string) (string, error) {
	if asked != "" {
		known = []string{asked}
	}
	for _, name := range known {
		if slices.Contains(t.encoders, name) {
			return name, nil
		}
	}
	return "", &MissingError{What: what, Err: fmt.Errorf("%s has none of %s", filepath.Base(cmp.Or(t.ffmpegPath, "ffmpeg")), strings.Join(known, ", "))}
}
