package wire

import (
	"encoding/binary"
	"math/bits"
)

// Runes are the numbers of runes of a text below U+0240, most of them Latin, and
// of those from there on.
type Runes struct{ Low, High int }

// CountRunes counts the runes of s, which is valid UTF-8; else the count is of
// its leading bytes.
func CountRunes(s string) Runes {
	high, cont := countBytes(bytesOf(s))
	return Runes{Low: len(s) - high - cont, High: high}
}

// count and countRune count what is not ASCII of a text that is being read.
func (d *Decoder) count(b []byte) {
	high, cont := countBytes(b)
	d.high += high
	d.cont += cont
}

func (d *Decoder) countRune(r rune, size int) {
	d.cont += size - 1
	if r >= 0x240 {
		d.high++
	}
}

// countBytes returns how many bytes of b lead a rune from U+0240 on, which are
// those from 0xC9, and how many go on a rune, which are 10xxxxxx.
func countBytes(b []byte) (high, cont int) {
	for ; len(b) >= 8; b = b[8:] {
		w := binary.LittleEndian.Uint64(b)
		if w&highs == 0 {
			continue
		}
		cont += bits.OnesCount64(w &^ (w << 1) & highs)
		// The six low bits of a byte and 0x37 make the next bit from 9 on.
		nine := (w&(ones*0x3F) + ones*0x37) << 1
		high += bits.OnesCount64(w & (w << 1) & nine & highs)
	}
	for _, c := range b {
		switch {
		case c >= 0xC9:
			high++
		case 0x80 <= c && c < 0xC0:
			cont++
		}
	}
	return high, cont
}
