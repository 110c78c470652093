package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/ffprobe"
)

// DefaultVideoTimeout is how long one video may take where the options name no other
// time: two minutes.
const DefaultVideoTimeout = 2 * time.Minute

// NoFFprobe as [Options].FFprobe is never to run it.
const NoFFprobe = "-"

// Options say how to look at videos. The zero value, and nil, are ready to use.
type Options struct {
	// Openers open the videos; nil for those of [DefaultOpeners].
	Openers Openers
	// DurationOnly looks for Duration and ContainerDuration, which may save a
	// request. Facts that came with them are told, others stay unknown.
	DurationOnly bool
	// FFprobe is the program that looks at local files for whose container there is
	// no reader here, such as AVI: a path, or a name to be looked for on PATH. "" is
	// ffprobe if there is one, [NoFFprobe] never runs it.
	FFprobe string
	// Timeout is how long one video may take with all its requests; 0 is
	// DefaultVideoTimeout. That of one request is a matter of the Opener. An Opener, or a
	// file system, that does not come back for longer is not waited for.
	Timeout time.Duration
	// OnCost is called with what each video took; nil for nothing. The cost of a
	// video that could not be opened is 0.
	OnCost func(uri string, cost Cost)
}

// A Cost is what reading a video took: opening it with the first 4096 bytes, and every
// read after it, is a request. A server without ranges is asked once. What ffprobe reads
// is not counted.
type Cost struct {
	Requests int
	Bytes    int64 // that were asked for; of a server without ranges, those that it sent until it was stopped
}

// Probe returns the facts of the video at uri, a path or a URI of a scheme of the
// Openers. o may be nil.
//
// What is not known is 0, which is no error: a stream may not tell how long it is, and a
// file may have no video track (then Video is [videotune.Absent]). A file in a container
// without a reader, if ffprobe is not to be had for it, has its Container, MIMEType and
// Bytes.
//
// The error is that of the source, [ErrEmpty], [ErrNotVideo], [ErrWebPage],
// [ErrUnknownFormat], or one that says what is wrong with the file and where. It names
// the URI. With it comes what is known all the same. Media.Err says why it is no more,
// unless the error is [Inconclusive]: it is then no fact of the video.
func Probe(ctx context.Context, uri string, o *Options) (videotune.Media, error) {
	if o == nil {
		o = new(Options)
	}
	r := o.probe(ctx, uri, videotune.Media{}, false)
	return r.media, r.err
}

// Read is [Probe] of bytes that are at hand: size bytes of r, or an unknown number of
// them if size is negative. OnCost is called with "" for the URI; Openers, FFprobe and
// Timeout are of no use.
func Read(r io.ReaderAt, size int64, o *Options) (videotune.Media, error) {
	if o == nil {
		o = new(Options)
	}
	m, cost, err := o.read(r, size, true)
	if o.OnCost != nil {
		o.OnCost("", cost)
	}
	return storable(m, err), err
}

// A result is what is known of a video in the end.
type result struct {
	media  videotune.Media
	cost   Cost
	reused bool // the facts of an earlier time hold
	stale  bool // the facts of an earlier time are of another video
	err    error
}

// grace is how long one may go on whose time is over, or whom nobody waits for: an Opener
// that heeds its context ends at once.
const grace = 2 * time.Second

func (o *Options) timeout() time.Duration {
	if o.Timeout <= 0 {
		return DefaultVideoTimeout
	}
	return o.Timeout
}

// probe looks at a video, of which there may be facts of an earlier time.
func (o *Options) probe(ctx context.Context, uri string, known videotune.Media, has bool) result {
	late := error(&slowFileError{o.timeout()})
	if hostOf(uri) != "" {
		late = fmt.Errorf("%w: its facts were not there within %s", ErrTimeout, o.timeout())
	}
	inner, cancel := context.WithTimeoutCause(ctx, o.timeout(), late)
	defer cancel()
	r := o.bounded(inner, uri, known, has)
	if r.err != nil && inner.Err() != nil && ctx.Err() == nil && !errors.Is(r.err, ffprobe.ErrTimeout) {
		r.err = context.Cause(inner)
	}
	if !r.reused {
		r.media = storable(r.media, r.err)
	}
	r.err = failed(uri, r.err)
	if o.OnCost != nil {
		o.OnCost(uri, r.cost)
	}
	return r
}

// bounded is open for the time of ctx, whether the Opener and what it opens heed that
// or not, as a file of a server that is gone does not. Those are left behind.
func (o *Options) bounded(ctx context.Context, uri string, known videotune.Media, has bool) result {
	done := make(chan result, 1)
	go func() { done <- o.open(ctx, uri, known, has) }()
	select {
	case r := <-done:
		return r
	case <-ctx.Done():
	}
	t := time.NewTimer(grace)
	defer t.Stop()
	select {
	case r := <-done:
		return r
	case <-t.C:
		return result{media: known, err: context.Cause(ctx)}
	}
}

// open opens a video and reads it, unless the known facts are those of it.
func (o *Options) open(ctx context.Context, uri string, known videotune.Media, has bool) result {
	opener, err := o.Openers.Opener(uri)
	if err != nil {
		return result{media: known, err: err}
	}
	src, err := opener.Open(ctx, uri)
	if err != nil {
		return result{media: known, err: err}
	}
	if src.Close != nil {
		defer src.Close() // of a file that was only read
	}
	if has && o.holds(known, src) {
		r := result{media: known, reused: true}
		if src.Path == "" {
			r.cost = Cost{1, min(headBytes, src.Size)}
		}
		return r
	}
	m, cost, err := o.readSource(src)
	if src.Path != "" && err == nil && needsFFprobe(m) {
		m, err = o.askFFprobe(ctx, src.Path, m)
	}
	m.Bytes, m.ETag, m.CRC32C = max(src.Size, 0), src.ETag, src.CRC32C
	return result{media: m, cost: cost, stale: has && (replaced(known, m) || errors.Is(err, ErrChanged)), err: err}
}

// readSource reads a source. If it has no ranges and no size, it is read as far as its
// facts need; where they need the end, that is looked for, and the size with it.
func (o *Options) readSource(src *Source) (videotune.Media, Cost, error) {
	m, cost, err := o.read(src, src.Size, src.Path != "")
	r, ok := src.ReaderAt.(*remote)
	if !ok || r.stream == nil {
		return m, cost, err
	}
	if src.Size < 0 && needsEnd(m, err) {
		size, fault := r.stream.measure()
		switch {
		case fault != nil:
			err = fault
		case size >= 0:
			src.Size = size
			m, _, err = o.read(src, size, false)
		}
	}
	return m, Cost{1, r.stream.received()}, err
}

// needsEnd reports whether more may be known of a file if its end is.
func needsEnd(m videotune.Media, err error) bool {
	if err != nil {
		return errors.Is(err, ErrNoRange) || errors.Is(err, io.ErrUnexpectedEOF)
	}
	_, known := m.Length()
	return !known && !needsFFprobe(m)
}

// replaced reports whether facts are known to be of another file than those of before.
func replaced(before, now videotune.Media) bool {
	return before.ETag != "" && now.ETag != "" && before.ETag != now.ETag || before.Bytes > 0 && now.Bytes > 0 && before.Bytes != now.Bytes
}

// holds reports whether known facts are those of a source, and all that is wanted.
func (o *Options) holds(known videotune.Media, src *Source) bool {
	same := src.ETag != "" && src.ETag == known.ETag && src.Size == known.Bytes
	return same && known.Err == "" && o.complete(known)
}

// complete reports whether facts are not just those that came with a duration.
func (o *Options) complete(m videotune.Media) bool {
	return o.DurationOnly || m.Audio != videotune.Unknown && (m.Video == videotune.Absent || m.VideoCodec != "")
}

// failed returns err with the URI, nil if there is none.
func failed(uri string, err error) error {
	if err == nil {
		return nil
	}
	const most = 2000 // bytes, enough for a signed URL
	name := Redact(uri)
	if len(name) > most {
		name = clip(name)
	}
	if name == "" || !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		name = strconv.Quote(name) // a dataset can hold anything
	}
	return fmt.Errorf("%s: %w", name, err)
}

// storable returns m with the reason of err, if that is one of the video, so that a
// facts file can hold it.
func storable(m videotune.Media, err error) videotune.Media {
	const most = 2000 // bytes of a text, enough for every reason and entity tag
	m.Err = ""
	if err != nil && !Inconclusive(err) {
		m.Err = err.Error()
	}
	for _, s := range []*string{&m.MIMEType, &m.Container, &m.VideoCodec, &m.AudioCodec, &m.ETag, &m.CRC32C, &m.Err} {
		*s = strings.ToValidUTF8((*s)[:min(len(*s), most)], "\ufffd")
	}
	if _, fault := (videotune.MediaMap{"-": m}).WriteTo(io.Discard); fault != nil {
		fault = errors.Join(err, fault)
		return videotune.Media{Bytes: max(m.Bytes, 0), ETag: m.ETag, Err: fault.Error()}
	}
	return m
}
