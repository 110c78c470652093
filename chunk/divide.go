package chunk

import (
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
)

// divideAll divides each of the stretches into pieces of at most that length, 0
// being no limit. With onKeyframes every piece begins on one; ok is false where
// that cannot be. Too many pieces are none, with the reason set.
func (p *Plan) divideAll(stretches []videotune.Span, most time.Duration, onKeyframes bool) (spans []videotune.Span, ok bool) {
	var keys []time.Duration
	if onKeyframes {
		keys = p.Source.keyframes()
	}
	for _, in := range stretches {
		d := &division{origin: in.Start, length: in.Length(), most: most, overlap: p.Bounds.Overlap}
		if d.most <= 0 || d.length <= d.most {
			d.most = d.length
		}
		d.setSteps(p.Bounds.MinLength)
		if len(spans)+d.count() > MaxPieces {
			p.Reason = ReasonTooManyPieces
			return nil, true
		}
		if onKeyframes {
			if d.keys = within(keys, in); len(d.keys) == 0 || d.keys[0] != 0 {
				return nil, false
			}
		}
		d.addEvents(p.Source.Events, in)
		starts := d.starts()
		if starts == nil {
			return nil, false
		}
		for i, start := range starts {
			piece := videotune.Span{Start: in.Start + start, End: in.End}
			if i+1 < len(starts) {
				piece.End = in.Start + starts[i+1] + d.overlap
			}
			spans = append(spans, piece)
		}
	}
	if len(spans) > MaxPieces {
		p.Reason = ReasonTooManyPieces
		return nil, true
	}
	return spans, true
}

// keyframes returns those of the source in order, the first frame among them.
func (s *Source) keyframes() []time.Duration {
	keys := append([]time.Duration{0}, s.Keyframes...)
	slices.Sort(keys)
	return slices.Compact(keys)
}

// within returns the times that lie in a stretch, counted from its start.
func within(times []time.Duration, in videotune.Span) []time.Duration {
	from, _ := slices.BinarySearch(times, in.Start)
	to, _ := slices.BinarySearch(times, in.End)
	out := make([]time.Duration, 0, to-from)
	for _, t := range times[from:to] {
		out = append(out, t-in.Start)
	}
	return out
}

// A division divides a stretch, whose times count from its start, into pieces.
//
// It chooses the starts of the pieces: 0, s1, s2, … Each piece ends an overlap
// behind the start of the next, so the pieces are as long as the steps between
// starts and the overlap, and the last one, seen so, ends in a start at end. An
// event is broken by a piece's start s if it begins before s and ends after
// s + overlap; else the piece that begins at s, or one before it, holds it.
type division struct {
	origin                time.Duration // of the stretch in the source
	length, most, overlap time.Duration
	least                 time.Duration   // step between starts
	step                  time.Duration   // the longest one
	end                   time.Duration   // length - overlap
	keys                  []time.Duration // where pieces may start; nil: anywhere

	begins, ends []time.Duration // of the stretches that a start would break an event in, each sorted
	gaps         []gap
}

// A gap is a stretch, its ends included, where a start breaks no event.
type gap struct{ from, to time.Duration }

// setSteps finds out how far apart starts may be. minLength is that of
// Options. The shortest step is at most half of the longest one, so that what is
// longer than the shortest can always be divided into allowed steps.
func (d *division) setSteps(minLength time.Duration) {
	if minLength == 0 {
		minLength = max(d.most/4, min(time.Second, d.most/2))
	}
	d.end = max(1, d.length-d.overlap)
	d.step = max(1, d.most-d.overlap)
	d.least = max(1, min(max(minLength-d.overlap, d.step/4), d.step/2))
}

// single reports whether one piece holds all.
func (d *division) single() bool { return d.length <= d.most }

// count is the smallest number of pieces.
func (d *division) count() int {
	if d.single() {
		return 1
	}
	n := d.end / d.step
	if d.end%d.step > 0 {
		n++
	}
	return int(min(n, MaxPieces+1))
}

// addEvents takes the events that a piece can hold as a whole and that its
// boundaries must be kept off.
func (d *division) addEvents(events []videotune.Span, in videotune.Span) {
	if d.single() {
		return
	}
	var closed []videotune.Span // between their ends a start breaks the event
	for _, e := range events {
		e = intersect(e, in)
		if e.End > e.Start && e.Length() > d.overlap && e.Length() <= d.most {
			closed = append(closed, videotune.Span{Start: e.Start - in.Start, End: e.End - in.Start - d.overlap})
		}
	}
	if len(closed) == 0 {
		return
	}
	sortSpans(closed)
	var free time.Duration
	for _, c := range closed {
		if c.Start >= free {
			d.gaps = append(d.gaps, gap{free, c.Start})
		}
		free = max(free, c.End)
		d.begins = append(d.begins, c.Start)
		d.ends = append(d.ends, c.End)
	}
	d.gaps = append(d.gaps, gap{free, d.length})
	slices.Sort(d.ends)
}

// broken is the number of events that a start at s breaks.
func (d *division) broken(s time.Duration) int64 {
	begun, _ := slices.BinarySearch(d.begins, s)
	ended, _ := slices.BinarySearch(d.ends, s+1)
	return int64(begun - ended)
}

// starts returns those of the pieces; nil if keys do not allow any choice.
func (d *division) starts() []time.Duration {
	switch {
	case d.single():
		return []time.Duration{0}
	case d.keys == nil && len(d.begins) == 0:
		return d.even()
	}
	return d.search()
}

// even returns the starts of pieces of even length, at whole seconds of the source
// if that is possible, or milliseconds: labels that name whole seconds then do so
// on the clocks of the pieces too.
func (d *division) even() []time.Duration {
	n := d.count()
	starts := make([]time.Duration, n)
	for _, unit := range []time.Duration{time.Second, time.Millisecond, 1} {
		for i := 1; i < n; i++ {
			starts[i] = d.rounded(time.Duration(exact.MulDiv(int64(i), int64(d.end), int64(n))), unit)
		}
		if d.allowed(starts) {
			break
		}
	}
	return starts
}

// rounded returns t such that it is a multiple of unit in the source.
func (d *division) rounded(t, unit time.Duration) time.Duration {
	off := (d.origin + t) % unit
	if off > unit/2 && t <= d.length-unit {
		return t - off + unit
	}
	return t - off
}

// allowed reports whether all steps between starts are.
func (d *division) allowed(starts []time.Duration) bool {
	for i, s := range starts {
		next := d.end
		if i+1 < len(starts) {
			next = starts[i+1]
		}
		if step := next - s; step < d.least || step > d.step {
			return false
		}
	}
	return true
}
