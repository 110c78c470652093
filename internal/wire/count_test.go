package wire

import (
	"math/rand/v2"
	"testing"
)

func TestCountRunes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	runes := []rune("aaaaaaZ é\u023f\u0240ж日😀")
	for range 20_000 {
		text := make([]rune, rnd.IntN(40))
		low, high := 0, 0
		for i := range text {
			text[i] = runes[rnd.IntN(len(runes))]
			if text[i] < 0x240 {
				low++
			} else {
				high++
			}
		}
		if l, h := CountRunes(string(text)); l != low || h != high {
			t.Fatalf("%q: %d and %d, want %d and %d", string(text), l, h, low, high)
		}
	}
}
