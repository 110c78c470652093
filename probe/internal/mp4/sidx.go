package mp4

// A segmentIndex is what a sidx box says.
type segmentIndex struct {
	track uint32
	scale uint32
	first uint64 // time of the first picture shown, in ticks
	ticks uint64 // of all segments
	to    int64  // position in the file where these end
}

// readSegmentIndex reads a sidx box. What it refers to may be segments or other
// indexes: their lengths are stated here all the same, so those are not read.
func (r *reader) readSegmentIndex(b box) error {
	if b.end-b.body > 32+12*(1<<16-1) {
		return fault(b.at, "sidx", ErrMalformed, "it has %d bytes, which are too many for 65535 references", b.end-b.at)
	}
	r.reach = max(r.reach, 2*(b.end-b.at)+1<<10) // there may be one for each of two tracks
	data, err := r.must(b.body, int(b.end-b.body))
	if err != nil {
		return err
	}
	f := fields{b: data}
	version, _ := f.full()
	s := segmentIndex{track: f.u32(), scale: f.u32(), first: f.wide(version)}
	skip := f.wide(version)
	f.skip(2)
	n := int(f.u16())
	if f.short || n*12 > len(f.b) || skip > uint64(r.f.Size()) {
		return fault(b.at, "sidx", ErrMalformed, "its %d bytes are too few for its references, or these begin past the end of the file", len(data))
	}
	s.to = b.end + int64(skip)
	for range n {
		s.to += int64(f.u32() &^ (1 << 31))
		s.ticks += uint64(f.u32())
		f.skip(4)
	}
	r.indexes = append(r.indexes, s)
	return nil
}

// bySegmentIndex takes the lengths from the indexes that are for all of the file.
// Some files have one for each fragment.
func (r *reader) bySegmentIndex() error {
	for _, s := range r.indexes {
		whole, err := r.nothingFrom(s.to)
		if err != nil {
			return err
		}
		d := span(s.ticks, s.scale)
		if !whole || d == 0 {
			continue
		}
		if v := r.movie.video(); v != nil && v.id == s.track {
			if s.scale == v.scale {
				d = v.shownOf(r.movie.scale, sum(s.first, s.ticks), int64(min(s.first, 1<<62)), 0)
			}
			r.m.Duration = max(r.m.Duration, d)
		}
		if r.movie.mehd == 0 {
			r.m.ContainerDuration = max(r.m.ContainerDuration, d)
		}
	}
	return nil
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
