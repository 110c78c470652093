package matroska

import "math"

// anchor returns the timestamp of the Cluster that all of data lies in, which
// begins at pos, if Cues tell where that Cluster is and it says that it is so long.
func (r *reader) anchor(pos int64, data []byte) (base int64, ok bool, err error) {
	at, ok := r.seek[idCues]
	if !ok {
		return 0, false, nil
	}
	last, err := r.lastCue(at)
	if err != nil || last == 0 || last >= pos {
		return 0, false, err
	}
	h, err := r.header(last, r.end)
	if err != nil || h.id != idCluster {
		return 0, false, err
	}
	if end, ok := h.next(r.end); !ok || !r.onlyIndex(end, pos, data) {
		return 0, false, nil
	}
	return r.clusterTime(h)
}

// onlyIndex reports whether data, which begins at pos, is before byte end of the
// file, but for elements that are not of a Cluster.
func (r *reader) onlyIndex(end, pos int64, data []byte) bool {
	if end < pos {
		return false
	}
	for i := int(end - pos); i < len(data); {
		s, ok := stepAt(data, i)
		if !ok || !besideCluster(s.id) || s.id == idCluster {
			return false
		}
		i = s.next
	}
	return true
}

// clusterTime returns the timestamp of a Cluster.
func (r *reader) clusterTime(h at) (int64, bool, error) {
	n := min(HeadBytes/2, r.end-h.body())
	b, err := r.f.Bytes(h.body(), int(n), 0)
	if err != nil {
		return 0, false, err
	}
	for pos := 0; pos < len(b); {
		s, ok := stepAt(b, pos)
		if !ok {
			break
		}
		if s.id == idTimestamp {
			t := timestamp(s)
			return t, t >= 0, nil
		}
		pos = s.next
	}
	return 0, false, nil
}

// lastCue returns where the last Cluster is that Cues, at pos, name; 0 if they
// name none or are too large.
func (r *reader) lastCue(pos int64) (int64, error) {
	h, err := r.header(pos, r.end)
	if err != nil || h.id != idCues || h.size == unknownSize || h.size > maxCuesBytes {
		return 0, err
	}
	b, err := r.f.Bytes(h.body(), int(min(h.size, r.end-h.body())), 0)
	if err != nil {
		return 0, err
	}
	var last int64
	for e := range children(b) {
		if e.id != idCuePoint {
			continue
		}
		for c := range children(e.body) {
			if c.id != idCueTrackPositions {
				continue
			}
			for p := range children(c.body) {
				if v, ok := p.uint(); ok && p.id == idCueClusterPosition && v < uint64(math.MaxInt64-r.start) {
					last = max(last, r.start+int64(v))
				}
			}
		}
	}
	return last, nil
}
