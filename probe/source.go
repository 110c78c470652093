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
	//
	// Errors do not repeat the URI: who calls Open knows it, see [Redact].
	Open(ctx context.Context, uri string) (*Source, error)
}

// A Source is a video that can be read at.
type Source struct {
	// ReaderAt gives bytes of the video. If there are fewer than were asked for, it
	// gives these with the reason, which is io.EOF at the end of the video.
	io.ReaderAt
	// Size is in bytes. It is -1 if it is unknown: then the source has no ranges, and
	// gives bytes from the beginning up to [MaxNoRange].
	Size int64
	// ETag tells whether the bytes are those of another time: an entity tag, a
	// generation, a time of change; "" if the source has nothing of the sort.
	ETag string
	// CRC32C is of all bytes, in base64; "" if the source does not say it.
	CRC32C string
	// ContentType is what the source calls the video, such as "video/mp4", which may
	// be wrong; "" if it calls it nothing.
	ContentType string
	// Path is that of the video where it is a local file, for programs that want one,
	// such as ffprobe; "" if it is not.
	Path string
	// Close releases what the source holds. It may be nil.
	Close func() error
}
