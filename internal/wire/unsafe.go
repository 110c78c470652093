package wire

import "unsafe"

// This file holds every use of package unsafe. Both functions only change the
// type through which bytes are seen; neither extends the life of the bytes nor
// reaches past them.

// view returns the bytes of b as a string without copying them. It is correct
// as long as b is not written to while the string is in use, which is what the
// package promises for the line and for the decoder's own buffers: they are
// written again only by the next call of Decode.
func view(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// bytesOf returns the bytes of s as a slice without copying them. The slice is
// only ever read.
func bytesOf(s string) []byte {
	return unsafe.Slice(unsafe.StringData(s), len(s))
}
