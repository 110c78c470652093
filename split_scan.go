package videotune

import (
	"bytes"
	"encoding/json"
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
// false if after such a name there is anything but a whole string.
func scanFiles(line []byte) (uris []string, whole bool) {
	whole = true
	for i, c := range line {
		if c != ':' && c != '=' || !endsInFileURI(line[:i]) {
			continue
		}
		uri, ok := scanString(line[i+1:])
		if ok {
			uris = append(uris, uri)
		}
		whole = whole && ok
	}
	return uris, whole
}

// endsInFileURI reports whether text ends in a name like fileUri, quoted or not.
func endsInFileURI(text []byte) bool {
	text = bytes.TrimRight(text[max(0, len(text)-64):], " \t\\\"'")
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

// scanString returns the string that text begins with; ok is false if it is empty or
// does not end, or if there is none.
func scanString(text []byte) (s string, ok bool) {
	text = bytes.TrimLeft(text, " \t")
	bare := bytes.TrimLeft(text, `\`)
	inside := len(bare) < len(text) // of a string, in which quotes are escaped
	if len(bare) == 0 || bare[0] != '"' && bare[0] != '\'' {
		return "", false
	}
	quote, rest := bare[0], bare[1:]
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '\\' && !inside:
			i++
		case c == '\\' || c == quote:
			return unescape(rest[:i]), i > 0
		}
	}
	return "", false
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
