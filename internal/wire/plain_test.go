package wire

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// The functions here do one byte or one character at a time what the package
// does in words, in the most obvious way.

func slowRunes(s string) (n Runes) {
	for _, r := range s {
		if r < 0x240 {
			n.Low++
		} else {
			n.High++
		}
	}
	return n
}

func slowAppendString(s string) (string, bool) {
	if !utf8.ValidString(s) {
		return "", false
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"':
			b.WriteString(`\"`)
		case r == '\\':
			b.WriteString(`\\`)
		case r == '\b':
			b.WriteString(`\b`)
		case r == '\f':
			b.WriteString(`\f`)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20 || r == 0x85 || r == 0x2028 || r == 0x2029:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String(), true
}

// randomText makes text of runs of the things that strings take differently.
func randomText(r *rand.Rand) string {
	things := []string{"a", "plain text", " ", "\"", "\\", "\n", "\x00", "\x1f", "\x7f", "é", "\u0085", "\u0084", "\u2028", "\u2029", "\u2027",
		"ж", "世界", "\ud7ff", "\ue000", "\uffff", "\U0001F600", "\U0010FFFF"}
	if r.IntN(8) == 0 {
		things = append(things, "\x80", "\xff", "\xc3", "\xe2\x80", "\xed\xa0\x80", "\xf0\x9f\x98", "\xf4\x90\x80\x80", "\xc0\x80", "\xe0\x80\x80", "\xf0\x80\x80\x80")
	}
	var b strings.Builder
	for range r.IntN(20) {
		b.WriteString(strings.Repeat(things[r.IntN(len(things))], 1+r.IntN(4)))
	}
	return b.String()
}

func TestAgainstBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var d Decoder
	for range 50_000 {
		s := randomText(r)
		want, ok := slowAppendString(s)
		got, err := AppendString(make([]byte, 0, r.IntN(40)), s)
		if ok != (err == nil) || string(got) != want {
			t.Fatalf("AppendString(%q) = %s, %v", s, got, err)
		}
		if fail, ok := err.(*AppendError); ok && fail.At != firstInvalid(s) {
			t.Fatalf("AppendString(%q): %v", s, err)
		}
		// Read what was written, and the text with as few escapes as can be.
		if ok {
			for _, in := range []string{want, `"` + slowMinimal(s) + `"`} {
				x := d.DecodePart([]byte(`{"text":` + in + `}`))
				if p := x.Contents[0].Parts[0]; len(x.Faults) > 0 || p.Text.S != s || p.Runes != slowRunes(s) {
					t.Fatalf("%s: %+v", in, x)
				}
				raw, fault := AppendRaw(nil, []byte(in))
				if fault != nil || !bytes.Equal(raw, []byte(escapeBreaks(in))) {
					t.Fatalf("%s: %s, %+v", in, raw, fault)
				}
			}
		} else {
			prefix := `{"text":"`
			for _, in := range []string{prefix + slowMinimal(s) + `"}`, `{"tools":"` + slowMinimal(s) + `"}`, `{"text":"\n` + slowMinimal(s) + `"}`} {
				x := d.DecodePart([]byte(in))
				last := x.Faults[len(x.Faults)-1]
				if last.Kind != InvalidUTF8 || last.At != firstInvalid(in) {
					t.Fatalf("%q: %+v", in, x.Faults)
				}
			}
		}
	}
}

// slowMinimal escapes only what a string cannot hold.
func slowMinimal(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < 0x20:
			fmt.Fprintf(&b, `\u%04X`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func firstInvalid(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

func escapeBreaks(s string) string {
	return strings.NewReplacer("\u0085", `\u0085`, "\u2028", `\u2028`, "\u2029", `\u2029`).Replace(s)
}

func TestRuneLen(t *testing.T) {
	check := func(b []byte) {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			n = 0
		}
		if got := runeLen(b, 0); got != n {
			t.Fatalf("% x: %d, want %d", b, got, n)
		}
	}
	edges := []byte{0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff}
	for a := 0x80; a <= 0xff; a++ {
		check([]byte{byte(a)})
		for _, b := range edges {
			check([]byte{byte(a), b})
			for _, c := range edges {
				check([]byte{byte(a), b, c})
				for _, d := range edges {
					check([]byte{byte(a), b, c, d})
				}
			}
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"text", "text", 0}, {"txt", "text", 1}, {"texts", "text", 1}, {"test", "text", 1}, {"etxt", "text", 2},
		{"toolbox", "tools", 3}, {"", "fps", 3}, {"contents", "continents", 2}, {"abcd", "wxyz", 4},
	} {
		if got := distance(c.a, c.b); got != c.want && (got < 3 || c.want < 3) {
			t.Errorf("%s, %s: %d", c.a, c.b, got)
		}
	}
}
