// Package exact is arithmetic on whole numbers of 64 bits whose products may have more.
package exact

import (
	"math"
	"math/bits"
)

// MulDiv returns a × b / c rounded down, math.MaxInt64 where that is more. a and b
// are not negative, c is above 0.
func MulDiv(a, b, c int64) int64 {
	q, _ := mulDiv(a, b, c)
	return q
}

// MulDivUp is [MulDiv] rounded up.
func MulDivUp(a, b, c int64) int64 {
	q, rest := mulDiv(a, b, c)
	if rest && q < math.MaxInt64 {
		q++
	}
	return q
}

// mulDiv tells also whether there is a rest.
func mulDiv(a, b, c int64) (q int64, rest bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi >= uint64(c) {
		return math.MaxInt64, false
	}
	n, r := bits.Div64(hi, lo, uint64(c))
	if n >= math.MaxInt64 {
		return math.MaxInt64, false
	}
	return int64(n), r > 0
}
