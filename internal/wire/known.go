package wire

import (
	"bytes"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/swar"
)

// This file remembers how texts begin. The lines of a dataset mostly share their
// prompt, or a template that is filled in at its end. Bytes that were read and
// found good once are good again, so what a text has in common with one before
// is compared, which is much faster than to read it.
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
	raw   []byte // as it stands in a line; empty until it is learnt
	text  []byte // what it says
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
		p.tag, p.score, p.vain, p.raw = tag, 0, false, p.raw[:0]
	}
}

// begins reports whether b begins with the piece.
func (p *piece) begins(b []byte) bool {
	n := len(p.raw)
	return n > 0 && len(b) >= n && bytes.Equal(b[:n], p.raw)
}

// learn makes of the piece what it has in common with b, which was found good.
func (p *piece) learn(b []byte) {
	if p.vain || p.score < goodScore {
		return
	}
	if len(p.raw) > 0 {
		n := 0
		for n < len(b) && n < len(p.raw) && b[n] == p.raw[n] {
			n++
		}
		b = b[:n]
	}
	p.take(b[:min(len(b), maxKnown)])
	if len(p.raw) < minKnown {
		p.vain, p.raw = true, p.raw[:0]
	}
}

// take makes the piece of b, which may end within a character or an escape: then
// it ends before that.
func (p *piece) take(b []byte) {
	text, i := p.text[:0], 0
	for i < len(b) {
		c, size := b[i], 1
		switch {
		case c == '\\' && i+1 < len(b) && escapes[b[i+1]] != 0:
			text, size = append(text, escapes[b[i+1]]), 2
		case c == '\\':
			r, n := hexEscape(b[i:])
			if size = n; utf16.IsSurrogate(r) && n == 6 {
				low, n := hexEscape(b[i+6:])
				r, size = utf16.DecodeRune(r, low), 6+n
			}
			if size != 6 && size != 12 {
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
	p.raw, p.text = append(p.raw[:0], b[:i]...), text
	p.high, p.cont = swar.CountUTF8(text)
}
