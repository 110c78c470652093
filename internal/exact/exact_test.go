package exact

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestMulDiv(t *testing.T) {
	most := big.NewInt(math.MaxInt64)
	number := rapid.OneOf(rapid.Int64Range(0, 1000), rapid.Int64Min(0), rapid.Just(int64(math.MaxInt64)))
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := number.Draw(t, "a"), number.Draw(t, "b"), max(1, number.Draw(t, "c"))
		q, r := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(a), big.NewInt(b)), big.NewInt(c), new(big.Int))
		down, up := new(big.Int).Set(q), q
		if r.Sign() > 0 {
			up = new(big.Int).Add(q, big.NewInt(1))
		}
		for _, x := range []*big.Int{down, up} {
			if x.Cmp(most) > 0 {
				x.Set(most)
			}
		}
		if got := MulDiv(a, b, c); got != down.Int64() {
			t.Errorf("%d × %d / %d = %d, want %s", a, b, c, got, down)
		}
		if got := MulDivUp(a, b, c); got != up.Int64() {
			t.Errorf("%d × %d / %d up = %d, want %s", a, b, c, got, up)
		}
	})
}
