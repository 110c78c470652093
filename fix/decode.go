package fix

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/sniff"
)

// A wide reads UTF-16 or UTF-32 as UTF-8. Half of a surrogate pair, and a number that
// is no character, become bytes that are not valid UTF-8, so that nothing is lost in
// silence: the line that holds them is left over.
type wide struct {
	r     io.Reader
	size  int // of a unit, 2 or 4
	order binary.ByteOrder
	in    []byte // read and not decoded yet
	out   []byte // decoded and not given yet
	err   error
}

// newWide returns what reads a file of the kind, whose first bytes are head.
func newWide(r io.Reader, kind sniff.FileKind, head []byte) *wide {
	w := &wide{r: r, size: 2, order: binary.LittleEndian}
	mark := []byte{0xFE, 0xFF}
	if kind == sniff.UTF32 {
		w.size, mark = 4, []byte{0, 0, 0xFE, 0xFF}
	}
	// Without a mark the zero bytes tell, which stand before the low byte.
	if bytes.HasPrefix(head, mark) || !marked(head, mark) && len(head) >= w.size && head[0] == 0 && head[w.size-1] != 0 {
		w.order = binary.BigEndian
	}
	return w
}

// marked reports whether head begins with a byte order mark of the other order.
func marked(head, mark []byte) bool {
	for i := range mark {
		if i >= len(head) || head[i] != mark[len(mark)-1-i] {
			return false
		}
	}
	return true
}

// Read implements [io.Reader].
func (w *wide) Read(p []byte) (int, error) {
	for len(w.out) == 0 && len(p) > 0 {
		if w.err != nil {
			return 0, w.err
		}
		w.fill()
	}
	n := copy(p, w.out)
	w.out = w.out[n:]
	return n, nil
}

// fill reads once, and decodes what is there as a whole.
func (w *wide) fill() {
	var chunk [8 << 10]byte
	n, err := w.r.Read(chunk[:])
	if n < 0 || n > len(chunk) {
		n, err = 0, errCount
	}
	w.in = append(w.in, chunk[:n]...)
	w.err = err
	w.out = w.out[:0]
	i := 0
	for i+w.size <= len(w.in) {
		c := w.unit(i)
		n := w.size
		if w.size == 2 && utf16.IsSurrogate(rune(c)) {
			if i+4 > len(w.in) && err == nil {
				break
			}
			if i+4 <= len(w.in) {
				if r := utf16.DecodeRune(rune(c), rune(w.unit(i+2))); r != utf8.RuneError {
					c, n = uint32(r), 4
				}
			}
		}
		w.out = appendRune(w.out, c)
		i += n
	}
	if err != nil { // what is left of a unit
		w.out = append(w.out, bytes.Repeat([]byte{0xFF}, min(len(w.in)-i, 1))...)
		i = len(w.in)
	}
	w.in = append(w.in[:0], w.in[i:]...)
}

func (w *wide) unit(i int) uint32 {
	if w.size == 2 {
		return uint32(w.order.Uint16(w.in[i:]))
	}
	return w.order.Uint32(w.in[i:])
}

// appendRune appends a character as UTF-8; what is none in the form that it would have.
func appendRune(dst []byte, c uint32) []byte {
	switch {
	case c >= 0xD800 && c <= 0xDFFF:
		return append(dst, byte(0xE0|c>>12), byte(0x80|c>>6&0x3F), byte(0x80|c&0x3F))
	case c > utf8.MaxRune:
		return append(dst, 0xFF)
	}
	return utf8.AppendRune(dst, rune(c))
}
