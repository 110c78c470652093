package chunk

import (
	"math"
	"slices"
	"sort"
	"time"

	"github.com/seed-57910ec4/videotune/internal/exact"
)

const (
	// maxPlaces bounds how many places are tried besides those that are there for
	// every division: the beginnings of events and the starts of even pieces.
	maxPlaces = 1 << 17

	// cutOff is how far from an event a boundary is kept where there is room for it:
	// the time between two frames that the service samples.
	cutOff = time.Second
)

// The cost of a division is the number of events that it breaks, and then the
// number of pieces.
const (
	perPiece  = 1
	perBroken = 1 << 20 // more than the pieces of a division can be
	noWay     = math.MaxInt64
)

// A search finds the cheapest starts.
//
// Take the cheapest choice of all and move each start to the right as far as its
// cost and the steps allow. Then every start is at the beginning of an event, or
// longest steps behind such a place or the beginning of it all, or shortest steps
// before such a place or the end. So it is enough to try these places, from the
// right to the left.
type search struct {
	*division
	places []time.Duration // sorted; the last is end
	costs  minTree         // of all that follows, by place: a piece for each start, and what the starts break
}

func (d *division) search() []time.Duration {
	s := &search{division: d}
	if d.keys != nil {
		s.places = slices.Clone(d.keys)
	} else {
		s.addPlaces()
	}
	s.places = slices.DeleteFunc(s.places, func(t time.Duration) bool { return t < d.least || t > d.end-d.least })
	s.places = append(s.places, d.end)
	slices.Sort(s.places)
	s.places = slices.Compact(s.places)

	last := len(s.places) - 1
	s.costs = newMinTree(len(s.places))
	s.costs.set(last, 0)
	for i := last - 1; i >= 0; i-- {
		s.costs.set(i, s.cost(s.places[i]))
	}
	return s.walk()
}

// addPlaces lists where starts are tried.
func (s *search) addPlaces() {
	s.places = append(s.places, s.even()...)
	anchors := slices.Compact(slices.Clone(s.begins))
	chain := max(1, maxPlaces/(2*len(anchors)))
	s.chain(0, s.step, math.MaxInt)
	s.chain(s.end, -s.least, math.MaxInt)
	s.chain(s.end, -s.step, math.MaxInt)
	for _, a := range anchors {
		s.places = append(s.places, a)
		s.chain(a, s.step, chain)
		s.chain(a, -s.least, chain)
	}
}

// chain adds the places that are 1, 2, … steps from a place.
func (s *search) chain(from, step time.Duration, n int) {
	for range n {
		if step > 0 && from > s.end-step || step < 0 && from < -step {
			return
		}
		from += step
		s.places = append(s.places, from)
	}
}

// window returns the places, as indices, where the next start may be after t.
func (s *search) window(t time.Duration) (from, to int) {
	from, _ = slices.BinarySearch(s.places, t+s.least)
	if t >= s.end-s.step {
		return from, len(s.places)
	}
	to, _ = slices.BinarySearch(s.places, t+s.step+1)
	return from, to
}

// rest is the cost of what follows the piece that starts at t; noWay if nothing
// allowed does.
func (s *search) rest(t time.Duration) int64 {
	from, to := s.window(t)
	return s.costs.min(from, to)
}

// cost is that of a start at t and of all that follows.
func (s *search) cost(t time.Duration) int64 {
	rest := s.rest(t)
	if rest == noWay {
		return noWay
	}
	return rest + perPiece + perBroken*s.broken(t)
}

// walk chooses starts of the lowest cost from left to right, each as near as
// possible to where it would be if the rest were divided evenly.
func (s *search) walk() []time.Duration {
	starts := []time.Duration{0}
	for at := time.Duration(0); ; {
		rest := s.rest(at)
		switch rest {
		case noWay:
			return nil
		case 0:
			return starts
		}
		pieces := rest%perBroken + 1
		want := at + time.Duration(exact.MulDiv(int64(s.end-at), 1, pieces))
		next, ok := s.inGap(at, want, rest)
		if !ok {
			next = s.nearest(at, want, rest)
		}
		starts = append(starts, next)
		at = next
	}
}

// reach returns where the next start may be after t, if it is not the last.
func (s *search) reach(t time.Duration) gap {
	low, high := t+s.least, s.end-s.least
	if t <= high-s.step {
		high = t + s.step
	}
	return gap{low, high}
}

// inGap returns a start in a gap between events, after the piece that starts at t:
// in the wide gap that is nearest to the wanted place, else in the nearest narrow
// one.
func (s *search) inGap(t, want time.Duration, rest int64) (best time.Duration, ok bool) {
	if s.keys != nil {
		return 0, false
	}
	reach := s.reach(t)
	wide := false
	first := sort.Search(len(s.gaps), func(i int) bool { return s.gaps[i].to >= reach.from })
	for _, g := range s.gaps[first:] {
		if g.from > reach.to {
			break
		}
		pad := min(cutOff, (g.to-g.from)/2)
		place := min(max(want, g.from+pad, reach.from), max(g.to-pad, reach.from), reach.to)
		roomy := pad == cutOff
		if ok && (wide && !roomy || wide == roomy && distance(place, want) >= distance(best, want)) || s.cost(place) != rest {
			continue
		}
		best, wide, ok = s.tidy(place, gap{max(reach.from, g.from), min(reach.to, g.to)}, rest), roomy, true
	}
	return best, ok
}

// tidy returns the whole second, or millisecond, of the source that is nearest to a
// start, if it is in the gap as well and costs the same.
func (s *search) tidy(t time.Duration, in gap, rest int64) time.Duration {
	for _, unit := range []time.Duration{time.Second, time.Millisecond} {
		if r := s.rounded(t, unit); r >= in.from && r <= in.to && s.cost(r) == rest {
			return r
		}
	}
	return t
}

// nearest returns the start of that cost, after the piece that starts at t, which
// is nearest to the wanted one.
func (s *search) nearest(t, want time.Duration, rest int64) time.Duration {
	if s.keys == nil && s.cost(want) == rest {
		return s.tidy(want, s.reach(t), rest)
	}
	from, to := s.window(t)
	var best time.Duration
	found := false
	for i := from; i < to; i++ {
		if s.costs.at(i) == rest && (!found || distance(s.places[i], want) < distance(best, want)) {
			best, found = s.places[i], true
		}
	}
	return best
}

func distance(a, b time.Duration) time.Duration { return max(a-b, b-a) }

// A minTree holds numbers and tells the lowest of any run of them.
type minTree struct {
	n     int
	nodes []int64 // the numbers stand from n on
}

// newMinTree returns a tree of n numbers, each noWay.
func newMinTree(n int) minTree {
	t := minTree{n, make([]int64, 2*n)}
	for i := range t.nodes {
		t.nodes[i] = noWay
	}
	return t
}

func (t *minTree) at(i int) int64 { return t.nodes[t.n+i] }

// set lowers the number at i to v.
func (t *minTree) set(i int, v int64) {
	for i += t.n; i > 0; i /= 2 {
		t.nodes[i] = min(t.nodes[i], v)
	}
}

// min returns the lowest number from index from to before to; noWay if there are
// none.
func (t *minTree) min(from, to int) int64 {
	low := int64(noWay)
	for l, r := from+t.n, to+t.n; l < r; l, r = l/2, r/2 {
		if l&1 == 1 {
			low = min(low, t.nodes[l])
			l++
		}
		if r&1 == 1 {
			r--
			low = min(low, t.nodes[r])
		}
	}
	return low
}
