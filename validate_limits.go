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

// text counts the runes of a text. Scripts from U+0240 on make more tokens a rune
// than Latin ones.
func (c *cost) text(n wire.Runes) {
	c.latin += int64(n.Low)
	c.other += int64(n.High)
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
		j.add(RuleVideoCount, j.fileAt(v), partAt(v.turn, v.part)+"/fileData", fmt.Sprintf("the example has %d videos; %s takes %d (limits of %s) and drops it", len(j.videos), l.Model, l.MaxVideos, l.Edition), "make one example of each video")
	}
	j.weigh()
	own := j.effective()
	if own < 0 {
		return
	}
	for i := range j.videos {
		v := &j.videos[i]
		if at := j.limitsOf(v, own); !v.bad && v.known && at.MaxDuration > 0 && v.length > at.MaxDuration {
			ptr := partAt(v.turn, v.part) + "/fileData"
			what := "video"
			if v.segment {
				ptr, what = partAt(v.turn, v.part)+"/videoMetadata", "segment"
			}
			j.add(RuleSegmentTooLong, v.at, ptr, fmt.Sprintf("the %s is %s long; over %s at %s the service drops the example", what, pbtime.Format(v.length), pbtime.Format(at.MaxDuration), at.Resolution), "cut it into shorter segments"+j.orResolution(own))
		}
	}
	if l.MaxTokens > 0 && !j.weights[own].tooLong { // else that says it
		tokens := j.weights[own].tokens
		switch {
		case tokens.Lower > l.MaxTokens:
			j.add(RuleTokensOver, j.x.At, "", fmt.Sprintf("the example has at least %d tokens by estimate; over %d the service drops it", tokens.Lower, l.MaxTokens), "shorten the segment or the text"+j.orResolution(own))
		case tokens.Upper > l.MaxTokens && !j.unknownLength():
			j.add(RuleTokensNear, j.x.At, "", fmt.Sprintf("the example has %d to %d tokens by estimate; over %d the service drops it", tokens.Lower, tokens.Upper, l.MaxTokens), "shorten the segment or the text to be sure")
		}
	}
}

// orResolution returns the part of a hint that names a resolution by whose limits the
// line would be neither too long nor have too many tokens; "" if there is none. own is the
// index of the one that it has. Of several it is the one with the most tokens a frame.
func (j *judge) orResolution(own int) string {
	best := -1
	for i := range j.weights {
		w, at := &j.weights[i], &j.limits.Resolutions[i]
		if i == own || w.tooLong || j.limits.MaxTokens > 0 && w.tokens.Lower > j.limits.MaxTokens {
			continue
		}
		if best < 0 || at.TokensPerFrame > j.limits.Resolutions[best].TokensPerFrame {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return ", or use " + string(j.limits.Resolutions[best].Resolution) + " in all lines"
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

// effective returns the index, in the limits, of the resolution that the line is
// judged by; -1 where it has one that is not known.
func (j *judge) effective() int {
	if j.x.ConfigBad.Has(wire.MediaResolution) || j.x.Bad.Has(wire.GenerationConfig) {
		return -1
	}
	r := j.lineResolution()
	if r == "" {
		r = j.limits.DefaultResolution
	}
	for i := range j.limits.Resolutions {
		if j.limits.Resolutions[i].Resolution == r {
			return i
		}
	}
	return -1
}

// limitsOf returns the limits of a video in a line whose resolution has index r.
func (j *judge) limitsOf(v *videoUse, r int) *ResolutionLimits {
	if v.level == "" {
		return &j.limits.Resolutions[r]
	}
	for i := range j.limits.Resolutions {
		if l := &j.limits.Resolutions[i]; l.Resolution == v.level {
			return l
		}
	}
	return new(ResolutionLimits)
}

// A weight is what a line would be at one of the resolutions of the limits.
type weight struct {
	tooLong bool // some video
	dropped bool // for this or another reason; set for Check only
	tokens  Range
}

// weigh estimates the tokens of the line at each resolution.
//
// The lower end counts frames and text, and sound only where facts show a track
// of it; the upper end counts sound unless facts show that there is none, the
// timestamps, and text that makes many tokens. A video of unknown length counts
// nothing in the lower end, and the longest allowed in the upper one: a longer
// one would be dropped.
func (j *judge) weigh() {
	rate, c := &j.limits.Tokens, &j.cost
	base := Range{
		Lower: int64(c.images*rate.ImageLower) + ratio(c.latin+c.other, rate.TextRunesLower),
		Upper: int64(c.images*rate.ImageUpper) + ratio(c.latin, rate.TextRunesUpper) + ratio(c.other, rate.TextRunesUpperOther),
	}
	if n := len(j.limits.Resolutions); cap(j.weights) < n {
		j.weights = make([]weight, n)
	} else {
		j.weights = j.weights[:n]
	}
	for r := range j.weights {
		w := &j.weights[r]
		*w = weight{tokens: base}
		for i := range j.videos {
			v := &j.videos[i]
			if v.bad {
				continue
			}
			at := j.limitsOf(v, r)
			length := v.length
			if !v.known {
				length = at.MaxDuration
			} else if at.MaxDuration > 0 && length > at.MaxDuration {
				w.tooLong = true
			}
			sec, picture := seconds(length), frames(length, v.fps)*int64(at.TokensPerFrame)
			w.tokens.Upper += picture + sec*int64(rate.TimestampPerSecond)
			if v.audio != Absent {
				w.tokens.Upper += sec * int64(rate.AudioPerSecond)
			}
			if v.known {
				w.tokens.Lower += picture
				if v.audio == Present {
					w.tokens.Lower += sec * int64(rate.AudioPerSecond)
				}
			}
		}
	}
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
