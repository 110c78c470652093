package matroska

import (
	"fmt"
	"math"

	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// maxTopElements is how many elements of the first levels are looked at.
const maxTopElements = 64

// A reader holds what was found of one file.
type reader struct {
	f            *window.File
	durationOnly bool

	docType string
	start   int64 // of the Segment's body: positions count from here
	end     int64 // of the Segment, or of the file
	cut     bool  // the Segment, or what is in it, says that it ends after the file
	claims  int64 // where the Segment ends as it says, if cut; 0 if it does not say

	seek    map[uint32]int64 // where SeekHead says that elements are
	cluster int64            // where the first Cluster is; 0 if it was not reached
	info    *info
	tracks  []track // not nil once Tracks was read
	partial bool    // there may be tracks that were not read
	tags    []trackTag
	tagged  bool // Tags were read
}

// at is a header and where it is.
type at struct {
	header
	pos int64
}

func (a at) body() int64 { return a.pos + int64(a.length) }

// next returns where the element after a begins; ok is false if that is not known
// or past limit.
func (a at) next(limit int64) (pos int64, ok bool) {
	if a.size == unknownSize || a.size > limit-a.body() {
		return 0, false
	}
	return a.body() + a.size, true
}

// header reads the header of the element at pos.
func (r *reader) header(pos, limit int64) (at, error) {
	n := min(maxHeader, limit-pos)
	if n <= 0 {
		r.cut = r.cut || limit == r.f.Size() && pos > 0
		return at{}, fmt.Errorf("%w: it ends at byte %d, where an element should begin", ErrFormat, pos)
	}
	b, err := r.f.Bytes(pos, int(n), HeadBytes)
	if err != nil {
		return at{}, err
	}
	h, err := parseHeader(b)
	if err != nil {
		r.cut = r.cut || err == errShort && limit == r.f.Size()
		return at{}, fmt.Errorf("%w: byte %d: %w", ErrFormat, pos, err)
	}
	return at{h, pos}, nil
}

// readHead reads what stands before the first Cluster, or where SeekHead says.
func (r *reader) readHead() error {
	if err := r.open(); err != nil {
		return err
	}
	if err := r.walk(r.start); err != nil {
		return err
	}
	for _, id := range []uint32{idInfo, idTracks} {
		if !r.needs(id) {
			continue
		}
		if err := r.follow(id); err != nil {
			return err
		}
	}
	if r.tracks == nil && r.needs(idTracks) {
		return fmt.Errorf("%w: there is no list of tracks before the first cluster, and none that SeekHead names: the file is cut or damaged", ErrFormat)
	}
	return nil
}

// open reads the EBML header and the beginning of the Segment.
func (r *reader) open() error {
	size := r.f.Size()
	h, err := r.header(0, size)
	if err != nil {
		return err
	}
	pos, ok := h.next(size)
	if h.id != idEBML || !ok || h.size > HeadBytes {
		return fmt.Errorf("%w: it has no EBML header", ErrFormat)
	}
	b, err := r.f.Bytes(h.body(), int(h.size), HeadBytes)
	if err != nil {
		return err
	}
	if r.docType = docType(b, h.size); !knownDocType(r.docType) {
		return fmt.Errorf("%w: its document type is %.20q", ErrFormat, r.docType)
	}
	for range maxTopElements {
		if h, err = r.header(pos, size); err != nil {
			return fmt.Errorf("the Segment, which should be at byte %d: %w", pos, err)
		}
		if h.id == idSegment {
			break
		}
		if pos, ok = h.next(size); !ok || h.id != idVoid && h.id != idCRC32 {
			break
		}
	}
	if h.id != idSegment {
		return fmt.Errorf("%w: element %X stands at byte %d instead of the Segment", ErrFormat, h.id, h.pos)
	}
	r.start, r.end = h.body(), size
	if end, ok := h.next(size); ok {
		r.end = end
	} else if h.size != unknownSize {
		r.cut, r.claims = true, h.body()+min(h.size, math.MaxInt64-h.body())
	}
	return nil
}

// walk goes from element to element, from pos on, up to the first Cluster, and as
// far as that takes no request that SeekHead makes needless.
func (r *reader) walk(pos int64) error {
	for range maxTopElements {
		if pos >= r.end {
			return nil
		}
		if !r.f.Has(pos, int(min(maxHeader, r.end-pos))) && !r.worthWalking() {
			return nil
		}
		h, err := r.header(pos, r.end)
		if err != nil {
			return err
		}
		if h.id == idCluster {
			r.cluster = pos
			return nil
		}
		if err := r.element(h); err != nil {
			return err
		}
		next, ok := h.next(r.end)
		if !ok {
			return nil
		}
		pos = next
	}
	return nil
}

// worthWalking reports whether a request for the next element is needed: Info or
// Tracks are missing, and SeekHead does not say where they are.
func (r *reader) worthWalking() bool {
	for _, id := range []uint32{idInfo, idTracks} {
		if _, ok := r.seek[id]; !ok && r.needs(id) {
			return true
		}
	}
	return false
}

// needs reports whether Info or Tracks is missing. For the duration of a file
// that tells it, Tracks are not asked for.
func (r *reader) needs(id uint32) bool {
	if id == idInfo {
		return r.info == nil
	}
	if r.durationOnly && r.info != nil && r.info.duration > 0 && !r.cut {
		return false
	}
	return r.tracks == nil
}

// element reads the body of an element that may be wanted.
func (r *reader) element(h at) error {
	limit := int64(maxTracksBytes)
	switch h.id {
	case idSeekHead, idInfo, idTracks:
	case idTags:
		limit = tagsBytes
	default:
		return nil
	}
	if h.size == unknownSize {
		return fmt.Errorf("%w: the size of %s at byte %d is unknown", ErrFormat, names[h.id], h.pos)
	}
	n := int(min(h.size, limit, r.end-h.body()))
	if h.size > r.end-h.body() && r.end == r.f.Size() {
		r.cut = true
	}
	if h.id == idTags && !r.f.Has(h.body(), n) {
		return nil // perhaps later: see videoEnd
	}
	b, err := r.f.Bytes(h.body(), n, HeadBytes)
	if err != nil {
		return fmt.Errorf("%s at byte %d: %w", names[h.id], h.pos, err)
	}
	if h.id == idTracks && r.tracks == nil {
		r.partial = h.size > int64(n)
	}
	r.take(h.id, b)
	return nil
}

// take keeps what the body of an element says. The first of each kind counts.
func (r *reader) take(id uint32, b []byte) {
	switch {
	case id == idSeekHead:
		r.takeSeekHead(b)
	case id == idInfo && r.info == nil:
		r.info = parseInfo(b)
	case id == idTracks && r.tracks == nil:
		r.tracks = parseTracks(b)
	case id == idTags:
		r.tagged = true
		r.takeTags(b)
	}
}

// takeSeekHead keeps where the elements are that it names.
func (r *reader) takeSeekHead(b []byte) {
	for e := range children(b) {
		if e.id != idSeek {
			continue
		}
		var id, pos uint64
		for c := range children(e.body) {
			switch c.id {
			case idSeekID:
				id, _ = c.uint()
			case idSeekPos:
				pos, _ = c.uint()
			}
		}
		if names[uint32(id)] == "" || id > 1<<32-1 || pos == 0 || pos >= uint64(r.end-r.start) {
			continue
		}
		if r.seek == nil {
			r.seek = make(map[uint32]int64)
		}
		if _, ok := r.seek[uint32(id)]; !ok {
			r.seek[uint32(id)] = r.start + int64(pos)
		}
	}
}

// follow reads the element that SeekHead, or a second one that it names, says to
// be elsewhere. One that is not there is no error.
func (r *reader) follow(id uint32) error {
	pos, ok := r.seek[id]
	if !ok {
		second, more := r.seek[idSeekHead]
		if !more {
			return nil
		}
		if err := r.elementAt(idSeekHead, second); err != nil {
			return err
		}
		if pos, ok = r.seek[id]; !ok {
			return nil
		}
	}
	return r.elementAt(id, pos)
}

func (r *reader) elementAt(id uint32, pos int64) error {
	h, err := r.header(pos, r.end)
	if err != nil {
		return fmt.Errorf("%s, which should be at byte %d: %w", names[id], pos, err)
	}
	if h.id != id {
		return nil
	}
	if err := r.element(h); err != nil {
		return err
	}
	if next, ok := h.next(r.end); ok && id == idTracks {
		return r.walk(next) // Tags and the first Cluster may be at hand now
	}
	return nil
}
