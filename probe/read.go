package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/ffprobe"
	"github.com/seed-57910ec4/videotune/probe/internal/matroska"
	"github.com/seed-57910ec4/videotune/probe/internal/mp4"
	"github.com/seed-57910ec4/videotune/probe/internal/mpegts"
	"github.com/seed-57910ec4/videotune/probe/internal/signature"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// The errors of what is no video, for [errors.Is]. A text that wraps one says more.
var (
	// ErrEmpty is that of a file of no bytes.
	ErrEmpty = errors.New("the file is empty")
	// ErrNotVideo is that of an image, audio, text or another kind of file that is
	// known and not of video. That of an HTML page is [ErrWebPage].
	ErrNotVideo = errors.New("not a video")
	// ErrUnknownFormat is that of a file that begins as none that is known.
	ErrUnknownFormat = errors.New("an unknown kind of file")
)

// What one video may cost at most, whatever its container allows itself. The most that a
// reader allows itself are 60 requests and 2.6 MiB, for a fragmented MP4 file that does
// not tell its length.
const (
	maxRequests = 64
	maxBytes    = 3 << 20
)

// A container is a kind of file that has a reader.
type container struct {
	sniff func(head []byte) bool
	read  func(f *window.File, durationOnly bool) (videotune.Media, error)
	// What the reader may ask for, beside the first request and what it allows itself.
	requests int
	bytes    int64
}

var containers = []container{
	{mp4.Sniff, mp4.Read, mp4.Requests - 1, mp4.Bytes - headBytes},
	{matroska.Sniff, matroska.Read, 0, 0},
	{mpegts.Sniff, mpegts.Read, 0, 0},
}

// read returns what the bytes of a file tell, to which reading costs next to nothing if it
// is near.
func (o *Options) read(r io.ReaderAt, size int64, near bool) (videotune.Media, Cost, error) {
	limit := size
	if size < 0 {
		limit = window.Unknown
		if n, err := r.ReadAt(make([]byte, headBytes), 0); errors.Is(err, io.EOF) { // all of it
			size, limit = int64(n), int64(n)
		}
	}
	if size == 0 {
		return videotune.Media{}, Cost{}, ErrEmpty
	}
	f := window.New(&budget{r: r, requests: maxRequests, bytes: maxBytes}, limit, 1, headBytes)
	if near {
		f.SetNear()
	}
	m, err := o.parse(f)
	m.Bytes = max(size, 0)
	return m, Cost(f.Cost()), err
}

// parse reads a file of one byte at least.
func (o *Options) parse(f *window.File) (videotune.Media, error) {
	head, err := f.Bytes(0, int(min(headBytes, f.Size())), 0)
	if err != nil {
		return videotune.Media{}, err
	}
	kind, known := signature.Of(head)
	if known && strings.HasPrefix(kind.MIMEType, "image/") { // which may look like MP4
		return notVideo(kind, head)
	}
	for _, c := range containers {
		if c.sniff(head) {
			f.Allow(c.requests, c.bytes)
			return c.read(f, o.DurationOnly)
		}
	}
	switch {
	case !known:
		return videotune.Media{}, fmt.Errorf("%w: it begins with the bytes % X", ErrUnknownFormat, head[:min(len(head), 16)])
	case !kind.Video:
		return notVideo(kind, head)
	}
	return videotune.Media{Container: kind.Container, MIMEType: kind.MIMEType}, nil
}

// notVideo returns what is known of a file that is no video. What is neither image
// nor sound is told by the error alone: no line should name its type.
func notVideo(k signature.Kind, head []byte) (videotune.Media, error) {
	m := videotune.Media{Video: videotune.Absent}
	begins := func() string { return fmt.Sprintf("which begins %q", clip(string(head[:min(len(head), 80)]))) }
	what := ""
	switch {
	case k.Container == signature.HTML:
		return videotune.Media{}, fmt.Errorf("%w: the link may need a login, or be that of a page with a player", ErrWebPage)
	case strings.HasPrefix(k.MIMEType, "image/"):
		m.Container, m.MIMEType, m.Audio = k.Container, k.MIMEType, videotune.Absent
		what = "an image (" + k.MIMEType + ")"
	case strings.HasPrefix(k.MIMEType, "audio/"):
		m.Container, m.MIMEType, m.Audio = k.Container, k.MIMEType, videotune.Present
		what = "sound without pictures (" + k.MIMEType + ")"
	case k.Container == signature.Playlist:
		return videotune.Media{}, fmt.Errorf("%w but a playlist, which names the pieces of one: name a file that holds all of it", ErrNotVideo)
	case k.Container == signature.XML || k.Container == signature.JSON:
		return videotune.Media{}, fmt.Errorf("%w but %s, %s: often a server's error", ErrNotVideo, strings.ToUpper(k.Container), begins())
	case k.Container == signature.Text:
		return videotune.Media{}, fmt.Errorf("%w but text, %s", ErrNotVideo, begins())
	default:
		return videotune.Media{}, fmt.Errorf("%w but a file of type %s", ErrNotVideo, k.MIMEType)
	}
	return m, fmt.Errorf("%w but %s", ErrNotVideo, what)
}

// needsFFprobe reports whether nothing but the container of a file is known.
func needsFFprobe(m videotune.Media) bool {
	return m == videotune.Media{Bytes: m.Bytes, Container: m.Container, MIMEType: m.MIMEType}
}

// askFFprobe adds what ffprobe says of the local file at path to what is known, if there
// is an ffprobe.
func (o *Options) askFFprobe(ctx context.Context, path string, m videotune.Media) (videotune.Media, error) {
	if o.FFprobe == NoFFprobe {
		return m, nil
	}
	program, err := ffprobe.Find(o.FFprobe)
	if err != nil {
		if o.FFprobe == "" {
			return m, nil
		}
		return m, err
	}
	more, err := ffprobe.Read(ctx, program, path)
	if err != nil && errors.Is(context.Cause(ctx), ErrTimeout) {
		err = fmt.Errorf("%w: it was stopped after %s", ffprobe.ErrTimeout, o.timeout())
	}
	more.Container, more.MIMEType = m.Container, m.MIMEType // as everywhere else by the bytes
	return more, err
}

// A budget is a ReaderAt for so many requests and bytes.
type budget struct {
	r        io.ReaderAt
	requests int
	bytes    int64
}

func (b *budget) ReadAt(p []byte, off int64) (int, error) {
	if b.requests--; b.requests < 0 {
		return 0, window.ErrBudget
	}
	if b.bytes -= int64(len(p)); b.bytes < 0 {
		return 0, window.ErrBudget
	}
	return b.r.ReadAt(p, off)
}
