package cut

import (
	"cmp"
	"strconv"
	"time"

	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/internal/exact"
	"github.com/seed-57910ec4/videotune/internal/newfile"
)

// Bits a second.
const (
	stereoRate = 128_000
	monoRate   = 64_000
	leastAudio = 16_000
	leastVideo = 16_000
	mostVideo  = 50_000_000 // a higher limit is none: what has so many is planned anew if it is too large
	lowRate    = 500_000    // for encoders that want to be told, if nothing else is known
	highRate   = 20_000_000
)

// rates are the bits a second that a file may have.
type rates struct {
	video  int64 // at most; 0 is no limit
	usual  int64 // of the picture, for encoders that cannot be told a quality
	audio  int64
	buffer time.Duration // of the picture's rate, that a file may have above it
}

// newRates returns those of a file of a plan.
func newRates(p *chunk.Plan, length time.Duration, channels int64) rates {
	r := rates{audio: stereoRate, buffer: min(2*time.Second, length/4)}
	if channels == 1 {
		r.audio = monoRate
	}
	if p.Encode != nil {
		r.audio = cmp.Or(p.Encode.AudioBitrate, r.audio)
		r.video = p.Encode.VideoBitrate
	}
	if p.Bounds.TargetBytes > 0 && length > 0 {
		all := exact.MulDiv(p.Bounds.TargetBytes, 8*(100-newfile.ContainerPercent)*int64(time.Second)/100, int64(length+r.buffer))
		r.audio = max(min(r.audio, all/4), leastAudio)
		if video := max(all-r.audio, leastVideo); r.video == 0 || video < r.video {
			r.video = video
		}
	}
	if r.video > mostVideo {
		r.video = 0
	}
	r.usual = lowRate
	if whole, ok := p.Source.Media.Length(); ok && whole > 0 && p.Source.Media.Bytes > 0 {
		r.usual = min(max(exact.MulDiv(p.Source.Media.Bytes, 8*int64(time.Second), int64(whole)), lowRate), highRate)
	}
	if r.video > 0 {
		r.usual = min(r.usual, r.video)
	}
	return r
}

// options are those of an encoder of pictures.
func (r rates) options(encoder string, o *Options) []string {
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	var limit []string
	if r.video > 0 {
		limit = []string{"-maxrate", n(r.video), "-bufsize", n(exact.MulDiv(r.video, int64(r.buffer), int64(time.Second)))}
	}
	// Pictures are stored in the order in which they are shown: else the first would
	// stand after 0, or there would be an edit list.
	args := []string{"-c:v", encoder, "-bf", "0"}
	switch encoder {
	case "libx264", "libx265":
		args = append(args, "-preset", o.preset(), "-crf", strconv.Itoa(o.quality()))
	case "mpeg4":
		if r.video == 0 {
			return append(args, "-q:v", "3")
		}
		args = append(args, "-b:v", n(r.usual))
	default:
		args = append(args, "-b:v", n(r.usual))
	}
	return append(args, limit...)
}
