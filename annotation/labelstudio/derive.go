package labelstudio

import (
	"math/big"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

// A stamp is a key frame that has a time, too, in decimal seconds.
type stamp struct {
	frame int64
	text  string
}

// maxStamp is the longest time of a key frame that is looked at, in bytes.
const maxStamp = 40

// stamps returns the key frames of a task that have times.
func stamps(notes []note) []stamp {
	var list []stamp
	for _, n := range notes {
		for _, r := range n.results {
			keys, _ := asList(r.value["sequence"])
			for _, k := range keys {
				key := asObject(k)
				n, ok := frame(key["frame"])
				s := text(key["time"])
				if ok && s != "" && len(s) <= maxStamp && strings.Trim(s, "0123456789.") == "" {
					list = append(list, stamp{n, s})
				}
			}
		}
	}
	return list
}

// derive returns the rate that the frames and times of key frames show. The editor
// gives frame n the time n/rate, some scripts (n-1)/rate: only one of them may fit.
func (f *file) derive(t *task, notes []note) (videotune.Rational, error) {
	var none videotune.Rational
	list := stamps(notes)
	var found []videotune.Rational
	for shift := range int64(2) {
		if rate, ok := fit(list, shift); ok {
			found = append(found, rate)
		}
	}
	switch {
	case len(list) == 0:
		return none, nil
	case len(found) == 1, len(found) == 2 && found[0] == found[1]:
		return found[0], nil
	}
	return none, f.Refuse(annotation.CodeRateMissing, t.at, "say it with fps: 25", "the frames and times of its %d key frames do not show one frame rate", len(list))
}

// fit returns the rate at which frame n-shift stands at the time of each stamp, up to
// what its digits say; false if there is none, or there are too many.
func fit(list []stamp, shift int64) (rate videotune.Rational, ok bool) {
	slack := precision(list)
	lo, hi := new(big.Rat), big.NewRat(1000, 1)
	for _, s := range list {
		at, ok := new(big.Rat).SetString(s.text)
		if !ok {
			return rate, false
		}
		n := new(big.Rat).SetInt64(s.frame - shift)
		early, late := new(big.Rat).Sub(at, slack), new(big.Rat).Add(at, slack)
		if n.Sign() <= 0 {
			if n.Sign() < 0 || early.Sign() > 0 {
				return rate, false
			}
			continue // the beginning, whatever the rate is
		}
		if b := new(big.Rat).Quo(n, late); b.Cmp(lo) > 0 {
			lo = b
		}
		if early.Sign() > 0 {
			if b := new(big.Rat).Quo(n, early); b.Cmp(hi) < 0 {
				hi = b
			}
		}
	}
	return choose(lo, hi)
}

// usual are the frame rates that are no whole numbers and common all the same.
var usual = []int64{24, 30, 48, 60, 120} // thousand, in 1001 seconds

// choose returns the frame rate from lo to hi: a usual one where that is enough to
// tell 24 from 23.976, which are a thousandth apart; or else the simplest, where only
// little remains to choose from.
func choose(lo, hi *big.Rat) (rate videotune.Rational, ok bool) {
	wide := new(big.Rat).Sub(hi, lo)
	if lo.Sign() <= 0 || wide.Sign() < 0 || wide.Cmp(new(big.Rat).Mul(lo, big.NewRat(1, 1500))) > 0 {
		return rate, false
	}
	r := simplest(lo, hi)
	if r.IsInt() {
		return videotune.Rational{Num: r.Num().Int64(), Den: 1}, true // at most 1000
	}
	for _, n := range usual {
		if u := big.NewRat(n*1000, 1001); u.Cmp(lo) >= 0 && u.Cmp(hi) <= 0 {
			return videotune.Rational{Num: n * 1000, Den: 1001}, true
		}
	}
	if wide.Cmp(new(big.Rat).Mul(lo, big.NewRat(1, 10_000))) > 0 || !r.Num().IsInt64() || !r.Denom().IsInt64() {
		return rate, false
	}
	return videotune.Rational{Num: r.Num().Int64(), Den: r.Denom().Int64()}, true
}

// Times are taken to have at least this many digits behind the point, and looked at up
// to that many: no program is known that writes less than milliseconds, while 25 frames
// a second need but two digits; and what floating-point arithmetic adds is noise.
const minDigits, maxDigits = 3, 9

// precision returns by how much the times may be off: by half of the last digit of the
// longest of them, since one program wrote all.
func precision(list []stamp) *big.Rat {
	digits := minDigits
	for _, s := range list {
		_, fraction, _ := strings.Cut(s.text, ".")
		digits = max(digits, len(fraction))
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(min(digits, maxDigits))), nil)
	return new(big.Rat).SetFrac(big.NewInt(1), unit.Lsh(unit, 1))
}

// simplest returns the fraction with the smallest terms from lo to hi, which are
// positive: the last one of their common continued fraction.
func simplest(lo, hi *big.Rat) *big.Rat {
	whole := new(big.Int).Quo(lo.Num(), lo.Denom())
	floor := new(big.Rat).SetInt(whole)
	if floor.Cmp(lo) == 0 {
		return floor
	}
	if next := new(big.Rat).Add(floor, big.NewRat(1, 1)); next.Cmp(hi) <= 0 {
		return next
	}
	below, above := new(big.Rat).Sub(lo, floor), new(big.Rat).Sub(hi, floor)
	rest := simplest(above.Inv(above), below.Inv(below))
	return floor.Add(floor, rest.Inv(rest))
}
