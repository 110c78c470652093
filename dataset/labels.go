package dataset

import (
	"encoding/binary"
	"iter"
)

// A labelTable numbers labels, so that what is kept of each example is small.
type labelTable struct {
	names   []string
	numbers map[string]uint32
	last    []uint32
}

// ids returns the numbers of labels. They are good until the next call.
func (t *labelTable) ids(labels []string) []uint32 {
	t.last = t.last[:0]
	for _, l := range labels {
		n, ok := t.numbers[l]
		if !ok {
			if t.numbers == nil {
				t.numbers = map[string]uint32{}
			}
			n = uint32(len(t.names))
			t.names = append(t.names, l)
			t.numbers[l] = n
		}
		t.last = append(t.last, n)
	}
	return t.last
}

// A labelQueue has the labels of lines that wait for their place: for each how many,
// and their numbers, in some bytes.
type labelQueue struct {
	bytes []byte
	at    int
}

func (q *labelQueue) push(ids []uint32) {
	q.bytes = binary.AppendUvarint(q.bytes, uint64(len(ids)))
	for _, id := range ids {
		q.bytes = binary.AppendUvarint(q.bytes, uint64(id))
	}
}

// pop returns those of the next line.
func (q *labelQueue) pop() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for range q.next() {
			if id := q.next(); !yield(uint32(id)) {
				return
			}
		}
	}
}

func (q *labelQueue) next() uint64 {
	n, size := binary.Uvarint(q.bytes[q.at:])
	q.at += size
	return n
}
