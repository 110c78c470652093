package sniff

import "bytes"

// magics are the bytes that files of some kinds begin with.
var magics = []struct {
	prefix string
	kind   FileKind
}{
	{"\x1f\x8b", Gzip},
	{"PK\x03\x04", Zip},
	{"PK\x05\x06", Zip}, // an archive of nothing
	{"PK\x07\x08", Zip}, // a part of an archive
	{"\x28\xb5\x2f\xfd", Zstd},
	{"BZh", Bzip2},
	{"\xfd7zXZ\x00", XZ},
	{"\xff\xfe\x00\x00", UTF32},
	{"\x00\x00\xfe\xff", UTF32},
	{"\xff\xfe", UTF16},
	{"\xfe\xff", UTF16},
}

// magic is the kind of a file by its first bytes, JSONL if they tell nothing.
func magic(head []byte) FileKind {
	for _, m := range magics {
		if len(head) >= len(m.prefix) && string(head[:len(m.prefix)]) == m.prefix {
			if m.kind == Bzip2 && !isBzip2(head) {
				continue
			}
			return m.kind
		}
	}
	return JSONL
}

// isBzip2 looks at what follows "BZh": the size of the blocks, and then the mark
// of a block or of the end.
func isBzip2(head []byte) bool {
	return len(head) >= 10 && '1' <= head[3] && head[3] <= '9' &&
		(string(head[4:10]) == "1AY&SY" || string(head[4:10]) == "\x17\x72\x45\x38\x50\x90")
}

// wide finds UTF-16 and UTF-32 without a byte order mark: nearly all of the
// first characters are ASCII, as in any JSON, with NUL bytes around them.
func wide(head []byte) FileKind {
	head = head[:min(len(head), 256)]
	for _, w := range []struct {
		size, at int
		kind     FileKind
	}{{4, 0, UTF32}, {4, 3, UTF32}, {2, 0, UTF16}, {2, 1, UTF16}} {
		units := len(head) / w.size
		if units < 2 {
			continue
		}
		ascii := 0
		for i := range units {
			if asciiUnit(head[i*w.size:(i+1)*w.size], w.at) {
				ascii++
			}
		}
		if ascii*4 >= units*3 && asciiUnit(head[:w.size], w.at) {
			return w.kind
		}
	}
	return JSONL
}

// asciiUnit reports whether unit is NUL everywhere but at the place of the low
// byte, where it is a character that stands in texts.
func asciiUnit(unit []byte, at int) bool {
	for i, c := range unit {
		if i == at {
			if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c >= 0x7f {
				return false
			}
		} else if c != 0 {
			return false
		}
	}
	return true
}

func hasNUL(b []byte) bool { return bytes.IndexByte(b, 0) >= 0 }
