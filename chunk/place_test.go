package chunk

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
)

// planned returns a plan of a video with pieces in its own file, or in files to be
// made.
func planned(length float64, cuts bool, spans ...videotune.Span) *Plan {
	p := &Plan{Source: Source{URI: "v.mp4", Recording: "v.mp4", Media: facts(length, mb)}, Action: ActionSegments, Reason: ReasonTooLong}
	if cuts {
		p.Action, p.Reason = ActionCuts, ReasonTooLarge
	}
	for _, s := range spans {
		if cuts {
			p.Pieces = append(p.Pieces, p.made(s, s, false, 1))
		} else {
			p.Pieces = append(p.Pieces, p.own(s, true))
		}
	}
	return p
}

func TestPlace(t *testing.T) {
	apart := planned(40, false, sec(0, 10), sec(10, 20), sec(30, 40))
	over := planned(30, false, sec(0, 12), sec(10, 22), sec(20, 30))
	at := func(event, piece int, start, end float64) Placed {
		return Placed{Event: event, Piece: piece, Span: sec(start, end)}
	}
	cut := func(p Placed, start, end bool) Placed { p.CutStart, p.CutEnd = start, end; return p }
	type placed = []Placed
	for _, c := range []struct {
		name              string
		plan              *Plan
		event             videotune.Span
		split, most, drop []Placed
		counts            [3]Counts // without Events and Placed
	}{
		{"inside", apart, sec(12, 15), placed{at(0, 1, 2, 5)}, placed{at(0, 1, 2, 5)}, placed{at(0, 1, 2, 5)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
		{"all of a piece", apart, sec(10, 20), placed{at(0, 1, 0, 10)}, placed{at(0, 1, 0, 10)}, placed{at(0, 1, 0, 10)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
		{"over an edge", apart, sec(9, 12), placed{cut(at(0, 0, 9, 10), false, true), cut(at(0, 1, 0, 2), true, false)}, placed{cut(at(0, 1, 0, 2), true, false)}, nil, [3]Counts{{Split: 1}, {Most: 1}, {Dropped: 1}}},
		{"half in each", apart, sec(8, 12), placed{cut(at(0, 0, 8, 10), false, true), cut(at(0, 1, 0, 2), true, false)}, placed{cut(at(0, 0, 8, 10), false, true)}, nil, [3]Counts{{Split: 1}, {Most: 1}, {Dropped: 1}}},
		{"in three", apart, sec(9, 31), placed{cut(at(0, 0, 9, 10), false, true), cut(at(0, 1, 0, 10), true, true), cut(at(0, 2, 0, 1), true, false)}, placed{cut(at(0, 1, 0, 10), true, true)}, nil, [3]Counts{{Split: 1}, {Most: 1}, {Dropped: 1}}},
		{"into what is not wanted", apart, sec(19, 25), placed{cut(at(0, 1, 9, 10), false, true)}, placed{cut(at(0, 1, 9, 10), false, true)}, nil, [3]Counts{{Split: 1}, {Most: 1}, {Dropped: 1}}},
		{"not wanted", apart, sec(20, 30), nil, nil, nil, [3]Counts{{Outside: 1}, {Outside: 1}, {Outside: 1}}},
		{"behind the end", apart, sec(40, 41), nil, nil, nil, [3]Counts{{Outside: 1}, {Outside: 1}, {Outside: 1}}},
		{"over the end of the video", apart, sec(39, 41), placed{at(0, 2, 9, 10)}, placed{at(0, 2, 9, 10)}, placed{at(0, 2, 9, 10)}, [3]Counts{{Whole: 1, Clipped: 1}, {Whole: 1, Clipped: 1}, {Whole: 1, Clipped: 1}}},
		{"from before the video", apart, sec(-1, 1), placed{at(0, 0, 0, 1)}, placed{at(0, 0, 0, 1)}, placed{at(0, 0, 0, 1)}, [3]Counts{{Whole: 1, Clipped: 1}, {Whole: 1, Clipped: 1}, {Whole: 1, Clipped: 1}}},
		{"reversed", apart, sec(12, 11), nil, nil, nil, [3]Counts{{Invalid: 1}, {Invalid: 1}, {Invalid: 1}}},
		{"a moment", apart, sec(3, 3), placed{at(0, 0, 3, 3)}, placed{at(0, 0, 3, 3)}, placed{at(0, 0, 3, 3)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
		{"a moment at an edge", apart, sec(10, 10), placed{at(0, 1, 0, 0)}, placed{at(0, 1, 0, 0)}, placed{at(0, 1, 0, 0)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
		{"a moment at the first start", apart, sec(0, 0), placed{at(0, 0, 0, 0)}, placed{at(0, 0, 0, 0)}, placed{at(0, 0, 0, 0)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
		{"a moment at the last end", apart, sec(40, 40), placed{at(0, 2, 10, 10)}, placed{at(0, 2, 10, 10)}, placed{at(0, 2, 10, 10)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
		{"a moment at an end without a next piece", apart, sec(20, 20), placed{at(0, 1, 10, 10)}, placed{at(0, 1, 10, 10)}, placed{at(0, 1, 10, 10)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
		{"a moment that is not wanted", apart, sec(25, 25), nil, nil, nil, [3]Counts{{Outside: 1}, {Outside: 1}, {Outside: 1}}},
		{"a moment before the video", apart, sec(-1, -1), nil, nil, nil, [3]Counts{{Outside: 1}, {Outside: 1}, {Outside: 1}}},
		{"for ever", apart, span(math.MinInt64, math.MaxInt64), placed{cut(at(0, 0, 0, 10), false, true), cut(at(0, 1, 0, 10), true, true), cut(at(0, 2, 0, 10), true, false)}, placed{cut(at(0, 0, 0, 10), false, true)}, nil,
			[3]Counts{{Split: 1, Clipped: 1}, {Most: 1, Clipped: 1}, {Dropped: 1, Clipped: 1}}},

		{"in the overlap", over, sec(10, 12), placed{at(0, 0, 10, 12), at(0, 1, 0, 2)}, placed{at(0, 0, 10, 12), at(0, 1, 0, 2)}, placed{at(0, 0, 10, 12), at(0, 1, 0, 2)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
		{"from the overlap", over, sec(11, 15), placed{cut(at(0, 0, 11, 12), false, true), at(0, 1, 1, 5)}, placed{at(0, 1, 1, 5)}, placed{at(0, 1, 1, 5)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
		{"into the overlap", over, sec(8, 11), placed{at(0, 0, 8, 11), cut(at(0, 1, 0, 1), true, false)}, placed{at(0, 0, 8, 11)}, placed{at(0, 0, 8, 11)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
		{"over the overlap", over, sec(9, 14), placed{cut(at(0, 0, 9, 12), false, true), cut(at(0, 1, 0, 4), true, false)}, placed{cut(at(0, 1, 0, 4), true, false)}, nil, [3]Counts{{Split: 1}, {Most: 1}, {Dropped: 1}}},
		{"a moment in the overlap", over, sec(11, 11), placed{at(0, 0, 11, 11), at(0, 1, 1, 1)}, placed{at(0, 0, 11, 11), at(0, 1, 1, 1)}, placed{at(0, 0, 11, 11), at(0, 1, 1, 1)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
		{"a moment where an overlap ends", over, sec(12, 12), placed{at(0, 1, 2, 2)}, placed{at(0, 1, 2, 2)}, placed{at(0, 1, 2, 2)}, [3]Counts{{Whole: 1}, {Whole: 1}, {Whole: 1}}},
	} {
		for policy, want := range [][]Placed{c.split, c.most, c.drop} {
			got, counts := c.plan.Place([]videotune.Span{c.event}, EdgePolicy(policy))
			if diff := cmp.Diff(want, slices.Clone(got)); diff != "" {
				t.Errorf("%s, %s: %s", c.name, EdgePolicy(policy), diff)
			}
			wantCounts := c.counts[policy]
			wantCounts.Events, wantCounts.Placed = 1, len(want)
			if counts != wantCounts {
				t.Errorf("%s, %s: %+v, want %+v", c.name, EdgePolicy(policy), counts, wantCounts)
			}
		}
	}
}

func TestPlaceOrder(t *testing.T) {
	p := planned(30, false, sec(0, 10), sec(10, 20), sec(20, 30))
	got, counts := p.Place([]videotune.Span{sec(25, 26), sec(19, 21), sec(3, 4), sec(1, 2)}, EdgeSplit)
	var order [][2]int
	for _, at := range got {
		order = append(order, [2]int{at.Piece, at.Event})
	}
	if want := [][2]int{{0, 2}, {0, 3}, {1, 1}, {2, 0}, {2, 1}}; !slices.Equal(order, want) {
		t.Errorf("%v, want %v", order, want)
	}
	sum := Counts{Events: 1, Outside: 1}
	sum.Add(counts)
	if want := (Counts{Events: 5, Whole: 3, Split: 1, Outside: 1, Placed: 5}); sum != want {
		t.Errorf("%+v, want %+v", sum, want)
	}
	all := Counts{1, 2, 3, 4, 5, 6, 7, 8, 9}
	all.Add(all)
	if want := (Counts{2, 4, 6, 8, 10, 12, 14, 16, 18}); all != want {
		t.Errorf("%+v, want %+v", all, want)
	}
}

// The source has 25 frames a second, which last 40 ms each.
func TestPlaceMade(t *testing.T) {
	const ms = time.Millisecond
	p := planned(30, true, sec(0, 10), sec(10, 20), sec(20, 30))
	for i, m := range []Made{
		{Bytes: 1, Start: 0, Duration: 10*time.Second + 20*ms},                                         // 20 ms more than planned
		{Bytes: 1, Start: 10*time.Second + 20*ms, FirstPTS: 80 * ms, Duration: 9*time.Second + 990*ms}, // as long before
		{Bytes: 1, Start: 17 * time.Second, Duration: 12*time.Second + 980*ms},                         // from a keyframe 3 s before
	} {
		if err := p.Record(p.Pieces[i].Name, m); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name   string
		event  videotune.Span
		want   []Placed
		counts Counts
	}{
		{"inside", sec(12, 13), []Placed{{0, 1, sec(2.06, 3.06), false, false}}, Counts{Whole: 1}},
		{"to the edge that was planned", sec(9, 10), []Placed{{0, 0, sec(9, 10), false, false}}, Counts{Whole: 1}},
		{"from it", sec(10, 11), []Placed{{0, 1, sec(0.08, 1.06), false, false}}, Counts{Whole: 1}},
		{"a frame over it", sec(9.99, 11), []Placed{{0, 0, sec(9.99, 10), false, true}, {0, 1, sec(0.08, 1.06), false, false}}, Counts{Whole: 1}},
		{"more than a frame over it", sec(9.97, 11), []Placed{{0, 0, sec(9.97, 10), false, true}, {0, 1, sec(0.08, 1.06), true, false}}, Counts{Split: 1}},
		{"between the files", span(10*time.Second+5*ms, 10*time.Second+9*ms), []Placed{{0, 0, sec(10.005, 10.009), false, false}}, Counts{Whole: 1}},
		{"a moment between the files", sec(10.01, 10.01), []Placed{{0, 0, sec(10.01, 10.01), false, false}}, Counts{Whole: 1}},
		{"where a file begins before its piece", sec(18, 19), []Placed{{0, 1, sec(8.06, 9.06), false, false}, {0, 2, sec(1, 2), false, false}}, Counts{Whole: 1}},
		{"the last frame, which is missing", sec(29.985, 29.99), []Placed{{0, 2, sec(12.98, 12.98), false, false}}, Counts{Whole: 1}},
		{"to the end of the video", sec(29, 30), []Placed{{0, 2, sec(12, 12.98), false, false}}, Counts{Whole: 1}},
	} {
		got, counts := p.Place([]videotune.Span{c.event}, EdgeSplit)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		c.counts.Events, c.counts.Placed = 1, len(c.want)
		if counts != c.counts {
			t.Errorf("%s: %+v, want %+v", c.name, counts, c.counts)
		}
	}
	if _, counts := p.Place([]videotune.Span{sec(9.98, 11)}, EdgeDrop); counts.Whole != 1 || counts.Placed != 1 {
		t.Errorf("dropped by a frame: %+v", counts)
	}
}

// A frame rate that no video has makes no event whole.
func TestPlaceFrame(t *testing.T) {
	for rate, want := range map[videotune.Rational]time.Duration{
		{}:                           100 * time.Millisecond,
		{Num: 30000, Den: 1001}:      33366667,
		{Num: 1, Den: 3600}:          time.Second,
		{Num: 1, Den: math.MaxInt64}: time.Second,
		{Num: math.MaxInt64, Den: 1}: 1,
		{Num: -1, Den: 1}:            100 * time.Millisecond,
	} {
		if got := (&Source{Media: videotune.Media{FrameRate: rate}}).frame(); got != want {
			t.Errorf("%s: %s, want %s", rate, got, want)
		}
	}
}

func TestPieceTimes(t *testing.T) {
	segment := planned(40, false, sec(10, 20)).Pieces[0]
	cut := planned(40, true, sec(10, 20)).Pieces[0]
	made := cut
	made.Made, made.File, made.Origin = true, sec(9, 20.5), 8*time.Second
	for _, c := range []struct {
		name          string
		piece         Piece
		source, local float64
		ok            bool
	}{
		{"segment", segment, 10, 0, true},
		{"segment", segment, 12.5, 2.5, true},
		{"segment", segment, 20, 10, true},
		{"segment, before", segment, 9.999999999, 0, false},
		{"segment, after", segment, 20.000000001, 0, false},
		{"cut", cut, 10, 0, true},
		{"cut", cut, 20, 10, true},
		{"made", made, 9, 1, true},
		{"made", made, 20.5, 12.5, true},
		{"made, before", made, 8.5, 0, false},
		{"made, after", made, 20.6, 0, false},
	} {
		source := sec(0, c.source).End
		local, ok := c.piece.Local(source)
		if ok != c.ok || local != sec(0, c.local).End {
			t.Errorf("%s: %s is local %s, %t; want %v, %t", c.name, source, local, ok, c.local, c.ok)
		}
		if !ok {
			continue
		}
		if back, ok := c.piece.Source(local); !ok || back != source {
			t.Errorf("%s: %s comes back as %s, %t", c.name, source, back, ok)
		}
	}
	for _, local := range []time.Duration{-1, 10*time.Second + 1, math.MaxInt64, math.MinInt64} {
		if at, ok := segment.Source(local); ok || at != 0 {
			t.Errorf("segment: %d comes back as %s, %t", local, at, ok)
		}
	}
	if _, ok := made.Source(999 * time.Millisecond); ok {
		t.Error("a time before the first picture of a file is one of the source")
	}
}

func TestPiecePart(t *testing.T) {
	p := planned(40, false, sec(10, 20))
	want := videotune.File("v.mp4", "video/mp4").Segment(10*time.Second, 20*time.Second)
	if diff := cmp.Diff(want, p.Pieces[0].Part()); diff != "" {
		t.Error(diff)
	}
	piece := p.Pieces[0]
	piece.URI, piece.MIMEType, piece.Segment = "gs://b/v.webm", "", false
	if diff := cmp.Diff(videotune.Video("gs://b/v.webm"), piece.Part()); diff != "" {
		t.Error(diff)
	}
	// A segment of a file whose clock shows 0.04 s at the source's 5 s, and which
	// ends early.
	piece.Segment, piece.Name, piece.Made, piece.File, piece.Origin = true, "x", true, sec(5, 19.5), sec(0, 4.96).End
	if diff := cmp.Diff(videotune.Video("gs://b/v.webm").Segment(5040*time.Millisecond, 14540*time.Millisecond), piece.Part()); diff != "" {
		t.Error(diff)
	}
	if got := piece.Actual(); got != sec(10, 19.5) {
		t.Errorf("it shows %v", got)
	}
	if local, ok := piece.Local(10 * time.Second); !ok || local != 0 {
		t.Errorf("its clock begins at %s", local)
	}
}
