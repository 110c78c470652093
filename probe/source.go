package probe

import (
	"context"
	"io"
)

// An Opener opens videos of the URIs of one scheme.
type Opener interface {
	// Open makes the video at uri ready to be read at. ctx governs the reading too,
	// until the Source is closed. It may read some bytes from the beginning ahead,
	// which a Source then gives without asking again.
	Open(ctx context.Context, uri string) (*Source, error)
}

// A Source is a video that can be read at.
type Source struct {
	io.ReaderAt
	Size int64 // in bytes
	// ETag tells whether the bytes are those of another time: an entity tag, a
	// generation, a time of change; "" if the source has nothing of the sort.
	ETag   string
	CRC32C string       // of all bytes, in base64; "" if the source does not say it
	Close  func() error // may be nil
}
