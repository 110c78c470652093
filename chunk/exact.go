package chunk

import (
	"math"
	"math/big"
	"time"
)

// addCapped returns the sum of two numbers that are not negative, math.MaxInt64
// where it is more.
func addCapped[T ~int64](a, b T) T {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// roundUp returns r rounded up, math.MaxInt64 where that is more. r is not negative.
func roundUp(r *big.Rat) int64 {
	q, m := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	if m.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	if !q.IsInt64() {
		return math.MaxInt64
	}
	return q.Int64()
}

// seconds returns d as a fraction.
func seconds(d time.Duration) *big.Rat { return big.NewRat(int64(d), int64(time.Second)) }
