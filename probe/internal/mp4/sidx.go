package mp4

import (
	"math"
	"time"
)

// A segmentIndex is what a sidx box says.
type segmentIndex struct {
	track uint32
	scale uint32
	first uint64 // time of the first picture shown, in ticks
	ticks uint64 // of all segments
	to    int64  // position in the file where these end
	large box    // the box, of which only the last reference was read; kind is "" if all was
	last  int64  // bytes of the last segment; 0 if it is an index
}

const (
	sidxHead  = 32 // bytes of the content of a sidx before its references, at most
	reference = 12 // bytes of a reference
)

// readSegmentIndex reads a sidx box. What it refers to may be segments or other
// indexes: their lengths are stated here all the same, so those are not read.
// It returns where to go on.
func (r *reader) readSegmentIndex(b box) (next int64, err error) {
	if b.end-b.body > sidxHead+reference*(1<<16-1) {
		return b.end, fault(b.at, "sidx", ErrMalformed, "it has %d bytes, which are too many for 65535 references", b.end-b.at)
	}
	if size := b.end - b.body; !r.f.Has(b.body, int(size)) && b.end-b.at > max(Bytes-r.f.Cost().Bytes-lastRead, 0) && size > sidxHead+reference {
		return r.readLastReference(b)
	}
	r.reach = max(r.reach, 2*(b.end-b.at)+1<<10) // there may be one for each of two tracks
	s, err := r.readReferences(b)
	if err == nil {
		r.indexes = append(r.indexes, s)
	}
	return b.end, err
}

// readLastReference reads what tells where the last segment begins, if the file ends
// with it. An index grows with the length of the video, this does not. It returns
// where to go on.
func (r *reader) readLastReference(b box) (next int64, err error) {
	last := b
	if len(r.indexes) == 0 {
		last = r.lastIndex(b)
	}
	r.reach = indexRead // the next index, or the first fragment, follows
	data, err := r.bytes(last.end-reference, reference)
	if err != nil {
		return b.end, err
	}
	f := fields{b: data}
	s := segmentIndex{large: b}
	if size := f.u32(); size>>31 == 0 {
		s.last = int64(size)
	}
	if r.indexes = append(r.indexes, s); last != b {
		r.indexes = append(r.indexes, segmentIndex{large: last})
	}
	return last.end, nil
}

// lastIndex returns where the index of the second of two tracks is, if it is as large as
// that of the first, and the first fragment follows: as a rule tracks are cut at the same
// times. That saves looking at it. Else it returns b itself.
func (r *reader) lastIndex(b box) box {
	n := 0
	for i := range r.movie.tracks {
		if h := r.movie.tracks[i].handler; h == kindVideo || h == kindAudio {
			n++
		}
	}
	size := b.end - b.at
	if n != 2 || r.f.Size()-b.end-headerSize < size {
		return b
	}
	second := b
	second.at, second.body, second.end = b.at+size, b.body+size, b.end+size
	r.reach = indexRead
	if _, err := r.bytes(second.end-reference, reference+headerSize); err != nil {
		return b
	}
	if next, err := header(r, second.end, r.f.Size(), ""); err != nil || next.kind != "moof" && next.kind != "styp" {
		return b
	}
	return second
}

// readReferences reads all of a sidx box, whatever that costs.
func (r *reader) readReferences(b box) (s segmentIndex, err error) {
	data, err := r.must(b.body, int(b.end-b.body))
	if err != nil {
		return s, err
	}
	f := fields{b: data}
	version, _ := f.full()
	s = segmentIndex{track: f.u32(), scale: f.u32(), first: f.wide(version)}
	skip := f.wide(version)
	f.skip(2)
	n := int(f.u16())
	if f.short || n*12 > len(f.b) || skip > uint64(r.f.Size()) {
		return s, fault(b.at, "sidx", ErrMalformed, "its %d bytes are too few for its references, or these begin past the end of the file", len(data))
	}
	s.to = b.end + int64(skip)
	for range n {
		s.to += int64(f.u32() &^ (1 << 31))
		s.ticks += uint64(f.u32())
		f.skip(4)
	}
	return s, nil
}

// byLastSegment takes the lengths from the last segment, if the file ends with the one
// that a large index ends with.
func (r *reader) byLastSegment() error {
	for _, s := range r.indexes {
		from := r.f.Size() - s.last
		if s.large.kind == "" || s.last < headerSize || from < r.firstMoof.at || r.firstMoof.kind == "" {
			continue
		}
		if ok, err := r.byEnd(from, r.f.Size()); ok || err != nil {
			return err
		}
	}
	return nil
}

// bySegmentIndex takes the lengths from the indexes that are for all of the file.
// Some files have one for each fragment.
func (r *reader) bySegmentIndex() error {
	var whole []segmentIndex
	for _, s := range r.indexes {
		if s.large.kind != "" {
			b, err := header(r, s.large.at, r.f.Size(), "") // which may not have been looked at
			if err != nil || b.kind != "sidx" {
				return err
			}
			if s, err = r.readReferences(b); err != nil {
				return err
			}
		}
		last, err := r.nothingFrom(s.to)
		if err != nil {
			return err
		}
		if last && span(s.ticks, s.scale) > 0 {
			whole = append(whole, s)
		}
	}
	zero := r.zeroOf(whole)
	for _, s := range whole {
		end := sum(s.first, s.ticks)
		d := max(span(end, s.scale)-zero, 0)
		if v := r.movie.video(); v != nil && v.id == s.track {
			if s.scale == v.scale {
				d = v.shownOf(r.movie.scale, end, int64(min(ticks(zero, s.scale), s.first, 1<<62)), 0)
			}
			r.m.Duration = max(r.m.Duration, d)
		}
		if r.movie.mehd == 0 {
			r.m.ContainerDuration = max(r.m.ContainerDuration, d)
		}
	}
	return nil
}

// zeroOf returns the time that is 0 to a player, by indexes and what is known of the
// first fragment. The times of an index are those of the display: a first picture that is
// later by no more than it is shown after it is decoded is not late.
func (r *reader) zeroOf(indexes []segmentIndex) time.Duration {
	if r.movie.samples() == samplesSome {
		return 0
	}
	zero := time.Duration(math.MaxInt64)
	for i := range indexes {
		s := &indexes[i]
		if t := r.movie.track(s.track); t != nil && t.begun && t.scale == s.scale && t.shift > 0 && s.first == sum(t.begin, uint64(t.shift)) {
			s.first = t.begin
		}
		zero = min(zero, span(s.first, s.scale))
	}
	if len(indexes) == 0 {
		return 0
	}
	return zero
}

// nothingFrom reports whether no media follow from a position on.
func (r *reader) nothingFrom(at int64) (bool, error) {
	size := r.f.Size()
	if at >= size {
		return at == size, nil
	}
	if size-at < headerSize {
		return true, nil
	}
	b, err := header(r, at, size, "")
	if err != nil {
		return false, err
	}
	switch b.kind {
	case "mfra", "free", "skip", "udta", "meta", "uuid":
		return b.end == size && !b.cut, nil
	}
	return false, nil
}
