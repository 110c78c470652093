package stats

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/internal/align"
	"pgregory.net/rapid"
)

func TestCutNames(t *testing.T) {
	long := strings.Repeat("Look at the video. ", 5)
	for _, tt := range []struct {
		names, want []string
	}{
		{[]string{"What?", "Who?"}, []string{"What?", "Who?"}},
		{[]string{"gs://bucket/some/folder/dog.mp4"}, []string{"gs://buck…r/dog.mp4"}},
		{[]string{long + "What barks?", long + "Who sings?"}, []string{"Look at t…at barks?", "Look at t…ho sings?"}},
		{[]string{long + "What barks? " + long, long + "Who sings? " + long}, []string{"…o. What barks? Lo…", "…o. Who sings? Loo…"}},
		{[]string{long, long + "x" + long, "y"}, nil},
		{[]string{"犬と猫がいる。" + long + "犬" + long, "犬と猫がいる。" + long + "猫" + long}, nil},
	} {
		got := cutNames(tt.names, 19)
		if tt.want != nil && !slices.Equal(got, tt.want) {
			t.Errorf("%q, want %q", got, tt.want)
		}
		for i := range got {
			if align.Width(got[i]) > 19 || slices.Contains(got[:i], got[i]) {
				t.Errorf("%q", got)
			}
		}
	}
}

// Whatever the names are: they fit, and what fits stays.
func TestCutNamesFit(t *testing.T) {
	name := rapid.StringOf(rapid.SampledFrom([]rune("ab 犬🐕\u0301")))
	rapid.Check(t, func(t *rapid.T) {
		names, columns := rapid.SliceOfN(name, 0, 5).Draw(t, "names"), rapid.IntRange(1, 15).Draw(t, "columns")
		for i, got := range cutNames(names, columns) {
			if align.Width(got) > columns || align.Width(names[i]) <= columns && got != names[i] {
				t.Fatalf("%q cut to %d: %q", names[i], columns, got)
			}
		}
	})
}
