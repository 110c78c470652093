package wire

import "github.com/seed-57910ec4/videotune/internal/swar"

// space returns the index of the first byte of data from i on that is not
// insignificant space as JSON defines it, or len(data).
func space(data []byte, i int) int {
	for i < len(data) {
		switch data[i] {
		case ' ', '\t', '\n', '\r':
			i++
		default:
			return i
		}
	}
	return i
}

// runeLen returns the length of the UTF-8 sequence that data has at i, where a
// byte outside ASCII stands, or 0 if it is not valid. Overlong forms,
// surrogates and what lies beyond U+10FFFF are not valid.
func runeLen(data []byte, i int) int {
	rest := data[i:]
	switch c := rest[0]; {
	case c < 0xC2:
	case c < 0xE0:
		if len(rest) >= 2 && isCont(rest[1]) {
			return 2
		}
	case c < 0xF0:
		if len(rest) < 3 || !isCont(rest[1]) || !isCont(rest[2]) {
			return 0
		}
		if c == 0xE0 && rest[1] < 0xA0 || c == 0xED && rest[1] > 0x9F {
			return 0
		}
		return 3
	case c < 0xF5:
		if len(rest) < 4 || !isCont(rest[1]) || !isCont(rest[2]) || !isCont(rest[3]) {
			return 0
		}
		if c == 0xF0 && rest[1] < 0x90 || c == 0xF4 && rest[1] > 0x8F {
			return 0
		}
		return 4
	}
	return 0
}

// foreign goes on from i over characters outside ASCII, and single ones of ASCII
// between them, to the first byte that needs a closer look: one that plain or
// the escapes are for, one that is not valid, one of a line break, one near the
// end. It is for text in other scripts, in which there are few runs of ASCII.
func foreign(data []byte, i int) int {
	for i+2 < len(data) {
		switch c := data[i]; {
		case c < 0x80:
			if data[i+1] < 0x80 || swar.IsSpecial(c) {
				return i
			}
			i++
		case 0xC3 <= c && c < 0xE0 && isCont(data[i+1]):
			i += 2
		case 0xE3 <= c && c < 0xED && isCont(data[i+1]) && isCont(data[i+2]):
			i += 3
		default:
			n := runeLen(data, i)
			if n == 0 || (c == 0xC2 || c == 0xE2) && lineBreak(data[i:]) != "" {
				return i
			}
			i += n
		}
	}
	return i
}

// isCont reports whether c continues a UTF-8 sequence.
func isCont(c byte) bool { return c&0xC0 == 0x80 }

// lineBreak returns the JSON escape of the line-breaking character that b
// begins with, valid UTF-8, and "" if it begins with none. Some readers split
// lines at U+0085, U+2028 and U+2029, so they are never written as they are.
func lineBreak(b []byte) string {
	switch {
	case b[0] == 0xC2 && b[1] == 0x85:
		return `\u0085`
	case b[0] == 0xE2 && b[1] == 0x80 && b[2] == 0xA8:
		return `\u2028`
	case b[0] == 0xE2 && b[1] == 0x80 && b[2] == 0xA9:
		return `\u2029`
	}
	return ""
}

// isDigit reports whether c is a decimal digit.
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isLetter reports whether c is an ASCII letter.
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isWord reports whether c can be part of a word like those that take the place
// of a value or a name.
func isWord(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' || c == '$' }

// isNumeric reports whether c can be part of something meant as a number.
func isNumeric(c byte) bool { return isWord(c) || c == '+' || c == '-' || c == '.' }

// run returns the longest prefix of data whose bytes are all in the class.
func run(data []byte, class func(byte) bool) []byte {
	n := 0
	for n < len(data) && class(data[n]) {
		n++
	}
	return data[:n]
}
