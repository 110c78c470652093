package wire

import (
	"github.com/seed-57910ec4/videotune/internal/swar"
	"github.com/seed-57910ec4/videotune/internal/view"
)

// A frame is what must be remembered of an object whose members are known.
type frame struct {
	obj   object
	id    int     // index of its brace
	camel Members // the members whose camelCase name was given
	snake Members // and those whose protobuf name was
	named bool    // other names were given, from base on in d.names
	base  int
}

// member reads the name at i, the colon and the space after it, and returns the
// member and the index of its value, which is not null. Where there is no such
// member, or it is not to be read, the value is skipped and the member 0; the
// index is then that after the value, or -1 with the fault noted.
func (d *Decoder) member(i int, f *frame) (Members, int) {
	data, quote := d.data, i
	var name string
	if i = swar.Plain(data, quote+1); i < len(data) && data[i] == '"' {
		name = view.String(data[quote+1 : i])
		i++
	} else if name, i = d.name(quote); i < 0 {
		return 0, i
	}
	m := lookup(f.obj, name)
	d.path[d.depth-1] = step{quote + 1, i - 1}
	if i < len(data) && data[i] == ':' {
		i++
	} else if i = d.colon(i); i < 0 {
		return 0, i
	}
	if i < len(data) && data[i] <= ' ' {
		i = d.gap(i)
	}
	if i >= len(data) {
		return 0, d.unexpected(i, "")
	}
	if 0 < m && m < executableCode && (f.camel|f.snake)&m == 0 && data[i] != 'n' {
		f.camel |= m
		return m, i
	}
	return d.oddMember(quote, i, f, m, name)
}

// oddMember is the rest of member for a name that is not simply a known one,
// given once in camelCase, with a value other than null.
func (d *Decoder) oddMember(quote, i int, f *frame, m Members, name string) (Members, int) {
	null := d.data[i] == 'n'
	if null {
		end := d.literal(i, "null")
		if end < 0 {
			return 0, end
		}
	}
	isSnake := m&snake != 0
	m &^= snake
	own, other := &f.camel, &f.snake
	if isSnake {
		own, other = other, own
	}
	switch {
	case m == 0:
		return 0, d.stranger(quote, i, f, name, null)
	case own.Has(m):
		d.add(DuplicateMember, quote, name, "", Absent)
		return 0, d.lose(i)
	case other.Has(m):
		*own |= m
		d.add(BothSpellings, quote, name, camelName(f.obj, m), Absent)
		return 0, d.lose(i)
	}
	*own |= m
	if null {
		return 0, d.skip(i)
	}
	if isSnake {
		d.add(SnakeCase, quote, name, camelName(f.obj, m), Absent)
	}
	if m.Has(executableCode | codeExecutionResult) {
		d.add(UndocumentedMember, quote, name, "", Absent)
		m = OtherData
	}
	return m, i
}

// stranger notes what is wrong with a name that the object does not know, and
// skips its value.
func (d *Decoder) stranger(quote, i int, f *frame, name string, null bool) int {
	if !f.named {
		f.named = true
		f.base = len(d.names)
	}
	camel := undocumented(f.obj, name)
	twin := camel // the other spelling of an undocumented name
	if twin == name {
		twin = snakeName(camel)
	}
	format := Gemini
	if f.obj == objLine && !null {
		format = formats[name]
	}
	switch {
	case d.given(f.id, f.base, name):
		d.add(DuplicateMember, quote, name, "", Absent)
	case twin != name && twin != "" && d.had(f.id, f.base, twin):
		d.add(BothSpellings, quote, name, camel, Absent)
	case camel != "":
		if null {
			return d.skip(i)
		}
		d.add(UndocumentedMember, quote, name, "", Absent)
	case format != Gemini:
		if d.line.Format == Gemini {
			d.line.Format, d.line.FormatAt, d.line.FormatName = format, quote, name
		}
	case len(d.line.Faults) >= MaxFaults-1:
		kind, _ := judge(f.obj, name)
		d.omit(kind)
	default:
		kind, want := judge(f.obj, name)
		if kind == UnknownMember {
			want = nearest(f.obj, name)
		}
		d.add(kind, quote, name, want, Absent)
	}
	return d.lose(i)
}

// leave forgets the names of an object that is read to its end.
func (d *Decoder) leave(f *frame) {
	if f.named {
		d.names = d.names[:f.base]
	}
}

// lose skips the value at i and remembers that it is not kept.
func (d *Decoder) lose(i int) int {
	d.line.Lossy = true
	return d.skip(i)
}

// wrong reads a value at i that is not of the kind that is wanted there, and
// sets m in bad.
func (d *Decoder) wrong(i int, want Kind, bad *Members, m Members) int {
	*bad |= m
	kind := kindAt(d.data, i)
	if kind == Object || kind == Array {
		d.add(WrongType, i, "", want.String(), kind)
		return d.lose(i)
	}
	// A scalar is skipped first: it may be none, and then that is all to say.
	end := d.lose(i)
	if end >= 0 {
		d.add(WrongType, i, "", want.String(), kind)
	}
	return end
}

// value reads the value at i, which should be a string, into v.
func (d *Decoder) value(i int, v *Value, bad *Members, m Members) int {
	v.At = i
	if d.data[i] != '"' {
		return d.wrong(i, String, bad, m)
	}
	v.S, i = d.str(i)
	return i
}
