// Package window reads a few pieces of a large file: each by one request, all of
// them bounded.
package window

import (
	"errors"
	"fmt"
	"io"
)

// A File is a file of which a few pieces are read. What was read is kept, so
// that nothing is asked for twice. It must not be used by two goroutines at once.
type File struct {
	r    io.ReaderAt
	size int64
	left struct {
		requests int
		bytes    int64
	}
	pieces []piece
	used   Cost
	near   bool
}

// A piece is what one request brought.
type piece struct {
	at   int64
	data []byte
}

// A Cost is what reading took.
type Cost struct {
	Requests int
	Bytes    int64
}

// ErrBudget is what reading fails with once the requests or bytes that were
// allowed are spent.
var ErrBudget = errors.New("more would have to be read than is allowed for one video")

// Unknown stands in for the size of a file that is not known: more than any has, and so
// little that sums with it do not overflow.
const Unknown = 1 << 60

// New returns a File of size bytes that makes at most so many requests, for at
// most so many bytes.
func New(r io.ReaderAt, size int64, requests int, bytes int64) *File {
	f := &File{r: r, size: size}
	f.left.requests, f.left.bytes = requests, bytes
	return f
}

// Size returns the size of the file in bytes.
func (f *File) Size() int64 { return f.size }

// SetNear tells that reading costs next to nothing, as that of a local file.
func (f *File) SetNear() { f.near = true }

// Near reports whether reading costs next to nothing, so that what need not be known may
// be looked at.
func (f *File) Near() bool { return f.near }

// Cost returns what was read so far.
func (f *File) Cost() Cost { return f.used }

// Allow raises what may be read.
func (f *File) Allow(requests int, bytes int64) {
	f.left.requests += requests
	f.left.bytes += bytes
}

// Has reports whether the n bytes from at on are there without a request.
func (f *File) Has(at int64, n int) bool { return f.find(at, n) != nil }

// AtHand returns as many of the n bytes from at on as are there without a request,
// which may be none. They must not be written to.
func (f *File) AtHand(at int64, n int) []byte {
	var most []byte
	for i := range f.pieces {
		p := &f.pieces[i]
		skip := at - p.at
		if skip < 0 || skip >= int64(len(p.data)) {
			continue
		}
		b := p.data[skip:]
		b = b[:min(len(b), max(n, 0)):min(len(b), max(n, 0))]
		if len(b) > len(most) {
			most = b
		}
	}
	return most
}

// Bytes returns the n bytes from at on. If they have to be asked for, ahead
// bytes are, if that is more than n and the file has them. The bytes must not be
// written to. Past the end of the file is [io.ErrUnexpectedEOF].
func (f *File) Bytes(at int64, n, ahead int) ([]byte, error) {
	if at < 0 || n < 0 || at > f.size-int64(n) {
		return nil, io.ErrUnexpectedEOF
	}
	if b := f.find(at, n); b != nil {
		return b, nil
	}
	ask := min(int64(max(n, ahead)), f.size-at)
	if ask > f.left.bytes {
		ask = int64(n)
	}
	if f.left.requests == 0 || ask > f.left.bytes {
		return nil, ErrBudget
	}
	f.left.requests--
	f.left.bytes -= ask
	f.used.Requests++
	f.used.Bytes += ask
	data := make([]byte, ask)
	got, err := f.r.ReadAt(data, at)
	f.pieces = append(f.pieces, piece{at, data[:got]})
	if got >= n {
		return data[:n], nil
	}
	if f.size >= Unknown && errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the file ends at byte %d: %w", at+int64(got), io.ErrUnexpectedEOF)
	}
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("the file ends at byte %d although it has %d bytes: it changed, or a transfer was cut: %w", at+int64(got), f.size, io.ErrUnexpectedEOF)
	}
	return nil, err
}

// find returns n bytes from at on, if some piece has them all.
func (f *File) find(at int64, n int) []byte {
	for i := range f.pieces {
		p := &f.pieces[i]
		if skip := at - p.at; skip >= 0 && skip+int64(n) <= int64(len(p.data)) {
			return p.data[skip : skip+int64(n) : skip+int64(n)]
		}
	}
	return nil
}
