package videotune

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"github.com/seed-57910ec4/videotune/internal/exact"
)

// unlimited is the bound of a cap that the profile does not have.
const unlimited = math.MaxInt64

// A pin is the side that a recording was given to, if it was.
type pin uint8

const (
	pinNone       = pin(0)
	pinTrain      = pin(1 + Train)
	pinValidation = pin(1 + Validation)
)

// A splitSide sums up the recordings of one side.
type splitSide struct {
	recordings int // without the groups of examples that have no file
	examples   int
	bytes      int64
}

func (s *splitSide) add(r *recording) {
	s.examples += r.examples
	s.bytes += r.bytes
	if !r.anonymous {
		s.recordings++
	}
}

// A splitPlan says which recordings go to validation.
type splitPlan struct {
	validation []bool // by the number of the recording
	sides      [2]splitSide
	capped     SplitCap // see SplitReport.Capped
	kept       int      // recordings that caps kept out; see SplitReport.KeptOut
	over       SplitCap // the first cap that the validation set breaks nevertheless
	bounds     splitBounds
}

// splitBounds are the most that validation may have, of examples or bytes.
type splitBounds struct {
	share           int64 // what the user asked for
	maxExamples     int64
	maxShare        int64
	advisedExamples int64
	advisedBytes    int64
}

// newSplitBounds turns shares into numbers of examples and bytes. Since all
// recordings go to one of two sides, validation being at most x of training is
// validation being at most x/(1+x) of all. The arithmetic is that of decimal
// fractions, so that 0.29 of 100 is 29.
func newSplitBounds(all splitSide, share float64, v ValidationLimits) splitBounds {
	b := splitBounds{
		share:           exact.PartOf(share, int64(all.examples)),
		maxExamples:     unlimited,
		maxShare:        unlimited,
		advisedExamples: unlimited,
		advisedBytes:    unlimited,
	}
	if v.MaxExamples > 0 {
		b.maxExamples = int64(v.MaxExamples)
	}
	if v.MaxShare > 0 {
		b.maxShare = max(int64(v.ShareFrom), exact.PartOfRest(v.MaxShare, int64(all.examples)))
	}
	if v.AdvisedShare > 0 {
		b.advisedExamples = exact.PartOfRest(v.AdvisedShare, int64(all.examples))
		b.advisedBytes = exact.PartOfRest(v.AdvisedShare, all.bytes)
	}
	return b
}

// refuses returns the first cap of the service that so many examples break.
func (b *splitBounds) refuses(examples int) SplitCap {
	switch n := int64(examples); {
	case n > b.maxExamples:
		return CapMaxExamples
	case n > b.maxShare:
		return CapMaxShare
	}
	return ""
}

// breaks returns the first cap, advised ones included, that so much breaks.
func (b *splitBounds) breaks(examples int, bytes int64) SplitCap {
	if c := b.refuses(examples); c != "" {
		return c
	}
	switch {
	case int64(examples) > b.advisedExamples:
		return CapAdvisedShare
	case bytes > b.advisedBytes:
		return CapAdvisedBytes
	}
	return ""
}

// most returns what a cap admits, of examples or bytes; 0 for no cap.
func (b *splitBounds) most(c SplitCap) int64 {
	switch c {
	case CapMaxExamples:
		return b.maxExamples
	case CapMaxShare:
		return b.maxShare
	case CapAdvisedShare:
		return b.advisedExamples
	case CapAdvisedBytes:
		return b.advisedBytes
	}
	return 0
}

// planSplit chooses the recordings that go to validation. It is a function of the
// recordings' sums, not of their order, and is the same on every machine.
func planSplit(recs []recording, share float64, v ValidationLimits) *splitPlan {
	p := &splitPlan{validation: make([]bool, len(recs))}
	var all, val splitSide
	pinned := false // to validation
	var free []int
	for i := range recs {
		all.add(&recs[i])
		switch recs[i].pin {
		case pinNone:
			free = append(free, i)
		case pinValidation:
			pinned = true
			p.validation[i] = true
			val.add(&recs[i])
		}
	}
	p.bounds = newSplitBounds(all, max(share, 0), v)
	if share >= 0 {
		hashOrder(recs, free)
		taken := p.fill(recs, free, &val)
		if !taken && !pinned && len(free) >= 2 {
			p.least(recs, free, &val)
		}
	}
	p.over = p.bounds.breaks(val.examples, val.bytes)
	p.sides[Validation] = val
	p.sides[Train] = splitSide{all.recordings - val.recordings, all.examples - val.examples, all.bytes - val.bytes}
	return p
}

// fill takes recordings, in that order, while validation stays within the share
// and all caps; one that would break them is passed over. It reports whether it
// took any.
func (p *splitPlan) fill(recs []recording, order []int, val *splitSide) bool {
	taken := false
	for _, i := range order {
		r := &recs[i]
		if int64(val.examples+r.examples) > p.bounds.share {
			continue
		}
		if c := p.bounds.breaks(val.examples+r.examples, val.bytes+r.bytes); c != "" {
			p.capped = cmp.Or(p.capped, c)
			p.kept++
			continue
		}
		p.validation[i], taken = true, true
		val.add(r)
	}
	return taken
}

// least takes the recording with the fewest examples, the first of them in that
// order, unless the service would refuse even that much.
func (p *splitPlan) least(recs []recording, order []int, val *splitSide) {
	i := slices.MinFunc(order, func(a, b int) int { return cmp.Compare(recs[a].examples, recs[b].examples) })
	if c := p.bounds.refuses(recs[i].examples); c != "" {
		p.capped = cmp.Or(p.capped, c)
		return
	}
	p.validation[i] = true
	val.add(&recs[i])
}

// hashOrder sorts numbers of recordings by their keys.
func hashOrder(recs []recording, numbers []int) {
	slices.SortFunc(numbers, func(a, b int) int { return bytes.Compare(recs[a].key[:], recs[b].key[:]) })
}
