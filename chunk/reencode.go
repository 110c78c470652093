package chunk

import (
	"math/big"

	"github.com/seed-57910ec4/videotune"
)

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
