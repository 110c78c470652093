package gcs

import (
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	"github.com/seed-57910ec4/videotune/internal/regular"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Checksum returns the CRC32C of a file as [Object].CRC32C spells it, and its size in
// bytes. By them an object is compared with a file.
func Checksum(ctx context.Context, path string) (crc32c string, bytes int64, err error) {
	f, err := openFile(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	sum, n, err := checksum(ctx, f)
	if err != nil {
		return "", 0, fmt.Errorf("gcs: %w", err)
	}
	return spell(sum), n, nil
}

// openFile opens a regular file.
func openFile(path string) (*os.File, error) {
	f, err := regular.Open(path)
	if err != nil {
		return nil, fmt.Errorf("gcs: %w", err)
	}
	return f, nil
}

// checksum reads f to its end. One that has more bytes by then than it had at first is
// [ErrChanged]: it may grow for ever.
func checksum(ctx context.Context, f *os.File) (sum uint32, n int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return 0, 0, err
	}
	h := crc32.New(castagnoli)
	n, err = io.Copy(h, &watched{ctx, io.LimitReader(f, info.Size()+1)})
	if err == nil && n != info.Size() {
		err = fmt.Errorf("%s: %w", f.Name(), ErrChanged)
	}
	return h.Sum32(), n, err
}

// A watched reader ends with its context.
type watched struct {
	ctx context.Context
	r   io.Reader
}

func (w *watched) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.r.Read(p)
}
