// Package words writes numbers as people read them, and the beginnings of long texts.
package words

import (
	"strconv"
	"strings"
)

// Clip returns s or, where that is longer than most bytes, its beginning, of whole
// characters, and an ellipsis.
func Clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// Group returns n with commas between groups of three digits: "-1,234,567".
func Group(n int64) string {
	s := strconv.FormatInt(n, 10)
	first := 0
	if n < 0 {
		first = 1
	}
	for i := len(s) - 3; i > first; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Count returns a number with what it counts: "no videos", "1 video", "2,000 videos".
func Count(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun + "s"
	case 1:
		return "1 " + noun
	}
	return Group(int64(n)) + " " + noun + "s"
}
