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
		if got, want := CountRunes(string(text)), (Runes{low, high}); got != want {
			t.Fatalf("%q: %v, want %v", string(text), got, want)
		}
	}
}
