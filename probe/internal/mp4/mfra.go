package mp4

import (
	"errors"

	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// An access is the last entry of a tfra box: a fragment that can be played from.
type access struct {
	track uint32
	time  uint64 // in ticks
	moof  int64  // position of the fragment
}

const (
	mfraRead  = 2048 // of the end of a file, in which most of an mfra is
	mfroSize  = 16
	tfraSize  = 24 // of a tfra before its entries
	maxAccess = 8  // tfra boxes that are looked at
)

// byRandomAccess takes the lengths from the last fragments, which the index at the
// end of the file points to.
func (r *reader) byRandomAccess() error {
	start, ok, err := r.findMfra()
	if err != nil || !ok {
		return err
	}
	if from, ok := r.lastAccess(start); ok {
		if ok, err := r.byEnd(from, start); ok || err != nil {
			return err
		}
	}
	mfra, err := r.readMfra(start)
	if err != nil {
		return err
	}
	var last []access
	n := 0
	err = each(r, mfra, "mfra", func(b box) (bool, error) {
		if b.kind != "tfra" {
			return false, nil
		}
		if n++; n > maxAccess {
			return true, nil
		}
		a, ok, err := r.readTfra(b)
		if t := r.movie.track(a.track); ok && t != nil && (t.handler == kindVideo || t.handler == kindAudio) {
			last = append(last, a)
		}
		return false, err
	})
	if err != nil || len(last) == 0 {
		return err
	}
	from := last[0].moof
	for _, a := range last {
		from = min(from, a.moof)
	}
	if from < r.moov.end || from > mfra.at-headerSize {
		return fault(mfra.at, "mfra", ErrMalformed, "it says there is a fragment at byte %d", from)
	}
	r.reach = firstRead
	c := chain{movie: &r.movie, times: last}
	return r.follow(&c, from, mfra.at, true)
}

// follow follows a chain, and takes the lengths if it has reached the end. It
// allows more for that if need be, and if more says so.
func (r *reader) follow(c *chain, from, to int64, more bool) error {
	for ; ; more = false {
		whole, err := c.follow(r, from, to, func(moof box) { r.reach = min(max(moof.end-moof.at+64, 1<<10), 1<<16) })
		if err == nil && whole {
			r.finish()
			return nil
		}
		r.movie.reset()
		if c.pending = nil; !more || !errors.Is(err, window.ErrBudget) {
			return err
		}
		r.allow(FollowRequests, FollowBytes)
	}
}

// findMfra finds where the mfra box begins, by the size that is at the end of it and
// of the file.
func (r *reader) findMfra() (start int64, ok bool, err error) {
	size := r.f.Size()
	if size-r.moov.end < mfroSize+headerSize {
		return 0, false, nil
	}
	if !r.f.Has(size-mfroSize, mfroSize) {
		n := int(min(mfraRead, size-r.moov.end))
		if _, err := r.f.Bytes(size-int64(n), n, n); err != nil {
			return 0, false, err
		}
	}
	data, err := r.bytes(size-mfroSize, mfroSize)
	if err != nil {
		return 0, false, err
	}
	f := fields{b: data}
	if f.u32() != mfroSize || f.kind() != "mfro" {
		return 0, false, nil
	}
	f.full()
	n := int64(f.u32())
	if n < mfroSize+headerSize || n > size-r.moov.end {
		return 0, false, fault(size-mfroSize, "mfra/mfro", ErrMalformed, "it says that mfra has %d bytes", n)
	}
	return size - n, true, nil
}

func (r *reader) readMfra(start int64) (mfra box, err error) {
	size := r.f.Size()
	r.reach = 256
	mfra, err = header(r, start, size, "")
	if err == nil && (mfra.kind != "mfra" || mfra.end != size) {
		err = fault(size-mfroSize, "mfra/mfro", ErrMalformed, "it says that mfra begins at byte %d, where it does not", start)
	}
	return mfra, err
}

// lastAccess returns the fragment that the last entry of a large mfra box names, which
// stands before the mfro. The size of an entry is told where its tfra begins, for which
// two requests would be needed; so it is the one by which the last three are in order. What
// is there tells whether it was the right one.
func (r *reader) lastAccess(mfra int64) (moof int64, ok bool) {
	if r.f.Has(mfra, headerSize) {
		return 0, false // it costs nothing to read all of it
	}
	for _, version := range []uint8{1, 0} {
		for numbers := 3; numbers <= 12; numbers++ { // bytes of the numbers of traf, trun and sample
			size := 8*(int(version)+1) + numbers
			entries := r.f.AtHand(r.f.Size()-mfroSize-int64(3*size), 3*size)
			if moof, ok = inOrder(entries, size, version); ok && moof >= r.moov.end && moof < mfra {
				return moof, true
			}
		}
	}
	return 0, false
}

// inOrder returns the fragment that the last of three entries of a size names, if
// their times and positions grow.
func inOrder(entries []byte, size int, version uint8) (moof int64, ok bool) {
	if len(entries) < 3*size {
		return 0, false
	}
	var time, at uint64
	for i := range 3 {
		f := fields{b: entries[i*size:]}
		t, a := f.wide(version), f.wide(version)
		if i > 0 && t <= time || a <= at || a > 1<<62 {
			return 0, false
		}
		time, at = t, a
	}
	return int64(at), true
}

// readTfra reads the last entry of a tfra box.
func (r *reader) readTfra(b box) (a access, ok bool, err error) {
	data, err := content(r, b, tfraSize-headerSize)
	if err != nil {
		return access{}, false, err
	}
	f := fields{b: data}
	version, _ := f.full()
	a.track = f.u32()
	lengths := f.u32()
	count := int64(f.u32())
	entry := int64(8 + 3)
	if version != 0 {
		entry += 8
	}
	for shift := 0; shift < 6; shift += 2 { // of the numbers of traf, trun and sample
		entry += int64(lengths >> shift & 3)
	}
	if f.short || count == 0 {
		return a, false, nil
	}
	end := b.body + int64(len(data)) + count*entry
	if end > b.end {
		return a, false, fault(b.at, "mfra/tfra", ErrMalformed, "its %d bytes are too few for %d entries", b.end-b.at, count)
	}
	if data, err = r.bytes(end-entry, int(entry)); err != nil {
		return a, false, err
	}
	f = fields{b: data}
	a.time = f.wide(version)
	a.moof = int64(min(f.wide(version), 1<<62))
	return a, true, nil
}
