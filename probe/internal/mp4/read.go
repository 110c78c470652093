package mp4

import (
	"errors"
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/rate"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// Read reads the facts of a file. With durationOnly it looks for the length of
// the movie, and gives of the rest what came with it.
//
// What is not known stays zero; Bytes, ETag and CRC32C are not its business. With
// an error, which is a [*BoxError] where the file is at fault, come the facts that
// were found before. That nothing tells the length of a stream of fragments is no
// error. A file made by [window.New] with [Requests] and [Bytes] is enough; for
// what is hard to find Read allows itself more.
//
// Duration is when the presentation of the video track ends: the sum of its edits,
// with an empty edit at the beginning and without one at the end. Time 0 of a fragmented
// file is that of the movie if moov has samples, else that of the first fragment of any
// track.
func Read(f *window.File, durationOnly bool) (videotune.Media, error) {
	r := &reader{f: f, lengthOnly: durationOnly, reach: indexRead}
	err := r.read()
	return r.m, err
}

// A reader reads the facts of one file.
type reader struct {
	f          *window.File
	lengthOnly bool
	stay       bool // no requests now: only what is at hand
	m          videotune.Media
	brands     brands
	mdat       bool // there is media before the index
	moov       box
	movie      movie

	// Of a file with fragments.
	firstMoof box // kind is "" if there is none
	indexes   []segmentIndex
	reach     int64 // how much is asked for behind the index
	more      int64 // bytes that were allowed above Bytes
	musts     bool  // more was allowed for a large segment index
}

func (r *reader) read() error {
	if r.f.Size() < headerSize {
		return fault(0, "", ErrNoIndex, "the file has %d bytes; get it again", r.f.Size())
	}
	if _, err := r.f.Bytes(0, headerSize, firstRead); err != nil {
		return err
	}
	if err := r.index(); err != nil {
		return err
	}
	err := r.readMovie()
	r.settle()
	switch {
	case r.moov.cut && (err == nil || soft(err)):
		return fault(r.moov.at, "moov", ErrCut, "the index claims %d bytes, the file ends at byte %d: the transfer or the recording was likely cut", r.moov.claims, r.f.Size())
	case errors.Is(err, window.ErrBudget) && r.known():
	case errors.Is(err, window.ErrBudget):
		return &BoxError{r.moov.at, "moov", fmt.Errorf("what is needed of the index does not stand at its beginning: %w", err)}
	case err != nil:
		return err
	}
	switch {
	case r.movie.fragmented:
		return r.fragments()
	case len(r.movie.tracks) == 0 && r.movie.allTracks:
		return fault(r.moov.at, "moov", ErrMalformed, "the index names no tracks")
	}
	return r.whole()
}

// whole looks at the boxes behind the index for media that the end of the file cuts: as
// far as they are at hand, or near, or by a second request where the index took one. A
// third is not made for that.
func (r *reader) whole() error {
	second := !r.lengthOnly && !r.mdat && r.f.Cost().Requests == 1
	if r.stay = !second && !r.f.Near(); !r.stay {
		r.f.Allow(2, 2*behindIndex)
	}
	defer func() { r.stay = false }()
	missing := !r.mdat
	for at := r.moov.end; ; {
		rest := r.f.Size() - at
		if rest < headerSize {
			if missing {
				return fault(at, "", ErrCut, "it ends right behind its index, and the media are missing; get it again")
			}
			return nil
		}
		b, err := header(r, at, r.f.Size(), "")
		r.stay = r.stay || !r.f.Near() // one request is enough
		switch {
		case rest < 2*headerSize && errors.Is(err, ErrMalformed) && missing:
			return fault(at, "mdat", ErrCut, "the file ends at byte %d: a transfer was likely cut; get it again", r.f.Size())
		case err != nil && !soft(err):
			return err
		case err != nil || b.kind == "\x00\x00\x00\x00":
			return nil
		case b.cut && (b.kind == "mdat" || missing && between(b.kind)):
			return fault(at, b.kind, ErrCut, "the media claim %d bytes, the file ends at byte %d: a transfer was likely cut; get it again", b.claims, r.f.Size())
		}
		missing = missing && between(b.kind)
		r.stay = r.stay || !missing
		at = b.end
	}
}

// between reports whether boxes of a kind stand between the index and the media, and
// hold no media themselves.
func between(kind string) bool { return kind == "free" || kind == "skip" || kind == "wide" }

// known reports whether something of use was found.
func (r *reader) known() bool {
	return r.m.Duration > 0 || r.m.ContainerDuration > 0 || r.movie.fragmented
}

// index finds the moov box, from box to box.
func (r *reader) index() error {
	last := "the file"
	for at := int64(0); ; {
		if r.f.Size()-at < headerSize {
			return r.noIndex(at, "after %s the file ends: the recording was likely stopped before the index was written, or the transfer was cut", last)
		}
		b, err := header(r, at, r.f.Size(), "")
		switch {
		case errors.Is(err, window.ErrBudget):
			return &BoxError{at, "", fmt.Errorf("the index (moov) is not among the boxes before: %w", err)}
		case err != nil && soft(err) && at > 0:
			return r.noIndex(at, "after %s is something else: %w", last, err)
		case err != nil:
			return err
		}
		switch b.kind {
		case "ftyp":
			if err := r.readBrands(b); err != nil {
				return err
			}
		case "moov":
			r.moov = b
			r.setContainer()
			return nil
		case "moof":
			return r.noIndex(at, "a file with a fragment (moof) first is a later segment of a stream; put the initialization segment before it")
		case "mdat":
			r.mdat = true
		case "\x00\x00\x00\x00":
			return r.noIndex(at, "after %s are zeros: the recording was likely stopped before the index was written", last)
		}
		if b.cut {
			return r.noIndex(at, "%s claims %d bytes, the file ends at byte %d: the transfer or the recording was likely cut", b.kind, b.claims, r.f.Size())
		}
		at, last = b.end, b.kind
	}
}

func (r *reader) noIndex(at int64, format string, args ...any) error {
	r.setContainer()
	return &BoxError{at, "", fmt.Errorf("%w: "+format, append([]any{ErrNoIndex}, args...)...)}
}

func (r *reader) readBrands(b box) error {
	data, err := content(r, b, 512)
	if err != nil {
		return err
	}
	r.brands = readBrands(data)
	if !r.brands.image() {
		return nil
	}
	r.m.Container = "heif"
	return fault(b.at, "ftyp", ErrImage, "its brand is %q", r.brands.major)
}

// setContainer sets the type by the brand, which the tracks may correct.
func (r *reader) setContainer() { r.m.Container, r.m.MIMEType, _ = r.brands.container() }

// bytes makes the reader a source that asks for what is not at hand.
func (r *reader) bytes(at int64, n int) ([]byte, error) {
	switch {
	case n == 0:
		return nil, nil
	case r.stay && !r.f.Has(at, n):
		return nil, errNotAtHand
	}
	return r.f.Bytes(at, n, r.ahead(at))
}

// ahead returns how much is asked for at a position: all up to the end of the
// index and the next headers, or of the file while there is no index, if what is
// left of Bytes has room for it. Else one share of that for each track that may
// follow.
func (r *reader) ahead(at int64) int {
	left := max(Bytes+r.more-r.f.Cost().Bytes, 0)
	end := r.f.Size()
	if at >= r.moov.end && r.moov.end > 0 && !r.movie.fragmented {
		return behindIndex
	}
	if r.moov.end > at {
		end = min(end, r.moov.end+behindIndex)
	}
	if rest := end - at; rest <= left && r.more == 0 {
		return int(rest)
	}
	if r.moov.end <= at {
		return int(min(left, r.reach))
	}
	tracks := int64(maxTracks)
	if next := int64(r.movie.nextTrack); next > 1 {
		tracks = min(tracks, next-1)
	}
	tracks -= int64(len(r.movie.tracks)) - 1
	return int(min(max((left-512)/max(tracks, 1), 1152), firstRead))
}

// settle fills in what the index says.
func (r *reader) settle() {
	mov := &r.movie
	if v := mov.video(); v != nil {
		r.m.Video, r.m.VideoCodec = videotune.Present, v.entry.codec
		r.m.Width, r.m.Height = v.entry.width, v.entry.height
		r.m.FrameRate = rate.Of(int64(v.scale), int64(v.delta))
		r.m.Rotation = (v.rotation + mov.rotation) % 360
		r.m.Duration = v.length(mov.scale)
	} else if mov.allTracks {
		r.m.Video = videotune.Absent
	}
	if a := mov.audio(); a != nil {
		r.m.Audio, r.m.AudioCodec = videotune.Present, a.entry.codec
	} else if mov.allTracks {
		r.m.Audio = videotune.Absent
	}
	if r.m.Video == videotune.Absent && r.m.Audio == videotune.Present {
		_, _, r.m.MIMEType = r.brands.container()
	}
	if r.m.ContainerDuration = span(mov.duration, mov.scale); r.m.ContainerDuration == 0 {
		r.m.ContainerDuration = mov.longest()
	}
}

// longest returns the length of the longest track.
func (m *movie) longest() (d time.Duration) {
	for i := range m.tracks {
		d = max(d, m.tracks[i].length(m.scale))
	}
	return d
}
