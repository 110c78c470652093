package align

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/width"
	"pgregory.net/rapid"
)

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "dog": 3, "犬": 2, "犬と猫": 6, "ｆｕｌｌ": 8, "naïve": 5, "nai\u0308ve": 5, "🐕": 2, "👨\u200d👩\u200d👧": 2, "❤": 1, "한국": 4, "\u1112\u1161\u11ab": 2, "a\u200bb": 2, "\u0915\u094d\u200d\u0937": 2, "…": 1,
	} {
		if got := Width(s); got != want {
			t.Errorf("%q: %d columns, want %d", s, got, want)
		}
	}
	table := Table{Left: []bool{true}}
	table.Row("犬", "1")
	table.Row("dog", "10")
	if got := table.String(); got != "犬    1\ndog  10\n" {
		t.Errorf("%q", got)
	}
}

// TestWide compares the table with one of another origin.
func TestWide(t *testing.T) {
	if width.UnicodeVersion != "15.0.0" {
		t.Logf("golang.org/x/text/width knows Unicode %s: nothing to compare with", width.UnicodeVersion)
		return
	}
	for r := range rune(utf8.MaxRune + 1) {
		kind := width.LookupRune(r).Kind()
		if want := kind == width.EastAsianWide || kind == width.EastAsianFullwidth; isWide(r) != want {
			t.Fatalf("%U: wide %v, want %v", r, !want, want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		s          string
		n          int
		cut, front string
	}{
		{"dog", 3, "dog", "dog"}, {"rabbit", 4, "rab…", "…bit"}, {"犬と猫", 6, "犬と猫", "犬と猫"}, {"犬と猫", 5, "犬と…", "…と猫"}, {"犬と猫", 4, "犬…", "…猫"},
		{"犬と猫", 1, "…", "…"}, {"犬と猫", 0, "", ""}, {"ne\u0301e", 2, "n…", "…e"},
	} {
		if cut, front := Cut(tt.s, tt.n), CutFront(tt.s, tt.n); cut != tt.cut || front != tt.front {
			t.Errorf("%q cut to %d: %q and %q, want %q and %q", tt.s, tt.n, cut, front, tt.cut, tt.front)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s, n := rapid.StringOf(rapid.SampledFrom([]rune("ab犬🐕\u0301\u200d\u200b"))).Draw(t, "s"), rapid.IntRange(0, 12).Draw(t, "n")
		at := Common(s, rapid.StringOf(rapid.SampledFrom([]rune("ab犬"))).Draw(t, "other"))
		for i, got := range []string{Cut(s, n), CutFront(s, n), CutAround(s, at, n)} {
			if Width(got) > n || Width(s) <= n && got != s || !utf8.ValidString(got) || strings.Count(got, "…") > 1+i/2 {
				t.Fatalf("%q cut to %d: %q", s, n, got)
			}
		}
	})
}
