package probe

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
)

// File opens local files, by path or by a file URI such as file:///videos/a%20b.mp4.
//
// The ETag of its sources is the time of the last change and the size, such as
// "mtime:2026-11-22T10:11:12.123456789Z size:40926". The time is in UTC, as fine as
// the file system keeps it.
//
// A file that is not there is an [fs.ErrNotExist], a directory, device, pipe or
// socket an [ErrNotFile]; none of these is opened.
type File struct{}

// Open opens the file for reading.
func (File) Open(ctx context.Context, uri string) (*Source, error) {
	path, err := localPath(uri, runtime.GOOS == "windows")
	if err != nil {
		return nil, err
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	info, err := os.Stat(path) // first, since opening a pipe waits for a writer
	if err != nil {
		return nil, withoutPath(err)
	}
	if err := regular(info); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, withoutPath(err)
	}
	info, err = f.Stat() // of what was opened, which may be another file by now
	if err == nil {
		err = regular(info)
	}
	if err != nil {
		return nil, errors.Join(withoutPath(err), f.Close())
	}
	return &Source{
		ReaderAt: fileReader{ctx, f},
		Size:     info.Size(),
		ETag:     fileTag(info),
		Path:     path,
		Close:    f.Close,
	}, nil
}

// A fileReader reads a file until its context is done.
type fileReader struct {
	ctx context.Context
	f   *os.File
}

func (r fileReader) ReadAt(p []byte, off int64) (int, error) {
	if err := context.Cause(r.ctx); err != nil {
		return 0, err
	}
	n, err := r.f.ReadAt(p, off)
	return n, withoutPath(err)
}

// fileTag has all nine digits of the fraction, so that equal times are equal texts.
func fileTag(info fs.FileInfo) string {
	return fmt.Sprintf("mtime:%s size:%d", info.ModTime().UTC().Format("2006-01-02T15:04:05.000000000Z"), info.Size())
}

func regular(info fs.FileInfo) error {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		return fmt.Errorf("%w but a directory: name the videos in it", ErrNotFile)
	case mode&fs.ModeNamedPipe != 0:
		return fmt.Errorf("%w but a pipe, which cannot be read at a place: write it to a file first", ErrNotFile)
	case mode&fs.ModeSocket != 0:
		return fmt.Errorf("%w but a socket", ErrNotFile)
	case mode&fs.ModeDevice != 0:
		return fmt.Errorf("%w but a device", ErrNotFile)
	}
	return ErrNotFile
}

// withoutPath takes the path from an error: the caller tells it.
func withoutPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
