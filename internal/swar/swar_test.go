package swar

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// The functions here do one byte at a time what the package does in words.

func slowPlain(b []byte, i int) int {
	for i < len(b) && b[i] >= 0x20 && b[i] < 0x80 && b[i] != '"' && b[i] != '\\' {
		i++
	}
	return i
}

func slowQuoted(b []byte, i int) int {
	for i < len(b) && b[i] >= 0x20 && b[i] != '"' && b[i] != '\\' {
		i++
	}
	return i
}

func slowCount(b []byte) (high, cont int) {
	for _, c := range b {
		if c >= 0xC9 {
			high++
		}
		if c&0xC0 == 0x80 {
			cont++
		}
	}
	return high, cont
}

func compare(t *testing.T, b []byte) {
	t.Helper()
	for i := range len(b) + 1 {
		if got, want := Plain(b, i), slowPlain(b, i); got != want {
			t.Fatalf("Plain(%q, %d) = %d, want %d", b, i, got, want)
		}
		if got, want := Quoted(string(b), i), slowQuoted(b, i); got != want {
			t.Fatalf("Quoted(%q, %d) = %d, want %d", b, i, got, want)
		}
	}
	high, cont := CountUTF8(b)
	if h, c := slowCount(b); h != high || c != cont {
		t.Fatalf("CountUTF8(%q) = %d, %d, want %d, %d", b, high, cont, h, c)
	}
}

// TestNeighbours puts each byte beside each other one, at every place of a word:
// where a subtraction borrows, only the byte below it may be the reason.
func TestNeighbours(t *testing.T) {
	for a := range 256 {
		for c := range 256 {
			for at := range 7 {
				b := bytes.Repeat([]byte{'x'}, 8)
				b[at], b[at+1] = byte(a), byte(c)
				w := Load(b)
				if got, want := First(Special(w)), slowPlain(b, 0); got != want {
					t.Fatalf("the first special byte of %q is %d, want %d", b, got, want)
				}
				if got, want := First(ends(w)), slowQuoted(b, 0); got != want {
					t.Fatalf("the first end in %q is %d, want %d", b, got, want)
				}
			}
		}
	}
}

func TestWords(t *testing.T) {
	for c := range 256 {
		compare(t, bytes.Repeat([]byte{byte(c)}, 19))
		if got, want := IsSpecial(byte(c)), slowPlain([]byte{byte(c)}, 0) == 0; got != want {
			t.Errorf("IsSpecial(%#x) = %v", c, got)
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		b := make([]byte, r.IntN(40))
		for i := range b {
			b[i] = byte(r.IntN(256))
			if r.IntN(3) > 0 {
				b[i] = 'a' + b[i]%26
			}
		}
		compare(t, b)
	}
}

func TestLoadStore(t *testing.T) {
	b := []byte{1, 2, 3, 4, 5, 6, 7, 0x88}
	if w := Load(b); w != 0x8807060504030201 || w != load(string(b)) {
		t.Errorf("Load gives %#x, load %#x", w, load(string(b)))
	}
	out := make([]byte, 8)
	Store(out, Load(b))
	if !bytes.Equal(out, b) {
		t.Errorf("Store wrote % x", out)
	}
	if Store2(out, 0x2211); out[0] != 0x11 || out[1] != 0x22 || out[2] != 3 {
		t.Errorf("Store2 wrote % x", out)
	}
}

func FuzzWords(f *testing.F) {
	f.Add([]byte("plain \"quoted\\n\" \x00\x1f\x7f\x80 ж世😀"))
	f.Fuzz(func(t *testing.T, b []byte) { compare(t, b[:min(len(b), 200)]) })
}
