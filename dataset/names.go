package dataset

import (
	"encoding/binary"
	"slices"
)

// A nameList keeps many names in little memory, and tells them by their numbers. Names
// of a source are mostly alike, as URIs below one prefix are: of each it keeps what
// differs from the one before.
type nameList struct {
	code   []byte
	blocks []int // where the names begin whose number is a multiple of nameBlock
	n      int
	last   []byte
}

// nameBlock is how many names stand in a row of which all but the first need the others.
const nameBlock = 16

// add adds a name, and returns its number, from 0.
func (l *nameList) add(name string) int {
	if l.n%nameBlock == 0 {
		l.blocks = append(l.blocks, len(l.code))
		l.last = l.last[:0]
	}
	front := 0
	for front < min(len(l.last), len(name)) && l.last[front] == name[front] {
		front++
	}
	back := 0
	for back < min(len(l.last), len(name))-front && l.last[len(l.last)-1-back] == name[len(name)-1-back] {
		back++
	}
	own := name[front : len(name)-back]
	for _, n := range []int{front, back, len(own)} {
		l.code = binary.AppendUvarint(l.code, uint64(n))
	}
	l.code = append(l.code, own...)
	l.last = append(l.last[:0], name...)
	l.n++
	return l.n - 1
}

// at returns the name of a number.
func (l *nameList) at(number int) string {
	rest := l.code[l.blocks[number/nameBlock]:]
	next := func() int {
		n, size := binary.Uvarint(rest)
		rest = rest[size:]
		return int(n)
	}
	var name []byte
	for range number%nameBlock + 1 {
		front, back, own := next(), next(), next()
		name = slices.Concat(name[:front], rest[:own], name[len(name)-back:])
		rest = rest[own:]
	}
	return string(name)
}
