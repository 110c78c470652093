package mpegts

import "iter"

const (
	packetBytes = 188
	syncByte    = 0x47
)

// A framing tells where packets begin: at offset, and every size bytes from there.
type framing struct{ size, offset int64 }

// findFraming finds the row of sync bytes that begins first. A file that was cut
// from a stream may begin within a packet.
func findFraming(b []byte) (framing, bool) {
	const least, most = 3, 5
	for offset := range min(len(b), 204) {
		if b[offset] != syncByte {
			continue
		}
		for _, size := range []int{packetBytes, 192, 204} {
			n := 0
			for at := offset; n < most && at+4 <= len(b) && begins(b[at:]); at += size {
				n++
			}
			if n == most || n >= least && offset+n*size+4 > len(b) {
				return framing{int64(size), int64(offset)}, true
			}
		}
	}
	return framing{}, false
}

// begins reports whether b begins with the 4 bytes of a packet's header. The two
// bits that tell what follows it are never both 0.
func begins(b []byte) bool { return b[0] == syncByte && b[3]&0x30 != 0 }

// packets are the whole packets in data, which begins at byte pos of the file.
// Where the row is interrupted it is looked for again.
func (f framing) packets(data []byte, pos int64) iter.Seq[packet] {
	return func(yield func(packet) bool) {
		size := int(f.size)
		i := int(((f.offset-pos)%f.size + f.size) % f.size)
		for i+packetBytes <= len(data) {
			if !begins(data[i:]) {
				if i = resync(data, i+1, size); i < 0 {
					return
				}
				continue
			}
			if p, ok := parsePacket(data[i : i+packetBytes]); ok && !yield(p) {
				return
			}
			i += size
		}
	}
}

// resync returns where three packets begin in a row, from i on, or fewer up to the
// end of data; -1 if they do nowhere.
func resync(data []byte, i, size int) int {
	for ; i+packetBytes <= len(data); i++ {
		n := 0
		for at := i; n < 3 && at+4 <= len(data) && begins(data[at:]); at += size {
			n++
		}
		if n == 3 || n > 0 && i+n*size+4 > len(data) {
			return i
		}
	}
	return -1
}

// A packet is what matters of one.
type packet struct {
	pid     uint16
	start   bool   // a section or a PES packet begins in it
	payload []byte // not empty
}

// parsePacket reads a packet; ok is false of one without a payload, with an error
// that the receiver told, or encrypted.
func parsePacket(b []byte) (p packet, ok bool) {
	p = packet{pid: uint16(b[1]&0x1F)<<8 | uint16(b[2]), start: b[1]&0x40 != 0, payload: b[4:]}
	if b[1]&0x80 != 0 || b[3]&0xC0 != 0 || b[3]&0x10 == 0 {
		return p, false
	}
	if b[3]&0x20 != 0 { // an adaptation field is before the payload
		n := 1 + int(p.payload[0])
		if n >= len(p.payload) {
			return p, false
		}
		p.payload = p.payload[n:]
	}
	return p, true
}
