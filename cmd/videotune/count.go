package main

import (
	"fmt"
	"strconv"
)

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
