package fix

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/seed-57910ec4/videotune/internal/exact"
)

// canonical appends the one text that all spellings of the strict value at i have, as
// [exact.CanonicalJSON] returns one, and without its work of finding faults. A member
// that stands twice stays twice. The depth of a line is bounded.
func canonical(dst, data []byte, i int) []byte {
	switch c := data[i]; {
	case c == '{':
		return canonicalObject(dst, data, i)
	case c == '[':
		dst = append(dst, '[')
		for at := range elements(data, i) {
			dst = append(canonical(dst, data, at), ',')
		}
		return append(dst, ']')
	case c == '"':
		return canonicalString(dst, data[i:skipString(data, i)])
	case c == '-' || isDigit(c):
		number := data[i:skip(data, i)]
		if text, ok := exact.Canonical(string(number)); ok {
			return append(dst, text...)
		}
		return append(dst, number...)
	}
	return append(dst, data[i:skip(data, i)]...)
}

// canonicalObject appends the object at i, its members by their names.
func canonicalObject(dst, data []byte, i int) []byte {
	type named struct {
		name  string
		value int
	}
	var room [16]named
	list := room[:0]
	for m := range members(data, i) {
		list = append(list, named{text(data[m.name:m.nameEnd]), m.value})
	}
	slices.SortStableFunc(list, func(a, b named) int { return cmp.Compare(a.name, b.name) })
	dst = append(dst, '{')
	for _, m := range list {
		dst = append(appendText(dst, m.name), ':')
		dst = append(canonical(dst, data, m.value), ',')
	}
	return append(dst, '}')
}

// canonicalString appends a string, of which only escapes have several spellings.
func canonicalString(dst, quoted []byte) []byte {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return append(dst, quoted...)
	}
	return appendText(dst, text(quoted))
}

// appendText appends a text in quotes. It need not be JSON: only equal texts are to be
// written alike, and no other ones.
func appendText(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			dst = append(dst, '\\')
		}
		dst = append(dst, s[i])
	}
	return append(dst, '"')
}
