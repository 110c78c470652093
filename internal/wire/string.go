package wire

import (
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/swar"
	"github.com/seed-57910ec4/videotune/internal/view"
)

// escapes maps the byte after a backslash to what the escape stands for. 0
// stands for none; \u is not in it.
var escapes = [256]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// str reads the string whose opening quote is at i and returns its text and the
// index after it, or -1 with the fault noted. The text is a view of the line if
// it has no escape, of the decoder's arena otherwise.
func (d *Decoder) str(i int) (string, int) {
	data := d.data
	start := i + 1
	i = swar.Plain(data, start)
	if i >= len(data) || data[i] != '"' && data[i] != '\\' {
		if i = d.beyond(i); i < 0 {
			return "", i
		}
	}
	if data[i] == '"' {
		return view.String(data[start:i]), i + 1
	}
	first := len(d.arena)
	w := first + copy(d.arena[first:cap(d.arena)], data[start:i])
	return d.unescape(i, first, w)
}

// text is value for the text of a part, whose runes it counts, and which may be
// known from other lines.
func (d *Decoder) text(i int, p *Part) int {
	p.Text.At = i
	if d.data[i] != '"' {
		return d.wrong(i, String, &p.Bad, Text)
	}
	d.high, d.cont = 0, 0
	if start := i + 1; len(d.data)-start >= minKnown {
		p.Text.S, i = d.textOf(start)
	} else {
		p.Text.S, i = d.str(i)
	}
	p.Runes = Runes{Low: len(p.Text.S) - d.cont - d.high, High: d.high}
	return i
}

// textOf is str for a text that begins at start and may be known.
func (d *Decoder) textOf(start int) (string, int) {
	data, first := d.data, len(d.arena)
	buf := d.arena[:cap(d.arena)]
	i, w := start, first
	var unknown *piece
	for len(data)-i >= minKnown {
		k := d.known.find(data[i:])
		if k == nil || !k.begins(data[i:]) {
			unknown = k
			break
		}
		w += copy(buf[w:], k.to)
		d.high += k.high
		d.cont += k.cont
		i += len(k.from)
	}
	from := i
	var s string
	if i == start { // it may be a view of the line
		s, i = d.str(start - 1)
	} else {
		s, i = d.unescape(i, first, w)
	}
	if unknown != nil && i >= 0 {
		unknown.learn(data[from:i-1], (*piece).takeRaw)
	}
	return s, i
}

// beyond goes on from i, inside a string, to its first quote or backslash,
// checking UTF-8 on its way; -1 with the fault noted if there is something that
// a string cannot hold.
func (d *Decoder) beyond(i int) int {
	data := d.data
	for i < len(data) {
		switch c := data[i]; {
		case c == '"' || c == '\\':
			return i
		case c >= 0x80:
			next := d.character(i)
			if next < 0 {
				return next
			}
			next = foreign(data, next)
			d.count(data[i:next])
			if i = next; i < len(data) && data[i] >= 0x80 {
				continue
			}
		case c < 0x20:
			return d.syntax(ControlCharacter, i, controlName(c), "an escape")
		}
		i = swar.Plain(data, i)
	}
	return d.syntax(CutInString, len(data), "", "")
}

// character checks the character outside ASCII at i, in a string, and returns
// the index after it, or -1 with the fault noted.
func (d *Decoder) character(i int) int {
	n := runeLen(d.data, i)
	if n == 0 {
		return d.badUTF8(i, true)
	}
	if lineBreak(d.data[i:]) != "" {
		d.untidy = true
	}
	return i + n
}

// unescape goes on from i with a string of which the text up to there stands in
// the arena from first to w. It writes the rest into the arena, which is as long
// as the line: no escape is shorter than what it stands for, and no byte of a
// line is written twice.
func (d *Decoder) unescape(i, first, w int) (string, int) {
	data := d.data
	buf := d.arena[:cap(d.arena)]
	for i < len(data) {
		read, written := copyText(buf[w:], data[i:])
		i, w = i+read, w+written
		for i < len(data) && !swar.IsSpecial(data[i]) { // the last bytes of a line
			buf[w] = data[i]
			i, w = i+1, w+1
		}
		if i == len(data) {
			break
		}
		switch c := data[i]; {
		case c == '"':
			d.arena = buf[:w]
			return view.String(buf[first:w]), i + 1
		case c == '\\':
			if i+1 < len(data) && escapes[data[i+1]] != 0 {
				buf[w] = escapes[data[i+1]]
				i, w = i+2, w+1
				break
			}
			var r rune
			if r, i = d.unicodeEscape(i); i < 0 {
				return "", i
			}
			n := utf8.EncodeRune(buf[w:], r)
			d.countRune(r, n)
			w += n
		case c < 0x20:
			return "", d.syntax(ControlCharacter, i, controlName(c), "an escape")
		default:
			next := d.character(i)
			if next < 0 {
				return "", next
			}
			next = foreign(data, next)
			d.count(data[i:next])
			w += copy(buf[w:], data[i:next])
			i = next
		}
	}
	return "", d.syntax(CutInString, len(data), "", "")
}

// copyText copies from src to dst what stands for itself in a string, and what
// escapes of two bytes stand for. It returns how much it read and wrote until
// there was something else, or nearly the end of one of them. It is a function of
// its own, and its slices are written out, so that the loop compiles to little.
func copyText(dst, src []byte) (i, w int) {
	for len(src)-i >= 10 && len(dst)-w >= 8 {
		word := swar.Load(src[i:len(src):len(src)])
		swar.Store(dst[w:len(dst):len(dst)], word)
		m := swar.Special(word)
		if m == 0 {
			i, w = i+8, w+8
			continue
		}
		n := swar.First(m)
		i, w = i+n, w+n
		if src[i] != '\\' {
			break
		}
		e := escapes[src[i+1]]
		if e == 0 {
			break
		}
		dst[w] = e
		i, w = i+2, w+1
	}
	return i, w
}

// skipString checks the string whose opening quote is at i and returns the
// index after it, or -1 with the fault noted.
func (d *Decoder) skipString(i int) int {
	data := d.data
	for i = swar.Plain(data, i+1); ; i = swar.Plain(data, i) {
		if i >= len(data) || data[i] != '"' && data[i] != '\\' {
			if i = d.beyond(i); i < 0 {
				return i
			}
		}
		if data[i] == '"' {
			return i + 1
		}
		if i+1 < len(data) && escapes[data[i+1]] != 0 {
			i += 2
		} else if _, i = d.unicodeEscape(i); i < 0 {
			return i
		}
	}
}

// unicodeEscape reads the escape \uXXXX at i, or the two of a surrogate pair,
// and returns the character and the index after it, or -1 with the fault noted.
// Every other escape that comes here is a bad one.
func (d *Decoder) unicodeEscape(i int) (rune, int) {
	data := d.data
	r, n := hexEscape(data[i:])
	switch {
	case n != 6:
		return 0, d.badEscape(i)
	case r < 0xD800 || r > 0xDFFF:
		return r, i + 6
	case r < 0xDC00:
		low, n := hexEscape(data[i+6:])
		if n == 6 && low >= 0xDC00 && low <= 0xDFFF {
			return 0x10000 + (r-0xD800)<<10 + (low - 0xDC00), i + 12
		}
		if n == len(data)-(i+6) && n < 6 {
			return 0, d.syntax(CutInString, len(data), "", "")
		}
	}
	return 0, d.syntax(LoneSurrogate, i, string(data[i:i+6]), "a pair of surrogates")
}

// hexEscape reads \uXXXX at the beginning of b. n is the number of bytes that
// belong to such an escape; it is complete if they are six.
func hexEscape(b []byte) (r rune, n int) {
	for n < len(b) && n < 6 {
		c := b[n]
		switch {
		case n == 0 && c == '\\', n == 1 && c == 'u':
		case n < 2:
			return 0, n
		case isDigit(c):
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return r, n
		}
		n++
	}
	return r, n
}

// badEscape notes the fault of the escape at i.
func (d *Decoder) badEscape(i int) int {
	data := d.data
	_, n := hexEscape(data[i:])
	if i+n >= len(data) {
		return d.syntax(CutInString, len(data), "", "")
	}
	end := i + n
	if n < 2 { // \x41, \', \ followed by a character of several bytes
		if data[i+1] >= 0x80 && runeLen(data, i+1) == 0 {
			return d.badUTF8(i+1, true)
		}
		_, size := utf8.DecodeRune(data[i+1:])
		if end = i + 1 + size; data[i+1] == 'x' {
			end += len(run(data[end:min(end+2, len(data))], isWord))
		}
	}
	return d.syntax(BadEscape, i, string(data[i:end]), "")
}
