// Package sniff says by name what a file is that is not JSONL at all.
//
// It looks at the beginning of the file only, and it would rather say JSONL too
// often than too seldom: of a JSONL file with a bad line, however bad the line,
// the rules for lines speak.
package sniff

// HeadBytes is how much of a file [Kind] should be shown; more does no harm.
const HeadBytes = 64 << 10

// A FileKind is what a file is.
type FileKind uint8

// The kinds of files.
const (
	JSONL         FileKind = iota // or what the rules for lines can speak of
	Empty                         // no byte, or nothing but white space
	Gzip                          // compressed
	Zip                           // an archive
	Zstd                          // compressed
	Bzip2                         // compressed
	XZ                            // compressed
	UTF16                         // with or without a byte order mark
	UTF32                         // with or without a byte order mark
	Binary                        // holds NUL bytes
	PrettyPrinted                 // JSON objects that are spread over several lines
	Array                         // a JSON array, on one or several lines
	CSV                           // a table with commas, semicolons or bars
	TSV                           // a table with tabs
	HTML                          // a web page
	XML                           // an XML document, such as the error of a storage service
	OtherText                     // any other text
)

var names = [...]string{
	JSONL: "JSONL", Empty: "empty", Gzip: "gzip", Zip: "zip", Zstd: "zstd", Bzip2: "bzip2", XZ: "xz",
	UTF16: "UTF-16", UTF32: "UTF-32", Binary: "binary", PrettyPrinted: "pretty-printed JSON", Array: "JSON array",
	CSV: "CSV", TSV: "TSV", HTML: "HTML", XML: "XML", OtherText: "text",
}

// String returns the name of the kind.
func (k FileKind) String() string {
	if int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}

// Compressed reports whether a file of the kind must be unpacked first.
func (k FileKind) Compressed() bool { return Gzip <= k && k <= XZ }

// A Result is what [Kind] found.
type Result struct {
	Kind FileKind
	BOM  bool // the file begins with the byte order mark of UTF-8, three bytes; Kind is that of the rest
	Line int  // from 1: the line that shows it; 0 if the kind is not one of lines
}

// Kind says what a file is that begins with head; whole tells that head is all
// of it. It takes one pass over head and allocates nothing.
func Kind(head []byte, whole bool) Result {
	if k := magic(head); k != JSONL {
		return Result{Kind: k}
	}
	if k := wide(head); k != JSONL {
		return Result{Kind: k}
	}
	const bom = "\xef\xbb\xbf"
	var r Result
	if len(head) >= len(bom) && string(head[:len(bom)]) == bom {
		r.BOM, head = true, head[len(bom):]
	}
	s := scanner{rest: head, whole: whole}
	first, ok := s.next()
	if !ok {
		if whole {
			r.Kind = Empty
		}
		return r
	}
	r.Kind = textKind(first, s)
	if r.Kind != JSONL && r.Kind != Binary {
		r.Line = first.number
	}
	return r
}

// textKind is the kind of a file by its first line that is not blank, and those
// that follow.
func textKind(first line, s scanner) FileKind {
	k := JSONL
	switch first.text[0] {
	case '{':
		return objectKind(first, s)
	case '[':
		k = arrayKind(first, s)
	case '<':
		k = markupKind(first, s)
	default:
		if !mostlyObjects(s) {
			k = tableKind(first, s)
		}
	}
	if k == OtherText && (hasNUL(first.text) || hasNUL(s.rest)) {
		return Binary
	}
	return k
}
