package wire

import (
	"github.com/seed-57910ec4/videotune/internal/swar"
	"github.com/seed-57910ec4/videotune/internal/view"
)

// Runes are the numbers of runes of a text below U+0240, most of them Latin, and
// of those from there on.
type Runes struct{ Low, High int }

// CountRunes counts the runes of s, which is valid UTF-8; else the count is of
// its leading bytes.
func CountRunes(s string) Runes {
	high, cont := swar.CountUTF8(view.Bytes(s))
	return Runes{Low: len(s) - high - cont, High: high}
}

// count and countRune count what is not ASCII of a text that is being read.
func (d *Decoder) count(b []byte) {
	high, cont := swar.CountUTF8(b)
	d.high += high
	d.cont += cont
}

func (d *Decoder) countRune(r rune, size int) {
	d.cont += size - 1
	if r >= 0x240 {
		d.high++
	}
}
