package wire

import (
	"bytes"
	"math/bits"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/swar"
	"github.com/seed-57910ec4/videotune/internal/view"
)

// This file remembers how texts begin. The lines of a dataset mostly share their
// prompt, or a template that is filled in at its end. Bytes that were read and
// found good once are good again, so what a text has in common with one before
// is compared, which is much faster than to read it. The same is done with the
// texts that are written.
//
// It changes nothing of what is refused, or of what a text is: a piece that is
// remembered ends between characters and escapes.

const (
	minKnown   = 64      // bytes of a piece; less is not worth it
	maxKnown   = 4 << 10 // bytes of a piece
	knownPairs = 32      // pairs of pieces that are remembered, a power of two
	goodScore  = 2       // from which on a piece is learnt
	fullScore  = 15
)

// knownTexts are the pieces that a decoder remembers.
type knownTexts [knownPairs]piecePair

// A piecePair are the two pieces that a text may begin with.
type piecePair [2]piece

// A piece is the beginning of a text, or of what follows another piece.
type piece struct {
	tag   uint64 // of the first bytes
	score int8   // how often the tag was seen lately
	vain  bool   // texts with this tag have too little in common
	from  []byte // as it stands in what is read; empty until it is learnt
	to    []byte // what it becomes
	high  int    // like Decoder.high and cont
	cont  int
}

// find returns the piece that b, of at least minKnown bytes, may begin with, nil
// if there is none.
func (k *knownTexts) find(b []byte) *piece {
	b = b[:minKnown]
	tag := swar.Load(b)
	tag = bits.RotateLeft64(tag, 5) ^ swar.Load(b[20:])
	tag = bits.RotateLeft64(tag, 5) ^ swar.Load(b[44:])
	tag *= 0x9E3779B97F4A7C15
	pair := &k[tag>>(64-bits.Len(knownPairs-1))]
	p := &pair[0]
	if p.tag != tag {
		if p = &pair[1]; p.tag != tag {
			pair.miss(tag)
			return nil
		}
	}
	if p.score < fullScore {
		p.score++
	}
	return p
}

// miss makes room for the tag if one of the pieces was not seen lately.
func (pair *piecePair) miss(tag uint64) {
	p := &pair[0]
	if pair[1].score < p.score {
		p = &pair[1]
	}
	if p.score--; p.score < 0 {
		p.tag, p.score, p.vain, p.from = tag, 0, false, p.from[:0]
	}
}

// begins reports whether b begins with the piece.
func (p *piece) begins(b []byte) bool {
	n := len(p.from)
	return n > 0 && len(b) >= n && bytes.Equal(b[:n], p.from)
}

// learn makes of the piece what it has in common with b, which was found good;
// take makes the piece of that.
func (p *piece) learn(b []byte, take func(p *piece, b []byte)) {
	if p.vain || p.score < goodScore {
		return
	}
	if len(p.from) > 0 {
		n := 0
		for n < len(b) && n < len(p.from) && b[n] == p.from[n] {
			n++
		}
		b = b[:n]
	}
	take(p, b[:min(len(b), maxKnown)])
	if len(p.from) < minKnown {
		p.vain, p.from = true, p.from[:0]
	}
}

// takeText makes the piece of b, the text of an Encoder, which may end within a
// character: then it ends before that.
func (p *piece) takeText(b []byte) {
	end := len(b)
	for end > 0 && len(b)-end < utf8.UTFMax && !utf8.Valid(b[:end]) {
		end--
	}
	out, fail := appendString(p.to[:0], view.String(b[:end]))
	if fail != nil || len(out) > 2*maxKnown { // it was good as a whole; but mostly escapes
		end, out = 0, p.to[:0]
	} else {
		out = append(out[:0], out[1:len(out)-1]...)
	}
	p.from, p.to = append(p.from[:0], b[:end]...), out
}

// takeRaw makes the piece of b, the raw text of a Decoder, which may end within a
// character or an escape: then it ends before that.
func (p *piece) takeRaw(b []byte) {
	text, i := slices.Grow(p.to[:0], len(b)), 0
	for i < len(b) {
		c, size := b[i], 1
		switch {
		case c == '\\' && i+1 < len(b) && escapes[b[i+1]] != 0:
			text, size = append(text, escapes[b[i+1]]), 2
		case c == '\\':
			r, n := hexEscape(b[i:])
			whole := 6
			if size = n; n == 6 && utf16.IsSurrogate(r) {
				low, n := hexEscape(b[i+6:])
				r, size, whole = utf16.DecodeRune(r, low), 6+n, 12
			}
			if size != whole {
				size = 0
				break
			}
			text = utf8.AppendRune(text, r)
		case c < 0x80:
			text = append(text, c)
		default:
			size = runeLen(b, i)
			text = append(text, b[i:i+size]...)
		}
		if size == 0 { // cut
			break
		}
		i += size
	}
	p.from, p.to = append(p.from[:0], b[:i]...), text
	p.high, p.cont = swar.CountUTF8(text)
}
