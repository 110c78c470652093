package videotune

import "hash/maphash"

// A videoTable numbers videos by the hashes of their names, in the order in which
// they are seen first. It takes 48 bytes or less for each.
type videoTable struct {
	slots []videoSlot // open addressing
	n     int
}

// A videoSlot is a video that was seen; number 0 is an empty slot.
type videoSlot struct {
	hash   uint64
	number uint32 // from 1
}

// hashVideo returns the hash that a video is known by, under whichever of its names.
func hashVideo(uri string) uint64 { return hashURI(VideoName(uri)) }

// hashURI returns a hash of a URI as it stands.
func hashURI(uri string) uint64 { return maphash.String(seed, uri) }

// find returns the number of a video, from 1; 0 if it was not seen.
func (t *videoTable) find(hash uint64) uint32 {
	if len(t.slots) == 0 {
		return 0
	}
	mask := uint64(len(t.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		if s := &t.slots[i]; s.number == 0 || s.hash == hash {
			return s.number
		}
	}
}

// number returns the number of a video, which it gets if it has none.
func (t *videoTable) number(hash uint64) uint32 {
	if n := t.find(hash); n > 0 {
		return n
	}
	t.n++
	if 4*t.n > 3*len(t.slots) {
		old := t.slots
		t.slots = make([]videoSlot, max(256, 2*len(old)))
		for _, s := range old {
			if s.number > 0 {
				t.place(s)
			}
		}
	}
	s := videoSlot{hash, clampLine(t.n)}
	t.place(s)
	return s.number
}

func (t *videoTable) place(s videoSlot) {
	mask := uint64(len(t.slots) - 1)
	i := s.hash & mask
	for t.slots[i].number > 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = s
}
