package signature

// frames tells audio without a container by its frames: two must follow each
// other, or one must be all that there is, as two bytes of sync may be chance.
func frames(b []byte) (Kind, bool) {
	for _, f := range []struct {
		size func([]byte) int
		kind Kind
	}{
		{adtsFrame, Kind{"aac", "audio/x-aac", false}},
		{mpegFrame, Kind{"mp3", "audio/mpeg", false}},
		{ac3Frame, Kind{"ac3", "audio/ac3", false}},
	} {
		n := f.size(b)
		if n > 0 && (n == len(b) || n < len(b) && f.size(b[n:]) > 0) {
			return f.kind, true
		}
	}
	return Kind{}, false
}

// adtsFrame returns the size of the AAC frame that b begins with, ISO/IEC 13818-7;
// 0 if there is none.
func adtsFrame(b []byte) int {
	if len(b) < 7 || b[0] != 0xFF || b[1]&0xF6 != 0xF0 || b[2]>>2&0xF > 12 {
		return 0
	}
	n := int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5])>>5
	if n < 7 {
		return 0
	}
	return n
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

// mpegFrame returns the size of the MPEG audio frame that b begins with; 0 if there
// is none.
func mpegFrame(b []byte) int {
	if len(b) < 4 || b[0] != 0xFF || b[1]&0xE0 != 0xE0 {
		return 0
	}
	version, layer := b[1]>>3&3, 4-int(b[1]>>1&3) // version 3 is MPEG-1, 2 MPEG-2, 0 MPEG-2.5
	code := b[2] >> 2 & 3
	if version == 1 || layer == 4 || code == 3 {
		return 0
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
		return 0
	}
	pad := int(b[2] >> 1 & 1)
	if layer == 1 {
		return (12*rate/hz + pad) * 4
	}
	return samples/8*rate/hz + pad
}

// ac3Frame returns the size of the AC-3 frame that b begins with, ATSC A/52; 0 if
// there is none.
func ac3Frame(b []byte) int {
	if len(b) < 6 || b[0] != 0x0B || b[1] != 0x77 || b[5]>>3 > 8 {
		return 0
	}
	rates := [19]int{32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640}
	code := int(b[4] & 0x3F)
	if code >= 2*len(rates) {
		return 0
	}
	rate := rates[code/2]
	switch b[4] >> 6 {
	case 0: // 48 kHz
		return 4 * rate
	case 1: // 44.1 kHz, which takes a word more now and then
		return 2 * (rate*96000/44100 + code%2)
	case 2: // 32 kHz
		return 6 * rate
	}
	return 0
}
