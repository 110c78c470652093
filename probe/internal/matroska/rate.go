package matroska

import (
	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/rate"
)

// maxRate is the highest frame rate that is believed. What is above is a slip of
// the unit, such as ms for ns.
const maxRate = 1000

// frameRate returns the frame rate for a DefaultDuration of ns.
//
// DefaultDuration is a whole number of ns, so that it cannot say 1001/30000 s. It
// is taken for n/1 or n·1000/1001 frames a second where it is what that rate gives
// when the part of a ns is rounded up or down: both 33366666 (ffmpeg) and 33366667
// (mkvmerge) are 30000/1001, but 33366600 is not. Any other is the fraction that
// it is.
func frameRate(ns uint64) videotune.Rational {
	const second = 1_000_000_000
	if ns < second/maxRate || ns > 3600*second {
		return videotune.Rational{}
	}
	d := int64(ns)
	if n := (second + d/2) / d; n > 0 && near(d*n, second, n) {
		return videotune.Rational{Num: n, Den: 1}
	}
	// n·1000/1001 a second: d·n·1000 = 1001 s.
	n := (1001*second + d*500) / (d * 1000)
	if n > 0 && near(d*n*1000, 1001*second, n*1000) {
		return videotune.Rational{Num: n * 1000, Den: 1001}
	}
	return rate.Of(second, d)
}

// near reports whether a is less than margin from b.
func near(a, b, margin int64) bool { return a-b < margin && b-a < margin }
