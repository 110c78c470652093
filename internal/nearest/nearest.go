// Package nearest finds what a misspelt name was most likely meant to be.
package nearest

import "strings"

// maxName is the longest name that is compared, in bytes: no longer one is known.
const maxName = 100

// Word returns the one of words that name is most likely a misspelling of, ""
// if none is near.
func Word(name string, words []string) string {
	if len(name) > maxName {
		return ""
	}
	best, bound := "", max(1, len(name)/3)
	for _, w := range words {
		if d := Distance(name, strings.ToLower(w)); d <= bound {
			best, bound = w, d-1
		}
	}
	return best
}

// DidYouMean returns "; did you mean X?", with a prefix before X, or "" where word
// is "".
func DidYouMean(prefix, word string) string {
	if word == "" {
		return ""
	}
	return "; did you mean " + prefix + word + "?"
}

// Distance returns the number of bytes to insert, delete, replace or swap with
// their neighbor to make b of a.
func Distance(a, b string) int {
	before, above := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(above[j+1]+1, row[j]+1, above[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above = above, row
	}
	return above[len(b)]
}
