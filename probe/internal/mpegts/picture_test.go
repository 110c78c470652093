package mpegts

import (
	"bytes"
	"testing"

	"github.com/seed-57910ec4/videotune"
)

// bitWriter writes what a bitReader reads.
type bitWriter struct {
	b []byte
	n int
}

func (w *bitWriter) u(n int, v uint64) *bitWriter {
	for n--; n >= 0; n-- {
		if w.n%8 == 0 {
			w.b = append(w.b, 0)
		}
		w.b[w.n/8] |= byte(v>>n&1) << (7 - w.n%8)
		w.n++
	}
	return w
}

func (w *bitWriter) ue(values ...uint64) *bitWriter {
	for _, v := range values {
		n := 0
		for (v+1)>>(n+1) > 0 {
			n++
		}
		w.u(n, 0).u(n+1, v+1)
	}
	return w
}

// unit returns the bytes as they stand in a stream.
func (w *bitWriter) unit() []byte {
	out, zeros := []byte{0, 0, 0, 1}, 0
	for _, c := range append(w.b, 0x80) {
		if zeros == 2 && c <= 3 {
			out, zeros = append(out, 3), 0
		}
		out = append(out, c)
		if zeros++; c != 0 {
			zeros = 0
		}
	}
	return append(out, 0, 0, 1, 0x65)
}

func sps(profile uint64) *bitWriter { return new(bitWriter).u(8, 0x67).u(8, profile).u(16, 40).ue(0) }

func TestPicture(t *testing.T) {
	rate := func(n, d int64) videotune.Rational { return videotune.Rational{Num: n, Den: d} }
	timed := func(w *bitWriter, units, scale, fixed uint64) *bitWriter {
		return w.u(1, 1).u(4, 0).u(1, 1).u(32, units).u(32, scale).u(1, fixed)
	}
	hd := func() *bitWriter { // 1920 x 1080, cropped from 1088
		return sps(66).ue(0, 0, 0, 1).u(1, 0).ue(119, 67).u(1, 1).u(1, 1).u(1, 1).ue(0, 0, 0, 4)
	}
	scaling := sps(100).ue(1, 0, 0).u(1, 0).u(1, 1) // high profile with scaling lists
	for i := range 8 {
		if scaling.u(1, uint64(i%2)); i%2 == 1 {
			scaling.ue(map[bool]uint64{true: 16, false: 1}[i > 5]) // +1, or -8: the rest is as the last
			for range map[bool]int{true: 0, false: 15}[i > 5] {
				scaling.ue(0)
			}
		}
	}
	seq := func(w, h, code uint64) *bitWriter {
		return new(bitWriter).u(8, 0xB3).u(12, w).u(12, h).u(4, 2).u(4, code).u(18, 1).u(1, 1).u(10, 1).u(3, 0)
	}
	ext := new(bitWriter).u(8, 0xB5).u(4, 1).u(8, 0x44).u(1, 1).u(2, 1).u(2, 1).u(2, 0).u(12, 0).u(1, 1).u(8, 0).u(1, 0).u(2, 1).u(5, 2)
	hevc := func(layers uint64) *bitWriter {
		w := new(bitWriter).u(16, 33<<9|1).u(4, 0).u(3, layers).u(1, 1).u(32, 0x01234567).u(32, 0).u(32, 0x90)
		if layers > 0 {
			for i := range uint64(8) {
				w.u(2, map[bool]uint64{true: 3, false: 0}[i < layers])
			}
			for range layers * 96 {
				w.u(1, 0)
			}
		}
		return w.ue(0, 1, 1920, 1088).u(1, 1).ue(0, 0, 0, 4)
	}
	for _, tt := range []struct {
		name, codec string
		es          []byte
		want        picture
	}{
		{"baseline", "h264", hd().u(1, 0).unit(), picture{width: 1920, height: 1080}},
		{"fixed rate", "h264", timed(hd(), 1001, 60000, 1).unit(), picture{width: 1920, height: 1080, rate: rate(30000, 1001), fixed: true}},
		{"rate not fixed", "h264", timed(hd(), 1, 50, 0).unit(), picture{width: 1920, height: 1080, rate: rate(25, 1)}},
		{"rate of a clock", "h264", timed(hd(), 1, 90000, 0).unit(), picture{width: 1920, height: 1080}},
		{"all before the rate", "h264", hd().u(1, 1).u(1, 1).u(8, 255).u(32, 0x00010001).u(2, 3).u(1, 1).u(4, 5).u(1, 1).u(24, 0x010101).u(1, 1).ue(0, 0).u(1, 1).u(32, 1).u(32, 48).u(1, 1).unit(), picture{width: 1920, height: 1080, rate: rate(24, 1), fixed: true}},
		{"no rate", "h264", hd().u(1, 1).u(5, 0).unit(), picture{width: 1920, height: 1080}},
		{"interlaced", "h264", sps(77).ue(0, 0, 0, 1).u(1, 0).ue(119, 33).u(1, 0).u(1, 0).u(1, 1).u(1, 1).ue(0, 0, 0, 2).u(1, 0).unit(), picture{width: 1920, height: 1080}},
		{"scaling lists", "h264", scaling.ue(0, 1).u(1, 0).ue(0, 0, 2).ue(1, 2).ue(1).u(1, 0).ue(19, 11).u(1, 1).u(1, 1).u(1, 0).u(1, 0).unit(), picture{width: 320, height: 192}},
		{"4:4:4", "h264", sps(244).ue(3).u(1, 0).ue(0, 0).u(2, 0).ue(0, 2, 1).u(1, 0).ue(19, 11).u(1, 1).u(1, 1).u(1, 1).ue(1, 2, 3, 4).u(1, 0).unit(), picture{width: 317, height: 185}},
		{"cut", "h264", hd().unit()[:9], picture{}},
		{"too large", "h264", sps(66).ue(0, 0, 0, 1).u(1, 0).ue(1<<20, 67).u(1, 1).u(1, 1).u(1, 0).u(1, 0).unit(), picture{}},
		{"cropped away", "h264", sps(66).ue(0, 0, 0, 1).u(1, 0).ue(119, 67).u(1, 1).u(1, 1).u(1, 1).ue(9999, 0, 0, 0).u(1, 0).unit(), picture{}},
		{"a second one", "h264", join(hd().unit()[:9], hd().u(1, 0).unit()), picture{width: 1920, height: 1080}},
		{"zeros", "h264", append([]byte{0, 0, 1, 0x67}, make([]byte, 3000)...), picture{}},
		{"MPEG-1", "mpeg1video", seq(352, 288, 3).unit(), picture{width: 352, height: 288, rate: rate(25, 1), certain: true}},
		{"MPEG-2", "mpeg2video", append(seq(704, 576, 5).unit()[:13], ext.unit()...), picture{width: 704 + 4096, height: 576, rate: rate(20, 1), certain: true}},
		{"no code of a rate", "mpeg2video", seq(704, 576, 0).unit(), picture{width: 704, height: 576, certain: true}},
		{"HEVC", "hevc", hevc(0).unit(), picture{width: 1920, height: 1080}},
		{"HEVC with layers", "hevc", hevc(2).unit(), picture{width: 1920, height: 1080}},
		{"another codec", "vc1", hd().unit(), picture{}},
		{"nothing", "h264", nil, picture{}},
		{"a start code at the end", "h264", []byte{0, 0, 1}, picture{}},
	} {
		s := stream{entry: entry{codec: tt.codec}, es: tt.es}
		if got := s.findPicture(); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestExpGolomb(t *testing.T) {
	values := []uint64{0, 1, 2, 3, 7, 8, 254, 255, 65535, 1<<32 - 2}
	r := bitReader{b: new(bitWriter).ue(values...).b}
	for _, want := range values[:len(values)-1] {
		if got := r.ue(); uint64(got) != want {
			t.Errorf("%d, want %d", got, want)
		}
	}
	if got := r.ue(); got != 1<<32-2 || r.over {
		t.Errorf("%d", got)
	}
	r = bitReader{b: new(bitWriter).ue(1, 2, 3, 4).b}
	for _, want := range []int32{1, -1, 2, -2} {
		if got := r.se(); got != want {
			t.Errorf("%d, want %d", got, want)
		}
	}
	r = bitReader{b: make([]byte, 100)}
	if r.ue(); !r.over {
		t.Error("a number without an end")
	}
}

func TestUnit(t *testing.T) {
	for in, want := range map[string]string{
		"ab":                       "ab",
		"a\x00\x00\x03\x01b":       "a\x00\x00\x01b",
		"a\x00\x00\x03":            "a\x00\x00",
		"a\x00\x00\x01b":           "a\x00\x00",
		"a\x00\x00\x00b":           "a\x00\x00",
		"\x00\x00\x03\x00\x00\x03": "\x00\x00\x00\x00",
	} {
		if got := unit([]byte(in)); !bytes.Equal(got, []byte(want)) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
