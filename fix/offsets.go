package fix

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// offset notes the edit of an offset whose time is known.
func (f *fixer) offset(o *wire.Offset, at func() videotune.Pointer) {
	rule := videotune.RuleOffsetSpelling
	var d time.Duration
	ok := false
	switch o.Kind {
	case wire.String:
		switch {
		case o.Form == pbtime.Strict:
			return
		case o.Form == pbtime.Loose:
			rule, d, ok = videotune.RuleOffsetLoose, o.D, true
		default:
			d, ok = ParseOffset(o.Text, f.opts.OffsetUnit)
		}
	case wire.Number:
		d, ok = f.opts.OffsetUnit.number(string(f.line[o.At:skip(f.line, o.At)]))
	case wire.Object:
		d, ok = durationObject(f.line, o.At)
	}
	switch {
	case ok && d >= 0:
		f.swap(rule, o.At, at(), pbtime.Format(d))
	case o.Kind != wire.Absent && o.Kind != wire.Null:
		f.noOffset(o, at())
	}
}

// maxNumber is the longest number that is read, in bytes: far longer than any that a
// time can hold.
const maxNumber = 64

// ParseOffset reads an offset that says its unit: "1m30s", "500ms", "5 S", "2 minutes",
// "PT1M30S", "1:02:03.5", "90,5s". What does not, "5" or "1:30", is read by unit, and so
// are "50 frames", whose rate it tells; its zero value reads none. ok is false for anything else, for negative times, and for times that are
// more than a [time.Duration] holds.
//
// The time is exact. One that is finer than a nanosecond ("12.533333333333333s"), which
// no reader of the service takes, has to be rounded, and is only where a unit is given:
// to the nearest microsecond. Frames are always rounded so; see [ParseOffsetUnit].
func ParseOffset(s string, unit OffsetUnit) (d time.Duration, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxNumber {
		return 0, false
	}
	if strings.ContainsRune(s, ':') {
		return clock(s, unit)
	}
	if s, ok = pointed(s); !ok {
		return 0, false
	}
	if n, ok := frameCount(s); ok && unit.kind == frames {
		return unit.number(n)
	}
	if d, ok := unit.number(s); ok {
		return d, true
	}
	return units(s, unit)
}

// clock reads "H:MM:SS", or "M:SS" if unit says that it is one.
func clock(s string, unit OffsetUnit) (time.Duration, bool) {
	fields := strings.Split(s, ":")
	if len(fields) != 3 && (len(fields) != 2 || unit.kind != clockUnit) {
		return 0, false
	}
	sum := new(big.Rat)
	for i, field := range fields {
		if i == len(fields)-1 {
			field = strings.Replace(field, ",", ".", 1)
		}
		whole, fraction, cut := strings.Cut(field, ".")
		if cut && i < len(fields)-1 || i > 0 && (len(whole) != 2 || whole[0] > '5') ||
			whole == "" || strings.Trim(whole+fraction, "0123456789") != "" {
			return 0, false
		}
		r, ok := decimal(field)
		if !ok {
			return 0, false
		}
		sum.Add(sum.Mul(sum, big.NewRat(60, 1)), r)
	}
	return unit.duration(sum.Mul(sum, second))
}

var second = big.NewRat(int64(time.Second), 1)

// unitNames are the units of time by the names that people write, in lower case.
var unitNames = map[string]time.Duration{
	"h": time.Hour, "hr": time.Hour, "hrs": time.Hour, "hour": time.Hour, "hours": time.Hour,
	"m": time.Minute, "min": time.Minute, "mins": time.Minute, "minute": time.Minute, "minutes": time.Minute,
	"s": time.Second, "sec": time.Second, "secs": time.Second, "second": time.Second, "seconds": time.Second,
	"ms": time.Millisecond, "msec": time.Millisecond, "msecs": time.Millisecond, "millisecond": time.Millisecond, "milliseconds": time.Millisecond,
	"us": time.Microsecond, "µs": time.Microsecond, "μs": time.Microsecond, "usec": time.Microsecond, "microsecond": time.Microsecond, "microseconds": time.Microsecond,
	"ns": time.Nanosecond, "nsec": time.Nanosecond, "nanosecond": time.Nanosecond, "nanoseconds": time.Nanosecond,
}

// units reads numbers that are followed by their units, the largest first.
func units(s string, unit OffsetUnit) (time.Duration, bool) {
	s = strings.TrimPrefix(s, "PT")
	if s == "" {
		return 0, false
	}
	sum := new(big.Rat)
	last := time.Duration(1<<63 - 1)
	for s != "" {
		n := 0
		for n < len(s) && (isDigit(s[n]) || s[n] == '.' || n == 0 && s[n] == '+' || exponentAt(s, n)) {
			n++
		}
		r, ok := decimal(s[:n])
		if !ok {
			return 0, false
		}
		s = strings.TrimLeft(s[n:], " ")
		n = 0
		for n < len(s) && (isLetter(s[n]) || s[n] >= 0x80) {
			n++
		}
		length, ok := unitNames[strings.ToLower(s[:n])]
		if !ok || length >= last {
			return 0, false
		}
		last = length
		s = strings.TrimLeft(s[n:], " ")
		if s != "" && !r.IsInt() {
			return 0, false // "1.5m30s"
		}
		sum.Add(sum, r.Mul(r, new(big.Rat).SetInt64(int64(length))))
	}
	return unit.duration(sum)
}

// exponentAt reports whether s has a letter or sign of an exponent at n.
func exponentAt(s string, n int) bool {
	switch {
	case n == 0 || n+1 >= len(s):
		return false
	case s[n]|0x20 == 'e':
		return isDigit(s[n+1]) || s[n+1] == '+' || s[n+1] == '-'
	}
	return (s[n] == '+' || s[n] == '-') && s[n-1]|0x20 == 'e' && isDigit(s[n+1])
}

// durationObject reads {"seconds":5,"nanos":500000000}.
func durationObject(data []byte, at int) (time.Duration, bool) {
	var parts [2]int64
	var has [2]bool
	for m := range members(data, at) {
		k := 0
		switch text(data[m.name:m.nameEnd]) {
		case "seconds":
		case "nanos":
			k = 1
		default:
			return 0, false
		}
		value := data[m.value:m.end]
		if value[0] == '"' && k == 0 { // as protobuf writes whole numbers of 64 bits
			value = value[1 : len(value)-1]
		}
		n, err := strconv.ParseInt(string(value), 10, 64)
		if err != nil || has[k] || n < 0 || k == 1 && n >= int64(time.Second) {
			return 0, false
		}
		parts[k], has[k] = n, true
	}
	if !has[0] && !has[1] {
		return 0, false
	}
	sum := new(big.Rat).SetFrac64(parts[1], int64(time.Second))
	sum.Add(sum, new(big.Rat).SetInt64(parts[0]))
	return nanos(sum.Mul(sum, second))
}

// decimal reads a decimal number that is not negative, with or without an exponent of
// at most two digits.
func decimal(s string) (*big.Rat, bool) {
	mantissa := strings.TrimPrefix(s, "+")
	if i := strings.IndexAny(mantissa, "eE"); i >= 0 {
		exponent := mantissa[i+1:]
		if exponent != "" && (exponent[0] == '+' || exponent[0] == '-') {
			exponent = exponent[1:]
		}
		if n := len(exponent); n == 0 || n > 2 || digits([]byte(exponent)) != n {
			return nil, false
		}
		mantissa = mantissa[:i]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if both := whole + fraction; both == "" || len(s) > maxNumber || digits([]byte(both)) != len(both) {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// nanos returns nanoseconds as a duration, if that is exact.
func nanos(r *big.Rat) (time.Duration, bool) {
	if !r.IsInt() || !r.Num().IsInt64() {
		return 0, false
	}
	return time.Duration(r.Num().Int64()), true
}
