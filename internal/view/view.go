// Package view holds every use of package unsafe. Its functions only change the
// type through which bytes are seen; neither extends the life of the bytes nor
// reaches past them.
package view

import "unsafe"

// String returns the bytes of b as a string without copying them. It is correct
// as long as b is not written to while the string is in use.
func String(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// Bytes returns the bytes of s as a slice without copying them. The slice must
// only be read.
func Bytes(s string) []byte {
	return unsafe.Slice(unsafe.StringData(s), len(s))
}
