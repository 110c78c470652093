package mp4

import (
	"math"
	"math/bits"
	"time"
)

// span returns how long so many ticks of a clock take that makes scale of them a
// second, rounded to the nearest nanosecond. It is 0, which is unknown, if the
// scale is 0 or the result is more than a Duration holds, 292 years.
func span(ticks uint64, scale uint32) time.Duration {
	hi, lo := bits.Mul64(ticks, uint64(time.Second))
	lo, carry := bits.Add64(lo, uint64(scale)/2, 0)
	hi += carry
	if hi >= uint64(scale) { // with a scale of 0 as well
		return 0
	}
	ns, _ := bits.Div64(hi, lo, uint64(scale))
	if ns > math.MaxInt64 {
		return 0
	}
	return time.Duration(ns)
}

// ticks returns how many ticks of a clock a time takes that is not negative, to the
// nearest, and the largest uint64 if there are more.
func ticks(d time.Duration, scale uint32) uint64 {
	hi, lo := bits.Mul64(uint64(d), uint64(scale))
	lo, carry := bits.Add64(lo, uint64(time.Second)/2, 0)
	hi += carry
	if hi >= uint64(time.Second) {
		return math.MaxUint64
	}
	n, _ := bits.Div64(hi, lo, uint64(time.Second))
	return n
}

// sum returns a + b, and the largest uint64 if that is more: as a count of ticks it
// is more than a Duration holds, whatever the clock.
func sum(a, b uint64) uint64 {
	s, carry := bits.Add64(a, b, 0)
	if carry != 0 {
		return math.MaxUint64
	}
	return s
}

// plus returns a + b, both of which are not negative; ok is false if that is more
// than a Duration holds.
func plus(a, b time.Duration) (sum time.Duration, ok bool) {
	if a > math.MaxInt64-b {
		return 0, false
	}
	return a + b, true
}
