package fix

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/wire"
)

// What is in the way of mending, in words.
const (
	noComment  = "a comment that does not end, or none at all"
	cutShort   = "the file ends within the value"
	halfPair   = "half of a surrogate pair is no character"
	sideBySide = "two texts side by side: is it one text, or is a comma missing?"
	quoteTwice = "a quote right behind a text: is it a quote of the text, written twice or three times, or does another text begin?"

	// Escapes that are other texts in Python than in JavaScript.
	bellEscape  = `the escape \a is the bell character in Python and the letter in JavaScript`
	slashEscape = `the escape \/ is a backslash and a slash in Python and a slash in JavaScript`
	pythonPair  = `two escapes \u of a surrogate pair are one character in JavaScript and two halves, which are none, in Python`
)

var tooDeep = "nested more than " + strconv.Itoa(wire.MaxDepth) + " deep"

// maxFound is the longest piece of a file that is shown of what is in the way, in bytes.
const maxFound = 24

// found is what stands at i, as it is told: a word, or a character.
func found(data []byte, i int) string {
	end := i
	for end < len(data) && end-i < maxFound && isNumeric(data[end]) {
		end++
	}
	if end == i && i < len(data) {
		_, n := utf8.DecodeRune(data[i:])
		end += n
	}
	return strconv.Quote(string(data[i:end]))
}

// textGoesOn says that what stands at i belongs neither to the text before it nor
// behind it.
func textGoesOn(data []byte, i int) string {
	return "found " + found(data, i) + " behind a text: is a comma missing, or does a quote of the text lack its backslash?"
}

// notName says why a bare word is no name; "" if it is one. True, False and None may be
// the texts or what Python's json makes of them, "true", "false" and "null".
func notName(word []byte) string {
	switch string(word) {
	case "True", "False", "None":
		return "Python's " + string(word) + " as a name: whether \"" + string(word) + "\" or what JSON writes for it is meant is not known"
	}
	ok := word[0] == '_' || word[0] == '$' || isLetter(word[0])
	for _, c := range word {
		ok = ok && isWord(c)
	}
	if !ok {
		return "found " + found(word, 0) + " where a name belongs"
	}
	return ""
}

// notValue says why a word stands for no value.
func notValue(word []byte) string {
	shown := found(word, 0)
	switch strings.ToLower(strings.TrimLeft(string(word), "+-")) {
	case "nan", "inf", "infinity":
		return shown + " is no number of JSON, and nothing says what stands for it"
	case "undefined":
		return shown + " is no value of JSON, and nothing says what stands for it"
	}
	if isDigit(word[0]) || word[0] == '.' || word[0] == '-' || word[0] == '+' {
		return shown + " is no number of JSON"
	}
	return "found " + shown + " where a value belongs"
}

// noEscape says that the escape that rest begins with cannot be read.
func noEscape(rest []byte) string {
	r, _ := utf8.DecodeRune(rest[1:])
	switch c := rest[1]; {
	case r == leftQuote || r == rightQuote || r == lowQuote:
		return smartEscape
	case c == 'N':
		return `the escape \N{…} of Python names a character that is not looked up`
	case isDigit(c):
		return `the escape \` + string(c) + ` is octal in Python and none in JSON`
	}
	name := strconv.QuoteRune(r)
	return `JSON has no escape \` + name[1:len(name)-1] + `; a backslash of the text itself is written \\`
}
