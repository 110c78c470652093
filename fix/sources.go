package fix

import "sort"

// sources say from which line of the input each line of the output comes. They keep a
// pair for each place where the lines do not go on side by side.
type sources []struct{ out, in int }

// add notes that line out comes from line in; lines come in their order.
func (s *sources) add(out, in int) {
	if n := len(*s); n > 0 {
		if last := (*s)[n-1]; in-last.in == out-last.out {
			return
		}
	}
	*s = append(*s, struct{ out, in int }{out, in})
}

// of returns the line of the input that line out comes from; 0 for line 0.
func (s sources) of(out int) int {
	i := sort.Search(len(s), func(i int) bool { return s[i].out > out })
	if i == 0 || out == 0 {
		return 0
	}
	return s[i-1].in + out - s[i-1].out
}
