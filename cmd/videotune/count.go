package main

import "github.com/seed-57910ec4/videotune/internal/cli"

// count returns a number with what it counts: "1 video", "2,000 videos".
func count(n int, what string) string { return cli.Count(n, what) }

// group returns n, which is not negative, with commas between groups of three
// digits.
func group(n int64) string { return cli.Group(n) }
