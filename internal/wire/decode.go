package wire

import (
	"slices"
	"strings"
)

// A Decoder reads lines, one at a time, in memory that it uses again. Its zero
// value is ready for use. It must not be used by two goroutines at once.
type Decoder struct {
	data []byte // the line
	line Line

	contents []Content // memory of Line.Contents
	parts    PartList  // of all contents, side by side
	arena    []byte    // memory of the strings that have escapes
	raws     []byte    // memory of the raw values that were not compact
	known    knownTexts
	patterns patterns
	high     int // runes from U+0240 on in the text being read
	cont     int // bytes in it that go on a rune

	path   [MaxDepth]step // from each open container to the value being read
	depth  int            // how many containers are open
	base   int            // how many of them are not in the line: see appendRaw
	naming bool           // a name is being read, not a value
	untidy bool           // something was read that is not compact
	full   bool           // the line has too many parts

	names []string            // names of the open objects that need comparing
	many  map[dupKey]struct{} // names of the objects that have many
}

// keptBytes bounds the memory that a very long line leaves behind.
const keptBytes = 1 << 20

var (
	noValue   = Value{At: NoPos}
	noOffset  = Offset{At: NoPos}
	noFunc    = Func{Name: noValue, BodyAt: NoPos}
	noContent = Content{At: NoPos, Role: noValue, PartsAt: NoPos}
	noLine    = Line{
		At: NoPos, System: noContent, ContentsAt: NoPos, ToolsAt: NoPos, ConfigAt: NoPos,
		Resolution: noValue, FormatAt: NoPos,
	}
	noPart = Part{
		At: NoPos, Text: noValue, FileAt: NoPos, FileURI: noValue, MIMEType: noValue,
		MetaAt: NoPos, Start: noOffset, End: noOffset, FPSAt: NoPos, ResolutionAt: NoPos,
		Level: noValue, CallAt: NoPos, Call: noFunc, ResponseAt: NoPos, Response: noFunc,
	}
)

// Decode reads one line, which has no newline at its end and no byte order mark
// at its beginning. The result, its strings included, is valid until the next
// call, and as long as the line is not written to.
func (d *Decoder) Decode(line []byte) *Line {
	if x := d.recall(line); x != nil {
		return x
	}
	d.reset(line)
	if i := d.begin(); i >= 0 {
		if line[i] == '{' {
			i = d.readLine(i)
		} else {
			i = d.notObject(i)
		}
		d.end(i)
	}
	d.line.Contents = d.contents
	if d.line.Format != Gemini {
		d.pardon()
	}
	d.remember()
	return &d.line
}

// DecodeContent reads the JSON of one content into Contents[0] of the result.
// Pointers and positions are those in data.
func (d *Decoder) DecodeContent(data []byte) *Line {
	d.reset(data)
	d.contents = append(d.contents, noContent)
	if i := d.begin(); i >= 0 {
		if data[i] == '{' {
			i = d.content(i, &d.contents[0])
		} else {
			i = d.notObject(i)
		}
		d.end(i)
	}
	d.line.Contents = d.contents
	return &d.line
}

// DecodePart reads the JSON of one part into Contents[0].Parts[0] of the result.
// Pointers and positions are those in data.
func (d *Decoder) DecodePart(data []byte) *Line {
	d.reset(data)
	d.contents = append(d.contents, noContent)
	d.parts.Add()
	d.contents[0].Parts = d.parts
	if i := d.begin(); i >= 0 {
		if data[i] == '{' {
			i = d.part(i, &d.parts[0])
		} else {
			i = d.notObject(i)
		}
		d.end(i)
	}
	d.line.Contents = d.contents
	return &d.line
}

// reset makes the decoder ready for data.
func (d *Decoder) reset(data []byte) {
	faults := d.line.Faults[:0]
	d.line = noLine
	d.line.Faults = faults
	d.take(data)
	d.contents, d.parts = d.contents[:0], d.parts[:0]
	if cap(d.raws) > keptBytes && len(data) < cap(d.raws)/4 {
		d.raws = nil
	}
	d.raws = d.raws[:0]
	d.forget()
}

// take takes data to read, and makes room for its texts.
func (d *Decoder) take(data []byte) {
	d.data = data
	if c := cap(d.arena); c < len(data) || c > keptBytes && len(data) < c/4 {
		d.arena = make([]byte, 0, len(data)+len(data)/4)
	}
	d.arena = d.arena[:0]
	d.depth, d.base, d.naming, d.untidy, d.full = 0, 0, false, false, false
}

// begin returns the index of the first byte of the value, or -1 if there is
// none.
func (d *Decoder) begin() int {
	i := space(d.data, 0)
	if i >= len(d.data) {
		return d.unexpected(i, "")
	}
	d.line.At = i
	return i
}

// notObject reads a value that should have been an object.
func (d *Decoder) notObject(i int) int {
	kind := kindAt(d.data, i)
	if kind == Object || kind == Array {
		d.add(NotAnObject, i, "", Object.String(), kind)
		return d.skip(i)
	}
	// A scalar is skipped first: it may be none, and then that is all to say.
	end := d.skip(i)
	if end >= 0 {
		d.add(NotAnObject, i, "", Object.String(), kind)
	}
	return end
}

// end checks that nothing follows the value that ended at i.
func (d *Decoder) end(i int) {
	if i < 0 {
		return
	}
	data := d.data
	if i = space(data, i); i >= len(data) {
		return
	}
	switch c := data[i]; {
	case c == '{':
		d.syntax(RunTogether, i, "{", "")
	case isComment(data[i:]):
		d.unexpected(i, "the end of the line")
	case c >= 0x80 && runeLen(data, i) == 0:
		d.badUTF8(i, false)
	default:
		end := min(i+maxExcerpt, len(data))
		d.syntax(TrailingData, i, strings.ToValidUTF8(string(data[i:end]), ""), "the end of the line")
	}
}

// pardon drops the faults of members at the top of a line of another format:
// they may be right there.
func (d *Decoder) pardon() {
	gemini := d.line.Seen.Has(Contents)
	d.line.Faults = slices.DeleteFunc(d.line.Faults, func(f Fault) bool {
		switch f.Kind {
		case UnknownMember:
		case UndocumentedMember, Misplaced, WrongCase:
			if gemini {
				return false
			}
		default:
			return false
		}
		return strings.Count(f.Pointer, "/") <= 1 // 0 for a name that is too long
	})
}

// readLine reads the object at i as the line.
func (d *Decoder) readLine(i int) int {
	l := &d.line
	f := frame{obj: objLine, id: i}
	d.depth++
	i, more := d.first(i)
	for more {
		var m Members
		if m, i = d.member(i, &f); m != 0 {
			l.Seen |= m
			switch m {
			case SystemInstruction:
				if d.data[i] == '{' {
					i = d.content(i, &l.System)
				} else {
					l.System.At = i
					i = d.wrong(i, Object, &l.Bad, m)
				}
			case Contents:
				l.ContentsAt = i
				if d.data[i] == '[' {
					i = d.turns(i)
				} else {
					i = d.wrong(i, Array, &l.Bad, m)
				}
			case Tools:
				l.ToolsAt = i
				if d.data[i] == '[' {
					l.Tools, i = d.raw(i)
				} else {
					i = d.wrong(i, Array, &l.Bad, m)
				}
			case GenerationConfig:
				l.ConfigAt = i
				if d.data[i] == '{' {
					i = d.config(i)
				} else {
					i = d.wrong(i, Object, &l.Bad, m)
				}
			}
		}
		if i < 0 {
			return i
		}
		i, more = d.next(i)
	}
	d.leave(&f)
	return i
}

// turns reads the array at i as the contents.
func (d *Decoder) turns(i int) int {
	d.depth++
	i, more := d.firstElement(i)
	for n := 0; more; n++ {
		d.path[d.depth-1] = step{n, -1}
		if n >= MaxContents {
			if n == MaxContents {
				d.add(TooManyContents, i, "", "", Absent)
			}
			d.line.Lossy = true
			i = d.skip(i)
		} else {
			d.contents = append(d.contents, noContent)
			c := &d.contents[n]
			if d.data[i] == '{' {
				i = d.content(i, c)
			} else {
				c.At, c.Seen = i, Role|Parts|NotObject
				i = d.wrong(i, Object, &c.Bad, Role|Parts|NotObject)
			}
		}
		if i < 0 {
			return i
		}
		i, more = d.nextElement(i)
	}
	return i
}

// content reads the object at i as a turn, or as the system instruction.
func (d *Decoder) content(i int, c *Content) int {
	c.At = i
	f := frame{obj: objContent, id: i}
	d.depth++
	i, more := d.first(i)
	for more {
		var m Members
		if m, i = d.member(i, &f); m != 0 {
			c.Seen |= m
			if m == Role {
				i = d.value(i, &c.Role, &c.Bad, m)
			} else {
				c.PartsAt = i
				if d.data[i] == '[' {
					i = d.partList(i, c)
				} else {
					i = d.wrong(i, Array, &c.Bad, m)
				}
			}
		}
		if i < 0 {
			return i
		}
		i, more = d.next(i)
	}
	d.leave(&f)
	return i
}

// partList reads the array at i as the parts of c.
func (d *Decoder) partList(i int, c *Content) int {
	start := len(d.parts)
	d.depth++
	i, more := d.firstElement(i)
	for n := 0; more; n++ {
		d.path[d.depth-1] = step{n, -1}
		if len(d.parts) >= MaxParts {
			if !d.full {
				d.full = true
				d.add(TooManyParts, i, "", "", Absent)
			}
			d.line.Lossy = true
			i = d.skip(i)
		} else {
			p := d.parts.Add()
			if d.data[i] == '{' {
				i = d.part(i, p)
			} else {
				p.At, p.Seen = i, Text|NotObject
				i = d.wrong(i, Object, &p.Bad, Text|NotObject)
			}
		}
		if i < 0 {
			break
		}
		i, more = d.nextElement(i)
	}
	c.Parts = d.parts[start:len(d.parts):len(d.parts)]
	return i
}

// config reads the object at i as the generationConfig.
func (d *Decoder) config(i int) int {
	l := &d.line
	f := frame{obj: objConfig, id: i}
	d.depth++
	i, more := d.first(i)
	for more {
		var m Members
		if m, i = d.member(i, &f); m != 0 {
			l.Config |= m
			i = d.value(i, &l.Resolution, &l.ConfigBad, m)
		}
		if i < 0 {
			return i
		}
		i, more = d.next(i)
	}
	d.leave(&f)
	return i
}
