package fix

import (
	"bytes"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
)

// Typographic quotes, which word processors write for straight ones. Single ones are
// apostrophes too, and are not read.
const (
	leftQuote  = '“'
	rightQuote = '”'
	lowQuote   = '„'
)

// Why a text in typographic quotes, or one that they may end, is not mended.
const (
	smartWithin = "a quote stands within a text in typographic quotes: which of them ends it is not clear"
	smartEnd    = "a text that begins with a straight quote may end with this typographic one: which of them is meant is not clear"
	smartEscape = "a backslash stands before a typographic quote: whether it ends the text is not clear"
)

// smartString enters a string in typographic quotes; ok is false if none begins at pos.
func (l *lenient) smartString(data []byte, eof, name bool) (st status, ok bool) {
	rest := data[l.pos:]
	if rest[0] != 0xE2 {
		return statusMore, false
	}
	if !utf8.FullRune(rest) {
		return l.wait(eof), true
	}
	r, n := utf8.DecodeRune(rest)
	if r != leftQuote && r != rightQuote && r != lowQuote {
		return statusMore, false
	}
	l.mends.add(videotune.RuleJSONSyntax, string(r), `"`)
	l.pos += n - 1
	st = l.beginString(0, name)
	l.smart = r
	return st, true
}

// smartQuote reads a typographic quote in a string that began with one: only the right
// one ends it, or the left one if it began with the low one. Any other quote may be one
// of the text.
func (l *lenient) smartQuote(r rune, n int) status {
	if r == rightQuote || r == leftQuote && l.smart == lowQuote {
		l.pos += n - 1
		l.endString()
		return statusDone
	}
	return l.fail(smartWithin)
}

// smartEnds returns the place of the first typographic quote that may be meant to end the
// string that was being read when reading failed, which began with a straight one; -1 if
// there is none. What stands behind such a quote is what stands behind a string.
func (l *lenient) smartEnds(data []byte) int {
	if l.state != inString && lastToken(l.out) != '"' || l.smart != 0 {
		return -1
	}
	data = data[:min(l.pos, len(data))]
	for i := l.begun; i < len(data); {
		n := bytes.IndexRune(data[i:], rightQuote)
		if n < 0 {
			break
		}
		i += n
		behind := space(data, i+utf8.RuneLen(rightQuote))
		if behind < len(data) && bytes.IndexByte([]byte(",:}]"), data[behind]) >= 0 {
			return i
		}
		i++
	}
	return -1
}
