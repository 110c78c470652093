package wire

import (
	"encoding/binary"
	"math/bits"
)

// CountRunes returns the number of runes of s below U+0240, most of them Latin,
// and of those from there on. s is valid UTF-8, or the count is of its leading
// bytes.
func CountRunes(s string) (low, high int) {
	b := bytesOf(s)
	for len(b) >= 8 {
		w := binary.LittleEndian.Uint64(b)
		if w&highs == 0 {
			low += 8
			b = b[8:]
			continue
		}
		// A byte that goes on a rune is 10xxxxxx; all others begin one.
		begins := 8 - bits.OnesCount64(w&^(w<<1)&highs)
		late := 0
		for _, c := range b[:8] {
			if c >= 0xC9 { // leads U+0240 and later ones
				late++
			}
		}
		low += begins - late
		high += late
		b = b[8:]
	}
	for _, c := range b {
		switch {
		case c >= 0xC9:
			high++
		case c < 0x80 || c >= 0xC0:
			low++
		}
	}
	return low, high
}
