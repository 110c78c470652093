package fix

import (
	"fmt"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// A status is how far a lenient reading came.
type status uint8

const (
	statusMore   status = iota // the data ends within the value
	statusDone                 // the value ends before pos
	statusFailed               // what stands at pos cannot be mended without a guess; why says what it is
	statusLine                 // a line begins behind pos with "{": it may be a value of its own
)

// A state is what is expected next.
type state uint8

const (
	inValue   state = iota // a value
	inElement              // a value, or the end of the array
	inName                 // a name, or the end of the object
	inColon
	inAfter // a comma or the end of the container
	inString
	inLineComment
	inBlockComment
)

// A lenient turns one object of lenient JSON into strict JSON, token by token, as
// its bytes come in. What is strict already stays byte for byte, but for white space
// that holds a line break, which is left out.
//
// Its zero value is ready for use; reset makes it ready for the next value.
type lenient struct {
	out   []byte // the strict value so far
	pos   int    // in the data; what lies before was read
	mends mends

	state   state
	after   state // the state behind a comment
	open    [wire.MaxDepth]byte
	depth   int
	comma   int  // place in out of a comma that nothing follows yet; -1 for none
	gap     int  // place in out where the white space before the next token begins; -1 for none
	broken  bool // that white space holds a line break
	quote   byte // that ends the string
	smart   rune // the typographic quote that began it; 0 for none
	begun   int  // place of its first quote
	naming  bool // the string is a name
	name    int  // place in out of the last name's first byte behind its quote
	request bool // the value to come is that of the member "request" at the top
	own     bool // the value to come is the user's own
	foreign int  // how deep the outermost object lies that is the user's own; 0 for none
	scan    int  // how far a number or word was read that may go on
	asked   int  // the line break of the last statusLine
	spans   bool // line breaks stand between its tokens
	single  int  // place of the next single quote, as far as it was sought in a string
	dialect dialect
	why     string // of statusFailed: what is in the way
}

// reset makes l ready for another value, whose first byte is '{'.
func (l *lenient) reset() {
	*l = lenient{out: l.out[:0], mends: l.mends[:0], dialect: l.dialect.reset(), comma: -1, gap: -1, asked: -1}
}

// run reads on in data, which holds the value from its first byte on; eof tells that
// nothing more comes.
func (l *lenient) run(data []byte, eof bool) status {
	for l.pos < len(data) {
		var st status
		switch l.state {
		case inString:
			st = l.str(data, eof)
		case inLineComment, inBlockComment:
			st = l.comment(data, eof)
		default:
			st = l.token(data, eof)
		}
		if st != statusMore {
			return st
		}
		if l.depth == 0 && l.state == inAfter {
			return statusDone
		}
		if l.pos < 0 { // the data ends within a token
			l.pos = -l.pos - 1
			return statusMore
		}
	}
	return statusMore
}

// wait says that the token at pos is not there as a whole; at the end of the file it
// is then nothing that could be mended.
func (l *lenient) wait(eof bool) status {
	if eof {
		return l.fail(cutShort)
	}
	l.pos = -l.pos - 1
	return statusMore
}

// fail says that what stands at pos cannot be mended, and why.
func (l *lenient) fail(why string) status {
	l.why = why
	return statusFailed
}

// token reads white space, or the token at pos.
func (l *lenient) token(data []byte, eof bool) status {
	c := data[l.pos]
	switch c {
	case ' ', '\t', '\r', '\n':
		return l.space(data, eof)
	case '/', '#':
		return l.beginComment(data, eof)
	}
	l.endGap()
	switch l.state {
	case inValue, inElement:
		return l.value(data, eof)
	case inName:
		return l.memberName(data, eof)
	case inColon:
		return l.colon(data)
	}
	return l.separator(data, eof)
}

// endGap ends the white space before the token at pos.
func (l *lenient) endGap() {
	if l.gap >= 0 {
		l.dialect.behind(l.pos, l.broken || len(l.out) > l.gap, l.broken)
	}
	if l.broken {
		l.out = l.out[:l.gap]
	}
	l.gap, l.broken = -1, false
}

// space reads one byte of white space.
func (l *lenient) space(data []byte, eof bool) status {
	if l.gap < 0 {
		l.gap = len(l.out)
	}
	if data[l.pos] == '\n' {
		if st := l.ask(data, eof); st != statusDone {
			return st
		}
		l.broken, l.spans = true, true
	}
	if !l.broken {
		l.out = append(l.out, data[l.pos])
	}
	l.pos++
	return statusMore
}

// ask returns statusDone if the line behind the line break at pos belongs to the
// value, as far as can be told here.
func (l *lenient) ask(data []byte, eof bool) status {
	switch {
	case l.pos+1 >= len(data) && !eof:
		return l.wait(false)
	case l.pos+1 < len(data) && data[l.pos+1] == '{' && l.asked != l.pos && !(l.request && l.state == inValue):
		l.asked = l.pos
		return statusLine
	}
	return statusDone
}

// begin opens a container.
func (l *lenient) begin(c byte) status {
	if l.depth == len(l.open) {
		return l.fail(tooDeep)
	}
	l.open[l.depth] = c
	l.depth++
	if l.own && l.foreign == 0 {
		l.foreign = l.depth
	}
	l.comma, l.request, l.own = -1, false, false
	l.state = inName
	if c == '[' {
		l.state = inElement
	}
	return l.put(c)
}

// put writes the byte at pos as it is.
func (l *lenient) put(c byte) status {
	l.out = append(l.out, c)
	l.pos++
	return statusMore
}

// end closes the container that c ends, if that is the open one. A comma before it
// is taken back.
func (l *lenient) end(c byte) status {
	if open := l.open[l.depth-1]; c != closing[open] {
		return l.fail(fmt.Sprintf("%q where %q closes what is open", c, closing[open]))
	}
	if c == ')' {
		return l.endParen()
	}
	if l.comma >= 0 {
		l.out = append(l.out[:l.comma], l.out[l.comma+1:]...)
		l.mends.add(videotune.RuleJSONTrailingComma, ",", "")
		l.comma = -1
	}
	l.close()
	return l.put(c)
}

// close leaves a container.
func (l *lenient) close() {
	if l.depth == l.foreign {
		l.foreign = 0
	}
	l.depth--
	l.state = inAfter
}

// value reads a value's first token.
func (l *lenient) value(data []byte, eof bool) status {
	c := data[l.pos]
	if l.state == inElement && (c == ']' || c == ')') {
		return l.end(c)
	}
	l.comma = -1
	switch c {
	case '{', '[':
		return l.begin(c)
	case '(':
		return l.beginParen()
	case '"', '\'':
		return l.beginString(c, false)
	}
	if st, ok := l.smartString(data, eof, false); ok {
		return st
	}
	return l.word(data, eof)
}

// memberName reads a name, or the end of its object.
func (l *lenient) memberName(data []byte, eof bool) status {
	c := data[l.pos]
	if c == '}' {
		return l.end(c)
	}
	l.comma = -1
	if c == '"' || c == '\'' {
		return l.beginString(c, true)
	}
	if st, ok := l.smartString(data, eof, true); ok {
		return st
	}
	word, st := l.run1(data, eof)
	if word == nil {
		return st
	}
	if done, st := l.prefixed(data, word, true); done {
		return st
	}
	if why := notName(word); why != "" {
		return l.fail(why)
	}
	l.mends.add(videotune.RuleJSONBareName, string(word), `"`+string(word)+`"`)
	l.out = append(l.out, '"')
	l.name = len(l.out)
	l.out = append(append(l.out, word...), '"')
	l.pos += len(word)
	l.named(word)
	return statusMore
}

// named notes what follows a name.
func (l *lenient) named(name []byte) {
	l.state = inColon
	l.request = l.depth == 1 && string(name) == "request"
	l.own = l.depth > 1 && foreignNames[string(name)]
}

func (l *lenient) colon(data []byte) status {
	c := data[l.pos]
	switch c {
	case '=':
		l.mends.add(videotune.RuleJSONEquals, "=", ":")
		c = ':'
	case ':':
	default:
		return l.fail("found " + found(data, l.pos) + " where ':' belongs")
	}
	l.state = inValue
	return l.put(c)
}

// separator reads what stands behind a value in a container.
func (l *lenient) separator(data []byte, eof bool) status {
	c := data[l.pos]
	next := inElement
	if l.open[l.depth-1] == '{' {
		next = inName
	}
	switch c {
	case ',':
		if !l.parted() {
			return l.fail(sideBySide)
		}
		l.comma, l.state = len(l.out), next
		return l.put(c)
	case '}', ']', ')':
		return l.end(c)
	}
	// A comma is missing. It is clear where it belongs behind a bracket only: behind a
	// string the quote may be one of the text. In a parenthesis the comma makes a tuple
	// of a value, and "[" behind a value asks for one of its elements.
	last := lastToken(l.out)
	if (last == '}' || last == ']') && (c == '{' || c == '[' || c == '"') && l.open[l.depth-1] != '(' {
		l.mends.add(videotune.RuleJSONMissingComma, "", ",")
		l.out = append(l.out, ',')
		l.state = next
		return statusMore
	}
	if last == '"' {
		return l.adjacent(data, eof)
	}
	return l.fail("found " + found(data, l.pos) + " where a comma or a closing bracket belongs")
}

// lastToken is the last byte of out that is no white space.
func lastToken(out []byte) byte {
	for i := len(out) - 1; i >= 0; i-- {
		if c := out[i]; c != ' ' && c != '\t' && c != '\r' {
			return c
		}
	}
	return 0
}

// beginComment enters a comment, which is left out.
func (l *lenient) beginComment(data []byte, eof bool) status {
	st := inLineComment
	if data[l.pos] == '/' {
		if l.pos+1 >= len(data) {
			return l.wait(eof)
		}
		switch data[l.pos+1] {
		case '/':
		case '*':
			st = inBlockComment
		default:
			return l.fail("found " + found(data, l.pos) + " where no comment begins")
		}
		l.pos++
	}
	if l.gap < 0 {
		l.gap = len(l.out)
	}
	l.mends.add(videotune.RuleJSONComment, "a comment", "")
	l.after, l.state = l.state, st
	l.pos++
	return statusMore
}

// comment reads on in a comment. The line break that ends one is left for space.
func (l *lenient) comment(data []byte, eof bool) status {
	for l.pos < len(data) {
		switch c := data[l.pos]; {
		case c == '\n' && l.state == inLineComment:
			l.state = l.after
			return statusMore
		case c == '\n':
			if st := l.ask(data, eof); st != statusDone {
				return st
			}
			l.spans = true
		case c == '*' && l.state == inBlockComment:
			if l.pos+1 >= len(data) {
				return l.wait(eof)
			}
			if data[l.pos+1] == '/' {
				l.state = l.after
				l.pos += 2
				return statusMore
			}
		}
		l.pos++
	}
	return statusMore
}
