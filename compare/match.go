package compare

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
)

// A matcher finds for the lines of one edition those of the other.
type matcher struct {
	before, after []sum
	uris          []string
	of            []int32 // for each line before, the one after; -1 for none
	taken         []bool  // for each line after
	seed          maphash.Seed
}

func newMatcher(before, after []sum, uris []string) *matcher {
	m := &matcher{before: before, after: after, uris: uris, seed: maphash.MakeSeed()}
	m.of = make([]int32, len(before))
	for i := range m.of {
		m.of[i] = -1
	}
	m.taken = make([]bool, len(after))
	return m
}

// A keyFunc returns what two lines have in common; ok is false for a line that has nothing to be
// known by.
type keyFunc func(x *sum) (key uint64, ok bool)

// match matches by what makes an example, the most telling first.
func (m *matcher) match() {
	m.by(func(x *sum) (uint64, bool) { return m.key(x, allParts), true })
	m.by(func(x *sum) (uint64, bool) { return m.onURI(x, Segment|Prompt), x.readable })
	m.by(func(x *sum) (uint64, bool) { return m.onURI(x, Prompt|Answer), x.uri > 0 })
	m.by(func(x *sum) (uint64, bool) { return m.onURI(x, Segment), x.uri > 0 })
	m.by(func(x *sum) (uint64, bool) { return m.onURI(x, 0), x.uri > 0 })
	m.by(func(x *sum) (uint64, bool) {
		base := m.base(x)
		return maphash.String(m.seed, base) ^ m.key(x, Segment|Prompt|Answer), x.uri > 0 && base != ""
	})
	m.byOnly(func(x *sum) (uint64, bool) {
		base := m.base(x)
		return maphash.String(m.seed, base), x.uri > 0 && base != ""
	})
	m.byRest(func(x *sum) (uint64, bool) { return m.key(x, Segment|Prompt|Answer|Resolution|Tools), x.uri > 0 })
}

// base returns the URI of a line from its last slash on.
func (m *matcher) base(x *sum) string {
	return m.uris[x.uri][strings.LastIndexByte(m.uris[x.uri], '/')+1:]
}

// key returns a hash of some parts.
func (m *matcher) key(x *sum, parts Parts) uint64 {
	kept := x.parts
	for i := range kept {
		if parts&(1<<i) == 0 {
			kept[i] = 0
		}
	}
	return maphash.Comparable(m.seed, kept)
}

func (m *matcher) onURI(x *sum, parts Parts) uint64 {
	return maphash.Comparable(m.seed, [2]uint64{uint64(x.uri), m.key(x, parts)})
}

// A keyed is a line that is not matched yet.
type keyed struct {
	key   uint64
	index int32
}

// by matches lines that have one key, in their order.
func (m *matcher) by(key keyFunc) {
	m.pair(keyedLines(m.before, m.freeBefore, key), keyedLines(m.after, m.freeAfter, key))
}

// byOnly matches lines that are the only ones left with their key.
func (m *matcher) byOnly(key keyFunc) {
	m.pair(onlyOnes(keyedLines(m.before, m.freeBefore, key)), onlyOnes(keyedLines(m.after, m.freeAfter, key)))
}

// byRest matches lines that are the only ones with their key, also among those that are
// matched: else that key says too little of an example.
func (m *matcher) byRest(key keyFunc) {
	all := func(int) bool { return true }
	old, new := onlyOnes(keyedLines(m.before, all, key)), onlyOnes(keyedLines(m.after, all, key))
	m.pair(slices.DeleteFunc(old, func(k keyed) bool { return !m.freeBefore(int(k.index)) }),
		slices.DeleteFunc(new, func(k keyed) bool { return !m.freeAfter(int(k.index)) }))
}

func (m *matcher) freeBefore(i int) bool { return m.of[i] < 0 }
func (m *matcher) freeAfter(i int) bool  { return !m.taken[i] }

// pair matches lines with equal keys, of lists in the order of their keys.
func (m *matcher) pair(old, new []keyed) {
	for len(old) > 0 && len(new) > 0 {
		switch c := cmp.Compare(old[0].key, new[0].key); {
		case c < 0:
			old = old[1:]
		case c > 0:
			new = new[1:]
		default:
			m.of[old[0].index] = new[0].index
			m.taken[new[0].index] = true
			old, new = old[1:], new[1:]
		}
	}
}

func keyedLines(sums []sum, free func(i int) bool, key keyFunc) []keyed {
	var list []keyed
	for i := range sums {
		if !free(i) {
			continue
		}
		if k, ok := key(&sums[i]); ok {
			list = append(list, keyed{k, int32(i)})
		}
	}
	slices.SortFunc(list, func(a, b keyed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.index, b.index)) })
	return list
}

// onlyOnes returns those whose key no other has; equal keys are neighbours.
func onlyOnes(list []keyed) []keyed {
	only := list[:0:0]
	for i := range list {
		if (i == 0 || list[i-1].key != list[i].key) && (i == len(list)-1 || list[i+1].key != list[i].key) {
			only = append(only, list[i])
		}
	}
	return only
}
