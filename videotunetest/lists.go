package videotunetest

import "strings"

// diffLists returns the difference of two lists, a line each, as "- " for what
// is missing, "+ " for what is too much, with its note, and "  " for what is in
// both; "" if they are equal.
func diffLists(want, got, notes []string) string {
	// common[i][j] is the length of the longest common subsequence of want[i:] and got[j:].
	common := make([][]int, len(want)+1)
	for i := range common {
		common[i] = make([]int, len(got)+1)
	}
	for i := len(want) - 1; i >= 0; i-- {
		for j := len(got) - 1; j >= 0; j-- {
			if want[i] == got[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var b strings.Builder
	equal := true
	line := func(mark, text, note string) {
		b.WriteString(mark + text)
		if note != "" {
			b.WriteString(" (" + note + ")")
		}
		b.WriteByte('\n')
	}
	for i, j := 0, 0; i < len(want) || j < len(got); {
		switch {
		case i < len(want) && j < len(got) && want[i] == got[j]:
			line("  ", want[i], "")
			i, j = i+1, j+1
		case j == len(got) || i < len(want) && common[i+1][j] >= common[i][j+1]:
			equal = false
			line("- ", want[i], "")
			i++
		default:
			equal = false
			line("+ ", got[j], notes[j])
			j++
		}
	}
	if equal {
		return ""
	}
	return b.String()
}
