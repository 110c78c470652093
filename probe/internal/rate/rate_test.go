package rate

import (
	"math"
	"testing"

	"github.com/seed-57910ec4/videotune"
)

func TestOf(t *testing.T) {
	for _, c := range []struct {
		num, den int64
		want     videotune.Rational
	}{
		{12800, 512, videotune.Rational{Num: 25, Den: 1}},
		{90000, 3003, videotune.Rational{Num: 30000, Den: 1001}},
		{1, 5, videotune.Rational{Num: 1, Den: 5}},
		{math.MaxInt64, math.MaxInt64, videotune.Rational{Num: 1, Den: 1}},
		{0, 1, videotune.Rational{}}, {1, 0, videotune.Rational{}}, {0, 0, videotune.Rational{}}, {-25, 1, videotune.Rational{}}, {25, -1, videotune.Rational{}},
	} {
		if got := Of(c.num, c.den); got != c.want {
			t.Errorf("%d/%d: %s, want %s", c.num, c.den, got, c.want)
		}
	}
}
