package gcs

import (
	"cmp"
	"math"
	"time"
)

const (
	// DefaultWorkers is how many files are uploaded at once where [Options] do not say.
	DefaultWorkers = 4
	// DefaultRetries is how often in a row a request is made again where [Options] do not
	// say: with the client's own pauses, which begin at a second and double, that is about
	// half a minute.
	DefaultRetries = 6
	// DefaultChunkSize is the size of the pieces in which a file is sent where [Options]
	// do not say, in bytes. It is the client's.
	DefaultChunkSize = 16 << 20

	// chunkUnit is what the size of a piece must be a multiple of, by the service.
	chunkUnit = 256 << 10
)

// Options say how to upload. The zero value, and nil, are ready to use.
type Options struct {
	// Workers is how many files are uploaded at once; 0 is [DefaultWorkers].
	Workers int
	// Retries is how often in a row a request is made again that failed in a way that may
	// pass, such as status 503; 0 is [DefaultRetries], a negative number is never.
	Retries int
	// ChunkSize is the size of the pieces in which a file is sent, in bytes, rounded up to
	// a multiple of 256 KiB; 0 is [DefaultChunkSize]. Each worker holds one piece in
	// memory.
	ChunkSize int
	// Timeout is how long a look at an object may take, with all its tries; 0 is
	// [DefaultTimeout]. A try to send a piece may take five times as long, and an upload
	// of which no piece arrives in ten times as long is given up.
	Timeout time.Duration
	// OnProgress is called when a file begins, when a piece of it has arrived, and when it
	// ends, by one goroutine at a time; nil for nothing. It should return soon.
	OnProgress func(Progress)
}

// A Progress tells how far an upload is.
type Progress struct {
	File File
	// Done and Total are bytes of that file.
	Done, Total int64
	// Result is what became of the file, once it ended; nil before.
	Result *Result
	// FilesDone and Files count files, BytesDone and Bytes the bytes of all of them.
	// Those that are there already count like those that were sent.
	FilesDone, Files int
	BytesDone, Bytes int64
}

// A Result is what became of a file.
type Result struct {
	File File
	// Object is what lies in Cloud Storage now; the zero Object where Err is not nil.
	Object Object
	// Present tells that the object had the bytes of the file before, so that nothing was
	// sent.
	Present bool
	// WantType is the content type that an upload would have given to an object that is
	// Present and has another one, which is left as it is; "" where there is nothing to
	// tell.
	WantType string
	// Err is why the file was not uploaded; nil if it was. [ErrNotTried] stands for a file
	// that was not begun because of what another one met.
	Err error
}

func (o *Options) workers() int {
	if o.Workers <= 0 {
		return DefaultWorkers
	}
	return o.Workers
}

// chunkSize returns the size of the pieces of a file of so many bytes. A piece is held
// in memory, so that of a small file is small.
func (o *Options) chunkSize(bytes int64) int {
	size := DefaultChunkSize
	if o.ChunkSize > 0 {
		size = min(o.ChunkSize, math.MaxInt-chunkUnit)
	}
	if bytes < int64(size) {
		size = int(bytes) + 1 // so that it goes in one request
	}
	return (size + chunkUnit - 1) / chunkUnit * chunkUnit
}

// retries returns how often a request is made again where n was given.
func retries(n int) int { return max(0, cmp.Or(n, DefaultRetries)) }

// timeout returns how long a look may take where d was given.
func timeout(d time.Duration) time.Duration {
	if d <= 0 {
		return DefaultTimeout
	}
	return d
}
