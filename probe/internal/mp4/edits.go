package mp4

import "time"

// An edit is one entry of an edit list: a stretch of the presentation, and what is
// shown in it.
type edit struct {
	length uint64 // in ticks of the movie; 0 stands for all that there is
	start  int64  // in ticks of the media
	empty  bool   // nothing is shown
	dwell  bool   // the picture at start is shown all the time
}

// readEdits reads the edits of a track. An edit list that is too long is left.
func (r *reader) readEdits(t *track, edts box, path string) error {
	return each(r, edts, path+"/edts", func(b box) (bool, error) {
		if b.kind != "elst" {
			return false, nil
		}
		if t.tooMany = b.end-b.body > elstRead; t.tooMany {
			return true, nil
		}
		data, err := content(r, b, elstRead)
		if err != nil {
			return true, err
		}
		edits, ok := readEdits(data)
		if !ok {
			return true, fault(b.at, path+"/edts/elst", ErrMalformed, "its %d bytes are too few for its entries", len(data))
		}
		t.edits, t.unread = edits, false
		return true, nil
	})
}

func readEdits(content []byte) ([]edit, bool) {
	f := fields{b: content}
	version, _ := f.full()
	count, size := int64(f.u32()), int64(12)
	if version != 0 {
		size = 20
	}
	if f.short || count*size > int64(len(f.b)) {
		return nil, false
	}
	edits := make([]edit, count)
	for i := range edits {
		e := &edits[i]
		e.length = f.wide(version)
		if version == 0 {
			e.start = int64(int32(f.u32()))
		} else {
			e.start = int64(f.u64())
		}
		e.empty = e.start < 0
		e.dwell = f.u32()>>16 == 0
	}
	return edits, true
}

// length returns the length of the presentation of a track; 0 if unknown. scale is
// that of the movie.
func (t *track) length(scale uint32) time.Duration {
	media, shown := t.media(), span(t.shown, scale)
	if len(t.edits) == 0 {
		if media == 0 || t.unread && shown > 0 && !near(shown, media, scale) {
			return shown
		}
		return media
	}
	var total, gap time.Duration
	for _, e := range t.edits {
		d := span(e.length, scale)
		switch {
		case e.empty:
			gap, _ = plus(gap, d)
			continue
		case e.length == 0 && len(t.edits) == 1 && shown > 0:
			d = shown
		case e.length == 0, !e.dwell && media > 0 && (d > media || near(d, media, scale)):
			d = media
		}
		for _, more := range []time.Duration{gap, d} {
			var ok bool
			if total, ok = plus(total, more); !ok {
				return 0
			}
		}
		gap = 0
	}
	return total
}

// near reports whether two lengths differ by no more than one tick of a clock.
func near(a, b time.Duration, scale uint32) bool {
	return a-b <= span(1, scale) && b-a <= span(1, scale)
}

// lead returns the time before the first sample of a track that is shown, and the
// ticks of the media that are skipped then; for a track whose last edit goes on in
// fragments. scale is that of the movie.
func (t *track) lead(scale uint32) (before time.Duration, skipped int64) {
	for _, e := range t.edits {
		if !e.empty {
			return before, e.start
		}
		before, _ = plus(before, span(e.length, scale))
	}
	return before, 0
}
