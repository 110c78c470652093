package nearest

import (
	"strings"
	"testing"
)

func TestWord(t *testing.T) {
	words := []string{"time_unit", "frame_base", "frame_end", "fps", "URI"}
	for name, want := range map[string]string{
		"time_unt": "time_unit", "timeunit": "time_unit", "tiem_unit": "time_unit", "frame_bas": "frame_base", "fp": "fps", "uri": "URI",
		"label": "", "": "", "x": "", "frame": "", strings.Repeat("fps", 1<<20): "",
	} {
		if got := Word(name, words); got != want {
			t.Errorf("Word(%.20q) = %q, want %q", name, got, want)
		}
	}
	if got := DidYouMean("--", "fps"); got != "; did you mean --fps?" {
		t.Errorf("DidYouMean: %q", got)
	}
	if got := DidYouMean("--", ""); got != "" {
		t.Errorf("DidYouMean: %q", got)
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "ab", 2}, {"ab", "", 2}, {"ab", "ab", 0}, {"ab", "ba", 1}, {"abc", "axc", 1}, {"abcd", "acbd", 1}, {"kitten", "sitting", 3}} {
		if got := Distance(tt.a, tt.b); got != tt.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
