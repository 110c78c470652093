package fix

import (
	"bytes"
	"encoding/json"
	"iter"

	"github.com/seed-57910ec4/videotune/internal/swar"
)

// This file walks over JSON that was found strict.

// space returns the place of the first byte from i on that is no white space.
func space(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\t' || data[i] == '\r' || data[i] == '\n') {
		i++
	}
	return i
}

// skip returns the place behind the value at i.
func skip(data []byte, i int) int {
	depth := 0
	for i < len(data) {
		switch data[i] {
		case '"':
			i = skipString(data, i)
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		case ' ', '\t', '\r', '\n', ',', ':':
			i++
			continue
		default:
			for i < len(data) && isNumeric(data[i]) {
				i++
			}
		}
		if depth == 0 {
			return i
		}
	}
	return i
}

// skipString returns the place behind the string at i.
func skipString(data []byte, i int) int {
	for i++; i < len(data); {
		switch data[i] {
		case '"':
			return i + 1
		case '\\':
			i += 2
		default:
			i = max(swar.Plain(data, i), i+1)
		}
	}
	return len(data)
}

// A member is a member of an object: the places of its name, quotes included, and its
// value.
type member struct{ name, nameEnd, value, end int }

// members goes through the object at i.
func members(data []byte, i int) iter.Seq[member] {
	return func(yield func(member) bool) {
		for i = space(data, i+1); i < len(data) && data[i] == '"'; {
			m := member{name: i, nameEnd: skipString(data, i)}
			m.value = space(data, space(data, m.nameEnd)+1)
			m.end = skip(data, m.value)
			if !yield(m) {
				return
			}
			if i = space(data, m.end); i < len(data) && data[i] == ',' {
				i = space(data, i+1)
			}
		}
	}
}

// elements goes through the array at i, by the places of each element.
func elements(data []byte, i int) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for i = space(data, i+1); i < len(data) && data[i] != ']'; {
			end := skip(data, i)
			if !yield(i, end) {
				return
			}
			if i = space(data, end); i < len(data) && data[i] == ',' {
				i = space(data, i+1)
			}
		}
	}
}

// text is the text of a string.
func text(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1])
	}
	var s string
	_ = json.Unmarshal(quoted, &s) // it is a string
	return s
}
