package answer

import (
	"strings"
	"unicode/utf16"
)

// escape reads the escape that t begins with; size is 0 if it is none.
func escape(t string) (r rune, size int) {
	if len(t) < 2 {
		return 0, 0
	}
	switch t[1] {
	case '"', '\\', '/':
		return rune(t[1]), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r, ok := hex4(t[2:])
		if !ok {
			return 0, 0
		}
		if utf16.IsSurrogate(r) && len(t) >= 12 && t[6] == '\\' && t[7] == 'u' {
			if low, ok := hex4(t[8:]); ok {
				if both := utf16.DecodeRune(r, low); both != '\uFFFD' {
					return both, 12
				}
			}
		}
		return r, 6 // half of a pair is written as U+FFFD
	}
	return 0, 0
}

// cutEscape reports whether t is the beginning of an escape.
func cutEscape(t string) bool {
	if len(t) < 2 {
		return true
	}
	if len(t) >= 6 || t[1] != 'u' {
		return false
	}
	_, ok := hex4((t[2:] + "0000")[:4])
	return ok
}

func hex4(t string) (r rune, ok bool) {
	if len(t) < 4 {
		return 0, false
	}
	for i := range 4 {
		c := t[i]
		switch {
		case isDigit(c):
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// The names of faults, in words that a person understands.

// misplaced names the fault where a comma or a closing bracket was expected.
func misplaced(c byte, object bool) string {
	switch c {
	case '}', ']':
		return "a closing bracket does not match"
	case '"', '{', '[':
		return "a comma is missing"
	case ':':
		if !object {
			return "a colon stands in a list"
		}
	case '/', '#':
		return "a comment stands in it"
	}
	return "something stands after a value"
}

// notAKey names the fault where a key was expected.
func notAKey(c byte) string {
	switch {
	case c == '\'':
		return "single quotes stand for double ones"
	case c == '/' || c == '#':
		return "a comment stands in it"
	case c == ',':
		return "a comma too many"
	case isLetter(c) || c == '_':
		return "a key has no quotes"
	}
	return "a key is missing"
}

// notAValue names the fault where a value was expected.
func notAValue(rest string) string {
	for _, w := range [...]struct{ word, fault string }{
		{"NaN", "NaN is no JSON value"},
		{"nan", "nan is no JSON value"},
		{"Infinity", "Infinity is no JSON number"},
		{"None", "None is no JSON value, null is"},
		{"True", "True is no JSON value, true is"},
		{"False", "False is no JSON value, false is"},
		{"undefined", "undefined is no JSON value"},
		{"...", "an ellipsis stands in it"},
		{"…", "an ellipsis stands in it"},
	} {
		if strings.HasPrefix(rest, w.word) {
			return w.fault
		}
	}
	switch c := rest[0]; {
	case c == '\'':
		return "single quotes stand for double ones"
	case c == '/' || c == '#':
		return "a comment stands in it"
	case c == ',':
		return "a comma too many"
	case c == '}' || c == ']':
		return "a value is missing"
	case isLetter(c) || c >= 0x80:
		return "a text has no quotes"
	}
	return "a value is missing"
}
