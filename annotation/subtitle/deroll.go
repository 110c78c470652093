package subtitle

import (
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// maxPause is how long after the end of a cue another one can still roll on from it.
const maxPause = 100 * time.Millisecond

// rollingCues is the least number of cues that roll in a file that is told to be
// rolling, if they are half of all.
const rollingCues = 3

// A rolled is what rolling captions repeat.
type rolled struct {
	joined  int // cues that show nothing new
	trimmed int // cues that show something new below lines of the one before
	lines   int // lines that are shown again in those
}

// roll joins the cues of rolling captions, or tells that it could.
func (p *parser) roll() {
	kept, r := deroll(p.cues)
	at := reading.At{Video: p.video.ID}
	if p.Options.Deroll {
		p.cues = kept
		if r != (rolled{}) {
			p.Warn(annotation.CodeDuplicate, at, "", "rolling captions: %s that show nothing new were joined with the ones before, and %s left out of %s that show them again",
				words.Count(r.joined, "cue"), words.Count(r.lines, "line"), words.Count(r.trimmed, "cue"))
		}
		return
	}
	if n := r.joined + r.trimmed; n >= rollingCues && n*2 >= len(p.cues) {
		p.Warn(annotation.CodeDuplicate, at, "set the option deroll to keep each line once",
			"%d of %s show lines again that the one before shows: these look like rolling captions", n, words.Count(len(p.cues), "cue"))
	}
}

// deroll returns cues of which each shows only what is new in it. They are sorted.
func deroll(cues []cue) (kept []cue, r rolled) {
	for i, c := range cues {
		n := 0
		if i > 0 && c.start.Duration <= cues[i-1].end.Duration+maxPause {
			n = overlap(cues[i-1].text, c.text)
		}
		switch {
		case n == 0, n == len(c.text) && !slices.Equal(c.speakers, cues[i-1].speakers):
		case n == len(c.text): // what it repeats is the end of what was kept last
			r.joined++
			if last := &kept[len(kept)-1]; c.end.Duration > last.end.Duration {
				last.end = c.end
			}
			continue
		default:
			r.trimmed++
			r.lines += n
			c.text = c.text[n:]
		}
		kept = append(kept, c)
	}
	return kept, r
}

// overlap returns how many of the last lines of one cue are the first of the next.
func overlap(before, after []string) int {
	for n := min(len(before), len(after)); n > 0; n-- {
		if slices.Equal(before[len(before)-n:], after[:n]) {
			return n
		}
	}
	return 0
}
