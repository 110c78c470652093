package mpegts

import (
	"bytes"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/rate"
)

// maxSide is the longest side of a picture that is believed: the most that a level
// of H.265 allows is 16888.
const maxSide = 16888

// A picture is what the header of a sequence tells. What it does not tell is 0.
type picture struct {
	width, height int
	rate          videotune.Rational
	certain       bool // the rate is that of the frames, whatever the time stamps say
	fixed         bool // the rate is declared to be that of all frames
}

// findPicture looks for the header of a sequence in what was kept of a stream.
func (s *stream) findPicture() picture {
	parse := map[string]func([]byte) (picture, bool){
		"mpeg1video": parseSequence, "mpeg2video": parseSequence, "h264": parseH264, "hevc": parseHEVC,
	}[s.codec]
	if parse == nil {
		return picture{}
	}
	const maxTries = 16 // headers may be damaged
	b := s.es
	for tries := 0; tries < maxTries; {
		i := bytes.Index(b, []byte{0, 0, 1})
		if i < 0 || i+4 > len(b) {
			break
		}
		b = b[i+3:]
		if !isHeader(s.codec, b[0]) {
			continue
		}
		tries++
		if p, ok := parse(b); ok && 0 < p.width && p.width <= maxSide && 0 < p.height && p.height <= maxSide {
			return p
		}
	}
	return picture{}
}

// isHeader reports whether the unit that begins with c is the header of a
// sequence.
func isHeader(codec string, c byte) bool {
	switch codec {
	case "h264":
		return c&0x1F == 7
	case "hevc":
		return c>>1&0x3F == 33
	}
	return c == 0xB3
}

// unit returns what a NAL unit holds that b begins with, up to the next, without
// the bytes that keep start codes from occurring in it; at most as much as any
// sequence parameter set needs.
func unit(b []byte) []byte {
	const most = 1 << 10
	out := make([]byte, 0, 128)
	zeros := 0
	for _, c := range b[:min(len(b), most)] {
		if zeros >= 2 && c <= 3 {
			if c < 3 {
				break
			}
			zeros = 0
			continue
		}
		out = append(out, c)
		if zeros++; c != 0 {
			zeros = 0
		}
	}
	return out
}

// sequenceRates are the frame rate codes of ISO/IEC 13818-2 table 6-4.
var sequenceRates = [16]videotune.Rational{
	1: {Num: 24000, Den: 1001}, 2: {Num: 24, Den: 1}, 3: {Num: 25, Den: 1}, 4: {Num: 30000, Den: 1001},
	5: {Num: 30, Den: 1}, 6: {Num: 50, Den: 1}, 7: {Num: 60000, Den: 1001}, 8: {Num: 60, Den: 1},
}

// parseSequence reads a sequence header of MPEG-1 or MPEG-2, and the extension
// that follows it in MPEG-2.
func parseSequence(b []byte) (picture, bool) {
	r := bitReader{b: b}
	r.skip(8) // the start code
	p := picture{width: int(r.u(12)), height: int(r.u(12)), certain: true}
	r.skip(4) // aspect ratio
	p.rate = sequenceRates[r.u(4)]
	if r.over {
		return p, false
	}
	next := bytes.Index(b, []byte{0, 0, 1})
	if next < 0 || next+5 > len(b) || b[next+3] != 0xB5 || b[next+4]>>4 != 1 {
		return p, true
	}
	r = bitReader{b: b[next+4:]}
	r.skip(4 + 8 + 1 + 2) // identifier, profile and level, progressive, chroma
	p.width |= int(r.u(2)) << 12
	p.height |= int(r.u(2)) << 12
	r.skip(12 + 1 + 8 + 1) // bit rate, marker, buffer, low delay
	if n, d := int64(r.u(2))+1, int64(r.u(5))+1; p.rate.Num > 0 && !r.over {
		p.rate = rate.Of(p.rate.Num*n, p.rate.Den*d)
	}
	return p, true
}
