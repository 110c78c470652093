package page

import (
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/words"
	"github.com/seed-57910ec4/videotune/survey"
)

// A coverageCount counts videos of which something is known.
type coverageCount struct {
	n    int
	more bool // there may be others
}

// add counts a video if it is one; of a video that is known in part only it may be
// unknown that it is.
func (c *coverageCount) add(is, partly bool) {
	if is {
		c.n++
	}
	c.more = c.more || partly && !is
}

func (c coverageCount) String() string {
	if c.n == 0 && c.more {
		return "how many is not known"
	}
	return atLeast(c.more) + counted(c.n, "video")
}

// atLeast returns what stands before a number that may be larger.
func atLeast(more bool) string {
	if more {
		return "at least "
	}
	return ""
}

// coverageCounts are what is said of all videos.
type coverageCounts struct {
	large                     int // lines whose videos are not known
	both, shared, overlapping coverageCount
}

// newCoverageCounts begins to count. Where videos are not known, each number may be
// larger.
func newCoverageCounts(s *survey.Survey) *coverageCounts {
	c := &coverageCounts{large: s.Sides[videotune.Train].Large + s.Sides[videotune.Validation].Large}
	more := coverageCount{more: c.large > 0 || s.MoreUses > 0}
	c.both, c.shared, c.overlapping = more, more, more
	return c
}

func (c *coverageCounts) add(r *videoRank, partly bool) {
	c.both.add(r.both, false) // of each video it is known
	c.shared.add(r.shared, partly && r.both)
	c.overlapping.add(r.overlapping, partly)
}

func (c *coverageCounts) words(s *survey.Survey, shown int) []string {
	list := []string{upper(counted(len(s.Videos), "distinct video")) + "."}
	if s.MoreUses > 0 {
		list = []string{"More than " + counted(len(s.Videos), "distinct video") + ": " + words.Group(int64(s.MoreUses)) + " uses are of others than these, which are not told apart."}
	}
	if shown < len(s.Videos) {
		list = append(list, words.Group(int64(shown))+" of them are shown: those on both sides first, then those that are used most.")
	}
	if c.large > 0 {
		list = append(list, "The videos of "+counted(c.large, "line")+" over 256 KiB are not counted here.")
	}
	if c.both.n > 0 {
		list = append(list, "Used on both sides: "+c.both.String()+"; with a stretch that both sides use: "+c.shared.String()+". Validation then measures what was learnt by heart.")
	} else if len(s.Sides) > 1 && s.Sides[1].Examples > 0 {
		none := "No video is used on both sides"
		if c.both.more {
			none += ", of those that are counted here"
		}
		list = append(list, none+".")
	}
	if c.overlapping.n > 0 {
		list = append(list, "With stretches that several examples of one side use: "+c.overlapping.String()+".")
	}
	return list
}

// usedWords says how much of a video is used.
func usedWords(video *survey.Video, end time.Duration, unknown int) string {
	parts := []string{counted(video.Count(), "use")}
	for split, name := range []string{"training", "validation"} {
		used := time.Duration(0)
		for _, s := range video.Stretches(videotune.Split(split)) {
			used += s.Length()
		}
		if used > 0 {
			least := atLeast(video.MoreUses[split] > 0)
			text := name + " " + least + length(used)
			if video.Duration > 0 {
				text += " (" + least + share(used, end) + ")"
			}
			parts = append(parts, text)
		}
	}
	if video.Duration > 0 {
		parts = append(parts, "the video is "+length(video.Duration)+" long")
	}
	switch {
	case unknown == 0:
	case unknown == video.Count():
		parts = append(parts, "of unknown length")
	default:
		parts = append(parts, atLeast(video.Partly())+words.Group(int64(unknown))+" of them of unknown length")
	}
	for split, name := range []string{"training", "validation"} {
		if n := video.MoreUses[split]; n > 0 {
			parts = append(parts, words.Group(int64(n))+" of "+name+" not drawn")
		}
	}
	return strings.Join(parts, "; ")
}
