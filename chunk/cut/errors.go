package cut

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/ffmpeg"
)

var (
	// ErrNotLocal is that of a source which no path is known for: Options.Local tells
	// where copies lie.
	ErrNotLocal = errors.New("not a file of this machine")

	// ErrChanged is that of a source which is not the file that the plan's facts are
	// of, or which changed while a file was made of it.
	ErrChanged = errors.New("the source has changed")

	// ErrShort is that of a source which ends before the planned stretch does: the
	// transfer, or the recording, was likely cut.
	ErrShort = errors.New("the source ends early")

	// ErrNoPicture is that of a planned stretch that ends before the first picture of the
	// source.
	ErrNoPicture = errors.New("there is no picture yet")

	// ErrBadResult is that of a file which a program made without complaint and which
	// is not what was asked for.
	ErrBadResult = errors.New("what was made is not sound")

	// ErrNotVideo is that of a source without a track of pictures.
	ErrNotVideo = errors.New("no video track")

	// ErrStalled is that of a program that was killed since it was silent for too long.
	ErrStalled = ffmpeg.ErrStalled
)

// A MissingError says that a program, or a part of it, is not installed. It wraps
// [exec.ErrNotFound] where that is a program to be looked for on PATH.
type MissingError struct {
	What string // such as "ffmpeg" or "an encoder for the picture"
	Err  error  // why it was not found; nil if there is no more to say
}

// Error says what is missing and how to come by it.
func (e *MissingError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s is missing", e.What)
	if e.Err != nil {
		fmt.Fprintf(&b, " (%s)", e.Err)
	}
	b.WriteString(": install ffmpeg, which has ffprobe too, from the packages of the system" +
		" (apt install ffmpeg, dnf install ffmpeg, brew install ffmpeg, winget install ffmpeg) or from ffmpeg.org, or name the programs' paths")
	return b.String()
}

// Unwrap returns Err.
func (e *MissingError) Unwrap() error { return e.Err }

// A CommandError says that a program failed, or made something that is not sound.
type CommandError struct {
	Command Command // what was run
	Stderr  string  // the last lines of what it said, without control characters
	Err     error   // an [*exec.ExitError], [ErrStalled], [ErrBadResult], that of the context, or what kept it from being run
}

// Error names the program and tells the last line that it said. The arguments are left
// to Command.
func (e *CommandError) Error() string {
	text := e.Command.program() + ": " + e.Err.Error()
	if last := e.Stderr[strings.LastIndexByte(e.Stderr, '\n')+1:]; last != "" {
		text += ": " + last
	}
	return text
}

// Unwrap returns Err.
func (e *CommandError) Unwrap() error { return e.Err }
