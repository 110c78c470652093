package videotune

import (
	"hash/maphash"
	"strings"
)

// A videoTable numbers videos by their URIs, in the order in which they are seen
// first. It takes 48 bytes or less for each, and its URI.
type videoTable struct {
	slots []uint32 // open addressing over hashes: number+1 of a video, 0 for none
	list  []seenVideo
}

// A seenVideo is the URI of a video, of which only the hash is kept if it is long.
type seenVideo struct {
	hash uint64
	uri  string
}

// longURI is the length up to which a URI is kept as it is.
const longURI = 256

// hashURI returns the hash that a URI is found by.
func hashURI(uri string) uint64 { return maphash.String(seed, uri) }

// find returns the number of a video.
func (t *videoTable) find(uri string, hash uint64) (n uint32, ok bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	mask := uint64(len(t.slots) - 1)
	for i := hash & mask; t.slots[i] != 0; i = (i + 1) & mask {
		n := t.slots[i] - 1
		if v := &t.list[n]; v.hash == hash && (len(uri) > longURI || v.uri == uri) {
			return n, true
		}
	}
	return 0, false
}

// number returns the number of a video, which it gets if it has none.
func (t *videoTable) number(uri string, hash uint64) uint32 {
	if n, ok := t.find(uri, hash); ok {
		return n
	}
	n := uint32(len(t.list))
	v := seenVideo{hash: hash}
	if len(uri) <= longURI {
		v.uri = strings.Clone(uri) // uri is a view of the line
	}
	t.list = append(t.list, v)
	if 4*len(t.list) > 3*len(t.slots) {
		t.slots = make([]uint32, max(256, 2*len(t.slots)))
		for i := range t.list[:n] {
			t.place(uint32(i))
		}
	}
	t.place(n)
	return n
}

func (t *videoTable) place(n uint32) {
	mask := uint64(len(t.slots) - 1)
	i := t.list[n].hash & mask
	for t.slots[i] != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = n + 1
}
