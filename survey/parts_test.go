package survey

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"pgregory.net/rapid"
)

func TestHistogram(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.OneOf(rapid.Int64Range(-5, 200), rapid.Int64Range(0, 1<<30), rapid.Int64())).Draw(t, "values")
		h := Histogram{Limit: rapid.Int64Range(0, 1000).Draw(t, "limit"), Width: rapid.Int64Range(0, 100).Draw(t, "width")}
		over := 0
		for i, v := range values {
			h.Add(v)
			if values[i] = max(v, 0); h.Limit > 0 && v > h.Limit {
				over++
			}
		}
		if len(values) == 0 {
			if h.N != 0 || h.AtMost(1, 2) != 0 {
				t.Fatalf("%+v", h)
			}
			return
		}
		want := make([]int, len(h.Counts))
		for _, v := range values {
			want[int(max(v-1, 0)/h.Width)]++
		}
		slices.Sort(values)
		if !slices.Equal(h.Counts, want) || len(want) > MaxBins || h.N != len(values) || h.Over != over || h.Min != values[0] || h.Max != values[len(values)-1] || h.Sum < 0 {
			t.Fatalf("%+v of %v", h, values)
		}
		if half := values[(len(values)-1)/2]; h.AtMost(1, 2) < half || h.AtMost(1, 2)-half > h.Width {
			t.Fatalf("half are at most %d, by bins of %d %d", half, h.Width, h.AtMost(1, 2))
		}
	})
	h := Histogram{Limit: 10, Width: 5}
	for _, v := range []int64{0, 5, 6, 10, 11, math.MaxInt64} {
		h.Add(v)
	}
	if h.Over != 2 || h.Max != math.MaxInt64 || h.AtMost(1, 1) != math.MaxInt64 {
		t.Errorf("%+v: all are at most %d", h, h.AtMost(1, 1))
	}
}

// TestStretches compares with a clock that ticks once a second.
func TestStretches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var v Video
		var ticks [2][60]int
		for range rapid.IntRange(0, 8).Draw(t, "uses") {
			side := rapid.IntRange(0, 1).Draw(t, "side")
			start, length := rapid.IntRange(0, 40).Draw(t, "start"), rapid.IntRange(0, 19).Draw(t, "length")
			v.Uses = append(v.Uses, Use{videotune.Split(side), time.Duration(start), time.Duration(length)})
			for i := start; i < start+length; i++ {
				ticks[side][i]++
			}
		}
		in := func(spans []videotune.Span, i int) bool {
			return slices.ContainsFunc(spans, func(s videotune.Span) bool { return int(s.Start) <= i && i < int(s.End) })
		}
		for side := range ticks {
			spans := v.Stretches(videotune.Split(side))
			overlapping := false
			for i, n := range ticks[side] {
				overlapping = overlapping || n > 1
				if in(spans, i) != (n > 0) {
					t.Fatalf("second %d of %v: %v", i, v.Uses, spans)
				}
			}
			if v.Overlapping(videotune.Split(side)) != overlapping {
				t.Fatalf("overlapping %v: %v", v.Uses, !overlapping)
			}
			for i := 1; i < len(spans); i++ {
				if spans[i].Start <= spans[i-1].End {
					t.Fatalf("not joined: %v", spans)
				}
			}
		}
		shared := v.Shared()
		for i := range 60 {
			if in(shared, i) != (ticks[0][i] > 0 && ticks[1][i] > 0) {
				t.Fatalf("second %d of %v is shared: %v", i, v.Uses, shared)
			}
		}
	})
}

// TestReservoir: those with the smallest keys stay, whatever the order.
func TestReservoir(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.Uint64Range(0, 100)).Draw(t, "keys")
		r := reservoir{most: rapid.IntRange(0, 10).Draw(t, "most")}
		for _, k := range keys {
			if r.wants(k) {
				r.add(k, &videotune.ExampleReport{})
			}
		}
		var got []uint64
		for _, x := range r.taken {
			got = append(got, x.key)
		}
		slices.Sort(got)
		slices.Sort(keys)
		if want := keys[:min(len(keys), r.most)]; !slices.Equal(got, want) {
			t.Fatalf("%v stay, want %v", got, want)
		}
	})
	// Every place has the same chance, also of neighbouring lines.
	n := 0
	for i := range 100_000 {
		if keyOf(1, i) < 1<<60 {
			n++
		}
	}
	if n < 5900 || n > 6600 {
		t.Errorf("%d of 100000 keys are in the first sixteenth", n)
	}
}

func TestPlaceOf(t *testing.T) {
	for uri, want := range map[string]string{
		"gs://bucket/a/b.mp4": "gs://bucket", "https://host:80/x?y#z": "https://host:80", "https://host?x": "https://host", "videos/a.mp4": "", "": "",
		"C:\\v.mp4": "", "file:///a/b.mp4": "file://", "a?b=gs://c": "", "gs://": "gs://", "javascript:alert(1)": "",
	} {
		if got := placeOf(uri); got != want {
			t.Errorf("%q: %q, want %q", uri, got, want)
		}
	}
}
