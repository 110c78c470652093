package stats

import (
	"strings"

	"github.com/seed-57910ec4/videotune/internal/align"
)

// cutNames cuts texts to so many columns, in their middle. Where that leaves nothing of
// what distinguishes several of them, they are cut to where they differ.
func cutNames(names []string, columns int) []string {
	short := make([]string, len(names))
	alike := map[string][]int{}
	for i, name := range names {
		short[i] = cutMiddle(name, columns)
		alike[short[i]] = append(alike[short[i]], i)
	}
	for _, list := range alike {
		if len(list) == 1 {
			continue
		}
		first := names[list[0]]
		same := len(first)
		for _, i := range list[1:] {
			same = min(same, align.Common(first, names[i]))
		}
		for _, i := range list {
			short[i] = align.CutAround(names[i], same, columns)
		}
	}
	return short
}

// cutMiddle returns s or, if it takes more than so many columns, both ends of it.
func cutMiddle(s string, columns int) string {
	if align.Width(s) <= columns {
		return s
	}
	tail := align.CutFront(s, columns/2+1)
	head := align.Cut(s, columns-align.Width(tail)+1)
	return strings.TrimSuffix(head, "…") + tail
}
