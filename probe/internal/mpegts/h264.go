package mpegts

import (
	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/rate"
)

// parseH264 reads a sequence parameter set, H.264 section 7.3.2.1.1.
func parseH264(b []byte) (picture, bool) {
	r := bitReader{b: unit(b)}
	r.skip(8) // the unit's header
	profile := r.u(8)
	r.skip(8 + 8) // constraints, level
	r.ue()        // number
	chroma := uint32(1)
	switch profile {
	case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135:
		chroma = skipHigh(&r)
	}
	r.ue() // bits of a frame's number
	skipOrder(&r)
	r.ue()    // reference frames
	r.skip(1) // gaps
	width, height := uint64(r.ue())+1, uint64(r.ue())+1
	fields := uint64(2)
	if r.flag() { // frames only
		fields = 1
	} else {
		r.skip(1)
	}
	r.skip(1) // direct inference
	width, height = width*16, height*16*fields
	if r.flag() {
		unitX, unitY := uint64(1), fields
		if chroma == 1 || chroma == 2 {
			unitX = 2
		}
		if chroma == 1 {
			unitY *= 2
		}
		left, right := uint64(r.ue()), uint64(r.ue())
		top, bottom := uint64(r.ue()), uint64(r.ue())
		width, height = less(width, (left+right)*unitX), less(height, (top+bottom)*unitY)
	}
	p := picture{width: side(width), height: side(height)}
	if r.over {
		return p, false
	}
	if r.flag() {
		p.rate, p.fixed = timing(&r)
	}
	return p, true
}

func less(a, b uint64) uint64 { return a - min(a, b) }

// side returns the length of a side; 0 if it cannot be right.
func side(v uint64) int {
	if v > maxSide {
		return 0
	}
	return int(v)
}

// skipHigh passes over what only the high profiles have, and returns the chroma
// format.
func skipHigh(r *bitReader) (chroma uint32) {
	chroma = r.ue()
	lists := 8
	if chroma == 3 {
		lists = 12
		r.skip(1) // separate planes
	}
	r.ue()    // bit depth
	r.ue()    // of chroma
	r.skip(1) // bypass
	if !r.flag() {
		return chroma
	}
	for i := range lists {
		if r.flag() {
			size := 16
			if i >= 6 {
				size = 64
			}
			skipScaling(r, size)
		}
	}
	return chroma
}

// skipScaling passes over a scaling list, section 7.3.2.1.1.1.
func skipScaling(r *bitReader, size int) {
	last, next := int32(8), int32(8)
	for range size {
		if next != 0 {
			next = (last + r.se() + 256) % 256
		}
		if next != 0 {
			last = next
		}
	}
}

// skipOrder passes over how the order of pictures is told.
func skipOrder(r *bitReader) {
	switch r.ue() {
	case 0:
		r.ue()
	case 1:
		r.skip(1)
		r.se()
		r.se()
		for n := r.ue(); n > 0 && !r.over; n-- {
			r.se()
		}
	}
}

// timing reads the frame rate of the usability information, section E.1.1, and
// whether it is fixed. A frame has two ticks.
func timing(r *bitReader) (told videotune.Rational, fixed bool) {
	if r.flag() && r.u(8) == 255 { // aspect ratio
		r.skip(32)
	}
	if r.flag() { // overscan
		r.skip(1)
	}
	if r.flag() { // video signal
		r.skip(3 + 1)
		if r.flag() {
			r.skip(24)
		}
	}
	if r.flag() { // location of chroma
		r.ue()
		r.ue()
	}
	if !r.flag() {
		return told, false
	}
	units, scale := int64(r.u(32)), int64(r.u(32))
	fixed = r.flag()
	const most = 1000 // frames a second that are believed
	if r.over || units == 0 || scale == 0 || scale > 2*most*units {
		return told, false
	}
	return rate.Of(scale, 2*units), fixed
}
