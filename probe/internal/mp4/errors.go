package mp4

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// What a file can be refused for. They come in a [*BoxError].
var (
	// ErrNoIndex means that the file has no moov box, without which its pictures
	// cannot be found.
	ErrNoIndex = errors.New("the index (moov) is missing")
	// ErrCut means that the file ends before a box does.
	ErrCut = errors.New("the file is cut short")
	// ErrImage means that it is a picture: HEIC, AVIF, a camera's raw image.
	ErrImage = errors.New("this is an image, not a video")
	// ErrNoMedia means that the file has an index of tracks, but no pictures or
	// sound: the initialization segment of a stream.
	ErrNoMedia = errors.New("there are no pictures in this file")
	// ErrMalformed means that a box contradicts itself or what is around it.
	ErrMalformed = errors.New("the structure of the file is broken")
	// ErrUnsupported means that the file may be sound, but is of a kind that is
	// not read.
	ErrUnsupported = errors.New("this kind of file is not read")
)

// A BoxError says what is wrong with a file, and where.
type BoxError struct {
	At   int64  // position in the file, in bytes from 0
	Path string // of the box, such as "moov/trak[2]/mdia"; "" for the file itself
	Err  error
}

// Error returns the path, the position and the fault.
func (e *BoxError) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("at byte %d: %v", e.At, e.Err)
	}
	return fmt.Sprintf("%s at byte %d: %v", e.Path, e.At, e.Err)
}

// Unwrap returns e.Err.
func (e *BoxError) Unwrap() error { return e.Err }

// errNotAtHand means that a request was needed and none is wanted.
var errNotAtHand = errors.New("not at hand")

// fault returns a BoxError of a kind of error, with what is wrong in words.
func fault(at int64, path string, kind error, format string, args ...any) error {
	return &BoxError{at, path, fmt.Errorf("%w: %s", kind, fmt.Sprintf(format, args...))}
}

// soft reports whether after err other ways to the facts may be tried: not if the
// source failed or the file shrank.
func soft(err error) bool {
	var box *BoxError
	return errors.Is(err, errNotAtHand) || errors.Is(err, window.ErrBudget) || errors.As(err, &box)
}

func join(path, name string) string { return strings.TrimPrefix(path+"/"+name, "/") }
