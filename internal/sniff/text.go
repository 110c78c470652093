package sniff

import "bytes"

// objectKind judges a file whose first line begins with "{": JSONL, unless an
// object is spread over lines. A line that ends within a string is one whose
// string has a raw newline, or one that was cut: lines to speak of as such.
func objectKind(first line, s scanner) FileKind {
	if first.cut || endState(first.text) != open {
		return JSONL
	}
	second, ok := s.next()
	if !ok || second.text[0] == '{' && !second.indent {
		return JSONL
	}
	// The first line may have been cut, and the second be a bad one too.
	if own, all := count(s, ownObject); own > 0 && own*2 >= all {
		return JSONL
	}
	return PrettyPrinted
}

// arrayKind judges a file whose first line begins with "[".
func arrayKind(first line, s scanner) FileKind {
	if !arrayLike(first.text) {
		if mostlyObjects(s) {
			return JSONL
		}
		return OtherText
	}
	if first.cut {
		return Array
	}
	next, ok := s.next()
	if !ok {
		return Array
	}
	switch endState(first.text) {
	case complete, trailing: // a bad line, if lines of their own follow
		if next.text[0] == '{' {
			return JSONL
		}
		if own, _ := count(s, ownObject); own > 0 {
			return JSONL
		}
	default: // perhaps a line that was cut in the middle of a value, before lines of their own
		last := first.text[len(first.text)-1]
		if len(first.text) > 1 && last != ',' && last != '[' && last != '{' && ownObject(next) {
			return JSONL
		}
	}
	return Array
}

// arrayLike tells a line that begins as a JSON array from "[Music]" and
// "[2024-05-01 10:00] started".
func arrayLike(text []byte) bool {
	rest := bytes.TrimLeft(text[1:], " \t")
	if len(rest) == 0 || bytes.IndexByte([]byte(`{["']`), rest[0]) >= 0 {
		return true
	}
	for _, c := range rest {
		if c == ']' {
			return true
		}
		if bytes.IndexByte([]byte("0123456789+-.eE, \t"), c) < 0 {
			return false
		}
	}
	return true
}

// markupKind judges a file whose first line begins with "<".
func markupKind(first line, s scanner) FileKind {
	switch {
	case hasPrefixFold(first.text, "<!doctype html"), hasPrefixFold(first.text, "<html"):
		return HTML
	case hasPrefixFold(first.text, "<?xml"), hasPrefixFold(first.text, "<!doctype"):
		return XML
	}
	if mostlyObjects(s) {
		return JSONL
	}
	for _, p := range []string{"<head", "<body", "<script", "<meta", "<title", "<div", "<!--"} {
		if hasPrefixFold(first.text, p) {
			return HTML
		}
	}
	if len(first.text) > 1 && isLetter(first.text[1]) && bytes.IndexByte(first.text, '>') > 0 {
		return XML
	}
	return OtherText
}

// mostlyObjects reports whether at least a quarter of the lines to come begin
// with "{": then those that do not are bad lines of a JSONL file.
func mostlyObjects(s scanner) bool {
	n, all := count(s, func(l line) bool { return l.text[0] == '{' })
	return n > 0 && n*4 >= all
}

// count counts the lines to come, and those of them that are as asked.
func count(s scanner, is func(line) bool) (n, all int) {
	for {
		l, ok := s.next()
		if !ok {
			return n, all
		}
		all++
		if is(l) {
			n++
		}
	}
}

func hasPrefixFold(text []byte, prefix string) bool {
	return len(text) >= len(prefix) && bytes.EqualFold(text[:len(prefix)], []byte(prefix))
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
