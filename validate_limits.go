package videotune

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// A cost is what an example has besides frames: the runes of its texts, by
// script, and its images.
type cost struct {
	latin, other int64
	images       int
}

// text counts the runes of a text. Scripts from U+0240 on, which begin with
// bytes from 0xC9 on in UTF-8, make more tokens a rune than Latin ones.
func (c *cost) text(s string) {
	var latin, other int64
	for i := 0; i < len(s); i++ {
		for i+8 <= len(s) && s[i]|s[i+1]|s[i+2]|s[i+3]|s[i+4]|s[i+5]|s[i+6]|s[i+7] < 0x80 {
			latin += 8
			i += 8
		}
		if i == len(s) {
			break
		}
		switch b := s[i]; {
		case b < 0x80 || b >= 0xC0 && b < 0xC9:
			latin++
		case b >= 0xC9:
			other++
		}
	}
	c.latin += latin
	c.other += other
}

// image counts an image, and tells the first one over the limit.
func (j *judge) image(p *wire.Part, turn, part int) {
	j.cost.images++
	if most := j.limits.MaxImages; most > 0 && j.cost.images == most+1 {
		j.add(RuleImageCount, p.FileAt, partAt(turn, part)+"/fileData", fmt.Sprintf("the example has more than %d images; the service drops it", most), "leave some out, or make two examples of it")
	}
}

// limitsOfLine judges the line by the limits of the profile.
func (j *judge) limitsOfLine() {
	l := j.limits
	if l.MaxVideos > 0 && len(j.videos) > l.MaxVideos {
		v := &j.videos[l.MaxVideos]
		j.add(RuleVideoCount, j.fileAt(v), partAt(v.turn, v.part)+"/fileData", fmt.Sprintf("the example has %d videos; the edition %s allows %d", len(j.videos), l.Edition, l.MaxVideos), "make one example of each video")
	}
	r, ok := j.effective()
	if !ok {
		return
	}
	for i := range j.videos {
		v := &j.videos[i]
		if at, most := j.limitOf(v, r); !v.bad && v.known && most > 0 && v.length > most {
			ptr := partAt(v.turn, v.part) + "/fileData"
			what := "video"
			if v.segment {
				ptr, what = partAt(v.turn, v.part)+"/videoMetadata", "segment"
			}
			j.add(RuleSegmentTooLong, v.at, ptr, fmt.Sprintf("the %s is %s long; over %s at %s the service drops the example", what, pbtime.Format(v.length), pbtime.Format(most), at), "cut it into shorter segments, or use a lower resolution")
		}
	}
	if l.MaxTokens > 0 {
		tokens := j.tokens(r)
		switch {
		case tokens.Lower > l.MaxTokens:
			j.add(RuleTokensOver, j.x.At, "", fmt.Sprintf("the example has at least %d tokens by estimate; over %d the service drops it", tokens.Lower, l.MaxTokens), "shorten the segment or the text, or use a lower resolution")
		case tokens.Upper > l.MaxTokens && !j.unknownLength():
			j.add(RuleTokensNear, j.x.At, "", fmt.Sprintf("the example has %d to %d tokens by estimate; over %d the service drops it", tokens.Lower, tokens.Upper, l.MaxTokens), "shorten the segment or the text to be sure")
		}
	}
}

// unknownLength reports whether the line has a video of unknown length, whose
// upper estimate is the longest one allowed: no reason to warn.
func (j *judge) unknownLength() bool {
	return slices.ContainsFunc(j.videos, func(v videoUse) bool { return !v.known && !v.bad })
}

// fileAt returns where a video's fileData stands.
func (j *judge) fileAt(v *videoUse) int {
	if v.turn < 0 {
		return j.x.System.Parts[v.part].FileAt
	}
	return j.x.Contents[v.turn].Parts[v.part].FileAt
}

// effective returns the resolution that the line's limits are judged by; ok is
// false where it has one that is not known.
func (j *judge) effective() (r MediaResolution, ok bool) {
	if j.x.ConfigBad.Has(wire.MediaResolution) || j.x.Bad.Has(wire.GenerationConfig) {
		return "", false
	}
	if r = j.lineResolution(); r == "" {
		r = j.limits.DefaultResolution
	}
	_, ok = j.limits.At(r)
	return r, ok
}

// limitOf returns the resolution at which a video of a line of resolution r is
// read, and the longest that it may be there; 0 for no limit.
func (j *judge) limitOf(v *videoUse, r MediaResolution) (MediaResolution, time.Duration) {
	if v.level != "" {
		r = v.level
	}
	limits, _ := j.limits.At(r)
	return r, limits.MaxDuration
}

// tokens estimates the tokens of the line at resolution r.
//
// The lower end counts frames and text, and sound only where facts show a track
// of it; the upper end counts sound unless facts show that there is none, the
// timestamps, and text that makes many tokens. A video of unknown length counts
// nothing in the lower end, and the longest allowed in the upper one: a longer
// one would be dropped.
func (j *judge) tokens(r MediaResolution) Range {
	rate := &j.limits.Tokens
	var t Range
	for i := range j.videos {
		v := &j.videos[i]
		if v.bad {
			continue
		}
		at, most := j.limitOf(v, r)
		limits, _ := j.limits.At(at)
		if v.known {
			sec, frames := seconds(v.length), frames(v.length, v.fps)
			t.Lower += frames * int64(limits.TokensPerFrame)
			t.Upper += frames*int64(limits.TokensPerFrame) + sec*int64(rate.TimestampPerSecond)
			if v.audio == Present {
				t.Lower += sec * int64(rate.AudioPerSecond)
			}
			if v.audio != Absent {
				t.Upper += sec * int64(rate.AudioPerSecond)
			}
		} else {
			t.Upper += frames(most, v.fps)*int64(limits.TokensPerFrame) + seconds(most)*int64(rate.TimestampPerSecond+rate.AudioPerSecond)
		}
	}
	c := &j.cost
	t.Lower += int64(c.images*rate.ImageLower) + ratio(c.latin+c.other, rate.TextRunesLower)
	t.Upper += int64(c.images*rate.ImageUpper) + ratio(c.latin, rate.TextRunesUpper) + ratio(c.other, rate.TextRunesUpperOther)
	return t
}

// seconds returns d in whole seconds, rounded up.
func seconds(d time.Duration) int64 {
	s := int64(d / time.Second)
	if d%time.Second > 0 {
		s++
	}
	return s
}

// frames returns the number of frames that are sampled of d.
func frames(d time.Duration, fps float64) int64 {
	if fps == 1 {
		return seconds(d)
	}
	return int64(math.Ceil(d.Seconds() * fps))
}

// ratio returns n/of rounded up; 0 for of = 0, which limits of one's own may hold.
func ratio(n int64, of int) int64 {
	if of <= 0 {
		return 0
	}
	return (n + int64(of) - 1) / int64(of)
}
