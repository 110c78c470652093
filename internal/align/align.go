// Package align lays out text in columns.
package align

import "strings"

// A Table aligns its columns, by the [Width] of their texts: to the right, but for those
// of Left.
type Table struct {
	Left  []bool
	rows  [][]string
	width []int
}

// Row adds a row.
func (t *Table) Row(cells ...string) {
	t.rows = append(t.rows, cells)
	for i, c := range cells {
		if i == len(t.width) {
			t.width = append(t.width, 0)
		}
		t.width[i] = max(t.width[i], Width(c))
	}
}

// Len returns the number of rows.
func (t *Table) Len() int { return len(t.rows) }

// String returns the rows, a line each.
func (t *Table) String() string {
	var b strings.Builder
	for _, cells := range t.rows {
		for i, c := range cells {
			if i > 0 {
				b.WriteString("  ")
			}
			pad := strings.Repeat(" ", t.width[i]-Width(c))
			switch left := i < len(t.Left) && t.Left[i]; {
			case !left:
				b.WriteString(pad + c)
			case i == len(cells)-1: // nothing stands behind it
				b.WriteString(c)
			default:
				b.WriteString(c + pad)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}
