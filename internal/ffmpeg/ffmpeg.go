// Package ffmpeg runs ffprobe and ffmpeg on files of strangers: they may open files only,
// and these only as audio and video, not as playlists, which name others; they are killed
// with their children when their time is over; what they print is bounded.
package ffmpeg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
	"unicode"
)

// ErrStalled is that of a program that was silent for too long.
var ErrStalled = errors.New("it hangs: it was silent for too long")

const (
	maxSaid   = 4 << 10 // bytes of the end of standard error that are kept
	saidLines = 10
	waitDelay = 5 * time.Second // for a killed program's children to let go of its pipes
)

// Guards are the options that have to stand before each input.
func Guards() []string {
	return []string{"-protocol_whitelist", "file", "-format_whitelist", Formats}
}

// Formats are the demuxers that may be used: none that opens other files than the one
// it is given, as those of playlists do.
const Formats = "avi,mpeg,mpegvideo,mpegts,flv,live_flv,ogg,asf,asf_o,mov,matroska,mxf,rm,ivf,yuv4mpegpipe,h264,hevc,m4v,obu,dv,nut,wtv,gxf,gif," +
	"mp3,aac,wav,w64,flac,ac3,eac3,amr,aiff,caf,wv,tta,ape,au"

// FileURL returns what the programs take for the file at an absolute path and nothing
// else, whatever its name: neither an option nor a URL nor a device.
func FileURL(path string) string { return "file:" + path }

// Options say how to run a program. The zero value is ready to use.
type Options struct {
	// Stdout gets what the program prints, nil for nothing. If it fails, the program is
	// killed, and its error is that of Run.
	Stdout io.Writer
	// Stall is how long the program may print nothing, on standard error either; 0 is for
	// ever.
	Stall time.Duration
}

// Run runs the program argv[0] with arguments to its end, and returns the last lines of
// its standard error, without what a file may have smuggled into them. When ctx ends, or
// as the options say, it is killed with its children.
//
// An error is that of Options.Stdout, ErrStalled, the cause of the end of ctx, or of
// package os/exec.
func Run(ctx context.Context, argv []string, o Options) (said string, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	alive := func() {}
	if o.Stall > 0 {
		watch := time.AfterFunc(o.Stall, func() { cancel(ErrStalled) })
		defer watch.Stop()
		alive = func() { watch.Reset(o.Stall) }
	}
	out := &output{to: o.Stdout, alive: alive, fail: cancel}
	last := &tail{alive: alive}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Stdout, cmd.Stderr = out, last
	cmd.Env = append(os.Environ(), "LC_ALL=C", "AV_LOG_FORCE_NOCOLOR=1")
	cmd.WaitDelay = waitDelay
	withChildren(cmd)
	err = cmd.Run()
	switch {
	case out.err != nil:
		err = out.err
	case err != nil && ctx.Err() != nil:
		err = Cause(ctx)
	}
	return last.text(), err
}

// Cause returns why a context ended; it is the error of the context too.
func Cause(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) || errors.Is(cause, ErrStalled) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// output hands on what is written to it.
type output struct {
	to    io.Writer
	alive func()
	fail  func(error)
	err   error
}

func (w *output) Write(p []byte) (int, error) {
	w.alive()
	if w.err == nil && w.to != nil {
		if _, w.err = w.to.Write(p); w.err != nil {
			w.fail(w.err)
		}
	}
	return len(p), w.err
}

// tail keeps the end of what is written to it.
type tail struct {
	alive func()
	buf   []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.alive()
	t.buf = append(t.buf, p[max(0, len(p)-maxSaid):]...)
	if len(t.buf) > maxSaid {
		t.buf = append(t.buf[:0], t.buf[len(t.buf)-maxSaid:]...)
	}
	return len(p), nil
}

// text returns the last lines that can be printed.
func (t *tail) text() string {
	text := strings.ReplaceAll(strings.ToValidUTF8(string(t.buf), ""), "\r", "\n")
	var kept []string
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(strings.Map(func(r rune) rune {
			if !unicode.IsPrint(r) && r != '\t' {
				return -1
			}
			return r
		}, l))
		if l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept[max(0, len(kept)-saidLines):], "\n")
}
