package signature

import (
	"bytes"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/sniff"
)

// text tells what kind of text a file is.
func text(b []byte) (Kind, bool) {
	kind := sniff.Kind(b, false).Kind
	if kind == sniff.UTF16 || kind == sniff.UTF32 {
		return Kind{Text, "text/plain", false}, true
	}
	if !isText(b) {
		return Kind{}, false
	}
	switch kind {
	case sniff.HTML:
		return Kind{HTML, "text/html", false}, true
	case sniff.XML:
		return Kind{XML, "application/xml", false}, true
	case sniff.JSONL, sniff.PrettyPrinted, sniff.Array: // JSONL is what sniff says of all that it cannot tell
		begin := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF")), " \t\r\n")
		if len(begin) > 0 && (begin[0] == '{' || begin[0] == '[') {
			return Kind{JSON, "application/json", false}, true
		}
	}
	return Kind{Text, "text/plain", false}, true
}

// isText reports whether b has no control characters, apart from those of layout,
// and is UTF-8, or ASCII mostly. The last character may be cut.
func isText(b []byte) bool {
	foreign, all := 0, len(b)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			if !utf8.FullRune(b) {
				break
			}
			foreign++
		}
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' || r == 0x7F {
			return false
		}
		b = b[n:]
	}
	return foreign*4 <= all
}
