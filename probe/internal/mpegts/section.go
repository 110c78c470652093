package mpegts

// A section puts together what is spread over packets of one PID.
type section struct {
	buf    []byte // less than a section, which has 12 bits of length, and a packet
	synced bool   // buf begins where a section does
}

// add adds a packet and calls found for each section that is complete and whose
// checksum is right. Sections have 8 bytes at least.
func (s *section) add(p packet, found func([]byte)) {
	b := p.payload
	if p.start {
		skip := 1 + int(b[0])
		if skip > len(b) {
			s.buf, s.synced = s.buf[:0], false
			return
		}
		if s.synced {
			s.buf = append(s.buf, b[1:skip]...)
			s.take(found)
		}
		s.buf, s.synced = append(s.buf[:0], b[skip:]...), true
	} else if s.synced {
		s.buf = append(s.buf, b...)
	}
	s.take(found)
}

// take calls found for what is complete.
func (s *section) take(found func([]byte)) {
	for s.synced && len(s.buf) >= 3 {
		n := 3 + int(be16(s.buf[1:])&0xFFF)
		if s.buf[0] == 0xFF { // stuffing up to the next start
			s.synced = false
			return
		}
		if n > len(s.buf) {
			return
		}
		if n >= 12 && checksum(s.buf[:n]) == 0 {
			found(s.buf[:n])
		}
		s.buf = s.buf[n:]
	}
}

// checksum is the CRC of ISO/IEC 13818-1 annex A; 0 over a section and its own.
func checksum(b []byte) uint32 {
	crc := uint32(0xFFFFFFFF)
	for _, c := range b {
		crc = crc<<8 ^ crcTable[byte(crc>>24)^c]
	}
	return crc
}

var crcTable = func() (t [256]uint32) {
	const polynomial = 0x04C11DB7
	for i := range t {
		crc := uint32(i) << 24
		for range 8 {
			if crc&(1<<31) != 0 {
				crc = crc<<1 ^ polynomial
			} else {
				crc <<= 1
			}
		}
		t[i] = crc
	}
	return t
}()
