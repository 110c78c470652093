package mp4

import (
	"encoding/binary"
	"strconv"
)

const headerSize = 8 // of a box that has no 64-bit size

// A box is one box of the file.
type box struct {
	kind   string // four bytes
	at     int64  // position of its header
	body   int64  // position of its content
	end    int64  // position after it, never past the end of what holds it
	claims uint64 // its size as it says
	cut    bool   // it says that it goes on behind end
	toEnd  bool   // it has size 0: up to the end of the file
}

// A source gives bytes of a file by their position. They must not be written to.
type source interface {
	bytes(at int64, n int) ([]byte, error)
}

// memory is a source of bytes that were read.
type memory struct {
	at   int64
	data []byte
}

func (m memory) bytes(at int64, n int) ([]byte, error) {
	skip := at - m.at
	if skip < 0 || skip > int64(len(m.data)) || int64(n) > int64(len(m.data))-skip {
		return nil, errNotAtHand
	}
	return m.data[skip : skip+int64(n)], nil
}

// header reads the header of the box at a position, in what ends at end. path is
// that of what holds it, "" for the file. There must be 8 bytes.
func header(s source, at, end int64, path string) (box, error) {
	data, err := s.bytes(at, headerSize)
	if err != nil {
		return box{}, err
	}
	b := box{kind: string(data[4:8]), at: at, body: at + headerSize, claims: uint64(binary.BigEndian.Uint32(data))}
	if b.claims == 1 {
		if end-at < headerSize+8 {
			return box{}, fault(at, join(path, b.kind), ErrMalformed, "its 64-bit size lies behind the end at byte %d", end)
		}
		if data, err = s.bytes(at, headerSize+8); err != nil {
			return box{}, err
		}
		b.body += 8
		b.claims = binary.BigEndian.Uint64(data[headerSize:])
	}
	switch {
	case !named(b.kind) && (b.claims != 0 || b.kind != "\x00\x00\x00\x00"):
		return box{}, fault(at, path, ErrMalformed, "no box begins here: %s is not the name of one", strconv.QuoteToASCII(b.kind))
	case b.claims == 0:
		b.end, b.toEnd = end, true
		b.claims = uint64(end - at)
	case b.claims < uint64(b.body-at):
		return box{}, fault(at, join(path, b.kind), ErrMalformed, "a size of %d bytes is less than the %d of its own header", b.claims, b.body-at)
	case b.claims > uint64(end-at):
		b.end, b.cut = end, true
	default:
		b.end = at + int64(b.claims)
	}
	return b, nil
}

// named reports whether kind may be the type of a box: four printable characters,
// of which QuickTime uses some that are not ASCII.
func named(kind string) bool {
	for i := 0; i < len(kind); i++ {
		if c := kind[i]; c < 0x20 || c == 0x7f {
			return false
		}
	}
	return true
}

// each calls visit with the boxes in parent, until visit says stop. Zeros end the
// boxes, as QuickTime has it.
func each(s source, parent box, path string, visit func(box) (stop bool, err error)) error {
	for at := parent.body; parent.end-at >= headerSize; {
		b, err := child(s, at, parent, path)
		if err != nil {
			return err
		}
		if b.kind == "\x00\x00\x00\x00" {
			return nil
		}
		if stop, err := visit(b); stop || err != nil {
			return err
		}
		at = b.end
	}
	return nil
}

// child is like header, for a box in another. It may go past the end of that if
// the end of the file cuts both.
func child(s source, at int64, parent box, path string) (box, error) {
	b, err := header(s, at, parent.end, path)
	switch {
	case err != nil || b.kind == "\x00\x00\x00\x00":
		return b, err
	case b.cut && !parent.cut:
		return b, fault(at, join(path, b.kind), ErrMalformed, "a size of %d bytes goes past byte %d, where what holds it ends", b.claims, parent.end)
	case b.toEnd:
		return b, fault(at, join(path, b.kind), ErrMalformed, "a size of 0 stands for the end of the file, which a box in another cannot have")
	}
	return b, nil
}

// content returns the first n bytes of the content of b; all of it if that is less.
func content(s source, b box, n int) ([]byte, error) {
	return s.bytes(b.body, int(min(int64(n), b.end-b.body)))
}

// fields reads the fields of a box, one after the other. Behind the last byte it
// gives zeros.
type fields struct {
	b     []byte
	short bool // a field was asked for that is not there
}

func (f *fields) take(n int) []byte {
	if n > len(f.b) {
		f.b, f.short = nil, true
		return make([]byte, n)
	}
	b := f.b[:n]
	f.b = f.b[n:]
	return b
}

func (f *fields) skip(n int)   { f.take(n) }
func (f *fields) u8() uint8    { return f.take(1)[0] }
func (f *fields) u16() uint16  { return binary.BigEndian.Uint16(f.take(2)) }
func (f *fields) u32() uint32  { return binary.BigEndian.Uint32(f.take(4)) }
func (f *fields) u64() uint64  { return binary.BigEndian.Uint64(f.take(8)) }
func (f *fields) kind() string { return string(f.take(4)) }

// full reads the version and flags that many boxes begin with.
func (f *fields) full() (version uint8, flags uint32) {
	v := f.u32()
	return uint8(v >> 24), v & 0xffffff
}

// wide reads a field that has 64 bits from version 1 on, and 32 before.
func (f *fields) wide(version uint8) uint64 {
	if version == 0 {
		return uint64(f.u32())
	}
	return f.u64()
}

// length is like wide, for a duration: all ones stand for unknown, which is 0 here.
func (f *fields) length(version uint8) uint64 {
	v := f.wide(version)
	if version == 0 && v == 1<<32-1 || v == 1<<64-1 {
		return 0
	}
	return v
}
