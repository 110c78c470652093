package mpegts

// parseHEVC reads the size of the picture from a sequence parameter set, H.265
// section 7.3.2.2.1.
func parseHEVC(b []byte) (picture, bool) {
	r := bitReader{b: unit(b)}
	r.skip(16 + 4) // the unit's header, number of the video parameter set
	layers := int(r.u(3))
	r.skip(1)
	skipProfile(&r, layers)
	r.ue() // number
	chroma := r.ue()
	if chroma == 3 {
		r.skip(1) // separate planes
	}
	width, height := uint64(r.ue()), uint64(r.ue())
	if r.flag() {
		unitX, unitY := uint64(1), uint64(1)
		if chroma == 1 || chroma == 2 {
			unitX = 2
		}
		if chroma == 1 {
			unitY = 2
		}
		left, right := uint64(r.ue()), uint64(r.ue())
		top, bottom := uint64(r.ue()), uint64(r.ue())
		width, height = less(width, (left+right)*unitX), less(height, (top+bottom)*unitY)
	}
	return picture{width: side(width), height: side(height)}, !r.over
}

// skipProfile passes over profiles and levels, section 7.3.3, of so many layers
// beside the first.
func skipProfile(r *bitReader, layers int) {
	const profile, level = 88, 8
	r.skip(profile + level)
	if layers == 0 {
		return
	}
	bits := 0
	for i := range 8 {
		hasProfile, hasLevel := r.flag(), r.flag()
		if i >= layers {
			continue // reserved
		}
		if hasProfile {
			bits += profile
		}
		if hasLevel {
			bits += level
		}
	}
	r.skip(bits)
}
