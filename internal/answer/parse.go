package answer

import (
	"hash/maphash"
	"strings"
	"unicode"
)

// seed is that of the hashes of answers. It differs from run to run; nothing
// that is printed depends on it.
var seed = maphash.MakeSeed()

// A Parser reads answers, and reuses its memory from one to the next. The zero
// value is ready to use. It is not safe for concurrent use.
type Parser struct {
	facts Facts
	scan  scanner
}

// Parse reads one answer. The Facts are valid until the next call of Parse.
func (p *Parser) Parse(text string) *Facts {
	p.ParseInto(&p.facts, text)
	return &p.facts
}

// ParseInto reads one answer into f, whose memory it reuses, and which stays
// valid for as long as the caller likes.
func (p *Parser) ParseInto(f *Facts, text string) {
	f.reset()
	trimmed := strings.TrimSpace(text)
	f.hash, f.trimmed = maphash.String(seed, trimmed), len(trimmed) < len(text)
	if trimmed == "" {
		f.Empty, f.Negative = true, true
		return
	}
	f.NullWord = nullWord(trimmed)
	at := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	var body block
	f.Fence, body = fence(trimmed)
	p.readJSON(f, body, at)
	inner := body.text
	if f.JSON == NotJSON {
		clockTimes(inner, &f.Times, at+body.at)
		if len(trimmed) <= MaxLabelBytes && f.Fence == NoFence && !f.NullWord && strings.IndexByte(trimmed, '\n') < 0 && hasLetter(trimmed) {
			f.values = append(f.values, trimmed...)
			f.labels = append(f.labels, label{node: noNode, end: int32(len(f.values))})
		}
		f.Negative = negativeWord(strings.TrimSpace(inner))
	}
}

// readJSON reads the body of an answer as JSON, if it is JSON. at is the offset
// of the trimmed text in the answer.
func (p *Parser) readJSON(f *Facts, body block, at int) {
	text := strings.TrimRight(body.text, " \t\r\n")
	start := skipSpace(text, 0)
	if start == len(text) {
		if body.json {
			f.JSON, f.Err, f.ErrAt = JSONBroken, "nothing stands in the fence", at+body.at
		}
		return
	}
	if c := text[start]; c != '{' && c != '[' && !body.json {
		return
	}
	end, fault := p.scan.run(f, text, start, at+body.at)
	rest := ""
	if fault == "" {
		end = skipSpace(text, end)
		rest = text[end:]
	}
	switch {
	case fault == "" && rest == "":
		f.JSON = JSONOK
		f.Negative = f.tree.negative()
		if !f.ShapeComplex {
			f.ShapeHash = f.tree.hash()
		}
		return
	case fault == "" && (rest[0] == '}' || rest[0] == ']') && begins(text[start:]):
		f.JSON, f.Err = JSONBroken, "a closing bracket too many"
	case body.json && fault == "":
		f.JSON, f.Err = JSONBroken, "text follows the JSON"
	case body.json || fault != "" && begins(text[start:]):
		f.JSON, f.Err = JSONBroken, fault
	}
	f.forgetJSON()
	if f.JSON == JSONBroken {
		f.ErrAt = at + body.at + end
	}
}

// begins reports whether a text that does not parse was meant to be JSON. It
// must not be so for "[Music] the crowd cheers", "{smile}" or "[1] The …".
func begins(s string) bool {
	i := 0
	for i < len(s) && s[i] == '[' {
		i = skipSpace(s, i+1)
	}
	if i == len(s) {
		return false
	}
	switch s[i] {
	case '{':
		return beginsObject(s, i+1, i > 0)
	case '"': // ["…" and then , or ]
		if i == 0 {
			return false
		}
		end := closing(s, i)
		if end < 0 {
			return false
		}
		end = skipSpace(s, end)
		return end < len(s) && (s[end] == ',' || s[end] == ']')
	case ']':
		return true
	}
	return false
}

// beginsObject looks behind a "{": at a key in quotes, those of Python too, or
// at the end of an empty object. In a list it may be a key without quotes.
func beginsObject(s string, i int, inList bool) bool {
	i = skipSpace(s, i)
	if i == len(s) {
		return inList
	}
	switch s[i] {
	case '"', '}':
		return true
	case '\'':
		end := closing(s, i)
		if end < 0 {
			return false
		}
		end = skipSpace(s, end)
		return end < len(s) && s[end] == ':'
	}
	if !inList {
		return false
	}
	start := i
	for i < len(s) && (isLetter(s[i]) || s[i] == '_') {
		i++
	}
	return i > start && i < len(s) && s[i] == ':'
}

// closing is the offset behind the quote that closes the one at i, or -1.
func closing(s string, i int) int {
	for quote, j := s[i], i+1; j < len(s); j++ {
		switch s[j] {
		case quote:
			return j + 1
		case '\\':
			j++
		}
	}
	return -1
}

// nullWord reports whether s is what a program prints for a missing value. In
// lower case "none" is an answer.
func nullWord(s string) bool {
	switch s {
	case "nan", "NaN", "None", "null", "NULL":
		return true
	}
	return false
}

// negatives are the plain answers that say that there is nothing.
var negatives = [...]string{
	"no", "none", "nothing", "null", "n/a", "empty", "no event", "no events", "no match", "no matches",
	"no detection", "no detections", "not found", "not present", "nothing found", "nothing detected", "none found", "none detected",
}

func negativeWord(s string) bool {
	s = strings.TrimSuffix(s, ".")
	for _, n := range negatives {
		if len(n) == len(s) && strings.EqualFold(n, s) {
			return true
		}
	}
	return false
}

func skipSpace(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	return i
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// hasLetter reports whether s holds a letter, of any script.
func hasLetter[T string | []byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if isLetter(s[i]) || s[i] >= 0x80 {
			return true
		}
	}
	return false
}
