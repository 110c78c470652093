package dataset

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"maps"
	"slices"

	"github.com/seed-57910ec4/videotune"
)

// A tally is what a recording has.
type tally struct {
	examples int
	labels   map[string]int // examples with each
	pinned   bool
	side     videotune.Split
}

// stratify reads the source once and chooses the sides of its recordings, so that
// each label has the share of validation that all examples have, as nearly as whole
// recordings allow.
func (b *builder) stratify(ctx context.Context) error {
	tallies := map[string]*tally{}
	err := b.read(ctx, func(_ context.Context, it *item) error {
		t := tallies[it.recording]
		if t == nil {
			t = &tally{labels: map[string]int{}}
			tallies[it.recording] = t
		}
		t.examples += it.copies
		for _, label := range it.labels {
			t.labels[label] += it.copies
		}
		b.progress.Examples += it.copies
		if side, pinned := b.side(it); pinned {
			t.pinned, t.side = true, side
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.sides = chooseSides(tallies, b.Seed, b.wantedShare(), b.planOptions.Limits.Validation)
	b.progress = Progress{Pass: 2, Passes: 2}
	b.reset()
	return nil
}

// writing reports whether this pass writes the files.
func (b *builder) writing() bool { return b.progress.Pass == b.progress.Passes }

// wantedShare is the share of validation.
func (b *builder) wantedShare() float64 {
	switch {
	case b.Share == 0:
		return videotune.DefaultShare
	case b.Share < 0:
		return 0
	}
	return b.Share
}

// chooseSides returns the sides of the recordings. Those that are not pinned are taken
// in the order of a keyed hash, and go to validation where that brings the shares of
// its labels nearer to the share of all.
func chooseSides(tallies map[string]*tally, seed string, share float64, caps videotune.ValidationLimits) map[string]videotune.Split {
	var all, val, train int
	total, have := map[string]int{}, map[string]int{}
	for _, t := range tallies {
		all += t.examples
		addCounts(total, t.labels)
		switch {
		case !t.pinned:
		case t.side == videotune.Validation:
			val += t.examples
			addCounts(have, t.labels)
		default:
			train += t.examples
		}
	}
	most := validationCap(all, share, caps)
	sides := make(map[string]videotune.Split, len(tallies))
	for _, name := range hashOrder(tallies, seed) {
		t := tallies[name]
		sides[name] = videotune.Train
		if t.pinned {
			sides[name] = t.side
			continue
		}
		if val+t.examples <= most && improves(t, have, total, val, all, share) {
			sides[name] = videotune.Validation
			val += t.examples
			addCounts(have, t.labels)
		}
	}
	return sides
}

// validationCap returns how many of all examples validation may have at most.
func validationCap(all int, share float64, caps videotune.ValidationLimits) int {
	most := int(share * float64(all))
	if caps.MaxExamples > 0 {
		most = min(most, caps.MaxExamples)
	}
	for _, c := range []struct {
		share float64 // of the training examples
		from  int
	}{{caps.MaxShare, caps.ShareFrom}, {caps.AdvisedShare, 0}} {
		if c.share > 0 {
			most = min(most, max(c.from, int(c.share*float64(all)/(1+c.share))))
		}
	}
	return most
}

// improves reports whether validation is nearer to what it should have with a
// recording than without: to the share of all examples, and of each label's.
func improves(t *tally, have, total map[string]int, val, all int, share float64) bool {
	gain := distanceLost(val, t.examples, share*float64(all))
	for label, n := range t.labels {
		gain += distanceLost(have[label], n, share*float64(total[label]))
	}
	return gain > 0
}

// distanceLost is by how much n more bring a number nearer to what is wanted.
func distanceLost(have, n int, want float64) float64 {
	before, after := want-float64(have), want-float64(have+n)
	return max(before, -before) - max(after, -after)
}

func addCounts(to, from map[string]int) {
	for label, n := range from {
		to[label] += n
	}
}

// hashOrder returns the names in the order of their keyed hashes.
func hashOrder(tallies map[string]*tally, seed string) []string {
	names := slices.Collect(maps.Keys(tallies))
	sums := make(map[string]string, len(names))
	for _, name := range names {
		mac := hmac.New(sha256.New, []byte(seed))
		mac.Write([]byte(name))
		sums[name] = string(mac.Sum(nil))
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(sums[a], sums[b]), cmp.Compare(a, b)) })
	return names
}
