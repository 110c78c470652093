package videotune

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestCostText compares the counting of runes, eight bytes at a time, with the
// plain way.
func TestCostText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("aZ é\u023f\u0240\u0436\u65e5\U0001f600"))).Draw(t, "s")
		var c cost
		c.text(s)
		var latin, other int64
		for _, r := range s {
			if r < 0x240 {
				latin++
			} else {
				other++
			}
		}
		if c.latin != latin || c.other != other || int(latin+other) != utf8.RuneCountInString(s) {
			t.Fatalf("%q: %d and %d, want %d and %d", s, c.latin, c.other, latin, other)
		}
	})
}
