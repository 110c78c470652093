package mp4

import (
	"math"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestSpan compares with arithmetic that cannot overflow.
func TestSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ticks := rapid.Uint64().Draw(t, "ticks")
		scale := rapid.Uint32().Draw(t, "scale")
		want := time.Duration(0)
		if scale > 0 {
			n := new(big.Int).Mul(new(big.Int).SetUint64(ticks), big.NewInt(2*int64(time.Second)))
			n.Add(n, big.NewInt(int64(scale)))
			if n.Quo(n, big.NewInt(2*int64(scale))); n.IsInt64() {
				want = time.Duration(n.Int64())
			}
		}
		// Half a tick up is 2·ticks·s + scale over 2·scale; scale/2 is rounded down.
		if got := span(ticks, scale); got != want && (scale%2 == 0 || got-want > 1 || want-got > 1) {
			t.Fatalf("%d of %d: %v, want %v", ticks, scale, got, want)
		}
	})
	for _, tt := range []struct {
		ticks uint64
		scale uint32
		want  time.Duration
	}{
		{0, 1, 0}, {1, 0, 0}, {1, 1, time.Second}, {1001, 30000, 33_366_667}, {1, 3, 333_333_333}, {2, 3, 666_666_667},
		{9_223_372_036, 1, 9_223_372_036 * time.Second}, {9_223_372_037, 1, 0}, {math.MaxUint64, 1, 0}, {math.MaxUint64, math.MaxUint32, 4294967297 * time.Second},
	} {
		if got := span(tt.ticks, tt.scale); got != tt.want {
			t.Errorf("%d of %d: %v, want %v", tt.ticks, tt.scale, got, tt.want)
		}
	}
}

// TestLength holds that what is shown is as long as the edits say, whatever they are.
func TestLength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		media := rapid.Uint64Range(1, 1<<40).Draw(t, "media")
		tr := track{scale: 1000, duration: media}
		var want, gap uint64
		for range rapid.IntRange(0, 6).Draw(t, "edits") {
			e := edit{
				length: rapid.Uint64Range(1, media+1000).Draw(t, "length"),
				empty:  rapid.Bool().Draw(t, "empty"), dwell: rapid.Bool().Draw(t, "dwell"),
			}
			tr.edits = append(tr.edits, e)
			switch {
			case e.empty:
				gap += e.length
				continue
			case e.dwell:
				want += e.length
			default:
				want += min(e.length, media)
			}
			want, gap = want+gap, 0
		}
		if len(tr.edits) == 0 {
			want = media
		}
		got := tr.length(1000)
		// An edit that is one tick shorter than the media is taken as rounded.
		if off := got - time.Duration(want)*time.Millisecond; off < 0 || off > 6*time.Millisecond {
			t.Fatalf("%+v: %v, want %d ms", tr.edits, got, want)
		}
	})
}

// TestTicks turns ticks into times and back.
func TestTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scale := rapid.Uint32Range(1, 999_999_999).Draw(t, "scale")
		n := rapid.Uint64Range(0, 1<<40).Draw(t, "ticks")
		if d := span(n, scale); d > 0 || n == 0 {
			if got := ticks(d, scale); got != n {
				t.Fatalf("%d of %d is %v, which is %d", n, scale, d, got)
			}
		}
	})
	if got := ticks(math.MaxInt64, math.MaxUint32); got != math.MaxUint64 {
		t.Error(got)
	}
	if got := ticks(time.Hour, 0); got != 0 {
		t.Error(got)
	}
}
