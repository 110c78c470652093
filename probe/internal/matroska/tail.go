package matroska

import (
	"bytes"
	"errors"

	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// measureTail adds the blocks of the end of the file to stretches, and reports
// whether there is one of a track that matters. No such block within the bounds is
// no error.
func (r *reader) measureTail(to []stretch) (bool, error) {
	r.f.Allow(tailRequests, tailBytes)
	found, err := r.measureSteps(to)
	if errors.Is(err, window.ErrBudget) || errors.Is(err, ErrFormat) {
		err = nil
	}
	return found, err
}

func (r *reader) measureSteps(to []stretch) (bool, error) {
	low := max(r.cluster, r.start)
	var data []byte
	for _, size := range []int64{firstTail, maxTail} {
		pos := max(r.end-size, low)
		more, err := r.f.Bytes(pos, int(r.end-pos)-len(data), 0)
		if err != nil {
			return false, err
		}
		data = append(append(make([]byte, 0, len(more)+len(data)), more...), data...)
		from := r.firstCluster(data)
		if from < 0 && pos == r.cluster {
			from = 0 // which is one, whatever stands behind it
		}
		if from >= 0 {
			r.measure(data, from, -1, to)
		}
		if r.enough(to) || pos == low {
			break
		}
		if size == firstTail {
			if err := r.measureAnchored(pos, data, to); err != nil {
				return false, err
			}
			if r.enough(to) {
				break
			}
		}
	}
	return r.enough(to), nil
}

// measureAnchored adds the blocks of data, which begins at pos, if data lies in
// one large Cluster that Cues name.
func (r *reader) measureAnchored(pos int64, data []byte, to []stretch) error {
	base, ok, err := r.anchor(pos, data)
	if err != nil || !ok {
		return err
	}
	if from := r.firstBlock(data); from >= 0 {
		r.measure(data, from, base, to)
	}
	return nil
}

// enough reports whether a block of the first video track was seen, or of the
// first audio track where there is no video.
func (r *reader) enough(to []stretch) bool {
	t := r.first(videoTrack)
	if t == nil {
		t = r.first(audioTrack)
	}
	return t != nil && to[r.trackIndex(t.number)].seen
}

// firstCluster returns where the first Cluster in data begins, -1 if there is
// none. What looks like one may be the contents of a frame, so it counts only if
// one element follows the other from there to the end of data.
//
// No position is gone through twice, so that the time is linear in len(data)
// whatever it holds.
func (r *reader) firstCluster(data []byte) int {
	id := []byte{0x1F, 0x43, 0xB6, 0x75}
	c := chains{r: r, data: data}
	for pos := 0; ; pos++ {
		i := bytes.Index(data[pos:], id)
		if i < 0 {
			return -1
		}
		if pos += i; clusterAt(data, pos) && c.holds(pos, 1) {
			return pos
		}
	}
}

// firstBlock returns where in data the first block begins from which one element
// follows the other to the end, -1 if there is none.
func (r *reader) firstBlock(data []byte) int {
	const least = 3 // elements: fewer may be chance
	c := chains{r: r, data: data}
	for pos := range data {
		if (data[pos] == idSimpleBlock || data[pos] == idBlockGroup) && c.holds(pos, least) {
			return pos
		}
	}
	return -1
}

// clusterAt reports whether a Cluster begins at pos: before its blocks it has a
// Timestamp, and little else.
func clusterAt(data []byte, pos int) bool {
	s, ok := stepAt(data, pos)
	for range 5 {
		if !ok || s.next >= len(data) {
			return false
		}
		switch s, ok = stepAt(data, s.next); s.id {
		case idTimestamp:
			return timestamp(s) >= 0
		case idCRC32, idVoid, idPosition, idPrevSize:
		default:
			return false
		}
	}
	return false
}

// chains finds out from where elements follow each other to the end of data.
type chains struct {
	r    *reader
	data []byte
	bad  []uint64 // a bit for each position from which they do not
}

// holds reports whether at least so many elements follow each other from pos to
// the end. Blocks must be of tracks that the file has.
func (c *chains) holds(pos, least int) bool {
	start, n := pos, 0
	for ; pos < len(c.data); n++ {
		if c.isBad(pos) || !c.next(&pos) {
			c.mark(start, n+1)
			return false
		}
	}
	return n >= least
}

// next moves pos to the next element.
func (c *chains) next(pos *int) bool {
	s, ok := stepAt(c.data, *pos)
	if !ok {
		return false
	}
	if s.id == idSimpleBlock {
		bl, ok := parseBlock(s.body)
		if !ok && s.next < len(c.data) || ok && c.r.trackIndex(bl.track) < 0 {
			return false
		}
	}
	*pos = s.next
	return true
}

func (c *chains) isBad(pos int) bool {
	return c.bad != nil && c.bad[pos/64]>>(pos%64)&1 != 0
}

// mark tells n elements from pos on as bad.
func (c *chains) mark(pos, n int) {
	if c.bad == nil {
		c.bad = make([]uint64, len(c.data)/64+1)
	}
	for range n {
		if pos >= len(c.data) || c.isBad(pos) {
			return
		}
		c.bad[pos/64] |= 1 << (pos % 64)
		if !c.next(&pos) {
			return
		}
	}
}
