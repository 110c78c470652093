package cli

import "github.com/seed-57910ec4/videotune/internal/words"

// Count returns a number with what it counts: "0 videos", "1 video", "2,000 videos".
func Count(n int, what string) string {
	if n == 0 {
		return "0 " + what + "s"
	}
	return words.Count(n, what)
}

// Group returns n with commas between groups of three digits.
func Group(n int64) string { return words.Group(n) }
