package wire

import (
	"fmt"
	"slices"

	"github.com/seed-57910ec4/videotune/internal/swar"
	"github.com/seed-57910ec4/videotune/internal/view"
)

const hexDigits = "0123456789abcdef"

// shortEscapes maps the characters that have an escape of two bytes to it, the
// backslash lowest.
var shortEscapes = func() (escapes [256]uint16) {
	for c, e := range map[byte]byte{'"': '"', '\\': '\\', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't'} {
		escapes[c] = '\\' | uint16(e)<<8
	}
	return escapes
}()

// AppendString appends s as a JSON string. It escapes what JSON demands, in the
// shortest way, and U+0085, U+2028 and U+2029, at which some readers split
// lines; everything else stays as it is. If s is not valid UTF-8, dst is
// returned as it was, with an [*AppendError].
func AppendString(dst []byte, s string) ([]byte, error) {
	out, fail := appendString(dst, s)
	if fail != nil {
		return dst, fail
	}
	return out, nil
}

// appendString is AppendString.
func appendString(dst []byte, s string) ([]byte, *AppendError) {
	buf, fail := appendRest(append(dst, '"'), s, 0)
	if fail != nil {
		return dst, fail
	}
	return buf, nil
}

// appendText is appendString for the text of a part, which may be known from
// other lines.
func (e *Encoder) appendText(dst []byte, s string) ([]byte, *AppendError) {
	src := view.Bytes(s)
	if e == nil || len(src) < minKnown {
		return appendString(dst, s)
	}
	buf := append(dst, '"')
	var unknown *piece
	i := 0
	for len(src)-i >= minKnown {
		k := e.known.find(src[i:])
		if k == nil || !k.begins(src[i:]) {
			unknown = k
			break
		}
		buf = append(buf, k.to...)
		i += len(k.from)
	}
	buf, fail := appendRest(buf, s, i)
	if fail != nil {
		return dst, fail
	}
	if unknown != nil {
		unknown.learn(src[i:], (*piece).takeText)
	}
	return buf, nil
}

// slack is room for one escape and both quotes.
const slack = 16

// appendRest appends s from i on, and the quote behind it.
func appendRest(dst []byte, s string, i int) ([]byte, *AppendError) {
	src := view.Bytes(s)
	w := len(dst)
	buf := room(dst, w, len(src)-i+slack)
	for {
		read, written := escapeText(buf[w:], src[i:])
		i, w = i+read, w+written
		// What was escaped took more room than it takes in s.
		if len(buf)-w < len(src)-i+slack {
			buf = room(buf, w, 2*(len(src)-i)+slack)
		}
		for i < len(src) && !swar.IsSpecial(src[i]) { // the last bytes
			buf[w] = src[i]
			i, w = i+1, w+1
		}
		if i == len(src) {
			break
		}
		switch c := src[i]; {
		case c >= 0x80:
			n := runeLen(src, i)
			if n == 0 {
				return dst, &AppendError{Kind: InvalidUTF8, At: i, Name: fmt.Sprintf("0x%02X", c)}
			}
			next := i + n
			if escape := lineBreak(src[i:]); escape != "" {
				w += copy(buf[w:], escape)
			} else {
				next = foreign(src, next)
				w += copy(buf[w:], src[i:next])
			}
			i = next
		case shortEscapes[c] != 0:
			swar.Store2(buf[w:], shortEscapes[c])
			i, w = i+1, w+2
		default:
			w += copy(buf[w:], `\u00`)
			buf[w], buf[w+1] = hexDigits[c>>4], hexDigits[c&15]
			i, w = i+1, w+2
		}
	}
	buf[w] = '"'
	return buf[:w+1], nil
}

// escapeText copies from src to dst what stands for itself in a string, and the
// escapes of two bytes of what has one. It returns how much it read and wrote
// until there was something else, or nearly the end of one of them; it ends at
// the end of src only if all was read. It is written as copyText is.
func escapeText(dst, src []byte) (i, w int) {
	for len(src)-i >= 8 && len(dst)-w >= 16 {
		word := swar.Load(src[i:len(src):len(src)])
		swar.Store(dst[w:len(dst):len(dst)], word)
		m := swar.Special(word)
		if m == 0 {
			i, w = i+8, w+8
			continue
		}
		n := swar.First(m)
		i, w = i+n, w+n
		e := shortEscapes[src[i]]
		if e == 0 {
			break
		}
		swar.Store2(dst[w:len(dst):len(dst)], e)
		i, w = i+1, w+2
	}
	if n := len(src) - i; 0 < n && n < 8 && len(src) >= 8 && len(dst)-w >= 8 {
		past := 8 * (8 - n) // bits of the last word that were read before
		word := swar.Load(src[len(src)-8:])
		if swar.Special(word)>>past == 0 {
			swar.Store(dst[w:], word>>past)
			return i + n, w + n
		}
	}
	return i, w
}

// room returns buf, of which w bytes are in use, with at least n more, and as
// long as its memory is.
func room(buf []byte, w, n int) []byte {
	buf = slices.Grow(buf[:w], n)
	return buf[:cap(buf)]
}
