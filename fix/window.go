package fix

import (
	"bytes"
	"errors"
	"io"
)

const (
	chunkBytes = 64 << 10
	emptyReads = 100 // reads without a byte and without an error, one after the other
)

var errCount = errors.New("the reader returned an impossible count of bytes")

// A window is the part of a file that is looked at: from the first byte that was not
// dealt with to the last that was read.
type window struct {
	r     io.Reader
	buf   []byte
	start int
	line  int   // number of the physical line of the first byte, from 1
	past  int   // bytes of that line before it
	gone  int64 // bytes that were given up
	err   error
}

// data is what is in the window. It is valid until the next call of more or advance.
func (w *window) data() []byte { return w.buf[w.start:] }

// ended reports whether nothing more can be read.
func (w *window) ended() bool { return w.err != nil }

// failed returns what reading failed with; nil at the end of the file.
func (w *window) failed() error {
	if w.err == io.EOF {
		return nil
	}
	return w.err
}

// at returns byte i of the window, for which it reads; ok is false behind the end of
// the file.
func (w *window) at(i int) (c byte, ok bool) {
	for w.start+i >= len(w.buf) {
		if !w.more() {
			return 0, false
		}
	}
	return w.buf[w.start+i], true
}

// more reads more bytes, and reports whether there are any.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	if len(w.buf) == cap(w.buf) {
		w.makeRoom()
	}
	for range emptyReads {
		room := w.buf[len(w.buf):cap(w.buf)]
		n, err := w.r.Read(room)
		if n < 0 || n > len(room) {
			n, err = 0, errCount
		}
		w.buf = w.buf[:len(w.buf)+n]
		w.err = err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	w.err = io.ErrNoProgress
	return false
}

// makeRoom moves the data to the front of the buffer, or to another of a size that
// fits it.
func (w *window) makeRoom() {
	data := w.data()
	size := max(2*len(data), chunkBytes)
	if cap(w.buf) < size || cap(w.buf) > 4*size {
		w.buf = append(make([]byte, 0, size), data...)
	} else {
		w.buf = w.buf[:copy(w.buf, data)]
	}
	w.start = 0
}

// place returns the physical line of byte n, from 1, and how many bytes of it lie before.
func (w *window) place(n int) (line, past int) {
	data := w.buf[w.start : w.start+n]
	breaks := bytes.Count(data, []byte{'\n'})
	if breaks == 0 {
		return w.line, w.past + n
	}
	return w.line + breaks, n - 1 - bytes.LastIndexByte(data, '\n')
}

// advance gives the first n bytes up.
func (w *window) advance(n int) {
	w.line, w.past = w.place(n)
	w.start += n
	w.gone += int64(n)
}

// lineEnd returns the place behind the line break of the line that holds byte i, or
// the end of the file; ok is false if more than most bytes would have to be read.
func (w *window) lineEnd(i, most int) (end int, ok bool) {
	for seen := i; ; {
		data := w.data()
		if n := bytes.IndexByte(data[min(seen, len(data)):], '\n'); n >= 0 {
			return seen + n + 1, true
		}
		seen = max(len(data), i)
		if seen-i > most {
			return seen, false
		}
		if !w.more() {
			return len(w.data()), true
		}
	}
}
