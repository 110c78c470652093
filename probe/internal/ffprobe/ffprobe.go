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
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/ffmpeg"
)

const (
	// Timeout is how long one file may take. A context may end it earlier.
	Timeout = time.Minute

	maxOutput = 1 << 20 // bytes
)

// ErrUnreadable is the error of a file that ffprobe was run for and says nothing
// of, or nothing that can be understood.
var ErrUnreadable = errors.New("ffprobe cannot read it")

// ErrTimeout is the error of a file that ffprobe was stopped at, since it took too long.
var ErrTimeout = errors.New("ffprobe took too long")

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
// killed when ctx ends, and after [Timeout], which is an [ErrTimeout].
//
// Duration is that of the first video stream that is not a cover, by its own word, and
// the time by which it begins after the file; or by its DURATION tag; if the file has no
// other stream, that of the file. The
// container of WebM and Matroska, which ffprobe does not tell apart, is left
// unknown. Bytes is not set.
func Read(ctx context.Context, program, file string) (videotune.Media, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return videotune.Media{}, fmt.Errorf("ffprobe: %s: %w", file, err)
	}
	out, err := run(ctx, program, ffmpeg.FileURL(abs))
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
	ctx, cancel := context.WithTimeoutCause(ctx, Timeout, fmt.Errorf("%w: it was stopped after %s", ErrTimeout, Timeout))
	defer cancel()
	var out output
	argv := append([]string{program, "-hide_banner", "-v", "error"}, ffmpeg.Guards()...)
	argv = append(argv, "-print_format", "json", "-show_format", "-show_streams", "-i", url)
	said, err := ffmpeg.Run(ctx, argv, ffmpeg.Options{Stdout: &out})
	if errors.Is(err, ErrTimeout) {
		return nil, context.Cause(ctx) // which is no end of the caller's context
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return nil, fmt.Errorf("%w: %s", ErrUnreadable, lastLine(said, exit.Error()))
	}
	return out.buf.Bytes(), err
}

// An output keeps what is written to it, up to maxOutput.
type output struct{ buf bytes.Buffer }

func (o *output) Write(p []byte) (int, error) {
	if len(p) > maxOutput-o.buf.Len() {
		return 0, fmt.Errorf("%w: it answers with more than %d bytes", ErrUnreadable, maxOutput)
	}
	return o.buf.Write(p)
}

// lastLine returns the last line of what a program said; other if it said nothing.
func lastLine(said, other string) string {
	const most = 300
	line := said[strings.LastIndexByte(said, '\n')+1:]
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
