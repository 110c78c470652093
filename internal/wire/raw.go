package wire

import (
	"bytes"
	"slices"
	"sync"

	"github.com/seed-57910ec4/videotune/internal/view"
)

// raw checks the value at i and returns its compact JSON and the index after it.
func (d *Decoder) raw(i int) (string, int) {
	d.untidy = false
	end := d.skip(i)
	if end < 0 {
		return "", end
	}
	if !d.untidy {
		return view.String(d.data[i:end]), end
	}
	// The append may move the memory; what was returned before stays where it is.
	first := len(d.raws)
	d.raws = appendCompact(d.raws, d.data[i:end])
	return view.String(d.raws[first:]), end
}

// appendCompact appends the JSON value src, which was found good, without its
// insignificant space and with the line-breaking characters escaped.
func appendCompact(dst, src []byte) []byte {
	// At most so many line breaks grow, to six bytes each.
	dst = slices.Grow(dst, len(src)+4*bytes.Count(src, []byte{0xC2, 0x85})+3*bytes.Count(src, []byte{0xE2, 0x80}))
	for i := 0; i < len(src); {
		switch c := src[i]; c {
		case ' ', '\t', '\n', '\r':
			i++
		case '"':
			end := i + 1
			for src[end] != '"' {
				switch c := src[end]; {
				case c == '\\':
					end += 2
				case c == 0xC2 || c == 0xE2:
					if escape := lineBreak(src[end:]); escape != "" {
						dst = append(append(dst, src[i:end]...), escape...)
						end += runeLen(src, end)
						i = end
						continue
					}
					end++
				default:
					end++
				}
			}
			dst = append(dst, src[i:end+1]...)
			i = end + 1
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst
}

// decoders lends out decoders to those who check a single value.
var decoders = sync.Pool{New: func() any { return new(Decoder) }}

// AppendRaw checks src, which must be one JSON value, as strictly as a line is
// checked, and appends it without insignificant space. Order of members,
// spelling of numbers and escapes stay as they are, but for U+0085, U+2028 and
// U+2029, which are escaped. If something is wrong, dst is returned as it was,
// with the first fault.
func AppendRaw(dst, src []byte) ([]byte, *Fault) {
	return appendRaw(dst, src, 0)
}

// appendRaw is AppendRaw for a value that is to stand in base containers, which
// count towards MaxDepth.
func appendRaw(dst, src []byte, base int) ([]byte, *Fault) {
	d := decoders.Get().(*Decoder)
	defer func() {
		d.Release()
		decoders.Put(d)
	}()
	d.reset(src)
	d.depth, d.base = base, base
	i := d.begin()
	if i >= 0 {
		d.untidy = false
		start := i
		i = d.skip(i)
		d.end(i)
		src = src[start:max(i, start)]
	}
	if len(d.line.Faults) > 0 {
		fault := d.line.Faults[0]
		return dst, &fault
	}
	if !d.untidy {
		return append(dst, src...), nil
	}
	return appendCompact(dst, src), nil
}

// Release lets go of the memory that was read, which Lines are views of; they
// are not valid any more. It is for a Decoder that may not be used again soon.
func (d *Decoder) Release() {
	d.parts.Release()
	clear(d.contents)
	if cap(d.contents) > keptParts {
		d.contents = nil
	}
	d.reset(nil)
	d.patterns.release()
}
