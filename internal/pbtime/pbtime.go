// Package pbtime reads and writes the JSON form of google.protobuf.Duration,
// decimal seconds with an "s": "5s", "5.5s", "0.000000001s".
//
// Everything is whole-number arithmetic on nanoseconds; no value passes through
// a float.
package pbtime

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// A Form says how a duration is spelt.
type Form uint8

// The forms. Strict and Loose carry a duration, the others do not.
const (
	Strict   Form = iota // ^(0|[1-9]\d*)(\.\d{1,9})?s$, with or without a leading '-'
	Loose                // ".5s", "5.s", "+5s", "05s": readers differ
	Empty                // ""
	NoUnit               // "5", "5.5": a number without a unit
	Clock                // "00:05", "1:02:03.5"
	Unit                 // "500ms", "1m30s", "5S", "5 sec": another unit or spelling of it
	Space                // " 5s", "5 s"
	Exponent             // "1e1s"
	Digits               // more than nine digits after the point
	Overflow             // more than a duration can hold (about 292 years)
	Other                // anything else
)

// OK reports whether a value spelt so has a duration.
func (f Form) OK() bool { return f <= Loose }

// Parse reads s. The duration is 0 unless the form is OK; it may be negative.
func Parse(s string) (time.Duration, Form) {
	if s == "" {
		return 0, Empty
	}
	rest, form, neg := s, Strict, false
	switch rest[0] {
	case '-':
		neg, rest = true, rest[1:]
	case '+':
		form, rest = Loose, rest[1:]
	}
	whole := digits(rest)
	if whole > 1 && rest[0] == '0' || whole == 0 {
		form = Loose
	}
	sec, over := number(rest[:whole])
	rest = rest[whole:]
	var nanos int64
	frac := 0
	if rest != "" && rest[0] == '.' {
		frac = digits(rest[1:])
		if frac == 0 {
			form = Loose
		}
		if frac <= 9 {
			nanos, _ = number(rest[1 : 1+frac])
			for i := frac; i < 9; i++ {
				nanos *= 10
			}
		}
		rest = rest[1+frac:]
	}
	if whole+frac == 0 || rest != "s" {
		return 0, misspelt(s)
	}
	if frac > 9 {
		return 0, Digits
	}
	if over || sec > math.MaxInt64/int64(time.Second) {
		return 0, Overflow
	}
	d := sec * int64(time.Second)
	if d > math.MaxInt64-nanos {
		return 0, Overflow
	}
	d += nanos
	if neg {
		d = -d
	}
	return time.Duration(d), form
}

// Append appends the strict spelling of d to dst: "5s", "0.3s", "-0.5s". It is
// exact, and has no digit more than it needs.
func Append(dst []byte, d time.Duration) []byte {
	u := uint64(d)
	if d < 0 {
		dst = append(dst, '-')
		u = -u
	}
	dst = strconv.AppendUint(dst, u/uint64(time.Second), 10)
	if nanos := u % uint64(time.Second); nanos != 0 {
		dst = append(dst, '.')
		for unit := uint64(time.Second) / 10; nanos != 0; unit /= 10 {
			dst = append(dst, byte('0'+nanos/unit))
			nanos %= unit
		}
	}
	return append(dst, 's')
}

// Format returns what Append appends.
func Format(d time.Duration) string { return string(Append(nil, d)) }

// misspelt names the fault of a string that is no duration.
func misspelt(s string) Form {
	var digit, colon, space, letter, point, sign, exponent, odd bool
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
			digit = true
		case c == ':':
			colon = true
		case c == ' ' || c == '\t':
			space = true
		case c == '.':
			odd = odd || point
			point = true
		case c == '+' || c == '-':
			power := i > 0 && s[i-1]|0x20 == 'e'
			odd = odd || !power && (digit || point || sign)
			sign = true
		case (c == 'e' || c == 'E') && digit && i+1 < len(s) && (isDigit(s[i+1]) || s[i+1] == '-' || s[i+1] == '+'):
			exponent = true
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			letter = true
		default:
			return Other
		}
	}
	switch {
	case !digit || odd:
		return Other
	case colon && !letter:
		return Clock
	case exponent:
		return Exponent
	case colon:
		return Other
	case space && onlyUnit(strings.TrimRight(s, " \t")):
		return Space
	case letter:
		return Unit
	}
	return NoUnit
}

// onlyUnit reports whether s has no letter, or an s at its end and no other.
func onlyUnit(s string) bool {
	s = strings.TrimSuffix(s, "s")
	for i := 0; i < len(s); i++ {
		if c := s[i] | 0x20; 'a' <= c && c <= 'z' {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// digits is the length of the run of digits that s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// number reads a run of digits; over tells that it does not fit.
func number(s string) (n int64, over bool) {
	for i := 0; i < len(s); i++ {
		if n > (math.MaxInt64-9)/10 {
			return 0, true
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, false
}
