package annotation

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
)

func TestShift(t *testing.T) {
	const s = time.Second
	v := Video{
		Offset: s, LostSpans: []videotune.Span{{Start: s, End: ToEnd}},
		Events: []Event{{Kind: KindSegment, Start: s, End: 3 * s}, {Kind: KindPoint, Start: s, End: s}, {Kind: KindSegment, Start: 2 * s, End: ToEnd}, {Kind: KindWhole}},
	}
	before := v.Events[0]
	if err := v.Shift(60 * s); err != nil {
		t.Fatal(err)
	}
	want := Video{
		Offset: 61 * s, LostSpans: []videotune.Span{{Start: 61 * s, End: ToEnd}},
		Events: []Event{{Kind: KindSegment, Start: 61 * s, End: 63 * s}, {Kind: KindPoint, Start: 61 * s, End: 61 * s}, {Kind: KindSegment, Start: 62 * s, End: ToEnd}, {Kind: KindWhole}},
	}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Error(diff)
	}
	if err := (&before).Shift(-5 * s); err != nil || before.Start != -4*s {
		t.Errorf("%v, %v", before, err)
	}
	for _, d := range []time.Duration{math.MaxInt64, math.MaxInt64 - 62*s, math.MaxInt64 - 61*s} {
		if err := v.Shift(d); !errors.Is(err, ErrRange) {
			t.Errorf("by %v: %v", d, err)
		}
		if diff := cmp.Diff(want, v); diff != "" {
			t.Errorf("by %v, which failed:\n%s", d, diff)
		}
	}
}

// Moved there and back, a video is as it was.
func TestShiftBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Int64Range(math.MinInt64, math.MaxInt64-1).Draw(t, "start")
		e := Event{Kind: KindSegment, Start: time.Duration(at), End: time.Duration(rapid.Int64().Draw(t, "end"))}
		d := time.Duration(rapid.Int64Range(math.MinInt64+1, math.MaxInt64).Draw(t, "d"))
		moved := e
		if err := moved.Shift(d); err != nil {
			if diff := cmp.Diff(e, moved); diff != "" {
				t.Fatal(diff)
			}
			return
		}
		if moved.Start-d != e.Start || (moved.Start > e.Start) != (d > 0) {
			t.Fatalf("%v, by %v: %v", e, d, moved)
		}
		if err := moved.Shift(-d); err != nil || cmp.Diff(e, moved) != "" {
			t.Fatalf("%v, by %v and back: %v, %v", e, d, moved, err)
		}
	})
}
