package chunk

import (
	"math"
	"math/big"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/newfile"
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

	assumedFPS      = 30      // frames a second, of a source that does not say it
	audioBitrate    = 128_000 // bits a second: AAC, two channels
	minVideoBitrate = 50_000  // bits a second; less is no picture
	maxSide         = 1 << 14 // pixels; what is longer is no picture
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
	return roundUp(bits.Mul(bits, big.NewRat(100+newfile.ContainerPercent, 8*100)))
}

// longest is the length of a file of that many bytes, by estimate, rounded down.
func (e *Encode) longest(bytes int64) time.Duration {
	if bytes == 0 {
		return math.MaxInt64
	}
	rate := addCapped(e.VideoBitrate, e.AudioBitrate)
	ns := new(big.Int).Mul(big.NewInt(bytes), big.NewInt(8*100*int64(time.Second)))
	ns.Quo(ns, new(big.Int).Mul(big.NewInt(rate), big.NewInt(100+newfile.ContainerPercent)))
	if !ns.IsInt64() {
		return math.MaxInt64
	}
	return time.Duration(ns.Int64())
}

// modelBitrate is that of the picture, in bits a second, by the bits of a pixel.
func modelBitrate(e *Encode, rate videotune.Rational) int64 {
	fps := big.NewRat(assumedFPS, 1)
	if rate.Num > 0 && rate.Den > 0 {
		fps.SetFrac64(rate.Num, rate.Den)
	}
	if most := big.NewRat(newfile.MaxFPS, 1); fps.Cmp(most) > 0 {
		fps = most
	}
	fps.Mul(fps, big.NewRat(int64(e.Width)*int64(e.Height)*bitsPerPixelNum, bitsPerPixelDen))
	return roundUp(fps)
}
