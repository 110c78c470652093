package wire

// This file reads what stands between the members of an object and between the
// elements of an array. Each function returns -1, and false, with the fault
// noted when the grammar is broken.

// first enters the object at i, which the caller has counted in d.depth, and
// returns the index of its first name's quote; or, if it is empty, leaves it and
// returns the index after it.
func (d *Decoder) first(i int) (int, bool) {
	data := d.data
	i++
	if i < len(data) && data[i] <= ' ' {
		i = d.gap(i)
	}
	if i < len(data) {
		if data[i] == '"' {
			return i, true
		}
		if data[i] == '}' {
			d.depth--
			return i + 1, false
		}
	}
	return d.badName(i), false
}

// next goes on from the end of a member's value to the quote of the next name;
// or leaves the object and returns the index after it.
func (d *Decoder) next(i int) (int, bool) {
	data, end := d.data, i
	if i < len(data) && data[i] <= ' ' {
		i = d.gap(i)
	}
	if i < len(data) {
		if data[i] == ',' {
			comma := i
			i++
			if i < len(data) && data[i] <= ' ' {
				i = d.gap(i)
			}
			if i < len(data) && data[i] == '"' {
				return i, true
			}
			if i < len(data) && data[i] == '}' {
				return d.between(TrailingComma, comma, ",", ""), false
			}
			return d.badName(i), false
		}
		if data[i] == '}' {
			d.depth--
			return i + 1, false
		}
	}
	return d.noComma(end, i, "a comma or '}'"), false
}

// firstElement and nextElement are first and next of an array: they return the
// index of an element.
func (d *Decoder) firstElement(i int) (int, bool) {
	data := d.data
	i++
	if i < len(data) && data[i] <= ' ' {
		i = d.gap(i)
	}
	if i < len(data) {
		if data[i] == ']' {
			d.depth--
			return i + 1, false
		}
		return i, true
	}
	return d.between(CutShort, len(data), "", ""), false
}

func (d *Decoder) nextElement(i int) (int, bool) {
	data, end := d.data, i
	if i < len(data) && data[i] <= ' ' {
		i = d.gap(i)
	}
	if i < len(data) {
		if data[i] == ',' {
			comma := i
			i++
			if i < len(data) && data[i] <= ' ' {
				i = d.gap(i)
			}
			if i < len(data) && data[i] == ']' {
				return d.between(TrailingComma, comma, ",", ""), false
			}
			if i < len(data) {
				return i, true
			}
		} else if data[i] == ']' {
			d.depth--
			return i + 1, false
		}
	}
	return d.noComma(end, i, "a comma or ']'"), false
}

// name reads the name whose opening quote is at i.
func (d *Decoder) name(i int) (string, int) {
	d.naming = true
	s, i := d.str(i)
	d.naming = false
	return s, i
}

// colon reads the colon at i, before which space may stand.
func (d *Decoder) colon(i int) int {
	if i < len(d.data) && d.data[i] <= ' ' {
		i = d.gap(i)
	}
	if i < len(d.data) {
		switch d.data[i] {
		case ':':
			return i + 1
		case '=':
			return d.syntax(EqualsSign, i, "=", "a colon")
		}
	}
	return d.unexpected(i, "a colon")
}

// badName notes the fault of what stands at i, where a name should.
func (d *Decoder) badName(i int) int {
	d.naming = true
	if i < len(d.data) && isWord(d.data[i]) {
		return d.syntax(BareName, i, string(run(d.data[i:], isWord)), "")
	}
	return d.unexpected(i, "a member name")
}

// noComma notes the fault of what stands at i, where the container should go on
// with a comma or end. The value before it ended at end.
func (d *Decoder) noComma(end, i int, want string) int {
	data := d.data
	d.naming = true
	if i >= len(data) {
		return d.unexpected(i, want)
	}
	switch c := data[i]; {
	case isWord(c) && i == end && data[end-1] == '"':
		// "He said "yes"": the string was ended by a quote that belongs to it.
		return d.unexpected(i, want+`; a quotation mark inside a string is written \"`)
	case c == '"' || c == '{' || c == '[' || c == '-' || c == '\'' || isWord(c):
		return d.syntax(MissingComma, end, "", "a comma")
	}
	return d.unexpected(i, want)
}
