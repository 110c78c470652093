package mp4

import (
	"math"
	"testing"
)

func TestEntry(t *testing.T) {
	video := func(kind string, boxes ...any) []byte { return visual(kind, 1920, 1080, boxes...) }
	sinf := func(kind string) []byte {
		return bx("sinf", bx("frma", kind), full("schm", 0, 0, "cenc", uint32(1<<16)))
	}
	quick := func(version uint16, kind string, extra []byte, boxes ...any) []byte {
		b := sound(kind, extra, cat(boxes...))
		b[17] = byte(version)
		return b
	}
	bits := func(kind string, n byte) []byte {
		b := sound(kind)
		b[27] = n
		return b
	}
	v2 := func(bits, flags uint32) []byte {
		return cat(uint32(72), math.Float64bits(48000), uint32(2), uint32(0x7f000000), bits, flags, uint32(4), uint32(1))
	}
	wave := bx("wave", bx("frma", "mp4a"), bx("mp4a", zeros(4)), esds(0x40), zeros(8))
	for _, tt := range []struct {
		handler string
		entry   []byte
		want    string
	}{
		{kindVideo, video("avc1"), "h264"}, {kindVideo, video("avc3"), "h264"}, {kindVideo, video("hvc1"), "hevc"},
		{kindVideo, video("hev1"), "hevc"}, {kindVideo, video("dvh1"), "hevc"}, {kindVideo, video("av01"), "av1"}, {kindVideo, video("vp09"), "vp9"},
		{kindVideo, video("vvc1"), "vvc"}, {kindVideo, video("apch"), "prores"}, {kindVideo, video("ap4h"), "prores"}, {kindVideo, video("jpeg"), "mjpeg"},
		{kindVideo, video("s263"), "h263"}, {kindVideo, video("H263"), "h263"}, {kindVideo, video("raw "), "rawvideo"}, {kindVideo, video("dvcp"), "dvvideo"},
		{kindVideo, video("xd5b"), "mpeg2video"}, {kindVideo, video("ai15"), "h264"}, {kindVideo, video("XVID"), "mpeg4"},
		{kindVideo, video("mp4v", esds(0x20)), "mpeg4"}, {kindVideo, video("mp4v", esds(0x61)), "mpeg2video"}, {kindVideo, video("mp4v", esds(0x6c)), "mjpeg"},
		{kindVideo, video("mp4v"), "mpeg4"}, {kindVideo, video("mp4v", esds(0x99)), "mpeg4"},
		{kindVideo, video("encv", bx("avcC", zeros(30)), sinf("hvc1")), "hevc"}, {kindVideo, video("encv", bx("sinf")), "encv"}, {kindVideo, video("encv"), "encv"},
		{kindVideo, video("zzz9"), "zzz9"}, {kindVideo, video("\xa9a\x01 "), "?a?"},

		{kindAudio, sound("mp4a", esds(0x40)), "aac"}, {kindAudio, sound("mp4a", esds(0x67)), "aac"}, {kindAudio, sound("mp4a", esds(0x6b)), "mp3"},
		{kindAudio, sound("mp4a", esds(0xa5)), "ac3"}, {kindAudio, sound("mp4a"), "aac"}, {kindAudio, sound("enca", esds(0x40), sinf("mp4a")), "aac"},
		{kindAudio, sound("enca", sinf("ec-3")), "eac3"}, {kindAudio, sound("Opus"), "opus"}, {kindAudio, sound("fLaC"), "flac"}, {kindAudio, sound("alac"), "alac"},
		{kindAudio, sound("ac-3"), "ac3"}, {kindAudio, sound("ec-3"), "eac3"}, {kindAudio, sound(".mp3"), "mp3"}, {kindAudio, sound("samr"), "amr_nb"},
		{kindAudio, sound("ulaw"), "pcm_mulaw"}, {kindAudio, sound("ms\x00\x55"), "mp3"},
		{kindAudio, quick(1, "mp4a", zeros(16), wave), "aac"}, {kindAudio, quick(1, "mp4a", nil, esds(0x6b)), "mp3"}, {kindAudio, quick(2, "mp4a", v2(0, 0), esds(0x6b)), "mp3"},
		{kindAudio, bits("sowt", 16), "pcm_s16le"}, {kindAudio, bits("twos", 16), "pcm_s16be"}, {kindAudio, bits("sowt", 24), "pcm_s24le"}, {kindAudio, bits("twos", 8), "pcm_s8"},
		{kindAudio, sound("in24"), "pcm_s24be"}, {kindAudio, quick(1, "in24", zeros(16), bx("wave", bx("enda", uint16(1)))), "pcm_s24le"}, {kindAudio, sound("fl32"), "pcm_f32be"},
		{kindAudio, sound("fl64", bx("enda", uint16(1))), "pcm_f64le"}, {kindAudio, quick(2, "lpcm", v2(24, 4|8)), "pcm_s24le"}, {kindAudio, quick(2, "lpcm", v2(32, 1|2)), "pcm_f32be"},
		{kindAudio, quick(2, "lpcm", v2(8, 0)), "pcm_u8"}, {kindAudio, quick(2, "lpcm", v2(7, 0)), "lpcm"}, {kindAudio, sound("lpcm"), "pcm_s16be"},
		{kindAudio, sound("ipcm", full("pcmC", 0, 0, uint8(1), uint8(16))), "pcm_s16le"}, {kindAudio, sound("fpcm", full("pcmC", 0, 0, uint8(0), uint8(32))), "pcm_f32be"}, {kindAudio, sound("ipcm"), "ipcm"},
	} {
		stsd := cat(uint32(0), uint32(1), tt.entry)
		got, ok := readEntry(stsd, tt.handler)
		if !ok || got.codec != tt.want || tt.handler == kindVideo && (got.width != 1920 || got.height != 1080) {
			t.Errorf("%q: %+v, %t; want %q", tt.entry[4:8], got, ok, tt.want)
		}
		for n := range stsd { // no part of it may be too short to be read
			readEntry(stsd[:n], tt.handler)
		}
	}
	for _, bad := range [][]byte{nil, zeros(7), cat(uint32(0), uint32(0)), cat(uint32(0), uint32(1), zeros(100)), cat(uint32(0), uint32(1), video("avc1")[:80])} {
		if got, ok := readEntry(bad, kindVideo); ok {
			t.Errorf("%q: %+v", bad, got)
		}
	}
}

// TestEntryAcross has the descriptions of the samples begin and end at each side of
// the first request.
func TestEntryAcross(t *testing.T) {
	entry := visual("encv", 320, 180, bx("avcC", zeros(700)), bx("sinf", bx("frma", "avc1")))
	for pad := 2700; pad < 4100; pad += 7 {
		if pad > 3400 {
			entry = visual("avc1", 320, 180, bx("avcC", zeros(700)))
		}
		f := file(isom, bx("free", zeros(pad)), moovSpec{tracks: []trakSpec{{entry: entry, samples: 9000}, {handler: kindAudio, samples: 9000}}}.bytes(), mdat)
		got, cost, err := f.read(t, false)
		if err != nil || got.VideoCodec != "h264" || got.AudioCodec != "aac" || got.Duration != plain.Duration || cost.Requests > 4 || cost.Bytes > Bytes {
			t.Fatalf("%d: %+v, %+v, %v", pad, got, cost, err)
		}
	}
}

func TestSniff(t *testing.T) {
	for _, tt := range []struct {
		head string
		want bool
	}{
		{string(isom), true}, {string(ftyp("qt  ")), true}, {string(ftyp("heic")), true}, {string(one.bytes()), true}, {string(bx("wide")), true},
		{string(mdat), true}, {"\x00\x00\x00\x01mdat", true}, {"\x00\x00\x00\x00mdat", true}, {string(bx("free", zeros(100))), true}, {string(bx("skip")), true},
		{string(bx("styp", "msdh", uint32(0))), true}, {string(moof()), true}, {string(bx("pnot", zeros(12))), true}, {"\xf0\x00\x00\x00mdat\x00", true},
		{string(isom[:8]), true},
		{"", false}, {string(isom[:7]), false}, {"\x00\x00\x00\x07ftyp", false}, {"\x00\x00\x00\x12ftypisom", false}, {"not ftypisom", false}, {"\x00\x00\x00\x00ftyp", false},
		{"\x00\x00\x00\x09wide", false}, {"\x00\x00\x00\x07free", false}, {"get free beer", false}, {"\x00\x00\x00\x02mdat", false}, {"the moov ends", false}, {"\x00\x00\x00\x09moov", false},
		{"\x00\x00\x10\x00moov\x00\x00\x00\x6c\x00\x01\x02\x03", false},
		{"\x1a\x45\xdf\xa3\x01\x00\x00\x00", false}, {"RIFF\x00\x00\x00\x00AVI ", false}, {"FLV\x01\x05\x00\x00\x00\x09", false}, {"G\x40\x00\x10\x00\x00\xb0\x11", false},
		{"<!DOCTYPE html>", false}, {"\x00\x00\x01\xba\x44\x00\x04\x00", false}, {"\x00\x00\x00\x0cjP  \r\n", false}, {"OggS\x00\x02\x00\x00", false},
	} {
		if got := Sniff([]byte(tt.head)); got != tt.want {
			t.Errorf("%.20q: %t", tt.head, got)
		}
	}
}
