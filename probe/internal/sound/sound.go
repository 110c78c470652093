// Package sound reads the headers of audio frames as they stand in streams that have
// no container of their own: how large a frame is, and how long it lasts.
package sound

// A Frame is what the header of a frame says. The zero Frame is none.
type Frame struct {
	Size    int // in bytes, with the header
	Samples int // of each channel; 0 if the frame belongs to the one before
	Hz      int // samples a second
}

// aacRates are in Hz, by the index of ISO/IEC 14496-3, table 1.18.
var aacRates = [13]int{96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350}

// ADTS returns the AAC frame that b begins with, ISO/IEC 13818-7, section 6.2: one
// to four blocks of 1024 samples.
func ADTS(b []byte) Frame {
	if len(b) < 7 || b[0] != 0xFF || b[1]&0xF6 != 0xF0 || b[2]>>2&0xF > 12 {
		return Frame{}
	}
	n := int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5])>>5
	if n < 7 {
		return Frame{}
	}
	return Frame{n, 1024 * (int(b[6]&3) + 1), aacRates[b[2]>>2&0xF]}
}

// bitRates are in kbit/s: of MPEG-1 layers I, II and III, and MPEG-2 layers I, and
// II and III, ISO/IEC 11172-3 and 13818-3.
var bitRates = [5][16]int{
	{0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
	{0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
	{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
	{0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
	{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
}

// MPEG returns the frame of MPEG audio (MP1, MP2, MP3) that b begins with.
func MPEG(b []byte) Frame {
	if len(b) < 4 || b[0] != 0xFF || b[1]&0xE0 != 0xE0 {
		return Frame{}
	}
	version, layer := b[1]>>3&3, 4-int(b[1]>>1&3) // version 3 is MPEG-1, 2 MPEG-2, 0 MPEG-2.5
	code := b[2] >> 2 & 3
	if version == 1 || layer == 4 || code == 3 {
		return Frame{}
	}
	hz := [3]int{44100, 48000, 32000}[code] >> [4]int{2, 0, 1, 0}[version]
	table, samples := layer-1, [4]int{0, 384, 1152, 1152}[layer]
	if version != 3 {
		table = 3 + min(layer-1, 1)
		if layer == 3 {
			samples = 576
		}
	}
	rate := bitRates[table][b[2]>>4] * 1000
	if rate == 0 {
		return Frame{}
	}
	pad := int(b[2] >> 1 & 1)
	if layer == 1 {
		return Frame{(12*rate/hz + pad) * 4, samples, hz}
	}
	return Frame{samples/8*rate/hz + pad, samples, hz}
}

// AC3 returns the AC-3 frame that b begins with, ATSC A/52.
func AC3(b []byte) Frame {
	if len(b) < 6 || b[0] != 0x0B || b[1] != 0x77 || b[5]>>3 > 8 {
		return Frame{}
	}
	rates := [19]int{32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640}
	code := int(b[4] & 0x3F)
	if code >= 2*len(rates) {
		return Frame{}
	}
	const samples = 1536
	rate := rates[code/2]
	switch b[4] >> 6 {
	case 0:
		return Frame{4 * rate, samples, 48000}
	case 1: // which takes a word more now and then
		return Frame{2 * (rate*96000/44100 + code%2), samples, 44100}
	case 2:
		return Frame{6 * rate, samples, 32000}
	}
	return Frame{}
}

// EAC3 returns the Enhanced AC-3 frame that b begins with, ATSC A/52, annex E: one to
// six blocks of 256 samples, or more channels for those of the frame before.
func EAC3(b []byte) Frame {
	if len(b) < 6 || b[0] != 0x0B || b[1] != 0x77 || b[5]>>3 <= 10 || b[5]>>3 > 16 {
		return Frame{}
	}
	f := Frame{Size: 2 * (int(b[2]&7)<<8 + int(b[3]) + 1)}
	code, blocks := b[4]>>6, [4]int{1, 2, 3, 6}[b[4]>>4&3]
	if code == 3 {
		code, blocks = b[4]>>4&3, 6
		if code == 3 {
			return Frame{}
		}
		f.Hz = [3]int{24000, 22050, 16000}[code]
	} else {
		f.Hz = [3]int{48000, 44100, 32000}[code]
	}
	const dependent = 1
	if kind, stream := b[2]>>6, b[2]>>3&7; kind != dependent && stream == 0 {
		f.Samples = 256 * blocks
	}
	return f
}
