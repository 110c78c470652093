package exact

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCanonical(t *testing.T) {
	for text, numbers := range map[string][]string{
		"0":       {"0", "-0", "0.0", "0e5", "-0.000e-99999999999999999999", "0E+1"},
		"1":       {"1", "1.0", "1e0", "10e-1", "0.1e1", "1.000E+000", "100e-02"},
		"-1":      {"-1", "-1.0", "-10e-1"},
		"1e2":     {"100", "1e2", "1E+2", "100.0", "0.001e5"},
		"15e-1":   {"1.5", "1.50", "15e-1", "0.15e1"},
		"1e-3":    {"0.001", "1e-3", "0.00100"},
		"10001e2": {"1000100", "10001e2", "1.0001e6"},
		// Floats of 64 bits take these for the next one's value.
		"9007199254740993":      {"9007199254740993", "9007199254740993.0"},
		"9007199254740992":      {"9007199254740992"},
		"1e999999999999999999":  {"1e999999999999999999", "1e0000999999999999999999"},
		"1e-999999999999999998": {"10e-999999999999999999"},
		"1e1000000000000000000": {"10e999999999999999999"},
	} {
		for _, n := range numbers {
			if got, ok := Canonical(n); got != text || !ok {
				t.Errorf("%s is %q, %t; want %q", n, got, ok, text)
			}
		}
	}
	for _, n := range []string{"", "-", "+1", "01", "-01", ".5", "5.", "1e", "1e+", "1e5 ", " 1", "1.e5", "1e1.5", "0x1", "1_0", "NaN", "Infinity", "٣", "1e1000000000000000000"} {
		if got, ok := Canonical(n); ok || got != "" {
			t.Errorf("%s is %q, %t", n, got, ok)
		}
	}
	// Long ones take no longer than they are.
	long := strings.Repeat("1", 1<<20)
	if got, ok := Canonical(long + "." + long + "e5"); !ok || len(got) > 2<<20+10 {
		t.Errorf("a long number has %d bytes, %t", len(got), ok)
	}
	if _, ok := Canonical("1e" + long); ok {
		t.Error("a long exponent is taken")
	}
}

// TestCanonicalValues holds the texts to the arithmetic of fractions: they are the same
// for two numbers if and only if the values are, they have the value of their number,
// and they are texts of themselves.
func TestCanonicalValues(t *testing.T) {
	number := rapid.StringMatching(`-?(0|[1-9][0-9]{0,3}|10{0,6})(\.(0{0,3}[0-9]{1,3}0{0,3}))?([eE][-+]?0?[0-9])?`)
	value := func(s string) *big.Rat {
		r, ok := new(big.Rat).SetString(s)
		if !ok {
			t.Fatalf("%q is no number", s)
		}
		return r
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		textA, ok := Canonical(a)
		textB, _ := Canonical(b)
		if !ok || value(a).Cmp(value(textA)) != 0 {
			t.Fatalf("%s is %q, %t", a, textA, ok)
		}
		if same := value(a).Cmp(value(b)) == 0; same != (textA == textB) {
			t.Fatalf("%s is %q, %s is %q; the same is %t", a, textA, b, textB, same)
		}
		if again, _ := Canonical(textA); again != textA || !json.Valid([]byte(textA)) {
			t.Fatalf("%q is %q", textA, again)
		}
	})
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"0", "-1.50e+3", "1e999999999999999999", "1e", "00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, ok := Canonical(s)
		if !ok {
			return
		}
		if !json.Valid([]byte(s)) || !json.Valid([]byte(text)) {
			t.Fatalf("%q is %q", s, text)
		}
		if again, ok := Canonical(text); again != text && ok {
			t.Fatalf("%q is %q, and that %q", s, text, again)
		}
	})
}
