package fix

import (
	"errors"
	"fmt"
	"math"
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
//
// Frames are counted from 0; frame n begins n times the length of a frame after the
// beginning, computed as a fraction of whole numbers and rounded to the nearest
// microsecond, halves up. The rate is taken as it is written: 29.97 is 2997/100, and
// that of NTSC is written 30000/1001.
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

// number reads a number of the unit.
func (u OffsetUnit) number(s string) (time.Duration, bool) {
	if u.kind == noUnit || u.kind == clockUnit {
		return 0, false
	}
	r, ok := decimal(s)
	if !ok {
		return 0, false
	}
	if r = u.times(r); u.kind == frames {
		return nanos(toMicros(r))
	}
	return u.duration(r)
}

// duration returns a time in nanoseconds. Where there is a unit, one that is finer is
// rounded.
func (u OffsetUnit) duration(r *big.Rat) (time.Duration, bool) {
	if u.kind != noUnit && !r.IsInt() {
		r = toMicros(r)
	}
	return nanos(r)
}

// toMicros rounds nanoseconds to the nearest microsecond, halves up.
func toMicros(r *big.Rat) *big.Rat {
	microsecond := big.NewRat(int64(time.Microsecond), 1)
	n := rounded(new(big.Rat).Quo(r, microsecond))
	return n.Mul(n, microsecond)
}

// times returns r of the unit in nanoseconds; where there is no unit, r.
func (u OffsetUnit) times(r *big.Rat) *big.Rat {
	num, den := int64(1), int64(1)
	switch u.kind {
	case seconds:
		num = int64(time.Second)
	case milliseconds:
		num = int64(time.Millisecond)
	case microseconds:
		num = int64(time.Microsecond)
	case frames:
		num, den = u.num, u.den
		r = new(big.Rat).Mul(r, new(big.Rat).SetInt64(int64(time.Second)))
	}
	return new(big.Rat).Mul(r, big.NewRat(num, den))
}

// notTime says why the number s, which was read as no time, is none; "" if there is no
// more to say than that its unit is missing, or if it is no number.
func (u OffsetUnit) notTime(s string) string {
	number, minus := strings.CutPrefix(s, "-")
	shown := clip(s)
	r, ok := decimal(number)
	switch {
	case !ok && !isNumber([]byte(number)):
		return ""
	case minus:
		return "is " + shown + ", and nothing lies before the beginning of a video, whatever that counts"
	case !ok || u.times(r).Cmp(new(big.Rat).SetInt64(math.MaxInt64)) > 0:
		return "is " + shown + ", which is larger than any time can be, or finer, whatever that counts"
	case u.kind == clockUnit:
		return "is " + shown + ", which is no clock time of mm:ss"
	}
	return ""
}

// rounded returns the whole number that is nearest to r, which is not negative; that
// above it if two are.
func rounded(r *big.Rat) *big.Rat {
	n := new(big.Int).Lsh(r.Num(), 1)
	n.Add(n, r.Denom())
	n.Quo(n, new(big.Int).Lsh(r.Denom(), 1))
	return new(big.Rat).SetInt(n)
}
