package mp4

import (
	"fmt"
)

const (
	minTrack = 128 // bytes of a trak: no less than a tkhd and an mdhd take
	minMvex  = 40  // bytes of an mvex: with one trex
)

// A movie is what the moov box says.
type movie struct {
	seen       bool   // there is an mvhd
	scale      uint32 // ticks a second
	duration   uint64 // in ticks; 0 if unknown
	rotation   int
	nextTrack  uint32 // greater than the number of each track; 0 if unknown
	tracks     []track
	skipped    bool              // there are tracks that were not looked at
	allTracks  bool              // there are no others
	fragmented bool              // there is an mvex: the tracks go on in fragments
	mehd       uint64            // length with the fragments, in ticks; 0 if unknown
	defaults   map[uint32]uint32 // ticks of a sample in fragments, by track
}

// readMovie reads the moov box: each box in it that is at hand, and asks for the
// others as far as they are wanted.
func (r *reader) readMovie() error {
	at := r.moov.body
	for r.moov.end-at >= headerSize {
		if !r.f.Has(at, headerSize) && !r.wanted(at) {
			break
		}
		b, err := child(r, at, r.moov, "moov")
		if err != nil {
			return err
		}
		if b.kind == "\x00\x00\x00\x00" {
			at = r.moov.end
			break
		}
		if err := r.movieBox(b); err != nil {
			return err
		}
		at = b.end
	}
	r.movie.allTracks = !r.movie.skipped && !r.moov.cut && !r.moreTracks(at)
	return nil
}

func (r *reader) movieBox(b box) error {
	mov := &r.movie
	switch b.kind {
	case "mvhd":
		return r.readMvhd(b)
	case "trak":
		if len(mov.tracks) == maxTracks {
			mov.skipped = true
			return nil
		}
		stay := r.stay
		r.stay = r.lengthOnly && mov.duration > 0 && mov.scale > 0
		err := r.readTrack(b)
		if r.stay = stay; err == errNotAtHand {
			err = nil
		}
		return err
	case "mvex":
		mov.fragmented = true
		return r.readMvex(b)
	case "cmov":
		return fault(b.at, "moov/cmov", ErrUnsupported, "its index is compressed; copy it with ffmpeg -c copy")
	}
	return nil
}

// wanted reports whether to ask for the box at a position of moov.
func (r *reader) wanted(at int64) bool {
	mov := &r.movie
	if !mov.seen || mov.duration == 0 && len(mov.tracks) == 0 {
		return true
	}
	return !r.lengthOnly && r.moreTracks(at) && len(mov.tracks) < maxTracks || r.maybeFragmented(at)
}

// moreTracks reports whether there may be a trak from a position of moov on.
// Numbers of tracks are from 1 up to nextTrack, and no two are the same; that is
// believed once there are two.
func (r *reader) moreTracks(at int64) bool {
	if r.moov.end-at < minTrack {
		return false
	}
	n := len(r.movie.tracks)
	return n < 2 || r.movie.nextTrack == 0 || uint64(r.movie.nextTrack) > uint64(n)+1
}

// maybeFragmented reports whether an mvex may be expected from a position of moov
// on. There is none that matters if nothing follows moov, and few files have one
// after tables so large that it is not at hand: those that were made with
// fragments, of which the first is in moov. ISO files say so by a brand. QuickTime
// has none for it; if only the length is wanted, a track with edits is taken as a
// sign that the file is whole, since those are known last.
func (r *reader) maybeFragmented(at int64) bool {
	mov := &r.movie
	if mov.fragmented || r.moov.end >= r.f.Size() {
		return false
	}
	tracks := int64(max(len(mov.tracks), 1))
	if r.moov.end-at < min(minMvex+32*(tracks-1), 200) {
		return false
	}
	if name, _, _ := r.brands.container(); name != "mov" || r.brands.fragments {
		return r.brands.fragments
	}
	return !r.lengthOnly || len(mov.tracks) == 0 || len(mov.tracks[0].edits) == 0
}

func (r *reader) readMvhd(b box) error {
	data, err := content(r, b, 112)
	if err != nil {
		return err
	}
	f := fields{b: data}
	version, _ := f.full()
	f.wide(version) // time of creation
	f.wide(version) // time of change
	r.movie.scale = f.u32()
	r.movie.duration = f.length(version)
	f.skip(4 + 2 + 10) // rate, volume, reserved
	r.movie.rotation = rotation(f.take(36))
	f.skip(24)
	if r.movie.nextTrack = f.u32(); r.movie.nextTrack == 1<<32-1 {
		r.movie.nextTrack = 0
	}
	if f.short {
		return fault(b.at, "moov/mvhd", ErrMalformed, "it has %d bytes, which are too few for version %d", len(data), version)
	}
	r.movie.seen = true
	return nil
}

// readMvex reads the length of the movie with its fragments, and the defaults of
// each track.
func (r *reader) readMvex(mvex box) error {
	r.movie.defaults = make(map[uint32]uint32)
	return each(r, mvex, "moov/mvex", func(b box) (bool, error) {
		if b.kind != "mehd" && b.kind != "trex" {
			return false, nil
		}
		data, err := content(r, b, 24)
		if err != nil {
			return true, err
		}
		f := fields{b: data}
		version, _ := f.full()
		if b.kind == "mehd" {
			r.movie.mehd = f.length(version)
			return false, nil
		}
		track := f.u32()
		f.skip(4)
		r.movie.defaults[track] = f.u32()
		if f.short {
			return true, fault(b.at, "moov/mvex/trex", ErrMalformed, "it has %d bytes, which are too few", len(data))
		}
		return false, nil
	})
}

// video returns the track of the pictures that a player shows: of those that are
// on rather than off, and move rather than are a cover or a chapter's picture, the
// first. It is nil if there is none.
func (m *movie) video() *track { return m.best(kindVideo) }

// audio returns the track of the sound that is heard.
func (m *movie) audio() *track { return m.best(kindAudio) }

func (m *movie) best(kind string) (best *track) {
	top := -1
	for i := range m.tracks {
		t := &m.tracks[i]
		if t.handler != kind {
			continue
		}
		score := 0
		if t.enabled {
			score++
		}
		if !t.entry.still() {
			score += 2
		}
		if score > top {
			best, top = t, score
		}
	}
	return best
}

func (m *movie) track(id uint32) *track {
	for i := range m.tracks {
		if m.tracks[i].id == id {
			return &m.tracks[i]
		}
	}
	return nil
}

// only reports whether the video track is all there is to the movie.
func (m *movie) only() bool {
	return m.allTracks && len(m.tracks) == 1 && m.video() != nil
}

// rotation returns by how many degrees a matrix turns the picture clockwise, if
// that is all it does but for its scale; else 0. It is the matrix of ISO/IEC
// 14496-12 section 6.2.2: nine numbers, row by row.
func rotation(matrix []byte) int {
	f := fields{b: matrix}
	a, b := int32(f.u32()), int32(f.u32())
	f.skip(4)
	c, d := int32(f.u32()), int32(f.u32())
	switch {
	case b == 0 && c == 0 && a < 0 && d < 0:
		return 180
	case a == 0 && d == 0 && b > 0 && c < 0:
		return 90
	case a == 0 && d == 0 && b < 0 && c > 0:
		return 270
	}
	return 0
}

func trackPath(n int) string { return fmt.Sprintf("moov/trak[%d]", n) }
