package exact

import (
	"strconv"
	"strings"
)

// maxExponent is the number of digits that an exponent may have in [Canonical], so that
// it fits into 64 bits with what the digits of the number add to it.
const maxExponent = 18

// Canonical returns the one text that all spellings of a JSON number's decimal value
// have: its digits without zeros at either end, and their exponent: "15e-1" for 1.5,
// 1.50 and 15e-1, "1e2" for 100, "0" for zero, whatever its sign. It compares values
// exactly, where floats of 64 bits would make one of two. Its time and the length of its
// text go by the length of number, however large the exponent.
//
// ok is false for what is no number of JSON, and for a number other than zero whose
// exponent has more than 18 digits, leading zeros aside; such are compared as they are
// written.
func Canonical(number string) (text string, ok bool) {
	rest, minus := strings.CutPrefix(number, "-")
	whole, rest := cutDigits(rest)
	if whole == "" || whole[0] == '0' && len(whole) > 1 {
		return "", false
	}
	fraction := ""
	if after, cut := strings.CutPrefix(rest, "."); cut {
		if fraction, rest = cutDigits(after); fraction == "" {
			return "", false
		}
	}
	power, below := "", false
	if rest != "" {
		if rest[0] != 'e' && rest[0] != 'E' {
			return "", false
		}
		rest = rest[1:]
		if below = strings.HasPrefix(rest, "-"); below || strings.HasPrefix(rest, "+") {
			rest = rest[1:]
		}
		if power, rest = cutDigits(rest); power == "" || rest != "" {
			return "", false
		}
	}
	all := strings.TrimLeft(whole+fraction, "0")
	digits := strings.TrimRight(all, "0")
	if digits == "" {
		return "0", true
	}
	if power = strings.TrimLeft(power, "0"); len(power) > maxExponent {
		return "", false
	}
	exponent, _ := strconv.ParseInt("0"+power, 10, 64)
	if below {
		exponent = -exponent
	}
	exponent += int64(len(all) - len(digits) - len(fraction))
	if minus {
		digits = "-" + digits
	}
	if exponent == 0 {
		return digits, true
	}
	return digits + "e" + strconv.FormatInt(exponent, 10), true
}

// cutDigits cuts s behind the decimal digits that it begins with.
func cutDigits(s string) (digits, rest string) {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return s[:n], s[n:]
}
