// Package exact is arithmetic on whole numbers of 64 bits whose products may have more,
// on shares as they are written, and on numbers of JSON whose values are compared.
package exact

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
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

// PartOf returns the whole part of share × n, with the share as it is written in
// decimals: 0.29 of 100 is 29. What is no number above 0 is 0.
func PartOf(share float64, n int64) int64 {
	r := Decimal(share)
	return floor(r.Mul(r, new(big.Rat).SetInt64(n)))
}

// PartOfRest returns the largest v with v ≤ share × (n − v).
func PartOfRest(share float64, n int64) int64 {
	r := Decimal(share)
	r.Quo(r, new(big.Rat).Add(r, big.NewRat(1, 1)))
	return floor(r.Mul(r, new(big.Rat).SetInt64(n)))
}

// Decimal returns x as it is written in decimals; 0 if it is no number above 0.
func Decimal(x float64) *big.Rat {
	if r, ok := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64)); ok && r.Sign() > 0 {
		return r
	}
	return new(big.Rat)
}

// floor is r, which is not negative, rounded down.
func floor(r *big.Rat) int64 { return new(big.Int).Quo(r.Num(), r.Denom()).Int64() }
