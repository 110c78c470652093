package matroska

import (
	"math"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

func TestRate(t *testing.T) {
	for _, tt := range []struct {
		ns   uint64
		want string
	}{
		{0, ""}, {1, ""}, {999_999, ""}, {1_000_000, "1000/1"}, {math.MaxUint64, ""}, {3601e9, ""},
		{40_000_000, "25/1"}, {20_000_000, "50/1"}, {1e9, "1/1"}, {5e9, "1/5"},
		{33_333_333, "30/1"}, {33_333_334, "30/1"}, {16_666_666, "60/1"}, {16_666_667, "60/1"},
		{33_366_666, "30000/1001"}, {33_366_667, "30000/1001"}, {33_366_668, "250000000/8341667"},
		{41_708_333, "24000/1001"}, {41_708_334, "24000/1001"}, {16_683_333, "60000/1001"}, {8_341_666, "120000/1001"},
		{33_366_600, "5000000/166833"}, {80_000_000, "25/2"}, {3_600_000_000_000, "1/3600"},
	} {
		if got := frameRate(tt.ns).String(); got != tt.want {
			t.Errorf("%d ns: %s, want %s", tt.ns, got, tt.want)
		}
	}
	for n := int64(1); n <= maxRate; n++ { // rounded down, and up
		for _, want := range []videotune.Rational{{Num: n, Den: 1}, {Num: n * 1000, Den: 1001}} {
			down := uint64(1e9 * want.Den / want.Num)
			if down < 1e6 {
				continue
			}
			for _, ns := range []uint64{down, down + 1} {
				got := frameRate(ns)
				exact := want.Den*1e9%want.Num == 0 && ns > down
				if got != want && !exact && got.Num*want.Den != want.Num*got.Den {
					t.Errorf("%d ns: %v, want %v", ns, got, want)
				}
			}
		}
	}
}

func TestClock(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"00:00:06.023000000":  6023 * time.Millisecond,
		"01:02:03.4":          time.Hour + 2*time.Minute + 3*time.Second + 400*time.Millisecond,
		"100:00:00":           100 * time.Hour,
		"00:00:00.000000001":  1,
		"":                    0,
		"00:00:00.000000000":  0,
		"1:2":                 0,
		"00:00:60.0":          0,
		"00:60:00.0":          0,
		"-1:00:00.0":          0,
		"+1:00:00.0":          0,
		"00:00:01.0000000001": 0,
		"00:00:01.-5":         0,
		"00:00:01.0:1":        0,
		"1000000:00:00":       0,
		"00:00:1e3":           0,
	} {
		if d, ok := parseClock(s); d != want || ok != (want > 0) {
			t.Errorf("%q: %v, %v, want %v", s, d, ok, want)
		}
	}
}

func TestFloatTicks(t *testing.T) {
	for _, tt := range []struct {
		ticks float64
		scale int64
		want  time.Duration
	}{
		{6023, 1e6, 6023 * time.Millisecond},
		{6023.4, 1e6, 6023400 * time.Microsecond},
		{0.5, 1, 1}, {0.25, 1, 0},
		{1 << 53, 1, 1 << 53}, {1<<53 + 2, 1000, (1<<53 + 2) * 1000},
		{1.0000001, 1_000_000_000, 1_000_000_100},
		{0, 1e6, 0}, {-1, 1e6, 0}, {math.NaN(), 1e6, 0}, {math.Inf(1), 1e6, 0}, {1e300, 1e6, 0}, {math.MaxInt64, 1e6, 0},
		{5e-324, 1e6, 0}, {1, math.MaxInt64, math.MaxInt64},
	} {
		if got := floatTicks(tt.ticks, tt.scale); got != tt.want {
			t.Errorf("%v of %d ns: %d, want %d", tt.ticks, tt.scale, got, tt.want)
		}
	}
}

func TestCodecs(t *testing.T) {
	vfw := append(make([]byte, 16), "XVID\x00\x00"...)
	for _, tt := range []struct {
		t    track
		want string
	}{
		{track{codecID: "V_VP8"}, "vp8"}, {track{codecID: "V_AV1"}, "av1"}, {track{codecID: "V_MPEG4/ISO/AVC"}, "h264"},
		{track{codecID: "V_MPEG4/ISO/ASP"}, "mpeg4"}, {track{codecID: "V_MPEGH/ISO/HEVC"}, "hevc"},
		{track{codecID: "A_AAC/MPEG4/LC/SBR"}, "aac"}, {track{codecID: "A_DTS/EXPRESS"}, "dts"}, {track{codecID: "A_MPEG/L3"}, "mp3"},
		{track{codecID: "V_MS/VFW/FOURCC", private: vfw}, "mpeg4"}, {track{codecID: "V_MS/VFW/FOURCC"}, ""},
		{track{codecID: "V_QUICKTIME", private: []byte("\x00\x00\x00\x56avc1")}, "h264"},
		{track{codecID: "A_MS/ACM", private: []byte{0x55, 0}}, "mp3"}, {track{codecID: "A_MS/ACM"}, ""},
		{track{codecID: "A_PCM/INT/LIT", bitDepth: 16}, "pcm_s16le"}, {track{codecID: "A_PCM/INT/BIG", bitDepth: 24}, "pcm_s24be"},
		{track{codecID: "A_PCM/FLOAT/IEEE", bitDepth: 32}, "pcm_f32le"}, {track{codecID: "A_PCM/INT/LIT", bitDepth: 8}, "pcm_u8"},
		{track{codecID: "A_PCM/INT/LIT"}, ""}, {track{codecID: "V_NEW"}, ""}, {track{codecID: "////"}, ""}, {track{}, ""},
	} {
		if got := tt.t.codec(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.t.codecID, got, tt.want)
		}
	}
}

func TestHeader(t *testing.T) {
	for _, tt := range []struct {
		in   []byte
		want header
		err  error
	}{
		{[]byte{0xEC, 0x81}, header{0xEC, 2, 1}, nil},
		{[]byte{0xEC, 0x80}, header{0xEC, 2, 0}, nil},
		{[]byte{0xEC, 0xFF}, header{0xEC, 2, unknownSize}, nil},
		{[]byte{0xEC, 0x7F, 0xFF}, header{0xEC, 3, unknownSize}, nil},
		{[]byte{0xEC, 0x40, 0x01}, header{0xEC, 3, 1}, nil},
		{[]byte{0xEC, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, header{0xEC, 9, unknownSize}, nil},
		{[]byte{0xEC, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE}, header{0xEC, 9, 1<<56 - 2}, nil},
		{join(id(idSegment), sized(7, 4)), header{idSegment, 8, 7}, nil},
		{nil, header{}, errShort}, {[]byte{0xEC}, header{}, errShort}, {[]byte{0x1A, 0x45}, header{}, errShort},
		{[]byte{0xEC, 0x40}, header{}, errShort},
		{[]byte{0x00}, header{}, errID}, {[]byte{0x08, 1, 1, 1, 1}, header{}, errID}, {[]byte{0xEC, 0x00, 1}, header{}, errID},
	} {
		h, err := parseHeader(tt.in)
		if err != tt.err || err == nil && h != tt.want {
			t.Errorf("%x: %+v, %v, want %+v, %v", tt.in, h, err, tt.want, tt.err)
		}
	}
}
