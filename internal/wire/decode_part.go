package wire

import (
	"strconv"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/internal/view"
)

// part reads the object at i as a part.
func (d *Decoder) part(i int, p *Part) int {
	p.At = i
	f := frame{obj: objPart, id: i}
	d.depth++
	i, more := d.first(i)
	for more {
		var m Members
		if m, i = d.member(i, &f); m != 0 {
			p.Seen |= m
			if m == Text {
				i = d.text(i, p)
			} else {
				i = d.partMember(i, p, m)
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

// partMember reads the value at i of a member of a part that is not its text.
func (d *Decoder) partMember(i int, p *Part, m Members) int {
	switch m {
	case FileData:
		p.FileAt = i
	case VideoMetadata:
		p.MetaAt = i
	case PartResolution:
		p.ResolutionAt = i
	case FunctionCall:
		p.CallAt = i
	case FunctionResponse:
		p.ResponseAt = i
	default: // InlineData, OtherData
		return d.lose(i)
	}
	if d.data[i] != '{' {
		return d.wrong(i, Object, &p.Bad, m)
	}
	switch m {
	case FileData:
		return d.file(i, p)
	case VideoMetadata:
		return d.meta(i, p)
	case PartResolution:
		return d.resolution(i, p)
	case FunctionCall:
		return d.function(i, objCall, &p.Call)
	}
	return d.function(i, objResponse, &p.Response)
}

// file reads the object at i as the fileData of p.
func (d *Decoder) file(i int, p *Part) int {
	f := frame{obj: objFile, id: i}
	d.depth++
	i, more := d.first(i)
	for more {
		var m Members
		if m, i = d.member(i, &f); m != 0 {
			p.File |= m
			if m == FileURI {
				i = d.value(i, &p.FileURI, &p.FileBad, m)
			} else {
				i = d.value(i, &p.MIMEType, &p.FileBad, m)
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

// meta reads the object at i as the videoMetadata of p.
func (d *Decoder) meta(i int, p *Part) int {
	f := frame{obj: objMeta, id: i}
	d.depth++
	i, more := d.first(i)
	for more {
		var m Members
		if m, i = d.member(i, &f); m != 0 {
			p.Meta |= m
			switch m {
			case StartOffset:
				i = d.offset(i, &p.Start, &p.MetaBad, m)
			case EndOffset:
				i = d.offset(i, &p.End, &p.MetaBad, m)
			case FPS:
				p.FPSAt = i
				i = d.fps(i, p)
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

// offset reads the value at i, of whatever kind, as an offset.
func (d *Decoder) offset(i int, o *Offset, bad *Members, m Members) int {
	o.At, o.Kind = i, kindAt(d.data, i)
	if o.Kind == String {
		if o.Text, i = d.str(i); i >= 0 {
			if o.D, o.Form = pbtime.Parse(o.Text); !o.Form.OK() {
				*bad |= m
			}
		}
		return i
	}
	*bad |= m
	end := d.lose(i)
	if end >= 0 {
		o.Text = cut(view.String(d.data[i:end]))
	}
	return end
}

// fps reads the value at i as the fps of p.
func (d *Decoder) fps(i int, p *Part) int {
	if kindAt(d.data, i) != Number {
		return d.wrong(i, Number, &p.MetaBad, FPS)
	}
	end := d.number(i)
	if end < 0 {
		return end
	}
	x, err := strconv.ParseFloat(view.String(d.data[i:end]), 64)
	if err != nil { // out of range: nothing else is left to be wrong with it
		p.MetaBad |= FPS
		d.line.Lossy = true
		d.add(WrongType, i, string(d.data[i:end]), "a number that fits in 64 bits", Number)
		return end
	}
	p.FPS = x
	return end
}

// resolution reads the object at i as the mediaResolution of p.
func (d *Decoder) resolution(i int, p *Part) int {
	f := frame{obj: objResolution, id: i}
	d.depth++
	i, more := d.first(i)
	for more {
		var m Members
		if m, i = d.member(i, &f); m != 0 {
			p.ResolutionSeen |= m
			i = d.value(i, &p.Level, &p.ResolutionBad, m)
		}
		if i < 0 {
			return i
		}
		i, more = d.next(i)
	}
	d.leave(&f)
	return i
}

// function reads the object at i as a functionCall or a functionResponse.
func (d *Decoder) function(i int, obj object, fn *Func) int {
	f := frame{obj: obj, id: i}
	d.depth++
	i, more := d.first(i)
	for more {
		var m Members
		if m, i = d.member(i, &f); m != 0 {
			fn.Seen |= m
			if m == Name {
				i = d.value(i, &fn.Name, &fn.Bad, m)
			} else {
				fn.BodyAt = i
				if d.data[i] == '{' {
					fn.Body, i = d.raw(i)
				} else {
					i = d.wrong(i, Object, &fn.Bad, m)
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
