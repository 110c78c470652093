package render

import (
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// mend tells how many of the problems "videotune fix" may mend, and how to call it.
func (s *Text) mend(r *videotune.Report) {
	n, flagged := 0, map[string]int{}
	var files []string
	for i := range r.Files {
		f := &r.Files[i]
		before := n
		for rule, k := range f.ByRule {
			info, _ := videotune.LookupRule(rule)
			if !info.Fixable {
				continue
			}
			n += k
			if info.FixFlag != "" {
				flagged[info.FixFlag] += k
			}
		}
		if n > before && !slices.Contains(files, f.File) {
			files = append(files, f.File)
		}
	}
	if n == 0 {
		return
	}
	file := "FILE, for each of " + words.Count(len(files), "file")
	if len(files) == 1 {
		file = Clean(files[0])
	}
	s.out.str(words.Group(int64(n)), " of these problems may be mended: videotune fix -o … ", file)
	var flags []string
	for _, info := range videotune.Rules() { // the order of the flags
		k := flagged[info.FixFlag]
		switch {
		case k == 0:
			continue
		case k == n:
			flags = append(flags, "with "+info.FixFlag)
		default:
			flags = append(flags, words.Group(int64(k))+" with "+info.FixFlag)
		}
		flagged[info.FixFlag] = 0
	}
	if len(flags) > 0 {
		s.out.str(" (", strings.Join(flags, ", "), ")")
	}
	s.out.str("\n\n")
}
