package cli

import (
	"fmt"
	"strconv"
)

// Count returns a number with what it counts: "1 video", "2,000 videos".
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%s %ss", Group(int64(n)), what)
}

// Group returns n, which is not negative, with commas between groups of three
// digits.
func Group(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
