package mpegts

// bitReader reads bits, the highest of a byte first. Past the end it reads zeros
// and says so.
type bitReader struct {
	b    []byte
	pos  int // in bits
	over bool
}

// u returns the next n bits, up to 32.
func (r *bitReader) u(n int) uint32 {
	v := uint32(0)
	for range n {
		v = v<<1 | r.bit()
	}
	return v
}

func (r *bitReader) bit() uint32 {
	if r.pos >= 8*len(r.b) {
		r.over = true
		return 0
	}
	v := r.b[r.pos/8] >> (7 - r.pos%8) & 1
	r.pos++
	return uint32(v)
}

func (r *bitReader) flag() bool { return r.u(1) == 1 }

// skip passes over n bits.
func (r *bitReader) skip(n int) {
	if r.pos += n; r.pos > 8*len(r.b) {
		r.pos, r.over = 8*len(r.b), true
	}
}

// ue returns an unsigned Exp-Golomb number, H.264 section 9.1.
func (r *bitReader) ue() uint32 {
	n := 0
	for r.bit() == 0 {
		if n++; n > 31 || r.over {
			r.over = true
			return 0
		}
	}
	return 1<<n - 1 + r.u(n)
}

// se returns a signed Exp-Golomb number.
func (r *bitReader) se() int32 {
	v := r.ue()
	if v&1 == 1 {
		return int32(v/2 + 1)
	}
	return -int32(v / 2)
}
