package annotation

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// Errors of times. The errors of this package's functions wrap them.
var (
	ErrNotTime = errors.New("not a time")
	ErrRange   = errors.New("more than a time can hold")
)

// A Time is a time that was read. Rounded says that the source's was finer than a
// microsecond, to the nearest of which it was rounded, halves away from zero.
type Time struct {
	time.Duration
	Rounded bool
}

// maxNumber is the longest number that is read, in bytes. It is far longer than any
// that a time can hold, and bounds the work on a hostile one.
const maxNumber = 64

// A Unit is what a number counts.
type Unit string

// The units of numbers.
const (
	UnitNone         Unit = ""      // not said
	UnitSeconds      Unit = "s"     // seconds
	UnitMilliseconds Unit = "ms"    // thousandths
	UnitMicroseconds Unit = "us"    // millionths
	UnitClock        Unit = "clock" // H:MM:SS, MM:SS or seconds, each with or without a fraction
	UnitFrames       Unit = "frame" // frames: these need a rate
)

// nanos returns how many nanoseconds the unit has; 0 if it is not fixed.
func (u Unit) nanos() int64 {
	switch u {
	case UnitSeconds:
		return int64(time.Second)
	case UnitMilliseconds:
		return int64(time.Millisecond)
	case UnitMicroseconds:
		return int64(time.Microsecond)
	}
	return 0
}

// Parse reads a number of the unit, such as "12.5" or "-3e2", or a time of the
// clock, exactly, and then rounds it. [UnitFrames] and [UnitNone] cannot be read
// so: an error wraps [ErrNotTime] or [ErrRange].
func (u Unit) Parse(text string) (Time, error) {
	if u == UnitClock {
		return Clock(text)
	}
	n := u.nanos()
	if n == 0 {
		return Time{}, timeError(text, ErrNotTime)
	}
	r, ok := decimal(text)
	if !ok {
		return Time{}, timeError(text, ErrNotTime)
	}
	return round(text, r.Mul(r, big.NewRat(n, 1)))
}

// Float reads a number that came as a float, by the shortest decimal text that
// stands for it: 0.3 is three tenths. NaN and the infinities are errors.
func (u Unit) Float(f float64) (Time, error) {
	return u.Parse(strconv.FormatFloat(f, 'g', -1, 64))
}

// Seconds reads decimal seconds: it is Parse of [UnitSeconds].
func Seconds(text string) (Time, error) { return UnitSeconds.Parse(text) }

// Float reads seconds that came as a float: it is Float of [UnitSeconds].
func Float(seconds float64) (Time, error) { return UnitSeconds.Float(seconds) }

// Clock reads H:MM:SS, MM:SS or SS, with or without a fraction behind a point or a
// comma: "01:02:03.5" is an hour, two minutes and three and a half seconds. Behind
// another field, minutes and seconds are two digits below 60.
func Clock(text string) (Time, error) {
	s, neg := strings.CutPrefix(strings.TrimSpace(text), "-")
	fields := strings.Split(s, ":")
	if len(fields) > 3 || len(s) > maxNumber {
		return Time{}, timeError(text, ErrNotTime)
	}
	sum := new(big.Rat)
	for i, f := range fields {
		last := i == len(fields)-1
		if last {
			f = strings.Replace(f, ",", ".", 1)
		}
		whole, fraction, cut := strings.Cut(f, ".")
		if whole == "" || strings.Trim(whole+fraction, "0123456789") != "" || cut && !last {
			return Time{}, timeError(text, ErrNotTime)
		}
		if i > 0 && (len(whole) != 2 || whole[0] > '5') {
			return Time{}, timeError(text, ErrNotTime)
		}
		r, ok := decimal(f)
		if !ok {
			return Time{}, timeError(text, ErrNotTime)
		}
		sum.Mul(sum, big.NewRat(60, 1)).Add(sum, r)
	}
	if neg {
		sum.Neg(sum)
	}
	return round(text, sum.Mul(sum, big.NewRat(int64(time.Second), 1)))
}

// FrameTime returns the time at which frame n, counted from 0, is shown first, by
// exact arithmetic, rounded to the nearest microsecond. rate must be known.
func FrameTime(n int64, rate videotune.Rational) (Time, error) {
	if rate.Num <= 0 || rate.Den <= 0 {
		return Time{}, timeError("frame "+strconv.FormatInt(n, 10)+" at an unknown rate", ErrNotTime)
	}
	r := new(big.Rat).SetFrac(big.NewInt(n), big.NewInt(rate.Num))
	r.Mul(r, new(big.Rat).SetInt64(rate.Den))
	return round("frame "+strconv.FormatInt(n, 10), r.Mul(r, big.NewRat(int64(time.Second), 1)))
}

// decimal reads a decimal number with or without an exponent of at most two digits.
func decimal(s string) (*big.Rat, bool) {
	s = strings.TrimSpace(s)
	mantissa, exponent := s, ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, exponent = s[:i], strings.TrimLeft(s[i+1:], "+-")
		if len(s)-i-1-len(exponent) > 1 || exponent == "" || len(exponent) > 2 || strings.Trim(exponent, "0123456789") != "" {
			return nil, false
		}
	}
	digits := strings.TrimLeft(mantissa, "+-")
	if len(s) > maxNumber || len(mantissa)-len(digits) > 1 ||
		strings.Trim(digits, "0123456789.") != "" || strings.Count(digits, ".") > 1 || strings.Trim(digits, ".") == "" {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// round rounds nanoseconds to the nearest microsecond, halves away from zero.
func round(text string, nanos *big.Rat) (Time, error) {
	micros := new(big.Rat).Quo(nanos, big.NewRat(1000, 1))
	twice := new(big.Int).Lsh(new(big.Int).Abs(micros.Num()), 1)
	twice.Add(twice, micros.Denom())
	n := twice.Quo(twice, new(big.Int).Lsh(micros.Denom(), 1))
	if micros.Sign() < 0 {
		n.Neg(n)
	}
	// ToEnd is no time: the largest is less by some nanoseconds.
	if !n.IsInt64() || n.Int64() > math.MaxInt64/1000 || n.Int64() < math.MinInt64/1000 {
		return Time{}, timeError(text, ErrRange)
	}
	return Time{time.Duration(n.Int64()) * time.Microsecond, !micros.IsInt()}, nil
}

// A TimeError says what could not be read as a time, and why.
type TimeError struct {
	Text string
	Err  error // ErrNotTime or ErrRange
}

// Error quotes the beginning of the text.
func (e *TimeError) Error() string { return strconv.Quote(clip(e.Text)) + " is " + e.Err.Error() }

// Unwrap returns Err.
func (e *TimeError) Unwrap() error { return e.Err }

func timeError(text string, err error) error { return &TimeError{text, err} }

// clip shortens a text for a message.
func clip(s string) string {
	const most = 80
	return words.Clip(s, most)
}
