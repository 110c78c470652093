package chunk

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"pgregory.net/rapid"
)

func span(start, end time.Duration) videotune.Span { return videotune.Span{Start: start, End: end} }

// seconds of whole numbers: span of 1 and 5 is sec(1, 5).
func sec(start, end float64) videotune.Span {
	return span(time.Duration(start*1e9), time.Duration(end*1e9))
}

// divided returns the pieces of one stretch.
func divided(t *testing.T, src Source, in videotune.Span, most, minLength, overlap time.Duration, keys bool) []videotune.Span {
	t.Helper()
	p := &Plan{Source: src, Bounds: Bounds{MinLength: minLength, Overlap: overlap}}
	spans, ok := p.divideAll([]videotune.Span{in}, most, keys)
	if !ok {
		return nil
	}
	return spans
}

func TestDivide(t *testing.T) {
	const s = time.Second
	for _, c := range []struct {
		name          string
		in            videotune.Span
		most, overlap time.Duration
		minLength     time.Duration
		events        []videotune.Span
		keys          []time.Duration
		onKeys        bool
		want          []videotune.Span
	}{
		{name: "within", in: sec(0, 20), most: 20 * s, want: []videotune.Span{sec(0, 20)}},
		{name: "no limit", in: sec(0, 20), want: []videotune.Span{sec(0, 20)}},
		{name: "a nanosecond over", in: span(0, 20*s+2), most: 20 * s, want: []videotune.Span{sec(0, 10), span(10*s, 20*s+2)}},
		{name: "twice exactly", in: sec(0, 40), most: 20 * s, want: []videotune.Span{sec(0, 20), sec(20, 40)}},
		{name: "even, not full and a sliver", in: sec(0, 42), most: 20 * s, want: []videotune.Span{sec(0, 14), sec(14, 28), sec(28, 42)}},
		{name: "whole seconds of the source", in: sec(0.4, 32.4), most: 20 * s, want: []videotune.Span{sec(0.4, 16), sec(16, 32.4)}},
		{name: "no room for whole seconds", in: sec(0, 40.5), most: 13500 * time.Millisecond, want: []videotune.Span{sec(0, 13.5), sec(13.5, 27), sec(27, 40.5)}},
		{name: "no room for milliseconds", in: span(0, 3*s+6), most: s + 2, want: []videotune.Span{span(0, s+2), span(s+2, 2*s+4), span(2*s+4, 3*s+6)}},
		{name: "a narrow gap without a whole second", in: sec(0, 30), most: 20 * s, events: []videotune.Span{sec(8, 15.2), sec(15.6004, 22)}, want: []videotune.Span{sec(0, 15.4), sec(15.4, 30)}},
		{name: "a whole second would make it too short", in: sec(0, 10.4), most: 10300 * time.Millisecond, minLength: 5150 * time.Millisecond, want: []videotune.Span{sec(0, 5.2), sec(5.2, 10.4)}},
		{name: "not less than a second", in: sec(0, 3.2), most: 3 * s, events: []videotune.Span{sec(0.8, 3.2)}, want: []videotune.Span{sec(0, 2), sec(2, 3.2)}},
		{name: "a wide gap before a nearer narrow one", in: sec(0, 30), most: 20 * s, events: []videotune.Span{sec(11, 15.2), sec(15.7, 28)}, want: []videotune.Span{sec(0, 10), sec(10, 30)}},
		{name: "a later stretch", in: sec(100, 130), most: 20 * s, want: []videotune.Span{sec(100, 115), sec(115, 130)}},
		{name: "overlap", in: sec(0, 38), most: 20 * s, overlap: 2 * s, want: []videotune.Span{sec(0, 20), sec(18, 38)}},
		{name: "half of it overlap", in: sec(0, 20), most: 10 * s, overlap: 5 * s, want: []videotune.Span{sec(0, 10), sec(5, 15), sec(10, 20)}},
		{name: "between two events", in: sec(0, 30), most: 20 * s, events: []videotune.Span{sec(10, 16), sec(18, 24)}, want: []videotune.Span{sec(0, 17), sec(17, 30)}},
		{name: "in a wide gap, a second off", in: sec(0, 30), most: 20 * s, events: []videotune.Span{sec(9, 16), sec(26, 28)}, want: []videotune.Span{sec(0, 17), sec(17, 30)}},
		{name: "where it would be anyway", in: sec(0, 30), most: 20 * s, events: []videotune.Span{sec(3, 5), sec(26, 28)}, want: []videotune.Span{sec(0, 15), sec(15, 30)}},
		{name: "a wide gap rather than a nearer narrow one", in: sec(0, 30), most: 20 * s, events: []videotune.Span{sec(8, 15), sec(15.5, 18)}, want: []videotune.Span{sec(0, 19), sec(19, 30)}},
		{name: "events that touch", in: sec(0, 30), most: 20 * s, events: []videotune.Span{sec(0, 6), sec(6, 13), sec(13, 20), sec(20, 30)}, want: []videotune.Span{sec(0, 13), sec(13, 30)}},
		{name: "one piece more to keep one whole", in: sec(0, 20), most: 10 * s, events: []videotune.Span{sec(7, 12)}, want: []videotune.Span{sec(0, 6), sec(6, 13), sec(13, 20)}},
		{name: "an event that fits into no piece does not count", in: sec(0, 20), most: 10 * s, events: []videotune.Span{sec(8, 20)}, want: []videotune.Span{sec(0, 10), sec(10, 20)}},
		{name: "an event that is no longer than the overlap is in one anyway", in: sec(0, 18), most: 10 * s, overlap: 2 * s, events: []videotune.Span{sec(7, 9)}, want: []videotune.Span{sec(0, 10), sec(8, 18)}},
		{name: "an event is in the later of two", in: sec(0, 17), most: 10 * s, overlap: 2 * s, events: []videotune.Span{sec(7, 11)}, want: []videotune.Span{sec(0, 9), sec(7, 17)}},
		{name: "no sliver for an event at the end", in: sec(0, 21), most: 20 * s, minLength: 5 * s, events: []videotune.Span{sec(1, 20)}, want: []videotune.Span{sec(0, 10), sec(10, 21)}},
		{name: "keyframes", in: sec(0, 30), most: 20 * s, onKeys: true, keys: []time.Duration{24 * s, 0, 9 * s, 12 * s, 17 * s}, want: []videotune.Span{sec(0, 17), sec(17, 30)}},
		{name: "keyframes and an event", in: sec(0, 30), most: 20 * s, onKeys: true, keys: []time.Duration{12 * s, 17 * s}, events: []videotune.Span{sec(16, 18)}, want: []videotune.Span{sec(0, 12), sec(12, 30)}},
		{name: "keyframes and an overlap", in: sec(0, 30), most: 20 * s, overlap: 2 * s, onKeys: true, keys: []time.Duration{13 * s}, want: []videotune.Span{sec(0, 15), sec(13, 30)}},
		{name: "too few keyframes", in: sec(0, 30), most: 20 * s, onKeys: true, keys: []time.Duration{2 * s, 26 * s}},
		{name: "a start that is no keyframe", in: sec(1, 11), most: 20 * s, onKeys: true, keys: []time.Duration{2 * s}},
		{name: "a start that is one", in: sec(2, 12), most: 20 * s, onKeys: true, keys: []time.Duration{2 * s}, want: []videotune.Span{sec(2, 12)}},
	} {
		got := divided(t, Source{Events: c.events, Keyframes: c.keys}, c.in, c.most, c.minLength, c.overlap, c.onKeys)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// cheapest is what the best division costs, found by trying every nanosecond.
func (d *division) cheapest(events []videotune.Span) int64 {
	costs := make([]int64, d.end+1)
	for at := d.end - 1; at >= 0; at-- {
		costs[at] = noWay
		for next := at + d.least; next <= min(at+d.step, d.end); next++ {
			if rest := costs[next]; rest < noWay {
				costs[at] = min(costs[at], rest+perPiece+perBroken*d.breaks(events, at))
			}
		}
	}
	return costs[0]
}

// breaks counts the events that a start at s breaks, by the definition.
func (d *division) breaks(events []videotune.Span, s time.Duration) (n int64) {
	for _, e := range events {
		e = intersect(e, span(0, d.length))
		if e.Length() <= d.most && e.Start < s && e.End > s+d.overlap {
			n++
		}
	}
	return n
}

func TestSearchIsCheapest(t *testing.T) {
	rapidChecks(t, 20_000)
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.Int64Range(2, 120).Draw(t, "length")
		most := rapid.Int64Range(2, length).Draw(t, "most")
		overlap := rapid.Int64Range(0, most-1).Draw(t, "overlap")
		minLength := rapid.Int64Range(1, most/2).Draw(t, "minLength")
		events := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) videotune.Span {
			start := rapid.Int64Range(-3, length).Draw(t, "start")
			return span(time.Duration(start), time.Duration(start+rapid.Int64Range(0, most+3).Draw(t, "n")))
		}), 0, 12).Draw(t, "events")

		d := &division{length: time.Duration(length), most: time.Duration(most), overlap: time.Duration(overlap)}
		d.setSteps(time.Duration(minLength))
		d.addEvents(events, span(0, d.length))
		starts := d.starts()
		if d.single() {
			return
		}
		cost := int64(len(starts)) * perPiece
		for i, s := range starts {
			cost += perBroken * d.breaks(events, s)
			next := d.end
			if i+1 < len(starts) {
				next = starts[i+1]
			}
			if step := next - s; step < d.least || step > d.step {
				t.Fatalf("starts %d: a step of %d, want %d to %d", starts, step, d.least, d.step)
			}
		}
		if best := d.cheapest(events); cost != best {
			t.Fatalf("%+v: starts %d cost %d breaks and %d pieces; %d and %d are possible", d, starts, cost/perBroken, cost%perBroken, best/perBroken, best%perBroken)
		}
	})
}

// What is tried grows with the events, not with their square.
func TestDivideMany(t *testing.T) {
	var events []videotune.Span
	for i := range 100_000 {
		start := time.Duration(i)*700*time.Millisecond + time.Duration(i%7)*50*time.Millisecond
		events = append(events, span(start, start+time.Duration(300+i%900)*time.Millisecond))
	}
	began := time.Now()
	spans := divided(t, Source{Events: events}, sec(0, 70_000), 20*time.Second, 0, 0, false)
	if len(spans) < 3500 || len(spans) > 7000 {
		t.Errorf("%d pieces", len(spans))
	}
	t.Logf("%d pieces in %s", len(spans), time.Since(began))
}

func TestDivideExtremes(t *testing.T) {
	const most = math.MaxInt64
	for _, c := range []struct {
		length, most, overlap time.Duration
		pieces                int
	}{
		{most, most, 0, 1},
		{most, most - 1, 0, 2},
		{most, most/2 + 1, 0, 2},
		{most, most / 2, 1, 3},
		{most, most / 9000, 0, 9001},
		{most, time.Second, 0, 0},
		{most, most - 1, most - 2, 2},
		{3, 2, 1, 2},
		{9, 1, 0, 9},
	} {
		for _, events := range [][]videotune.Span{nil, {span(c.length/2-1, c.length/2+1)}, {span(math.MinInt64, most)}} {
			spans := divided(t, Source{Events: events}, span(0, c.length), c.most, 0, c.overlap, false)
			if len(spans) < c.pieces || len(spans) > c.pieces+1 {
				t.Errorf("%s by %s: %d pieces, want %d", c.length, c.most, len(spans), c.pieces)
			}
			for _, s := range spans {
				if s.Length() > c.most || s.Length() <= 0 {
					t.Fatal(fmt.Sprint(c, s))
				}
			}
		}
	}
}
