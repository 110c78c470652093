package wire

import (
	"github.com/seed-57910ec4/videotune/internal/swar"
	"github.com/seed-57910ec4/videotune/internal/view"
)

// This file reads a JSON value without keeping it. The reading is as strict as
// that of a value that is kept: names given twice, UTF-8, surrogates and depth
// are checked at every level.

// kindAt returns the kind of the value that begins at i, judged by its first
// byte; Absent if none begins so.
func kindAt(data []byte, i int) Kind {
	switch c := data[i]; {
	case c == '{':
		return Object
	case c == '[':
		return Array
	case c == '"':
		return String
	case c == 't' || c == 'f':
		return Bool
	case c == 'n':
		return Null
	case c == '-' || isDigit(c):
		return Number
	}
	return Absent
}

// skip checks the value at i and returns the index after it, or -1 with the
// fault noted. It sets d.untidy if the value is not written the compact way.
func (d *Decoder) skip(i int) int {
	if i >= len(d.data) {
		return d.unexpected(i, "")
	}
	switch kindAt(d.data, i) {
	case String:
		return d.skipString(i)
	case Number:
		return d.number(i)
	case Object:
		return d.skipObject(i)
	case Array:
		return d.skipArray(i)
	case Bool:
		if d.data[i] == 't' {
			return d.literal(i, "true")
		}
		return d.literal(i, "false")
	case Null:
		return d.literal(i, "null")
	}
	return d.badValue(i)
}

func (d *Decoder) skipObject(i int) int {
	data, id := d.data, i
	if d.depth >= MaxDepth {
		return d.syntax(TooDeep, i, "", "")
	}
	d.depth++
	base := len(d.names)
	i, more := d.first(i)
	for more {
		var name string
		quote := i
		if i = swar.Plain(data, quote+1); i < len(data) && data[i] == '"' {
			name = view.String(data[quote+1 : i])
			i++
		} else if name, i = d.name(quote); i < 0 {
			return i
		}
		d.path[d.depth-1] = step{quote + 1, i - 1}
		if d.given(id, base, name) {
			d.add(DuplicateMember, quote, name, "", Absent)
		}
		if i < len(data) && data[i] == ':' {
			i++
		} else if i = d.colon(i); i < 0 {
			return i
		}
		if i < len(data) && data[i] <= ' ' {
			i = d.gap(i)
		}
		if i = d.skip(i); i < 0 {
			return i
		}
		i, more = d.next(i)
	}
	d.names = d.names[:base]
	return i
}

func (d *Decoder) skipArray(i int) int {
	if d.depth >= MaxDepth {
		return d.syntax(TooDeep, i, "", "")
	}
	d.depth++
	i, more := d.firstElement(i)
	for n := 0; more; n++ {
		d.path[d.depth-1] = step{n, -1}
		if i = d.skip(i); i < 0 {
			return i
		}
		i, more = d.nextElement(i)
	}
	return i
}

// gap skips the space at i and remembers that there was some.
func (d *Decoder) gap(i int) int {
	d.untidy = true
	return space(d.data, i)
}

// literal checks the word true, false or null at i.
func (d *Decoder) literal(i int, word string) int {
	rest := d.data[i:]
	n := len(word)
	if len(rest) >= n && view.String(rest[:n]) == word && (len(rest) == n || !isWord(rest[n])) {
		return i + n
	}
	if len(rest) < n && view.String(rest) == word[:len(rest)] {
		return d.syntax(CutShort, len(d.data), "", "")
	}
	return d.badValue(i)
}

// number checks the number at i, which begins with a digit or a minus sign.
func (d *Decoder) number(i int) int {
	data, start := d.data, i
	if data[i] == '-' {
		i++
	}
	if i < len(data) && data[i] == '0' {
		i++
	} else if i = d.digits(start, i); i < 0 {
		return i
	}
	if i < len(data) && data[i] == '.' {
		if i = d.digits(start, i+1); i < 0 {
			return i
		}
	}
	if i < len(data) && data[i]|0x20 == 'e' {
		i++
		if i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		if i = d.digits(start, i); i < 0 {
			return i
		}
	}
	if i < len(data) && isNumeric(data[i]) {
		return d.badNumber(start)
	}
	return i
}

// digits skips the digits at i, of which the number at start needs one.
func (d *Decoder) digits(start, i int) int {
	data := d.data
	if i >= len(data) {
		return d.syntax(CutShort, len(data), "", "")
	}
	if !isDigit(data[i]) {
		return d.badNumber(start)
	}
	for i++; i < len(data) && isDigit(data[i]); i++ {
	}
	return i
}

// badNumber notes the fault of what stands at i and looks like a number.
func (d *Decoder) badNumber(i int) int {
	text := string(run(d.data[i:], isNumeric))
	switch text {
	case "-Infinity", "-NaN", "+Infinity", "+NaN":
		return d.syntax(NaN, i, text, "a number")
	case "-nan", "-inf", "+nan", "+inf":
		return d.syntax(PythonWord, i, text, "a number")
	}
	return d.syntax(BadNumber, i, text, "")
}

// badValue notes the fault of what stands at i, where a value should.
func (d *Decoder) badValue(i int) int {
	data := d.data
	c := data[i]
	if c == '+' || c == '-' || c == '.' {
		if i+1 < len(data) && isNumeric(data[i+1]) {
			return d.badNumber(i)
		}
	}
	if isWord(c) {
		switch word := string(run(data[i:], isWord)); word {
		case "None":
			return d.syntax(PythonWord, i, word, "null")
		case "True":
			return d.syntax(PythonWord, i, word, "true")
		case "False":
			return d.syntax(PythonWord, i, word, "false")
		case "nan", "inf":
			return d.syntax(PythonWord, i, word, "a number")
		case "NaN", "Infinity":
			return d.syntax(NaN, i, word, "a number")
		}
	}
	return d.unexpected(i, "a value")
}
