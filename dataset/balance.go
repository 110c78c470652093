package dataset

import (
	"cmp"
	"math"
	"slices"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
)

// choose chooses the sides of the recordings that are not pinned. They are taken in the
// order of their keyed hashes, and go to validation where that brings the shares of its
// labels nearer to those of all examples, within the share and the caps of the limits.
// If none does, one goes there all the same, as with videotune.CreateSplit.
func (s *sides) choose(share float64, limits videotune.ValidationLimits) {
	if share == 0 {
		share = videotune.DefaultShare
	}
	b := newBalance(s.tallies, share, limits)
	free := b.free()
	for _, i := range free {
		if t := &s.tallies[i]; b.fits(t) && b.improves(t) {
			b.take(t)
		}
	}
	if share > 0 && b.have.examples == 0 && len(free) >= 2 {
		least := slices.MinFunc(free, func(i, k int) int { return cmp.Compare(s.tallies[i].examples, s.tallies[k].examples) })
		if t := &s.tallies[least]; t.examples <= b.refused {
			b.take(t)
		}
	}
}

// A balance is what all examples have and what validation has of it.
type balance struct {
	tallies []tally
	all     sum
	have    sum   // in validation
	most    int   // examples that validation may have
	bytes   int64 // that it may have
	refused int   // more examples than so many the service refuses
}

// A sum is what some recordings have.
type sum struct {
	examples int
	bytes    int64
	labels   []int // examples with each label
}

func (s *sum) add(t *tally) {
	s.examples += t.examples
	s.bytes += t.bytes
	for _, c := range t.labels {
		if more := int(c.label) + 1 - len(s.labels); more > 0 {
			s.labels = append(s.labels, make([]int, more)...)
		}
		s.labels[c.label] += int(c.examples)
	}
}

func newBalance(tallies []tally, share float64, limits videotune.ValidationLimits) *balance {
	b := &balance{tallies: tallies}
	for i := range tallies {
		t := &tallies[i]
		b.all.add(t)
		if t.pinned && t.side == videotune.Validation {
			b.have.add(t)
		}
	}
	b.have.labels = append(b.have.labels, make([]int, len(b.all.labels)-len(b.have.labels))...)
	all := int64(b.all.examples)
	b.bytes, b.refused = math.MaxInt64, math.MaxInt
	if limits.MaxExamples > 0 {
		b.refused = limits.MaxExamples
	}
	if limits.MaxShare > 0 {
		b.refused = min(b.refused, max(limits.ShareFrom, int(exact.PartOfRest(limits.MaxShare, all))))
	}
	b.most = min(b.refused, int(exact.PartOf(share, all)))
	if limits.AdvisedShare > 0 {
		b.most = min(b.most, int(exact.PartOfRest(limits.AdvisedShare, all)))
		b.bytes = exact.PartOfRest(limits.AdvisedShare, b.all.bytes)
	}
	return b
}

// free returns the recordings that are not pinned, in their order.
func (b *balance) free() []int {
	var free []int
	for i := range b.tallies {
		if !b.tallies[i].pinned {
			free = append(free, i)
		}
	}
	slices.SortFunc(free, func(i, k int) int { return cmp.Compare(b.tallies[i].order, b.tallies[k].order) })
	return free
}

// fits reports whether validation may have a recording too.
func (b *balance) fits(t *tally) bool {
	return b.have.examples+t.examples <= b.most && b.have.bytes+t.bytes <= b.bytes
}

// improves reports whether validation is nearer to what it should have with a recording
// than without: of the examples with each label, and of those without any, the part that
// it may have of all. All numbers are taken times all examples, so that they are whole.
func (b *balance) improves(t *tally) bool {
	gain := int64(0)
	for _, c := range t.labels {
		gain += b.gain(b.have.labels[c.label], int(c.examples), b.all.labels[c.label])
	}
	return gain > 0
}

// gain is by how much n more bring what validation has nearer to its part of all.
func (b *balance) gain(have, n, all int) int64 {
	wanted := int64(b.most) * int64(all)
	before := wanted - int64(have)*int64(b.all.examples)
	after := before - int64(n)*int64(b.all.examples)
	return max(before, -before) - max(after, -after)
}

func (b *balance) take(t *tally) {
	t.side = videotune.Validation
	b.have.add(t)
}
