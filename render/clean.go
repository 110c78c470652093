package render

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// unsafeRune reports whether a terminal could act on r, or show something else
// than what is there: control characters (C0, DEL, C1), line and paragraph
// separators, and the marks that turn the direction of writing.
func unsafeRune(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r < 0xa0:
		return true
	case r < 0x061c:
		return false
	}
	return r == 0x061c || r == 0x200e || r == 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff ||
		r >= 0xe0000 && unicode.Is(unicode.Cf, r)
}

// Clean returns s with everything that must not reach a terminal spelt out:
// "\n", "\x1b", "\u202e". What is not UTF-8 is spelt out byte by byte.
func Clean(s string) string {
	i := 0
	for i < len(s) && s[i] >= ' ' && s[i] < 0x7f {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.WriteString(s[:i])
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			writeHex(&b, 'x', rune(s[i]), 2)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case !unsafeRune(r):
			b.WriteString(s[i : i+n])
		case r < 0x80:
			writeHex(&b, 'x', r, 2)
		case r < 0x10000:
			writeHex(&b, 'u', r, 4)
		default:
			writeHex(&b, 'U', r, 8)
		}
		i += n
	}
	return b.String()
}

func writeHex(b *strings.Builder, kind byte, r rune, digits int) {
	b.WriteByte('\\')
	b.WriteByte(kind)
	for d := digits - 1; d >= 0; d-- {
		b.WriteByte(hexDigits[r>>(4*d)&0xf])
	}
}

// appendEscaped appends the JSON src to dst and writes the characters that Clean
// spells out as JSON escapes. Outside of strings valid JSON has none of them but
// space, so the value stays the same.
func appendEscaped(dst, src []byte) []byte {
	done := 0
	for i := 0; i < len(src); {
		if c := src[i]; c >= ' ' && c < 0x7f {
			i++
			continue
		}
		r, n := utf8.DecodeRune(src[i:])
		if !unsafeRune(r) {
			i += n
			continue
		}
		dst = append(dst, src[done:i]...)
		if r >= 0x10000 {
			dst = appendUnit(dst, 0xd800+(r-0x10000)>>10)
			r = 0xdc00 + (r-0x10000)&0x3ff
		}
		dst = appendUnit(dst, r)
		i += n
		done = i
	}
	return append(dst, src[done:]...)
}

// appendUnit appends the escape of one UTF-16 code unit.
func appendUnit(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', hexDigits[r>>12&0xf], hexDigits[r>>8&0xf], hexDigits[r>>4&0xf], hexDigits[r&0xf])
}
