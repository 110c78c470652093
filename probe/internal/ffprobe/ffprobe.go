// Package ffprobe asks the program of that name for the facts of a local file: of
// the containers that have no reader of their own, and as a cross-check of those
// that have.
//
// The program gets the absolute path of a file, as "file:/…", so that no name is
// taken for an option, a URL or a device. It may open files only, and these only
// as one of some formats of audio and video: not as a playlist, which names others.
package ffprobe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/seed-57910ec4/videotune"
)

const (
	// Timeout is how long one file may take. A context may end it earlier.
	Timeout = time.Minute

	maxOutput = 1 << 20
	maxStderr = 16 << 10
)

// ErrUnreadable is the error of a file that ffprobe was run for and says nothing
// of, or nothing that can be understood.
var ErrUnreadable = errors.New("ffprobe cannot read it")

// formats are the demuxers that may be used.
const formats = "avi,mpeg,mpegvideo,mpegts,flv,live_flv,ogg,asf,asf_o,mov,matroska,mxf,rm,ivf,yuv4mpegpipe,h264,hevc,m4v,obu,dv,nut,wtv,gxf,gif," +
	"mp3,aac,wav,w64,flac,ac3,eac3,amr,aiff,caf,wv,tta,ape,au"

// Find returns the path of the program: path, if that is not "", else that of the
// ffprobe that the environment's PATH has. Where there is none, the error wraps
// [exec.ErrNotFound].
func Find(path string) (string, error) {
	name := path
	if name == "" {
		name = "ffprobe"
	}
	found, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%w: install ffmpeg, which has ffprobe, or name the program's path", err)
	}
	return found, nil
}

// Read runs the program for a local file and returns what it says. The program is
// killed when ctx ends, and after [Timeout].
//
// Duration is that of the first video stream that is not a cover, by its own word
// or its DURATION tag; if the file has no other stream, that of the file. The
// container of WebM and Matroska, which ffprobe does not tell apart, is left
// unknown. Bytes is not set.
func Read(ctx context.Context, program, file string) (videotune.Media, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return videotune.Media{}, fmt.Errorf("ffprobe: %s: %w", file, err)
	}
	out, err := run(ctx, program, "file:"+abs)
	if err != nil {
		return videotune.Media{}, fmt.Errorf("ffprobe: %s: %w", file, err)
	}
	var a answer
	if err := json.Unmarshal(out, &a); err != nil {
		return videotune.Media{}, fmt.Errorf("ffprobe: %s: %w: its answer is not the JSON that is expected: %w", file, ErrUnreadable, err)
	}
	return a.media(), nil
}

// run returns what the program prints about a URL.
func run(ctx context.Context, program, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	out := &bounded{max: maxOutput, over: cancel}
	said := &bounded{max: maxStderr}
	cmd := exec.CommandContext(ctx, program, "-hide_banner", "-v", "error", "-protocol_whitelist", "file", "-format_whitelist", formats,
		"-print_format", "json", "-show_format", "-show_streams", "-i", url)
	cmd.Stdout, cmd.Stderr = out, said
	cmd.WaitDelay = time.Second // for a program that leaves children behind
	err := cmd.Run()
	switch {
	case out.full:
		return nil, fmt.Errorf("%w: it answers with more than %d bytes", ErrUnreadable, maxOutput)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return nil, fmt.Errorf("%w: %s", ErrUnreadable, lastLine(said.buf.Bytes(), exit.Error()))
	}
	return out.buf.Bytes(), err
}

// bounded keeps the first max bytes that are written to it, and calls over at the
// first that is too much.
type bounded struct {
	buf  bytes.Buffer
	max  int
	full bool
	over func()
}

// Write never fails without over: what the program says beyond the bound is not
// missed.
func (b *bounded) Write(p []byte) (int, error) {
	keep := min(len(p), b.max-b.buf.Len())
	b.buf.Write(p[:keep])
	if keep < len(p) {
		b.full = true
		if b.over != nil {
			b.over()
			return keep, io.ErrShortWrite
		}
	}
	return len(p), nil
}

// lastLine returns the last line of what a program said, without what a file may
// have smuggled into it; other if it said nothing.
func lastLine(b []byte, other string) string {
	const most = 300
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	line := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(lines[len(lines)-1], ""))
	if line == "" {
		return other
	}
	for i := range line {
		if i >= most {
			return line[:i] + "…"
		}
	}
	return line
}
