package sniff

import "bytes"

// tableKind tells a table, by the header in its first line, from other text.
func tableKind(first line, s scanner) FileKind {
	for _, sep := range []byte{'\t', ',', ';', '|'} {
		n, ok := header(first, sep)
		if !ok {
			continue
		}
		if second, more := s.next(); more && !second.cut && fields(second.text, sep) != n && bytes.Count(second.text, []byte{'"'})%2 == 0 {
			return OtherText
		}
		if sep == '\t' {
			return TSV
		}
		return CSV
	}
	return OtherText
}

// header reports whether a line is the header of a table, and its number of
// columns: two or more short names. A first row without a header is told by the
// address of a file in its first column.
func header(l line, sep byte) (n int, ok bool) {
	if l.cut {
		return 0, false
	}
	n = fields(l.text, sep)
	if n < 2 {
		return 0, false
	}
	for i, rest := 0, l.text; i < n; i++ {
		var f []byte
		f, rest = field(rest, sep)
		f = bytes.Trim(f, " \t\"")
		if i == 0 && (bytes.HasPrefix(f, []byte("gs://")) || bytes.HasPrefix(f, []byte("http"))) {
			return n, true
		}
		if !name(f) {
			return n, false
		}
	}
	return n, true
}

// name reports whether f may be the name of a column: at most three words and 64
// bytes. A column of row numbers has no name.
func name(f []byte) bool {
	if len(f) > 64 || bytes.Count(f, []byte{' '}) > 2 {
		return false
	}
	for i, c := range f {
		switch {
		case isLetter(c), c == '_', c >= 0x80, i == 0 && c == '#':
		case i > 0 && ('0' <= c && c <= '9' || bytes.IndexByte([]byte(" .-/()[]%:#"), c) >= 0):
		default:
			return false
		}
	}
	return true
}

// fields counts the columns of a line.
func fields(text []byte, sep byte) int {
	n := 0
	for more := true; more; n++ {
		var rest []byte
		_, rest = field(text, sep)
		more = rest != nil
		text = rest
	}
	return n
}

// field cuts the first column from a line; rest is nil after the last. A
// separator within double quotes does not count.
func field(text []byte, sep byte) (f, rest []byte) {
	quoted := false
	for i, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case c == sep && !quoted:
			return text[:i], text[i+1:]
		}
	}
	return text, nil
}
