package fix

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// ErrUnit says that a text names no unit of offsets.
var ErrUnit = errors.New("want s, ms, us, mm:ss, or frames@ and the frames a second, such as frames@25 or frames@30000/1001")

// An OffsetUnit is what offsets count that do not say it. The zero value is none. It is
// comparable.
type OffsetUnit struct {
	kind     counted
	num, den int64 // seconds of a frame
}

type counted uint8

const (
	noUnit counted = iota
	seconds
	milliseconds
	microseconds
	frames
	clockUnit // M:SS
)

// ParseOffsetUnit reads "s", "ms", "us", "mm:ss" or the rate of frames: "frames@25",
// "frames@29.97", "frames@30000/1001". "" is the zero value. An error wraps [ErrUnit].
func ParseOffsetUnit(s string) (OffsetUnit, error) {
	switch s {
	case "":
		return OffsetUnit{}, nil
	case "s":
		return OffsetUnit{kind: seconds}, nil
	case "ms":
		return OffsetUnit{kind: milliseconds}, nil
	case "us":
		return OffsetUnit{kind: microseconds}, nil
	case "mm:ss":
		return OffsetUnit{kind: clockUnit}, nil
	}
	if rate, ok := strings.CutPrefix(s, "frames@"); ok {
		num, den, cut := strings.Cut(rate, "/")
		if !cut {
			den = "1"
		}
		n, ok1 := decimal(num)
		d, ok2 := decimal(den)
		if ok1 && ok2 && n.Sign() > 0 && d.Sign() > 0 {
			d.Quo(d, n)
			if d.Num().IsInt64() && d.Denom().IsInt64() {
				return OffsetUnit{frames, d.Num().Int64(), d.Denom().Int64()}, nil
			}
		}
	}
	return OffsetUnit{}, fmt.Errorf("fix: the unit is %q: %w", s, ErrUnit)
}

// String returns the unit as [ParseOffsetUnit] reads it.
func (u OffsetUnit) String() string {
	if u.kind == frames {
		return fmt.Sprintf("frames@%d/%d", u.den, u.num)
	}
	return [...]string{noUnit: "", seconds: "s", milliseconds: "ms", microseconds: "us", clockUnit: "mm:ss"}[u.kind]
}

// number reads a number of the unit. Frames are rounded to the nearest nanosecond, all
// others must be exact.
func (u OffsetUnit) number(s string) (time.Duration, bool) {
	var unit time.Duration
	switch u.kind {
	case seconds:
		unit = time.Second
	case milliseconds:
		unit = time.Millisecond
	case microseconds:
		unit = time.Microsecond
	case frames:
		unit = time.Nanosecond
	default:
		return 0, false
	}
	r, ok := decimal(s)
	if !ok {
		return 0, false
	}
	if u.kind == frames {
		r.Mul(r, big.NewRat(u.num, u.den)).Mul(r, new(big.Rat).SetInt64(int64(time.Second)))
		r = rounded(r)
	}
	return nanos(r, unit)
}

// rounded returns the whole number that is nearest to r, which is not negative; that
// above it if two are.
func rounded(r *big.Rat) *big.Rat {
	n := new(big.Int).Lsh(r.Num(), 1)
	n.Add(n, r.Denom())
	n.Quo(n, new(big.Int).Lsh(r.Denom(), 1))
	return new(big.Rat).SetInt(n)
}
