package fix

import (
	"bytes"

	"github.com/seed-57910ec4/videotune"
)

// run1 returns the run of letters, digits, points and signs at pos; nil, with the
// status, if there is none or it may go on behind the data.
func (l *lenient) run1(data []byte, eof bool) ([]byte, status) {
	end := max(l.pos, l.scan)
	for end < len(data) && isNumeric(data[end]) {
		end++
	}
	if end == len(data) && !eof {
		l.scan = end
		return nil, l.wait(false)
	}
	if end == l.pos {
		what := "a value"
		if l.state == inName {
			what = "a name"
		}
		return nil, l.fail("found " + found(data, l.pos) + " where " + what + " belongs")
	}
	l.scan = 0
	return data[l.pos:end], statusMore
}

// word reads a number, or a word that stands for a value.
func (l *lenient) word(data []byte, eof bool) status {
	word, st := l.run1(data, eof)
	if word == nil {
		return st
	}
	if done, st := l.prefixed(data, word, false); done {
		return st
	}
	strict := word
	switch string(word) {
	case "true", "false", "null":
	case "None":
		strict = []byte("null")
	case "True":
		strict = []byte("true")
	case "False":
		strict = []byte("false")
	default:
		if !isNumber(word) {
			if strict = number(word); strict == nil {
				return l.fail(notValue(word))
			}
			l.mends.add(videotune.RuleJSONNumber, string(word), string(strict))
		}
	}
	if isLetter(word[0]) && !bytes.Equal(word, strict) {
		l.mends.add(videotune.RuleJSONPython, string(word), string(strict))
	}
	l.out = append(l.out, strict...)
	l.pos += len(word)
	l.state = inAfter
	return statusMore
}

// number returns the JSON of a number of the same value that JSON spells otherwise:
// "+5", ".5", "5."; nil for what is none.
func number(word []byte) []byte {
	var b []byte
	sign, rest := word[:0], word
	switch word[0] {
	case '+':
		if rest = word[1:]; len(rest) > 0 && rest[0] == '-' {
			return nil
		}
	case '-':
		sign, rest = word[:1], word[1:]
	}
	b = append(b, sign...)
	if len(rest) > 0 && rest[0] == '.' {
		b = append(b, '0')
	}
	point := bytes.IndexByte(rest, '.')
	if point == 0 && (len(rest) < 2 || !isDigit(rest[1])) {
		return nil
	}
	if point < 0 || point+1 < len(rest) && isDigit(rest[point+1]) {
		b = append(b, rest...)
	} else if point > 0 { // "5." and "5.e3"
		b = append(append(b, rest[:point]...), rest[point+1:]...)
	}
	if !isNumber(b) {
		return nil
	}
	return b
}

// isNumber reports whether b is a number as JSON spells it.
func isNumber(b []byte) bool {
	if len(b) > 0 && b[0] == '-' {
		b = b[1:]
	}
	n := digits(b)
	if n == 0 || n > 1 && b[0] == '0' {
		return false
	}
	if b = b[n:]; len(b) > 0 && b[0] == '.' {
		if n = digits(b[1:]); n == 0 {
			return false
		}
		b = b[1+n:]
	}
	if len(b) > 0 && b[0]|0x20 == 'e' {
		b = b[1:]
		if len(b) > 0 && (b[0] == '+' || b[0] == '-') {
			b = b[1:]
		}
		if n = digits(b); n == 0 {
			return false
		}
		b = b[n:]
	}
	return len(b) == 0
}

// digits is the length of the run of digits that b begins with.
func digits(b []byte) int {
	n := 0
	for n < len(b) && isDigit(b[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) || c == '_' || c == '$' }

// isNumeric reports whether c can be part of something meant as a number.
func isNumeric(c byte) bool { return isWord(c) || c == '+' || c == '-' || c == '.' }
