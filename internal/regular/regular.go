// Package regular opens files that may be read to their end, and nothing else.
package regular

import (
	"errors"
	"os"
)

// ErrNot is that of what is no regular file: a folder, a pipe, a device, a socket.
var ErrNot = errors.New("no regular file; save it to one first")

// Open opens a regular file. What is none is not opened, since to open a pipe would wait
// for its other end, and nothing could end that; the error is an [*os.PathError] with
// [ErrNot].
func Open(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &os.PathError{Op: "open", Path: path, Err: ErrNot}
	}
	return os.Open(path)
}
