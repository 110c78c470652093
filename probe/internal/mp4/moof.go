package mp4

import "encoding/binary"

// A run is what a fragment says of one track, in its ticks.
type run struct {
	track   uint32
	base    uint64 // decoding time of the first sample
	based   bool   // that is known
	ticks   uint64 // of all samples
	samples uint64
	delta   uint32 // of each sample; 0 if they differ or that is unknown
	shift   int64  // of the first sample, from its decoding to its display
	normal  uint32 // ticks of a sample that does not say otherwise
}

// readMoof reads a moof box: a run for each traf. defaults are the ticks of a
// sample by track, of the mvex. Without sums, the tables of the samples are looked
// at only as far as they are at hand, and ticks is of no use. With an error come
// the runs before.
func readMoof(s source, moof box, defaults map[uint32]uint32, sums bool) ([]run, error) {
	var runs []run
	err := each(s, moof, "moof", func(b box) (bool, error) {
		if b.kind != "traf" {
			return false, nil
		}
		t := run{}
		err := each(s, b, "moof/traf", func(b box) (bool, error) { return false, t.read(s, b, defaults, sums) })
		if err == nil || err == errNotAtHand && t.based {
			runs = append(runs, t)
		}
		return false, err
	})
	return runs, err
}

// read reads a box of a traf.
func (t *run) read(s source, b box, defaults map[uint32]uint32, sums bool) error {
	var f fields
	switch b.kind {
	case "tfhd", "tfdt", "trun", "uuid":
		data, err := content(s, b, 36)
		if err != nil {
			return err
		}
		f.b = data
	}
	switch b.kind {
	case "tfhd":
		t.readHeader(&f, defaults)
	case "tfdt":
		version, _ := f.full()
		t.base = f.wide(version)
		t.based = !f.short
	case "trun":
		return t.readTrun(s, b, &f, sums)
	case "uuid":
		t.readUUID(&f)
		return nil
	}
	if f.short {
		return fault(b.at, "moof/traf/"+b.kind, ErrMalformed, "its %d bytes are too few", b.end-b.at)
	}
	return nil
}

func (t *run) readHeader(f *fields, defaults map[uint32]uint32) {
	_, flags := f.full()
	t.track = f.u32()
	t.normal = defaults[t.track]
	if flags&1 != 0 { // base-data-offset
		f.skip(8)
	}
	if flags&2 != 0 { // sample-description-index
		f.skip(4)
	}
	if flags&8 != 0 {
		t.normal = f.u32()
	}
}

// readUUID reads the time of a fragment as Smooth Streaming has it: tfxd, of
// Microsoft's specification [MS-SSTR] section 2.2.4.4.
func (t *run) readUUID(f *fields) {
	const tfxd = "\x6d\x1d\x9b\x05\x42\xd5\x44\xe6\x80\xe2\x14\x1d\xaf\xf7\x57\xb2"
	if string(f.take(16)) != tfxd || t.based {
		return
	}
	version, _ := f.full()
	if base := f.wide(version); !f.short {
		t.base, t.based = base, true
	}
}

// readTrun adds the samples of a trun box.
func (t *run) readTrun(s source, b box, f *fields, sums bool) error {
	version, flags := f.full()
	count := int64(f.u32())
	at := b.body + 8
	for _, flag := range []uint32{1, 4} { // data-offset, first-sample-flags
		if flags&flag != 0 {
			at += 4
		}
	}
	var size, shiftAt int64 // of what is said of each sample, and where in it the shift is
	for _, flag := range []uint32{0x100, 0x200, 0x400, 0x800} {
		if flag == 0x800 {
			shiftAt = size
		}
		if flags&flag != 0 {
			size += 4
		}
	}
	if f.short || at > b.end || count*size > b.end-at {
		return fault(b.at, "moof/traf/trun", ErrMalformed, "its %d bytes are too few for %d samples", b.end-b.at, count)
	}
	if count*size > TailBytes {
		return fault(b.at, "moof/traf/trun", ErrUnsupported, "its table has %d bytes, more than would be read", count*size)
	}
	first := t.samples == 0
	if first && flags&0x800 != 0 && count > 0 {
		v, err := s.bytes(at+shiftAt, 4)
		if err != nil {
			return err
		}
		if t.shift = int64(binary.BigEndian.Uint32(v)); version != 0 {
			t.shift = int64(int32(t.shift))
		}
	}
	t.samples += uint64(count)
	if flags&0x100 == 0 {
		t.ticks = sum(t.ticks, uint64(count)*uint64(t.normal))
		if t.delta = t.normal; !first || count < 2 {
			t.delta = 0
		}
		return nil
	}
	t.delta = 0
	table, err := s.bytes(at, int(count*size))
	switch {
	case err == errNotAtHand && !sums:
		return nil
	case err != nil:
		return err
	}
	t.addTable(table, int(size), first)
	return nil
}

// addTable adds samples that say how long they take, in a table of rows of a size.
func (t *run) addTable(table []byte, size int, first bool) {
	delta, same := uint32(0), first
	for i := 0; i+size <= len(table); i += size {
		v := binary.BigEndian.Uint32(table[i:])
		t.ticks = sum(t.ticks, uint64(v))
		if i == 0 {
			delta = v
		} else if v != delta && i+size < len(table) {
			same = false
		}
	}
	if same && len(table) >= 2*size {
		t.delta = delta
	}
}

// A chain reads fragments that follow one another.
type chain struct {
	movie   *movie
	pending []run // of the moof before the media that are expected
	sums    bool  // a fragment that states no time begins where the one before ended
	times   []access
	most    int // boxes that are followed; 0 for any number
}

// follow reads the fragments from a position up to end, and reports whether it got
// there. The fragment whose media the end of the file cuts counts up to its begin.
func (c *chain) follow(s source, at, end int64, seen func(moof box)) (bool, error) {
	for n := 1; end-at >= headerSize; n++ {
		b, err := header(s, at, end, "")
		if err != nil {
			return false, err
		}
		switch {
		case c.most > 0 && n > c.most:
			return false, nil
		case b.cut:
			c.flush(false)
			return true, nil
		case b.kind == "moof":
			c.flush(true)
			if seen != nil {
				seen(b)
			}
			runs, err := readMoof(s, b, c.movie.defaults, true)
			if err != nil {
				return false, err
			}
			c.pending = c.timed(runs, b.at)
		case b.kind == "mdat":
			c.flush(true)
		case b.kind == "\x00\x00\x00\x00":
			return false, nil
		}
		at = b.end
	}
	c.flush(true)
	return true, nil
}

// timed gives runs that state no time the one of the index at the end of the file.
func (c *chain) timed(runs []run, moof int64) []run {
	for i := range runs {
		for _, a := range c.times {
			if t := &runs[i]; !t.based && a.track == t.track && a.moof == moof {
				t.base, t.based = a.time, true
			}
		}
	}
	return runs
}

// flush adds what the last moof said to the tracks, with its samples or without.
func (c *chain) flush(samples bool) {
	for _, run := range c.pending {
		t := c.movie.track(run.track)
		if t == nil {
			continue
		}
		if !run.based {
			if !c.sums {
				continue
			}
			run.base = t.end
		}
		if !samples {
			run.ticks = 0
		}
		t.end, t.ended = max(t.end, sum(run.base, run.ticks)), true
	}
	c.pending = nil
}
