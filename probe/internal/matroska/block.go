package matroska

import (
	"math"
	"time"
)

// A step is one element in a row of Clusters as the reader sees them: flat. The
// end of a Cluster is of no interest, so that one of unknown size is like others.
type step struct {
	header
	body []byte
	next int // where the next element begins; at most the end of the data
}

// stepAt reads the element at pos of data. A Cluster's body is the next element.
// ok is false where none begins that may stand in or beside a Cluster. The last
// element may be cut off.
func stepAt(data []byte, pos int) (s step, ok bool) {
	h, err := parseHeader(data[pos:])
	if err == errShort {
		return step{next: len(data)}, true
	}
	if err != nil || !besideCluster(h.id) && !inCluster(h.id) {
		return step{}, false
	}
	s = step{header: h, next: pos + h.length}
	if h.id == idCluster {
		return s, true
	}
	if h.size == unknownSize {
		return step{}, false
	}
	s.body = data[s.next:]
	if h.size < int64(len(s.body)) {
		s.body = s.body[:h.size]
	}
	s.next += len(s.body)
	return s, true
}

func besideCluster(id uint32) bool {
	switch id {
	case idCluster, idCues, idTags, idSeekHead, idInfo, idTracks, idChapters, idAttachments, idVoid, idCRC32:
		return true
	}
	return false
}

func inCluster(id uint32) bool {
	switch id {
	case idTimestamp, idSimpleBlock, idBlockGroup, idSilentTracks, idPosition, idPrevSize, idEncryptedBlock:
		return true
	}
	return false
}

// A block is what the beginning of a SimpleBlock or a Block tells.
type block struct {
	track  uint64
	rel    int16 // ticks after the Cluster's timestamp
	frames int   // more than 1 with lacing, however the sizes of the frames are written
	length uint64
}

// parseBlock reads the beginning of a SimpleBlock's body, or a Block's.
func parseBlock(b []byte) (block, bool) {
	number, n, err := parseSize(b)
	if err != nil || number <= 0 || len(b) < n+3 {
		return block{}, false
	}
	bl := block{track: uint64(number), rel: int16(uint16(b[n])<<8 | uint16(b[n+1])), frames: 1}
	if lacing := b[n+2] >> 1 & 3; lacing != 0 && len(b) > n+3 {
		bl.frames = int(b[n+3]) + 1
	}
	return bl, true
}

// parseGroup reads the body of a BlockGroup.
func parseGroup(b []byte) (bl block, ok bool) {
	length := uint64(0)
	for e := range children(b) {
		switch e.id {
		case idBlock:
			bl, ok = parseBlock(e.body)
		case idBlockDuration:
			length, _ = e.uint()
		}
	}
	bl.length = length
	return bl, ok
}

// block returns what a step tells of a block, if it is one.
func (s step) block() (block, bool) {
	switch s.id {
	case idSimpleBlock:
		return parseBlock(s.body)
	case idBlockGroup:
		return parseGroup(s.body)
	}
	return block{}, false
}

// A stretch is what was seen of one track.
type stretch struct {
	seen        bool
	first       time.Duration // the earliest block
	last, older time.Duration // the latest block, and the one before it, in the order of time
	two         bool          // older is one
	end         time.Duration // the latest end of a block whose length is known; 0 if none is
}

func (s *stretch) add(t, length time.Duration) {
	switch {
	case !s.seen:
		s.seen, s.first, s.last = true, t, t
	case t > s.last:
		s.last, s.older, s.two = t, s.last, true
	case t < s.last && (!s.two || t > s.older):
		s.older, s.two = t, true
	}
	s.first = min(s.first, t)
	if length > 0 {
		s.end = max(s.end, t+length)
	}
}

// ends returns when the track ends. Without any length of a block the last one
// lasts as long as the one before.
func (s *stretch) ends() time.Duration {
	if s.end > s.last || !s.two {
		return max(s.end, s.last)
	}
	return s.last + (s.last - s.older)
}

// measure adds the blocks of data, from pos on, to the stretches of the tracks.
// base is the timestamp of the Cluster that pos is in, or -1.
func (r *reader) measure(data []byte, pos int, base int64, to []stretch) {
	for pos < len(data) {
		s, ok := stepAt(data, pos)
		if !ok {
			return
		}
		pos = s.next
		switch s.id {
		case idCluster:
			base = -1
		case idTimestamp:
			base = timestamp(s)
		default:
			if bl, ok := s.block(); ok && base >= 0 {
				r.addBlock(bl, base, to)
			}
		}
	}
}

// timestamp returns what a Timestamp says, -1 if that is out of reach.
func timestamp(s step) int64 {
	e := element{id: s.id, body: s.body, whole: int64(len(s.body)) == s.size}
	if v, ok := e.uint(); ok && v <= math.MaxInt64-math.MaxInt16 {
		return int64(v)
	}
	return -1
}

func (r *reader) addBlock(bl block, base int64, to []stretch) {
	i := r.trackIndex(bl.track)
	if i < 0 {
		return
	}
	n, sign := base+int64(bl.rel), time.Duration(1)
	if n < 0 {
		n, sign = -n, -1
	}
	t, ok := ticks(uint64(n), r.info.scale)
	if !ok || t > maxTime {
		return
	}
	length, ok := ticks(bl.length, r.info.scale)
	if !ok || length == 0 {
		length, ok = ticks(uint64(bl.frames), int64(min(r.tracks[i].frame, math.MaxInt64)))
	}
	if !ok || length > maxTime {
		length = 0
	}
	to[i].add(sign*t-r.tracks[i].delay, length)
}

// maxTime bounds times, so that sums of two do not overflow: 146 years.
const maxTime = math.MaxInt64 / 2

func (r *reader) trackIndex(number uint64) int {
	for i := range r.tracks {
		if r.tracks[i].number == number {
			return i
		}
	}
	return -1
}
