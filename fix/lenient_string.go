package fix

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/swar"
)

// beginString enters a string.
func (l *lenient) beginString(quote byte, name bool) status {
	if quote == '\'' {
		l.mends.add(videotune.RuleJSONSingleQuotes, "'", `"`)
	}
	l.quote, l.naming, l.dialect.raw, l.state = quote, name, false, inString
	l.smart, l.begun = 0, l.pos
	l.out = append(l.out, '"')
	l.name = len(l.out)
	l.pos++
	return statusMore
}

// str reads on in a string.
func (l *lenient) str(data []byte, eof bool) status {
	for l.pos < len(data) {
		if end := l.plain(data); end > l.pos {
			l.out = append(l.out, data[l.pos:end]...)
			l.pos = end
			continue
		}
		var st status
		switch c := data[l.pos]; {
		case c == l.quote:
			l.endString()
			return statusMore
		case c == '"' && l.smart != 0:
			return l.fail(smartWithin)
		case c == '"': // in single quotes
			l.out = append(l.out, '\\', '"')
			l.pos++
			continue
		case c == '\\':
			st = l.escape(data, eof)
		case c < 0x20:
			st = l.control(data, eof)
		default:
			st = l.character(data, eof)
		}
		if st == statusDone {
			return statusMore
		}
		if st != statusMore || l.pos < 0 {
			return st
		}
	}
	return statusMore
}

// plain returns the end of the run at pos that stands for itself. No byte is looked at
// for more than one string: in single quotes the run is sought as far as the next of
// them, whose place is kept while it lies ahead.
func (l *lenient) plain(data []byte) int {
	if l.quote == '\'' {
		l.single = max(l.single, l.pos)
		if n := bytes.IndexByte(data[l.single:], '\''); n >= 0 {
			l.single += n
		} else {
			l.single = len(data)
		}
		data = data[:l.single]
	}
	return swar.Plain(data, l.pos)
}

func (l *lenient) endString() {
	name := l.out[l.name:]
	l.out = append(l.out, '"')
	l.pos++
	l.state = inAfter
	if l.naming {
		l.named(name)
	}
}

// character reads a character outside ASCII, and returns statusDone for one that ends
// the string.
func (l *lenient) character(data []byte, eof bool) status {
	rest := data[l.pos:]
	if !utf8.FullRune(rest) {
		return l.wait(eof)
	}
	r, n := utf8.DecodeRune(rest)
	if r == utf8.RuneError && n <= 1 {
		return l.fail(fmt.Sprintf("the byte 0x%02X is not valid UTF-8", rest[0]))
	}
	if l.smart != 0 && (r == leftQuote || r == rightQuote || r == lowQuote) {
		return l.smartQuote(r, n)
	}
	l.out = append(l.out, rest[:n]...)
	l.pos += n
	return statusMore
}

// control reads a control character, and writes it as an escape. A line break is
// "\n", however the file ends its lines.
func (l *lenient) control(data []byte, eof bool) status {
	c := data[l.pos]
	if c == '\r' {
		if l.pos+1 >= len(data) {
			if !eof {
				return l.wait(false)
			}
		} else if data[l.pos+1] == '\n' {
			l.pos++
			c = '\n'
			if st := l.ask(data, eof); st != statusDone {
				if st == statusLine {
					return st
				}
				l.pos++ // from -pos-1 to that of the "\r"
				return st
			}
		}
	} else if c == '\n' {
		if st := l.ask(data, eof); st != statusDone {
			return st
		}
	}
	escape := fmt.Sprintf(`\u%04x`, c)
	switch c {
	case '\n':
		escape = `\n`
	case '\t':
		escape = `\t`
	case '\r':
		escape = `\r`
	}
	l.out = append(l.out, escape...)
	if c == '\n' {
		l.mends.add(videotune.RuleLineRawNewline, "a line break in a text", escape)
	} else {
		l.mends.add(videotune.RuleJSONControlCharacter, fmt.Sprintf("U+%04X", c), escape)
	}
	l.pos++
	return statusMore
}

// escape reads an escape. In single quotes, and in a printed Python value, it is one of
// Python and JavaScript.
func (l *lenient) escape(data []byte, eof bool) status {
	rest := data[l.pos:]
	if len(rest) < 2 {
		return l.wait(eof)
	}
	if l.dialect.raw {
		return l.rawEscape(rest[1])
	}
	other := l.quote == '\'' || l.python()
	switch c := rest[1]; c {
	case '"', '\\', 'b', 'f', 'n', 'r', 't':
		return l.keep(rest[:2])
	case '/':
		if l.quote == '\'' {
			return l.fail(slashEscape)
		}
		return l.keep(rest[:2])
	case 'u':
		return l.unicode(rest, other, eof)
	case '\'':
		if other {
			return l.write("'", 2)
		}
	case 'x':
		if other {
			return l.hex(rest, 2, eof)
		}
	case 'U':
		if other {
			return l.hex(rest, 8, eof)
		}
	case 'v':
		if other {
			return l.write(`\u000b`, 2)
		}
	case 'a':
		if other {
			return l.fail(bellEscape)
		}
	}
	return l.fail(noEscape(rest))
}

// keep copies an escape as it is.
func (l *lenient) keep(escape []byte) status {
	l.out = append(l.out, escape...)
	l.pos += len(escape)
	return statusMore
}

// write writes s in place of the next n bytes.
func (l *lenient) write(s string, n int) status {
	l.out = append(l.out, s...)
	l.pos += n
	return statusMore
}

// unicode reads \uXXXX, and the second half of a pair with the first; other tells that
// it may be one of Python, which knows no pairs.
func (l *lenient) unicode(rest []byte, other, eof bool) status {
	if len(rest) < 6 {
		return l.wait(eof)
	}
	r, ok := hexRune(rest[2:6])
	switch {
	case !ok:
		return l.fail(noEscape(rest))
	case !utf16.IsSurrogate(r):
		return l.keep(rest[:6])
	case r >= 0xDC00, len(rest) > 6 && rest[6] != '\\':
		return l.fail(halfPair)
	case len(rest) < 12:
		return l.wait(eof)
	}
	low, ok := hexRune(rest[8:12])
	if !ok || rest[6] != '\\' || rest[7] != 'u' || low < 0xDC00 || low > 0xDFFF {
		return l.fail(halfPair)
	}
	if other {
		return l.fail(pythonPair)
	}
	return l.keep(rest[:12])
}

// hex reads an escape of n hexadecimal digits that JSON does not have.
func (l *lenient) hex(rest []byte, n int, eof bool) status {
	if len(rest) < 2+n {
		return l.wait(eof)
	}
	r, ok := hexRune(rest[2 : 2+n])
	if !ok || !utf8.ValidRune(r) {
		return l.fail(noEscape(rest))
	}
	escape := fmt.Sprintf(`\u%04x`, r)
	if r > 0xFFFF {
		high, low := utf16.EncodeRune(r)
		escape = fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return l.write(escape, 2+n)
}

func hexRune(b []byte) (rune, bool) {
	for _, c := range b {
		if !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
			return 0, false
		}
	}
	n, err := strconv.ParseUint(string(b), 16, 32)
	return rune(min(n, utf8.MaxRune+1)), err == nil
}
