package chunk

import (
	"math"
	"math/big"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// The model by which the size of a file is estimated that is encoded anew.
//
// Its picture takes 0.14 bits for each pixel of each frame: the 0.07 that Kush
// Amerasinghe, "H.264 for the rest of us" (Adobe, 2010), gives for a picture with
// little motion, doubled for some motion. Where the source needs less, as a screen
// that is filmed does, its own bytes are scaled by the number of lines: of half
// the lines it then takes half, although that is a quarter of the pixels and
// encoders mostly take about a third. The lower of the two is the bitrate that the
// encoder is held to, so that what misses the estimate is the picture, rather than
// the limit.
const (
	bitsPerPixelNum, bitsPerPixelDen = 14, 100

	assumedFPS       = 30      // frames a second, of a source that does not say it
	maxFPS           = 240     // what is above is no frame rate, but the ticks of some clock
	audioBitrate     = 128_000 // bits a second: AAC, two channels
	containerPercent = 2       // what MP4 adds to its tracks
	minVideoBitrate  = 50_000  // bits a second; less is no picture
	maxSide          = 1 << 14 // pixels; what is longer is no picture
)

// heights are the visual resolutions that are tried, in lines of the shorter side.
var heights = []int{2160, 1440, 1080, 720, 540, 480, 360, 288, 240, 180, 144}

// An Encode says how to encode a file at a lower visual resolution: to H.264 and
// AAC in MP4.
type Encode struct {
	Width, Height int   // in pixels, even, of the picture as it is shown: after its rotation
	VideoBitrate  int64 // bits a second, at most, on the average of a file
	AudioBitrate  int64 // bits a second; 0 if the source has no sound
}

// lines returns the length of the shorter side.
func (e *Encode) lines() int { return min(e.Width, e.Height) }

// bytes estimates the size of a file of that length, rounded up.
func (e *Encode) bytes(length time.Duration) int64 {
	bits := new(big.Rat).SetInt64(addCapped(e.VideoBitrate, e.AudioBitrate))
	bits.Mul(bits, seconds(length))
	return roundUp(bits.Mul(bits, big.NewRat(100+containerPercent, 8*100)))
}

// longest is the length of a file of that many bytes, by estimate, rounded down.
func (e *Encode) longest(bytes int64) time.Duration {
	if bytes == 0 {
		return math.MaxInt64
	}
	rate := addCapped(e.VideoBitrate, e.AudioBitrate)
	ns := new(big.Int).Mul(big.NewInt(bytes), big.NewInt(8*100*int64(time.Second)))
	ns.Quo(ns, new(big.Int).Mul(big.NewInt(rate), big.NewInt(100+containerPercent)))
	if !ns.IsInt64() {
		return math.MaxInt64
	}
	return time.Duration(ns.Int64())
}

// An Unencoded says why a file cannot be encoded at a lower visual resolution.
type Unencoded string

// The values of Unencoded, beside "".
const (
	PictureUnknown  Unencoded = "picture-unknown"   // the facts lack its width or height
	PictureTooLarge Unencoded = "picture-too-large" // a side is over 16,384 pixels, as of no picture
	PictureSmall    Unencoded = "picture-small"     // no resolution that is tried is lower than its own and has Bounds.MinHeight lines
)

// picture returns the width and height of the source as it is shown.
func (s *Source) picture() (width, height int) {
	if r := s.Media.Rotation; r == 90 || r == 270 {
		return s.Media.Height, s.Media.Width
	}
	return s.Media.Width, s.Media.Height
}

// encodes returns ways to encode the source at fewer lines than it has, most lines
// first; or why there are none.
func (p *Plan) encodes() ([]Encode, Unencoded) {
	m := &p.Source.Media
	width, height := p.Source.picture()
	short, long := min(width, height), max(width, height)
	switch {
	case short <= 0:
		return nil, PictureUnknown
	case long > maxSide:
		return nil, PictureTooLarge
	}
	var es []Encode
	for _, lines := range heights {
		if lines >= short || lines < p.Bounds.MinHeight {
			continue
		}
		e := Encode{Width: lines, Height: evenPart(long, lines, short)}
		if width >= height {
			e.Width, e.Height = e.Height, e.Width
		}
		if m.Audio != videotune.Absent {
			e.AudioBitrate = audioBitrate
		}
		e.VideoBitrate = max(minVideoBitrate, min(modelBitrate(&e, m.FrameRate), p.scaledBitrate(lines, short)))
		es = append(es, e)
	}
	if len(es) == 0 {
		return nil, PictureSmall
	}
	return es, ""
}

// evenPart returns a × b / c, rounded to an even number.
func evenPart(a, b, c int) int { return int((int64(a)*int64(b) + int64(c)) / (2 * int64(c)) * 2) }

// modelBitrate is that of the picture, in bits a second, by the bits of a pixel.
func modelBitrate(e *Encode, rate videotune.Rational) int64 {
	fps := big.NewRat(assumedFPS, 1)
	if rate.Num > 0 && rate.Den > 0 {
		fps.SetFrac64(rate.Num, rate.Den)
	}
	if most := big.NewRat(maxFPS, 1); fps.Cmp(most) > 0 {
		fps = most
	}
	fps.Mul(fps, big.NewRat(int64(e.Width)*int64(e.Height)*bitsPerPixelNum, bitsPerPixelDen))
	return roundUp(fps)
}

// scaledBitrate is what the source has in bits a second, scaled by lines.
func (p *Plan) scaledBitrate(lines, of int) int64 {
	bits := new(big.Rat).SetInt64(p.Source.Media.Bytes)
	bits.Mul(bits, big.NewRat(8*int64(lines), int64(of)))
	return roundUp(bits.Quo(bits, seconds(p.Source.length())))
}

// reencode plans to encode the video at a lower visual resolution: into one file, at
// the most lines that the bytes allow, or where they do not, into several. It
// returns why it could not, or "".
func (p *Plan) reencode(stretches []videotune.Span) Unencoded {
	es, why := p.encodes()
	if why != "" {
		return why
	}
	p.Action = ActionReencode
	file := videotune.Span{Start: stretches[0].Start, End: stretches[len(stretches)-1].End}
	for i := range es {
		if bytes := es[i].bytes(file.Length()); bytes <= p.Bounds.TargetBytes {
			p.Encode = &es[i]
			p.reencodeOne(stretches, file, bytes)
			return ""
		}
	}
	for i := range es {
		p.Encode = &es[i]
		if limit := p.Bounds.cutLength(); limit > 0 && p.Encode.longest(p.Bounds.TargetBytes) >= limit {
			break
		}
	}
	for _, s := range p.divideFiles(stretches, p.Encode.longest(p.Bounds.TargetBytes), false) {
		p.Pieces = append(p.Pieces, p.made(s, s, false, p.Encode.bytes(s.Length())))
	}
	return ""
}

// reencodeOne makes pieces of one file that holds that much of the source:
// segments of it, unless one piece is all of it.
func (p *Plan) reencodeOne(stretches []videotune.Span, file videotune.Span, bytes int64) {
	spans, _ := p.divideAll(stretches, p.Bounds.MaxLength, false)
	limit := p.Bounds.cutLength()
	segments := len(spans) > 1 || limit > 0 && file.Length() > limit
	for _, s := range spans {
		p.Pieces = append(p.Pieces, p.made(s, file, segments, bytes))
	}
}
