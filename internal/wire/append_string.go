package wire

import (
	"fmt"
	"slices"

	"github.com/seed-57910ec4/videotune/internal/swar"
	"github.com/seed-57910ec4/videotune/internal/view"
)

const hexDigits = "0123456789abcdef"

// shortEscapes maps the characters that have an escape of two bytes to its
// second byte.
var shortEscapes = [128]byte{
	'"': '"', '\\': '\\', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't',
}

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

// appendString is AppendString. It copies eight bytes before it knows whether
// they may stay, and then takes the step that those take that do.
func appendString(dst []byte, s string) ([]byte, *AppendError) {
	const slack = 16 // for one escape and both quotes
	src := view.Bytes(s)
	w := len(dst)
	buf := room(dst, w, len(src)+slack)
	buf[w] = '"'
	w++
	i := 0
scan:
	for {
		for i+8 <= len(src) {
			word := swar.Load(src[i:])
			swar.Store(buf[w:], word)
			if m := swar.Special(word); m != 0 {
				n := swar.First(m)
				i, w = i+n, w+n
				break
			}
			i, w = i+8, w+8
		}
		for i < len(src) && !swar.IsSpecial(src[i]) {
			buf[w] = src[i]
			i, w = i+1, w+1
		}
		for i < len(src) && swar.IsSpecial(src[i]) {
			// What comes now may take more room than it takes in s.
			if len(buf)-w < len(src)-i+slack {
				buf = room(buf, w, 2*(len(src)-i)+slack)
			}
			c := src[i]
			if c >= 0x80 {
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
				continue
			}
			buf[w] = '\\'
			if e := shortEscapes[c]; e != 0 {
				buf[w+1] = e
				w += 2
			} else {
				copy(buf[w+1:], "u00")
				buf[w+4] = hexDigits[c>>4]
				buf[w+5] = hexDigits[c&15]
				w += 6
			}
			i++
			continue scan
		}
		if i >= len(src) {
			break
		}
	}
	buf[w] = '"'
	return buf[:w+1], nil
}

// room returns buf, of which w bytes are in use, with at least n more, and as
// long as its memory is.
func room(buf []byte, w, n int) []byte {
	buf = slices.Grow(buf[:w], n)
	return buf[:cap(buf)]
}
