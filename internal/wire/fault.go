package wire

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxExcerpt is the longest Name of a Fault and the longest raw Text of an
	// Offset, in bytes.
	maxExcerpt = 64
	// maxPointer bounds the Pointer of a Fault, because names may be as long as
	// the line. A pointer that would be longer ends at the last value that fits.
	maxPointer = 1024
)

// A step is one step from a container to a value in it, from which pointers are
// built: the place of the member's name in the line, quotes left out, or the
// index of an element, with end -1.
type step struct{ start, end int }

// add notes a fault that the reading goes on after, at the value or member that
// is being read.
func (d *Decoder) add(kind FaultKind, at int, name, want string, got Kind) {
	// One place is kept free for the fault that may end the reading.
	if len(d.line.Faults) >= MaxFaults-1 {
		d.omit(kind)
		return
	}
	d.line.Faults = append(d.line.Faults, Fault{
		Kind: kind, At: at, Pointer: d.pointer(d.depth), Name: excerpt(name), Want: want, Got: got,
	})
}

// omit counts a fault that is not kept.
func (d *Decoder) omit(kind FaultKind) {
	d.line.FaultsOmitted++
	d.line.OmittedOf[kind]++
}

// syntax notes a fault that ends the reading, at the value that is being read,
// or at the object if a name is being read. It returns -1.
func (d *Decoder) syntax(kind FaultKind, at int, name, want string) int {
	if d.naming {
		return d.between(kind, at, name, want)
	}
	return d.stop(kind, at, d.depth, name, want)
}

// between notes a fault that ends the reading, between the members or elements
// of a container, and returns -1.
func (d *Decoder) between(kind FaultKind, at int, name, want string) int {
	return d.stop(kind, at, max(d.depth-1, d.base), name, want)
}

func (d *Decoder) stop(kind FaultKind, at, depth int, name, want string) int {
	d.line.Broken = true
	d.line.Faults = append(d.line.Faults, Fault{
		Kind: kind, At: at, Pointer: d.pointer(depth), Name: excerpt(name), Want: want,
	})
	return -1
}

// pointer builds the RFC 6901 pointer of the first depth steps.
func (d *Decoder) pointer(depth int) string {
	var b []byte
	for _, s := range d.path[d.base:depth] {
		n := len(b)
		b = append(b, '/')
		if s.end < 0 {
			b = strconv.AppendInt(b, int64(s.start), 10)
		} else if s.end-s.start > 6*maxPointer {
			return string(b[:n]) // too long however it is escaped
		} else {
			b = appendToken(b, d.data[s.start:s.end])
		}
		if len(b) > maxPointer {
			return string(b[:n])
		}
	}
	return string(b)
}

// appendToken appends a member's name, as it stands between the quotes and
// found good, as a token of a pointer.
func appendToken(dst, raw []byte) []byte {
	for i := 0; i < len(raw); {
		r, n := rune(raw[i]), 1
		if r == '\\' {
			if r, n = rune(escapes[raw[i+1]]), 2; r == 0 {
				if r, n = hexEscape(raw[i:]); r >= 0xD800 && r <= 0xDFFF {
					low, _ := hexEscape(raw[i+6:])
					r, n = 0x10000+(r-0xD800)<<10+(low-0xDC00), 12
				}
			}
			dst = appendTokenRune(dst, r)
		} else if r == '~' || r == '/' {
			dst = appendTokenRune(dst, r)
		} else {
			dst = append(dst, raw[i])
		}
		i += n
	}
	return dst
}

func appendTokenRune(dst []byte, r rune) []byte {
	switch r {
	case '~':
		return append(dst, "~0"...)
	case '/':
		return append(dst, "~1"...)
	}
	return utf8.AppendRune(dst, r)
}

// excerpt returns a copy of s, cut at the end of a character to maxExcerpt bytes.
func excerpt(s string) string { return strings.Clone(cut(s)) }

// cut cuts s at the end of a character to maxExcerpt bytes.
func cut(s string) string {
	if len(s) <= maxExcerpt {
		return s
	}
	n := maxExcerpt
	for n > maxExcerpt-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// controlName names a control character as people know it.
func controlName(c byte) string {
	switch c {
	case '\t':
		return "tab"
	case '\n':
		return "line feed"
	case '\r':
		return "carriage return"
	case '\b':
		return "backspace"
	case '\f':
		return "form feed"
	}
	return fmt.Sprintf("U+%04X", c)
}

// badUTF8 notes the fault of the bytes at i, which are not UTF-8: in a string,
// or between tokens.
func (d *Decoder) badUTF8(i int, inString bool) int {
	if !utf8.FullRune(d.data[i:]) { // a good beginning: the line was cut there
		if inString {
			return d.syntax(CutInString, len(d.data), "", "")
		}
		return d.syntax(CutShort, len(d.data), "", "")
	}
	return d.syntax(InvalidUTF8, i, fmt.Sprintf("0x%02X", d.data[i]), "")
}

// unexpected notes the fault of whatever stands at i, where the grammar wants
// something else. It knows the mistakes that can stand anywhere.
func (d *Decoder) unexpected(i int, want string) int {
	data := d.data
	if i >= len(data) {
		return d.syntax(CutShort, len(data), "", "")
	}
	c := data[i]
	switch {
	case isComment(data[i:]):
		return d.syntax(Comment, i, string(run(data[i:min(i+2, len(data))], isCommentSign)), "")
	case c == '\'':
		return d.syntax(SingleQuote, i, "'", `"`)
	case c < 0x20:
		return d.syntax(ControlCharacter, i, controlName(c), want)
	case isWord(c):
		return d.syntax(Syntax, i, string(run(data[i:], isWord)), want)
	case c < 0x80:
		return d.syntax(Syntax, i, string(data[i:i+1]), want)
	case runeLen(data, i) == 0:
		return d.badUTF8(i, false)
	}
	r, n := utf8.DecodeRune(data[i:])
	if !unicode.IsGraphic(r) || unicode.IsSpace(r) {
		return d.syntax(Syntax, i, fmt.Sprintf("U+%04X", r), want)
	}
	return d.syntax(Syntax, i, string(data[i:i+n]), want)
}

// isComment reports whether b begins with a comment of one of the languages that
// JSON is mistaken for.
func isComment(b []byte) bool {
	return b[0] == '#' || len(b) > 1 && b[0] == '/' && (b[1] == '/' || b[1] == '*')
}

func isCommentSign(c byte) bool { return c == '#' || c == '/' || c == '*' }

// faultNames are the names of the kinds, for tests and messages to developers.
var faultNames = [...]string{
	NoFault: "NoFault", UnknownMember: "UnknownMember", UndocumentedMember: "UndocumentedMember",
	DuplicateMember: "DuplicateMember", BothSpellings: "BothSpellings", WrongCase: "WrongCase",
	SnakeCase: "SnakeCase", Misplaced: "Misplaced", WrongType: "WrongType", NotAnObject: "NotAnObject",
	TooManyContents: "TooManyContents", TooManyParts: "TooManyParts", Syntax: "Syntax",
	CutShort: "CutShort", CutInString: "CutInString", TrailingComma: "TrailingComma",
	MissingComma: "MissingComma", SingleQuote: "SingleQuote", PythonWord: "PythonWord",
	Comment: "Comment", NaN: "NaN", EqualsSign: "EqualsSign", BareName: "BareName",
	BadEscape: "BadEscape", BadNumber: "BadNumber", LoneSurrogate: "LoneSurrogate",
	InvalidUTF8: "InvalidUTF8", ControlCharacter: "ControlCharacter", TooDeep: "TooDeep",
	RunTogether: "RunTogether", TrailingData: "TrailingData",
}

// String returns the name of the kind as it stands in this package.
func (k FaultKind) String() string {
	if int(k) < len(faultNames) {
		return faultNames[k]
	}
	return "FaultKind(" + strconv.Itoa(int(k)) + ")"
}
