// Package swar looks at eight bytes of a text at a time, as one word ("SIMD
// within a register"). It holds all code of this kind, without package unsafe; it
// is correct whatever the size of a word and the order of its bytes are on the
// machine, and its tests compare it with loops over single bytes.
package swar

import (
	"encoding/binary"
	"math/bits"
)

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// Load returns the first eight bytes of b as a word, the first lowest. b must
// have as many.
func Load(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// Store writes a word as Load reads it.
func Store(b []byte, w uint64) { binary.LittleEndian.PutUint64(b, w) }

// Store2 writes a word of two bytes, the lower one first.
func Store2(b []byte, w uint16) { binary.LittleEndian.PutUint16(b, w) }

// load is Load for a string.
func load(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// First returns the index of the first byte of a word that a mask marks with its
// high bit, 8 if there is none.
func First(mask uint64) int { return bits.TrailingZeros64(mask) >> 3 }

// Special marks the first byte of w that does not stand for itself in a JSON
// string, or may not: a quote, a backslash, a control character or a byte outside
// ASCII. Bytes above the first may be marked wrongly, because a subtraction
// borrows from them; the first never is.
func Special(w uint64) uint64 {
	quote := w ^ ones*'"'
	slash := w ^ ones*'\\'
	return ((w - ones*0x20) | (quote - ones) | (slash - ones) | w) & highs
}

// IsSpecial is Special for one byte.
func IsSpecial(c byte) bool {
	return c < 0x20 || c >= 0x80 || c == '"' || c == '\\'
}

// Plain returns the index of the first special byte of b from i on, or len(b).
func Plain(b []byte, i int) int {
	for len(b)-i >= 8 {
		if m := Special(Load(b[i:len(b):len(b)])); m != 0 {
			return i + First(m)
		}
		i += 8
	}
	for i < len(b) && !IsSpecial(b[i]) {
		i++
	}
	return i
}

// ends is Special without the bytes outside ASCII.
func ends(w uint64) uint64 {
	quote := w ^ ones*'"'
	slash := w ^ ones*'\\'
	return ((w-ones*0x20)&^w | (quote-ones)&^quote | (slash-ones)&^slash) & highs
}

// Quoted returns the index of the first quote, backslash or control character of
// s from i on, or len(s).
func Quoted(s string, i int) int {
	for len(s)-i >= 8 {
		if m := ends(load(s[i:])); m != 0 {
			return i + First(m)
		}
		i += 8
	}
	for i < len(s) && s[i] >= 0x20 && s[i] != '"' && s[i] != '\\' {
		i++
	}
	return i
}

// CountUTF8 returns how many bytes of b lead a rune from U+0240 on, which are
// those from 0xC9, and how many go on a rune, which are 10xxxxxx.
func CountUTF8(b []byte) (high, cont int) {
	for ; len(b) >= 8; b = b[8:] {
		w := Load(b)
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
