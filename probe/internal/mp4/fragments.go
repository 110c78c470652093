package mp4

import (
	"errors"
	"math"
	"time"

	"github.com/seed-57910ec4/videotune/probe/internal/rate"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

const frontBoxes = 32 // that are looked at between the index and the first fragment

// fragments finds the length of a file whose tracks go on in fragments: as it is
// stated after the index, by the index at the end of the file, by what the last
// fragments say, or by all of them.
func (r *reader) fragments() error {
	if r.moov.end == r.f.Size() && !r.mdat {
		return r.noMedia()
	}
	stated := r.m
	r.m.Duration, r.m.ContainerDuration = 0, span(r.movie.mehd, r.movie.scale)
	if r.movie.only() {
		r.m.Duration = r.m.ContainerDuration
	}
	if r.measured() {
		return nil
	}
	if r.reach = firstRead; r.movie.samples() == samplesSome {
		r.reach = 2 * headerSize // of the first fragment only that it is there
	}
	whole, err := r.front()
	switch {
	case err != nil && !soft(err):
		return err
	case whole && r.firstMoof.kind == "" && r.movie.samples() == samplesNone:
		return r.noMedia()
	case whole && r.firstMoof.kind == "": // all samples are in moov, whatever was planned
		r.m.Duration, r.m.ContainerDuration = stated.Duration, stated.ContainerDuration
		return nil
	}
	for _, look := range []func() error{r.byLastSegment, r.bySegmentIndex, r.byRandomAccess, r.byTail, r.byWalk} {
		if err := look(); err != nil && !soft(err) {
			return err
		}
		if r.measured() {
			return nil
		}
	}
	if r.m.ContainerDuration == 0 && r.movie.samples() == samplesNone {
		r.m.Duration, r.m.ContainerDuration = stated.Duration, stated.ContainerDuration
	}
	return nil
}

// measured reports whether the lengths are known that are wanted, or those that can
// be known without reading much.
func (r *reader) measured() bool {
	if r.lengthOnly || r.movie.video() == nil {
		return r.m.ContainerDuration > 0
	}
	return r.m.Duration > 0 && r.m.ContainerDuration > 0
}

func (r *reader) noMedia() error {
	r.m.Duration, r.m.ContainerDuration = 0, 0
	return fault(r.moov.at, "moov", ErrNoMedia, "it is the initialization segment of a stream alone; put the segments behind it")
}

// samples tells whether moov has samples of some track.
func (m *movie) samples() samples {
	all := samplesNone
	for i := range m.tracks {
		switch m.tracks[i].samples {
		case samplesSome:
			return samplesSome
		case samplesUnknown:
			all = samplesUnknown
		}
	}
	return all
}

// hasSamples notes that moov has samples of the tracks, of which it is not known yet.
func (m *movie) hasSamples() {
	for i := range m.tracks {
		if t := &m.tracks[i]; t.samples == samplesUnknown {
			t.samples = samplesSome
		}
	}
}

// front reads what is between the index and the first fragment, and the beginning
// of that. whole says that it has come to the end of the file.
func (r *reader) front() (whole bool, err error) {
	at := r.moov.end
	for range frontBoxes {
		if r.f.Size()-at < headerSize {
			return true, nil
		}
		if r.lengthOnly && len(r.indexes) > 0 && r.indexes[len(r.indexes)-1].large.kind == "" && !r.f.Has(at, headerSize) {
			return false, nil
		}
		b, err := header(r, at, r.f.Size(), "")
		if err != nil {
			return false, err
		}
		switch b.kind {
		case "sidx":
			if at, err = r.readSegmentIndex(b); err != nil && !soft(err) {
				return false, err
			}
			continue
		case "moof":
			r.firstMoof = b
			return false, r.readFirst(b)
		case "mdat":
			r.movie.hasSamples() // since no fragment describes these media
		case "\x00\x00\x00\x00":
			return false, nil
		}
		at = b.end
	}
	return false, nil
}

// readFirst reads of the first fragment what is at hand: the time its tracks begin
// with, and the length of a frame.
func (r *reader) readFirst(moof box) error {
	r.stay = true
	defer func() { r.stay = false }()
	runs, err := readMoof(r, moof, r.movie.defaults, false)
	for _, run := range runs {
		t := r.movie.track(run.track)
		if t == nil || t.begun {
			continue
		}
		t.begun, t.begin, t.shift = run.based, run.base, run.shift
		if t.samples == samplesSome {
			t.begin, t.shift = 0, 0
		} else {
			t.delta = run.delta
		}
	}
	if v := r.movie.video(); v != nil {
		r.m.FrameRate = rate.Of(int64(v.scale), int64(v.delta))
	}
	return err
}

// finish sets the lengths by the begin and the end of the tracks.
func (r *reader) finish() {
	first, last := r.movie.zero(), time.Duration(0)
	for i := range r.movie.tracks {
		if t := &r.movie.tracks[i]; t.ended {
			last = max(last, span(t.end, t.scale))
		}
	}
	if v := r.movie.video(); v != nil && v.ended {
		r.m.Duration = v.fragmented(r.movie.scale, first)
	}
	if r.movie.mehd == 0 && last > first {
		r.m.ContainerDuration = max(last-first, r.m.Duration)
	}
}

// zero returns the time of the tracks that is 0 to a player: when the first of them
// begins. That is 0 itself but for pieces of a stream, and where moov has samples.
func (m *movie) zero() time.Duration {
	first := time.Duration(math.MaxInt64)
	for i := range m.tracks {
		switch t := &m.tracks[i]; {
		case t.samples == samplesSome:
			return 0
		case t.begun:
			first = min(first, span(t.begin, t.scale))
		}
	}
	if first == math.MaxInt64 {
		return 0
	}
	return first
}

// fragmented returns when the presentation of a track with fragments ends. scale is
// that of the movie, zero the time of the track that is 0.
func (t *track) fragmented(scale uint32, zero time.Duration) time.Duration {
	if !t.begun && t.samples != samplesSome && zero > 0 {
		return max(span(t.end, t.scale)-zero, 0)
	}
	begin := min(t.begin, ticks(zero, t.scale))
	return t.shownOf(scale, t.end, int64(min(begin, 1<<62)), t.shift)
}

// shownOf returns the length of a presentation that ends at a time of the media and
// begins at another, if a picture there is shown by shift later; all in ticks.
func (t *track) shownOf(scale uint32, end uint64, begin, shift int64) time.Duration {
	before, skipped := t.lead(scale)
	if shown := begin + shift; skipped > shown && shown >= begin {
		begin += skipped - shown
	}
	if uint64(begin) >= end {
		return 0
	}
	d, ok := plus(before, span(end-uint64(begin), t.scale))
	if !ok {
		return 0
	}
	return d
}

// allow allows what one more way to the lengths may cost, which is its own: it does not
// matter what the ways before it took.
func (r *reader) allow(requests int, bytes int64) {
	r.f.Allow(requests, bytes)
	r.more += bytes
}

// must is like bytes, and allows more for it if need be, once.
func (r *reader) must(at int64, n int) ([]byte, error) {
	data, err := r.bytes(at, n)
	if errors.Is(err, window.ErrBudget) && !r.musts {
		r.musts = true
		r.allow(IndexRequests, IndexBytes)
		data, err = r.f.Bytes(at, n, n)
	}
	return data, err
}
