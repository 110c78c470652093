package videotune

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"slices"
)

// A recording is what a split writer knows of one recording.
type recording struct {
	key       nameKey // the least of its names
	examples  int
	bytes     int64 // of its lines
	with      uint32
	merged    bool // into the recording with that number, which has all of this one
	pin       pin
	anonymous bool // a group of examples without a file
}

// A nameKey is the beginning of HMAC-SHA256(seed, name). It orders recordings, and
// names are known by it: that two of a billion are taken for one has a chance of one
// in 10²⁰, and then two recordings are taken for one.
type nameKey [16]byte

// recordings know which recording each name belongs to: a union-find over names, of
// which those of one example belong together.
type recordings struct {
	all     []recording
	numbers map[nameKey]uint32 // of recordings, with the flag primary
	count   int                // of primary names

	names []string // of the example that is to be written
	keys  []nameKey
	first int // so many of these are primary

	mac hash.Hash
	buf []byte
}

// primary is the flag of a name that some example is known by: that which the caller
// gave it or, where there is none, each of its files. Others only tie examples together.
const primary = 1 << 31

func newRecordings(seed string) recordings {
	return recordings{numbers: make(map[nameKey]uint32), mac: hmac.New(sha256.New, []byte(seed))}
}

// key returns the key of a name.
func (r *recordings) key(name string) (k nameKey) {
	r.mac.Reset()
	r.buf = append(r.buf[:0], name...)
	r.mac.Write(r.buf)
	r.buf = r.mac.Sum(r.buf[:0])
	copy(k[:], r.buf)
	return k
}

// begin begins to take the names of an example; "" is no name.
func (r *recordings) begin(name string) {
	clear(r.names) // of which nothing is kept
	r.names, r.keys, r.first = r.names[:0], r.keys[:0], 0
	if name != "" {
		r.also(name)
		r.first = 1
	}
}

// also takes another name of the example.
func (r *recordings) also(name string) {
	r.names = append(r.names, name)
	r.keys = append(r.keys, r.key(name))
}

// primaries returns how many names of the example are primary.
func (r *recordings) primaries() int {
	if r.first == 0 {
		return len(r.keys)
	}
	return r.first
}

// root returns the number of the recording that has all of another.
func (r *recordings) root(number uint32) uint32 {
	for r.all[number].merged {
		next := &r.all[r.all[number].with]
		if next.merged {
			r.all[number].with = next.with
		}
		number = r.all[number].with
	}
	return number
}

// owner returns the recording that a name belongs to, if there is one.
func (r *recordings) owner(k nameKey) (number uint32, known bool) {
	number, known = r.numbers[k]
	if !known {
		return 0, false
	}
	return r.root(number &^ primary), true
}

// conflict returns a [SideError] if the example has recordings of both sides, taking
// it for one of a side; nil if it can be written.
func (r *recordings) conflict(to pin) error {
	for i, k := range r.keys {
		number, known := r.owner(k)
		if !known {
			continue
		}
		switch p := r.all[number].pin; {
		case p == pinNone || p == to:
		case to == pinNone:
			to = p
		default:
			return &SideError{Recording: r.names[i], Pinned: Split(p - 1), Asked: Split(to - 1)}
		}
	}
	return nil
}

// join makes one recording of all that the names of the example belong to, and
// returns its number. There must be a name.
func (r *recordings) join() uint32 {
	to, found := uint32(0), false
	for _, k := range r.keys {
		switch number, known := r.owner(k); {
		case !known:
		case !found:
			to, found = number, true
		default:
			to = r.merge(to, number)
		}
	}
	if !found {
		to = r.add(recording{key: r.keys[0]})
	}
	for i, k := range r.keys {
		old, known := r.numbers[k]
		number := to | old&primary
		if i < r.primaries() && number&primary == 0 {
			number |= primary
			r.count++
			r.all[to].key = least(r.all[to].key, k)
		}
		if !known || number&primary != old&primary {
			r.numbers[k] = number
		}
	}
	return to
}

// merge makes one recording of two, which are not merged, and returns its number.
func (r *recordings) merge(a, b uint32) uint32 {
	if a == b {
		return a
	}
	from, to := &r.all[max(a, b)], &r.all[min(a, b)]
	to.key = least(to.key, from.key)
	to.examples += from.examples
	to.bytes += from.bytes
	to.pin = max(to.pin, from.pin) // one is pinNone, or both are equal
	from.merged, from.with = true, min(a, b)
	return min(a, b)
}

func least(a, b nameKey) nameKey {
	if bytes.Compare(a[:], b[:]) <= 0 {
		return a
	}
	return b
}

func (r *recordings) add(one recording) uint32 {
	r.all = append(r.all, one)
	return uint32(len(r.all) - 1)
}

// merged returns the recordings that are left after all were merged, and which of
// them each of the others became.
func (r *recordings) merged() (left []recording, of []uint32) {
	left, of = make([]recording, 0, len(r.all)), make([]uint32, len(r.all))
	for i := range r.all {
		// The root of a recording never comes after it.
		if root := r.root(uint32(i)); root != uint32(i) {
			of[i] = of[root]
			continue
		}
		of[i] = uint32(len(left))
		left = append(left, r.all[i])
	}
	return slices.Clip(left), of
}
