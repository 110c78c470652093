package gcs

import (
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"os"
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
	// Opening a pipe would wait for its other end.
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("gcs: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("gcs: %s is no regular file: name the files in it, or save it to a file first", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("gcs: %w", err)
	}
	return f, nil
}

// checksum reads r to its end.
func checksum(ctx context.Context, r io.Reader) (sum uint32, n int64, err error) {
	h := crc32.New(castagnoli)
	n, err = io.Copy(h, &watched{ctx, r})
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
