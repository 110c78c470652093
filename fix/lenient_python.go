package fix

import (
	"bytes"
	"slices"

	"github.com/seed-57910ec4/videotune"
)

// A paren is a parenthesis of Python: around one value, or around a tuple, which becomes
// an array.
type paren struct {
	at     int  // place in lenient.out of its '['
	tuple  bool // a comma stands in it
	joined bool // two texts stand side by side in it
}

// A dialect is what is noted of a value for the sake of what only Python has.
type dialect struct {
	parens []paren // that are open
	raw    bool    // the string is one of Python's raw ones
	spaced int     // place of the last token behind white space
	broken int     // place of the last token behind white space with a line break
}

// reset is the dialect of the next value.
func (d *dialect) reset() dialect { return dialect{parens: d.parens[:0]} }

// behind notes what stands before the token at pos, which may be read again when more of
// it is there.
func (d *dialect) behind(pos int, spaced, broken bool) {
	if spaced {
		d.spaced = pos
	}
	if broken {
		d.broken = pos
	}
}

// join notes that the text at pos goes on with the one before it, in a container that
// open begins, or says why it may not. Texts are joined where Python writes them so: on
// lines of their own, as its pprint breaks long ones, or in a parenthesis. On one line
// they may be one text whose quotes are written twice, and in a list a comma may be
// missing.
func (d *dialect) join(pos int, open byte) (why string) {
	switch {
	case d.spaced != pos:
		return quoteTwice
	case open == '[' || open == '{' && d.broken != pos:
		return sideBySide
	case open == '(':
		p := &d.parens[len(d.parens)-1]
		if p.joined = true; p.tuple {
			return sideBySide
		}
	}
	return ""
}

// closing are the brackets that end what others begin.
var closing = map[byte]byte{'{': '}', '[': ']', '(': ')'}

// python reports whether what was read of the value shows that it is no JSON but Python,
// or JavaScript.
func (l *lenient) python() bool {
	return slices.ContainsFunc(l.mends, func(m mend) bool {
		return m.rule == videotune.RuleJSONSingleQuotes || m.rule == videotune.RuleJSONPython
	})
}

// beginParen opens a parenthesis.
func (l *lenient) beginParen() status {
	at := len(l.out)
	if l.begin('(') == statusFailed {
		return statusFailed
	}
	l.out[at], l.state = '[', inElement
	l.dialect.parens = append(l.dialect.parens, paren{at: at})
	return statusMore
}

// endParen closes one.
func (l *lenient) endParen() status {
	last := len(l.dialect.parens) - 1
	p := l.dialect.parens[last]
	l.dialect.parens = l.dialect.parens[:last]
	if l.comma >= 0 {
		l.out = slices.Delete(l.out, l.comma, l.comma+1)
		l.comma = -1
	}
	if p.tuple || l.state == inElement {
		l.mends.add(videotune.RuleJSONPython, "(…)", "[…]")
		l.out = append(l.out, ']')
	} else {
		l.mends.add(videotune.RuleJSONPython, "(…)", "…")
		l.out = slices.Delete(l.out, p.at, p.at+1)
	}
	l.close()
	l.pos++
	return statusMore
}

// parted notes a comma. It returns false if it shows that texts that were joined stand
// in a list.
func (l *lenient) parted() bool {
	if l.open[l.depth-1] != '(' {
		return true
	}
	p := &l.dialect.parens[len(l.dialect.parens)-1]
	p.tuple = true
	return !p.joined
}

// adjacent reads what stands at pos, behind a string, which another string goes on with
// in Python.
func (l *lenient) adjacent(data []byte, eof bool) status {
	quote := l.pos
	if isLetter(data[l.pos]) {
		word, st := l.run1(data, eof)
		if word == nil {
			return st
		}
		if literalOf(word) == unicodes {
			quote += len(word)
		}
	}
	if !quoteAt(data, quote) {
		return l.fail(textGoesOn(data, l.pos))
	}
	if why := l.dialect.join(l.pos, l.open[l.depth-1]); why != "" {
		return l.fail(why)
	}
	if !l.python() {
		return l.fail(sideBySide)
	}
	l.mends.add(videotune.RuleJSONPython, "texts side by side", "one text")
	open := bytes.LastIndexByte(l.out, '"')
	l.pos = quote
	l.beginString(data[quote], false)
	l.out = l.out[:open] // neither the quote that ended the first nor one that begins this
	l.name = open
	return statusMore
}

// A literal is a kind of string of Python, by what stands before its quote.
type literal uint8

const (
	noLiteral literal = iota
	unicodes          // u'…'
	raws              // r'…'
	otherKind         // b'…', f'…' and what is made of them
)

// literalOf says which kind of string a word announces.
func literalOf(word []byte) literal {
	switch string(word) {
	case "u", "U":
		return unicodes
	case "r", "R":
		return raws
	}
	if len(word) > 2 {
		return noLiteral
	}
	for _, c := range word {
		switch c | 0x20 {
		case 'b', 'f', 't', 'r', 'u':
		default:
			return noLiteral
		}
	}
	return otherKind
}

// quoteAt reports whether a quote stands at i.
func quoteAt(data []byte, i int) bool {
	return i < len(data) && (data[i] == '"' || data[i] == '\'')
}

// prefixed enters the string that the word at pos is the prefix of; done is false if it
// is none.
func (l *lenient) prefixed(data, word []byte, name bool) (done bool, st status) {
	quote := l.pos + len(word)
	kind := literalOf(word)
	if kind == noLiteral || !quoteAt(data, quote) {
		return false, statusMore
	}
	if kind == otherKind {
		return true, l.fail("the string " + string(word) + string(data[quote]) + "… is not one of plain text")
	}
	l.mends.add(videotune.RuleJSONPython, string(data[l.pos:quote+1]), `"`)
	l.pos = quote
	st = l.beginString(data[quote], name)
	l.dialect.raw = kind == raws
	return true, st
}

// rawEscape reads a backslash of a raw string, which stands for itself, before c.
func (l *lenient) rawEscape(c byte) status {
	switch c {
	case '"':
		return l.write(`\\\"`, 2)
	case '\'':
		return l.write(`\\'`, 2)
	case '\\':
		return l.write(`\\\\`, 2)
	}
	return l.write(`\\`, 1)
}
