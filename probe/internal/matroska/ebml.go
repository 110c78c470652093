package matroska

import (
	"bytes"
	"encoding/binary"
	"errors"
	"iter"
	"math"
	"math/bits"
)

// maxHeader is the longest beginning of an element: 4 bytes of ID, 8 of size.
const maxHeader = 12

// unknownSize is the size of an element that lasts until the next of its level,
// as in recordings that were not finished.
const unknownSize = -1

var (
	errShort = errors.New("the beginning of an element is cut off")
	errID    = errors.New("no element begins here")
)

// A header is the beginning of an element.
type header struct {
	id     uint32
	length int   // of the header itself
	size   int64 // of the body, or unknownSize
}

// parseHeader reads the header that b begins with. The error is errShort if b
// may be the beginning of one.
func parseHeader(b []byte) (header, error) {
	if len(b) == 0 {
		return header{}, errShort
	}
	n := bits.LeadingZeros8(b[0]) + 1
	if n > 4 {
		return header{}, errID
	}
	if len(b) < n {
		return header{}, errShort
	}
	h := header{length: n}
	for _, c := range b[:n] {
		h.id = h.id<<8 | uint32(c)
	}
	size, n, err := parseSize(b[n:])
	h.size, h.length = size, h.length+n
	return h, err
}

// parseSize reads a number of 1 to 8 bytes, whose leading zero bits tell its
// length. All other bits being 1 is unknownSize.
func parseSize(b []byte) (size int64, length int, err error) {
	if len(b) == 0 {
		return 0, 0, errShort
	}
	n := bits.LeadingZeros8(b[0]) + 1
	if n > 8 {
		return 0, 0, errID
	}
	if len(b) < n {
		return 0, 0, errShort
	}
	v := uint64(b[0]) & (1<<(8-n) - 1)
	for _, c := range b[1:n] {
		v = v<<8 | uint64(c)
	}
	if v == 1<<(7*n)-1 {
		return unknownSize, n, nil
	}
	return int64(v), n, nil
}

// An element is a child of one whose body was read.
type element struct {
	id    uint32
	body  []byte
	whole bool // the body is not cut off
}

// children are the elements that b holds, until something that is none. The last
// one may be cut off.
func children(b []byte) iter.Seq[element] {
	return func(yield func(element) bool) {
		for len(b) > 0 {
			h, err := parseHeader(b)
			if err != nil {
				return
			}
			e := element{id: h.id, body: b[h.length:]}
			if h.size != unknownSize && h.size <= int64(len(e.body)) {
				e.body, e.whole = e.body[:h.size], true
			}
			b = b[h.length+len(e.body):]
			if !yield(e) {
				return
			}
		}
	}
}

// uint returns an unsigned number; ok is false if the element is cut off or
// longer than 8 bytes.
func (e element) uint() (v uint64, ok bool) {
	if !e.whole || len(e.body) > 8 {
		return 0, false
	}
	for _, c := range e.body {
		v = v<<8 | uint64(c)
	}
	return v, true
}

// float returns a floating-point number of 4 or 8 bytes that is finite.
func (e element) float() (v float64, ok bool) {
	switch {
	case !e.whole:
	case len(e.body) == 4:
		v, ok = float64(math.Float32frombits(binary.BigEndian.Uint32(e.body))), true
	case len(e.body) == 8:
		v, ok = math.Float64frombits(binary.BigEndian.Uint64(e.body)), true
	}
	return v, ok && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// text returns a string of up to maxText bytes, without the zero bytes that may
// pad it.
func (e element) text() string {
	const maxText = 256
	if !e.whole || len(e.body) > maxText {
		return ""
	}
	b := e.body
	if i := bytes.IndexByte(b, 0); i >= 0 {
		b = b[:i]
	}
	return string(b)
}
