package exact

import (
	"math"
	"testing"
)

func TestShares(t *testing.T) {
	for _, c := range []struct {
		share float64
		n     int64
		want  int64
		rest  int64
	}{
		{0.1, 0, 0, 0},
		{0.1, 9, 0, 0},
		{0.1, 10, 1, 0},
		{0.1, 11, 1, 1},
		{0.1, 30, 3, 2},
		{0.29, 100, 29, 22},
		{0.07, 100, 7, 6},
		{0.25, 100, 25, 20},
		{0.25, 99, 24, 19},
		{0.3, 13000, 3900, 3000},
		{0.3, 12999, 3899, 2999},
		{1, 10, 10, 5},
		{1e-300, math.MaxInt64, 0, 0},
		{0.5, math.MaxInt64, math.MaxInt64 / 2, math.MaxInt64 / 3},
		{math.Inf(1), 10, 0, 0},
		{math.NaN(), 10, 0, 0},
		{-1, 10, 0, 0},
	} {
		if got := PartOf(c.share, c.n); got != c.want {
			t.Errorf("PartOf(%v, %d) = %d, want %d", c.share, c.n, got, c.want)
		}
		if got := PartOfRest(c.share, c.n); got != c.rest {
			t.Errorf("PartOfRest(%v, %d) = %d, want %d", c.share, c.n, got, c.rest)
		}
	}
}
