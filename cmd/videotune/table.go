package main

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A table aligns columns of text: to the right, but for those of left.
type table struct {
	left  []bool
	rows  [][]string
	width []int
}

func (t *table) row(cells ...string) {
	t.rows = append(t.rows, cells)
	for i, c := range cells {
		if i == len(t.width) {
			t.width = append(t.width, 0)
		}
		t.width[i] = max(t.width[i], utf8.RuneCountInString(c))
	}
}

// String returns the rows, a line each.
func (t *table) String() string {
	var b strings.Builder
	for _, cells := range t.rows {
		for i, c := range cells {
			if i > 0 {
				b.WriteString("  ")
			}
			pad := strings.Repeat(" ", t.width[i]-utf8.RuneCountInString(c))
			switch left := i < len(t.left) && t.left[i]; {
			case !left:
				b.WriteString(pad + c)
			case i == len(cells)-1:
				b.WriteString(c)
			default:
				b.WriteString(c + pad)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// count returns a number with what it counts: "1 video", "2,000 videos".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%s %ss", group(int64(n)), what)
}

// group returns n, which is not negative, with commas between groups of three
// digits.
func group(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
