package mpegts

// A clock is a time stamp as it is sent: 33 bits at 90 kHz.
type clock uint64

const (
	clockHz   = 90_000
	clockWrap = 1 << 33
)

// since returns the ticks from base to c, by the shorter way around.
func (c clock) since(base clock) int64 {
	d := int64((c - base) & (clockWrap - 1))
	if d >= clockWrap/2 {
		d -= clockWrap
	}
	return d
}

// A stream is one of the program, and what was seen of it. Times are ticks since
// the reader's base.
type stream struct {
	entry
	head, tail []int64 // PTSs of the beginning and the end of the file
	silent     bool    // there is a PES packet without PTS
	sizes      []sized // of the PES packets, in the order of the file
	es         []byte  // what the beginning of the file has of the stream itself
	last       []byte  // of audio, the frames of the last PES packet
}

// A sized is the size of the frames behind a PTS.
type sized struct {
	pts   int64
	bytes int // 0 if it is not told
}

const (
	maxAudioES = 64       // bytes of the beginning of an audio stream that are kept
	maxLast    = 64 << 10 // bytes of the last PES packet of one, which has no more where it tells its size
)

// scan calls add for each PTS in data, which begins at byte pos of the file. Of the
// beginning it keeps the streams themselves.
func (r *reader) scan(data []byte, pos int64, add func(*stream, int64)) {
	started := make(map[uint16]bool)
	for p := range r.framing.packets(data, pos) {
		s := r.byPID(p.pid)
		if s == nil {
			continue
		}
		es := p.payload
		if p.start {
			frame, ok := parsePES(p.payload)
			if started[p.pid] = ok; !ok {
				continue
			}
			es = frame.es
			if t, ok := r.time(frame); ok {
				add(s, t)
				s.sizes = append(s.sizes, sized{t, frame.bytes})
				s.last = s.last[:0]
			} else {
				s.silent = true
			}
		}
		if s.kind == audio && started[p.pid] && len(s.last) < maxLast {
			s.last = append(s.last, es...)
		}
		if pos == 0 && started[p.pid] && (s.kind == video || len(s.es) < maxAudioES) {
			s.es = append(s.es, es...)
		}
	}
}

func (r *reader) byPID(pid uint16) *stream {
	for _, s := range r.streams {
		if s.pid == pid {
			return s
		}
	}
	return nil
}

// time returns the PTS of a frame since the base, which the first one is.
func (r *reader) time(p pes) (int64, bool) {
	if p.timed && !r.based {
		r.base, r.based = p.pts, true
	}
	return p.pts.since(r.base), p.timed
}

// A pes is the beginning of a PES packet.
type pes struct {
	pts   clock
	timed bool   // there is a PTS
	bytes int    // behind the header, in all; 0 if it is not told, as mostly of video
	es    []byte // behind the header, as far as it goes
}

// parsePES reads the beginning of a PES packet, of which the first transport packet
// mostly has all.
func parsePES(b []byte) (p pes, ok bool) {
	const head = 9
	if len(b) < head || b[0] != 0 || b[1] != 0 || b[2] != 1 || b[6]&0xC0 != 0x80 {
		return p, false
	}
	n := int(b[8])
	p.es = b[min(head+n, len(b)):]
	p.bytes = max(int(be16(b[4:]))-3-n, 0)
	if t := b[head:]; b[7]&0x80 != 0 && n >= 5 && len(t) >= 5 {
		if t[0]&1 == 1 && t[2]&1 == 1 && t[4]&1 == 1 { // the marker bits
			p.pts = clock(t[0]>>1&7)<<30 | clock(t[1])<<22 | clock(t[2]>>1)<<15 | clock(t[3])<<7 | clock(t[4]>>1)
			p.timed = true
		}
	}
	return p, true
}
