package videotune

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
)

// files returns the URIs of the files of the line, as far as they can be known; whole
// is false if there may be others. Of a line without faults they are those of its
// Example. The bytes of others are searched, too, for what the Example cannot hold.
func (r *Record) files() (uris []string, whole bool) {
	for f := range r.Example.Files() {
		uris = append(uris, f.FileURI)
	}
	if r.Readable() && !r.Lossy {
		return uris, true
	}
	found, whole := scanFiles(r.Bytes)
	uris = append(uris, found...)
	if r.Readable() { // it is JSON: what is no string is no URI either
		return uris, true
	}
	return uris, whole && len(uris) > 0
}

// scanFiles returns the strings that stand in a line after names like fileUri, in any
// spelling and in JSON of any dialect, also where JSON stands in a string. whole is
// false if there may be files beside them: if such a name, or "://", is anywhere else, or
// if after such a name there is anything but a string that ends its member.
func scanFiles(line []byte) (uris []string, whole bool) {
	uris, whole = scanSpelling(line)
	if bytes.IndexByte(line, '\\') < 0 {
		return uris, whole
	}
	// What is escaped once and what twice cannot be told apart where JSON stands in a
	// string, so both are looked for.
	more, whole := scanSpelling(spellOut(line))
	if !slices.Equal(uris, more) {
		uris = append(uris, more...)
	}
	return uris, whole
}

// scanSpelling is scanFiles for names that are spelt without escapes.
func scanSpelling(line []byte) (uris []string, whole bool) {
	whole = true
	end := 0 // of the last string that was found
	for i, c := range line {
		switch {
		case (c == ':' || c == '=') && endsInFileURI(bytes.TrimRight(line[:i], besideName)):
			uri, n, ends := scanString(line[i+1:])
			if uri != "" {
				uris, end = append(uris, uri), i+1+n
			}
			whole = whole && ends
		case i < end || !whole:
		case c == ':':
			whole = !beginsSlashes(line[i+1:])
		case c == 'i' || c == 'I':
			whole = !endsInFileURI(line[:i+1]) || isNamed(line[i+1:])
		case c == '\\':
			whole = !isStrangeEscape(line[i+1:])
		}
	}
	return uris, whole
}

// besideName is what may stand between a name and its colon.
const besideName = " \t\\\"'"

// isNamed reports whether text begins as it does behind a name.
func isNamed(text []byte) bool {
	text = bytes.TrimLeft(text, besideName)
	return len(text) > 0 && (text[0] == ':' || text[0] == '=')
}

// beginsSlashes reports whether text begins with two slashes, escaped or not.
func beginsSlashes(text []byte) bool {
	for range 2 {
		text = bytes.TrimLeft(text, `\`)
		if len(text) == 0 || text[0] != '/' {
			return false
		}
		text = text[1:]
	}
	return true
}

// isStrangeEscape reports whether behind a backslash stands what other languages have for
// any character, and spellOut leaves as it is.
func isStrangeEscape(text []byte) bool {
	return len(text) > 0 && bytes.IndexByte([]byte("01234567uUxN"), text[0]) >= 0 && spelling(text) != '"'
}

// endsInFileURI reports whether text ends in a name like fileUri, without quotes.
func endsInFileURI(text []byte) bool {
	text, ok := cutSuffixFold(text, "uri")
	if !ok {
		return false
	}
	_, ok = cutSuffixFold(bytes.TrimRight(text, "_- "), "file")
	return ok
}

func cutSuffixFold(text []byte, suffix string) (before []byte, found bool) {
	n := len(text) - len(suffix)
	if n < 0 || !bytes.EqualFold(text[n:], []byte(suffix)) {
		return text, false
	}
	return text[:n], true
}

// scanString returns the string that text begins with, and how long it is there; "" if
// it is empty or does not end, or if there is none. ends is true if a comma or brace
// follows, so that it is all of the value.
func scanString(text []byte) (s string, n int, ends bool) {
	start := bytes.TrimLeft(text, " \t")
	bare := bytes.TrimLeft(start, `\`)
	depth := len(start) - len(bare) // of quotes in a string, which are escaped there
	if len(bare) == 0 || bare[0] != '"' && bare[0] != '\'' {
		return "", 0, false
	}
	quote, rest := bare[0], bare[1:]
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '\\' && depth == 0:
			i++
		case c == '\\' || c == quote:
			after := bytes.TrimLeft(rest[i:], `\`)
			if len(rest)-i-len(after) != depth || len(after) == 0 || after[0] != quote {
				return "", 0, false // an escape in an escaped string
			}
			next := bytes.TrimLeft(after[1:], " \t\r")
			ends = i > 0 && len(next) > 0 && (next[0] == ',' || next[0] == '}')
			return unescape(rest[:i]), len(text) - len(after) + 1, ends
		}
	}
	return "", 0, false
}

// spellOut returns a line in which slashes and other characters of ASCII that are escaped
// stand as they are, however often they are escaped; quotes and backslashes are left.
func spellOut(line []byte) []byte {
	plain := make([]byte, 0, len(line))
	for i := 0; i < len(line); {
		text := bytes.TrimLeft(line[i:], `\`)
		at := len(line) - len(text)
		c := byte(0)
		if at > i {
			c = spelling(text)
		}
		switch {
		case c == '/' && text[0] == '/':
			plain, i = append(plain, c), at+1
		case c >= ' ' && c != '"' && c != '\'' && c != '\\':
			plain, i = append(plain, c), at+1+escapeDigits(text[0])
		case at > i:
			plain, i = append(plain, line[i:at]...), at
		default:
			plain, i = append(plain, line[i]), i+1
		}
	}
	return plain
}

// spelling returns the character of ASCII that the escape spells whose backslash stands
// before text: "/", "x3a" or "u003a"; 0 for none, and '"' for one that spellOut leaves.
func spelling(text []byte) byte {
	if len(text) == 0 {
		return 0
	}
	if text[0] == '/' {
		return '/'
	}
	n := escapeDigits(text[0])
	if n == 0 || len(text) <= n {
		return 0
	}
	c, err := strconv.ParseUint(string(text[1:1+n]), 16, 16)
	switch {
	case err != nil:
		return 0
	case c < ' ' || c > '~' || c == '\'' || c == '\\':
		return '"'
	}
	return byte(c)
}

// escapeDigits returns the number of digits of an escape, by its letter; 0 for others.
func escapeDigits(letter byte) int {
	switch letter {
	case 'u':
		return 4
	case 'x':
		return 2
	}
	return 0
}

// unescape returns what a string of JSON means, or its bytes if it is none.
func unescape(inner []byte) string {
	if bytes.IndexByte(inner, '\\') < 0 {
		return string(inner)
	}
	var s string
	if json.Unmarshal([]byte(`"`+string(inner)+`"`), &s) != nil {
		return string(inner)
	}
	return s
}
