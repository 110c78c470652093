package mp4

import (
	"encoding/binary"
	"fmt"
	"io"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// A part is bytes of a file that is made in a test, repeated so many times.
type part struct {
	data  []byte
	times int64
}

func (p part) size() int64 { return p.times * int64(len(p.data)) }

// A made is a file that is made in a test. What is repeated takes no memory.
type made struct {
	parts []part
	size  int64
}

// add adds bytes, and zeros where it is given a number.
func (m *made) add(parts ...any) *made {
	for _, p := range parts {
		switch p := p.(type) {
		case []byte:
			m.repeat(p, 1)
		case int64:
			m.repeat([]byte{0}, p)
		default:
			panic(fmt.Sprintf("%T", p))
		}
	}
	return m
}

func (m *made) repeat(data []byte, times int64) *made {
	p := part{data, times}
	m.parts = append(m.parts, p)
	m.size += p.size()
	return m
}

// join puts another file behind m.
func (m *made) join(other *made) *made {
	m.parts = append(m.parts, other.parts...)
	m.size += other.size
	return m
}

func file(parts ...any) *made { return new(made).add(parts...) }

// ReadAt implements [io.ReaderAt].
func (m *made) ReadAt(b []byte, at int64) (n int, err error) {
	for _, p := range m.parts {
		for at < p.size() && n < len(b) {
			k := copy(b[n:], p.data[at%int64(len(p.data)):])
			n += k
			at += int64(k)
		}
		if n == len(b) {
			return n, nil
		}
		at -= p.size()
	}
	return n, io.EOF
}

// read reads the facts of a file, and what that cost.
func (m *made) read(t testing.TB, durationOnly bool) (videotune.Media, window.Cost, error) {
	t.Helper()
	f := window.New(m, m.size, Requests, Bytes)
	got, err := Read(f, durationOnly)
	return got, f.Cost(), err
}

// cat puts fields one after the other: numbers big-endian in their width.
func cat(fields ...any) []byte {
	var b []byte
	for _, f := range fields {
		switch f := f.(type) {
		case []byte:
			b = append(b, f...)
		case string:
			b = append(b, f...)
		case uint8:
			b = append(b, f)
		case uint16:
			b = binary.BigEndian.AppendUint16(b, f)
		case uint32:
			b = binary.BigEndian.AppendUint32(b, f)
		case int32:
			b = binary.BigEndian.AppendUint32(b, uint32(f))
		case uint64:
			b = binary.BigEndian.AppendUint64(b, f)
		case int64:
			b = binary.BigEndian.AppendUint64(b, uint64(f))
		default:
			panic(fmt.Sprintf("%T", f))
		}
	}
	return b
}

// bx makes a box.
func bx(kind string, fields ...any) []byte {
	content := cat(fields...)
	return cat(uint32(8+len(content)), kind, content)
}

// bx64 makes a box with a 64-bit size.
func bx64(kind string, fields ...any) []byte {
	content := cat(fields...)
	return cat(uint32(1), kind, uint64(16+len(content)), content)
}

// start makes the header of a box whose content of so many bytes comes after it.
func start(kind string, content int64) []byte {
	if content+8 < 1<<32 {
		return cat(uint32(content+8), kind)
	}
	return cat(uint32(1), kind, uint64(content+16))
}

func zeros(n int) []byte { return make([]byte, n) }

// full makes a box with a version and flags.
func full(kind string, version uint8, flags uint32, fields ...any) []byte {
	return bx(kind, append([]any{uint32(version)<<24 | flags}, fields...)...)
}

// wide returns a field as wide as the version has it.
func wide(version uint8, v uint64) []byte {
	if version == 0 {
		return cat(uint32(v))
	}
	return cat(v)
}

// matrices that turn the picture clockwise.
var (
	turn0   = cat(int32(1<<16), zeros(12), int32(1<<16), zeros(12), int32(1<<30))
	turn90  = cat(zeros(4), int32(1<<16), zeros(4), int32(-1<<16), zeros(16), int32(1<<30))
	turn180 = cat(int32(-1<<16), zeros(12), int32(-1<<16), zeros(12), int32(1<<30))
	turn270 = cat(zeros(4), int32(-1<<16), zeros(4), int32(1<<16), zeros(16), int32(1<<30))
	mirror  = cat(int32(-1<<16), zeros(12), int32(1<<16), zeros(12), int32(1<<30))
)

func ftyp(brand string, compatible ...string) []byte {
	b := cat(brand, uint32(512))
	for _, c := range compatible {
		b = cat(b, c)
	}
	return bx("ftyp", b)
}

// A trakSpec is a track to be made. What is zero is as usual: video of 10 s at 25
// frames a second.
type trakSpec struct {
	id       uint32
	flags    uint32
	handler  string
	version  uint8
	scale    uint32
	duration uint64 // of the media
	shown    uint64
	edits    []edit
	matrix   []byte
	entry    []byte
	stts     []uint32 // pairs
	samples  int      // the tables are as large as for so many
	before   []byte   // boxes before mdia
	after    []byte   // boxes after mdia
	noTimes  bool
}

func (s trakSpec) bytes(number int) []byte {
	if s.id == 0 {
		s.id = uint32(number)
	}
	if s.handler == "" {
		s.handler = kindVideo
	}
	if s.scale == 0 && !s.noTimes {
		s.scale = 12800
	}
	if s.duration == 0 && !s.noTimes {
		s.duration = 10 * uint64(s.scale)
	}
	if s.matrix == nil {
		s.matrix = turn0
	}
	if s.entry == nil {
		s.entry = visual("avc1", 320, 180, bx("avcC", zeros(40)))
		if s.handler == kindAudio {
			s.entry = sound("mp4a", esds(0x40))
		}
	}
	if s.stts == nil {
		s.stts = []uint32{250, 512}
	}
	times := cat(uint32(len(s.stts) / 2))
	for _, v := range s.stts {
		times = cat(times, v)
	}
	stbl := bx("stbl",
		full("stsd", 0, 0, uint32(1), s.entry),
		full("stts", 0, 0, times),
		full("stsz", 0, 0, uint32(0), uint32(s.samples), zeros(4*s.samples)),
		full("stco", 0, 0, uint32(s.samples/10), zeros(4*(s.samples/10))),
	)
	flags := s.flags
	if flags == 0 {
		flags = 3
	}
	parts := []any{full("tkhd", s.version, flags, wide(s.version, 1), wide(s.version, 1), s.id, uint32(0), wide(s.version, s.shown), zeros(16), s.matrix, uint32(320<<16), uint32(180<<16))}
	if s.edits != nil {
		parts = append(parts, bx("edts", elst(s.version, s.edits)))
	}
	parts = append(parts, s.before, bx("mdia",
		full("mdhd", s.version, 0, wide(s.version, 1), wide(s.version, 1), s.scale, wide(s.version, s.duration), uint32(0)),
		full("hdlr", 0, 0, uint32(0), s.handler, zeros(12), "Handler\x00"),
		bx("minf", full("vmhd", 0, 1, zeros(8)), bx("dinf", full("dref", 0, 0, uint32(1), full("url ", 0, 1))), stbl),
	), s.after)
	return bx("trak", parts...)
}

func elst(version uint8, edits []edit) []byte {
	b := cat(uint32(len(edits)))
	for _, e := range edits {
		rate := uint32(1 << 16)
		if e.dwell {
			rate = 0
		}
		begin := e.start
		if e.empty {
			begin = -1
		}
		b = cat(b, wide(version, e.length), wide(version, uint64(begin)), rate)
	}
	return full("elst", version, 0, b)
}

// A moovSpec is an index to be made: of a movie of 10 s in milliseconds.
type moovSpec struct {
	version  uint8
	scale    uint32
	duration uint64
	matrix   []byte
	next     uint32
	tracks   []trakSpec
	before   []byte // boxes before the tracks
	after    []byte // boxes after the tracks
	noTimes  bool
}

func (s moovSpec) bytes() []byte {
	if s.scale == 0 && !s.noTimes {
		s.scale = 1000
	}
	if s.duration == 0 && !s.noTimes {
		s.duration = 10000
	}
	if s.matrix == nil {
		s.matrix = turn0
	}
	if s.next == 0 {
		s.next = uint32(len(s.tracks) + 1)
	}
	parts := []any{full("mvhd", s.version, 0, wide(s.version, 1), wide(s.version, 1), s.scale, wide(s.version, s.duration), zeros(16), s.matrix, zeros(24), s.next), s.before}
	for i, t := range s.tracks {
		parts = append(parts, t.bytes(i+1))
	}
	return bx("moov", append(parts, s.after)...)
}

func visual(kind string, width, height uint16, boxes ...any) []byte {
	return bx(kind, zeros(6), uint16(1), zeros(16), width, height, zeros(14), uint16(1), zeros(34), cat(boxes...))
}

func sound(kind string, boxes ...any) []byte {
	return bx(kind, zeros(6), uint16(1), zeros(8), uint16(2), uint16(16), zeros(4), uint32(48000<<16), cat(boxes...))
}

func esds(objectType uint8) []byte {
	return full("esds", 0, 0, uint8(3), "\x80\x80\x80\x22", uint16(1), uint8(0), uint8(4), "\x80\x80\x80\x14", objectType, zeros(12))
}
