package fix

import (
	"fmt"

	"github.com/seed-57910ec4/videotune"
)

// A mend is what was mended of one rule in a value, in spelling only.
type mend struct {
	rule  videotune.Rule
	n     int
	first string // what stood there; "" for nothing
	after string // what stands in its place; "" for nothing
}

// mends are those of a value, in the order in which the rules were met first.
type mends []mend

// add counts one more, with what stood there and what stands in its place.
func (m *mends) add(rule videotune.Rule, before, after string) {
	for i := range *m {
		if (*m)[i].rule == rule {
			(*m)[i].n++
			return
		}
	}
	*m = append(*m, mend{rule, 1, clip(before), clip(after)})
}

// maxShown is the longest text of a Change, in bytes.
const maxShown = 80

// clip shortens a text for a Change.
func clip(s string) string {
	if len(s) <= maxShown {
		return s
	}
	n := maxShown
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

// change is the change that m tells of, of a unit on so many lines.
func (m *mend) change(lines int) Change {
	c := Change{Rule: m.rule, Count: m.n, Before: m.first, After: m.after}
	if m.rule == videotune.RuleFilePrettyPrinted {
		c.Before, c.After = fmt.Sprintf("%d lines", lines), "1 line"
	}
	return c
}
