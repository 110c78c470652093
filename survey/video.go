package survey

import (
	"cmp"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// Bounds of what is known of videos.
const (
	// MaxVideos is the number of distinct videos that are told apart.
	MaxVideos = 100_000
	// MaxUses is the number of uses of one video that are kept of each side, and
	// MaxAllUses that of all together.
	MaxUses    = 2000
	MaxAllUses = 1_000_000
)

// A Video is a file, and what examples use of it.
type Video struct {
	URI      string        // the first one, where there are several of the same [videotune.VideoName]
	Duration time.Duration // of the file, by its facts; 0 if it is not known
	Bytes    int64         // likewise
	Uses     []Use         // as they are met
	// MoreUses counts, by [videotune.Split], uses beyond [MaxUses] and [MaxAllUses].
	// They are not kept: of a video with such Stretches, Shared and Overlapping know a
	// part only. Used knows them.
	MoreUses [2]int
}

// A Use is the stretch of a video that an example uses.
type Use struct {
	Split  videotune.Split
	Start  time.Duration
	Length time.Duration // 0 if it is not known: to the end of the file
}

// End returns where u ends; where it starts if its length is not known.
func (u Use) End() time.Duration { return u.Start + u.Length }

// Count returns how many uses there are on both sides, with those that are not kept.
func (v *Video) Count() int {
	return len(v.Uses) + v.MoreUses[videotune.Train] + v.MoreUses[videotune.Validation]
}

// Partly reports whether uses are not kept.
func (v *Video) Partly() bool { return v.Count() > len(v.Uses) }

// Stretches returns what is used on a side, in order, joined where uses meet or overlap.
// Uses of unknown length are left out, and those that are not kept.
func (v *Video) Stretches(split videotune.Split) []videotune.Span {
	var all []videotune.Span
	for _, u := range v.Uses {
		if u.Split == split && u.Length > 0 {
			all = append(all, videotune.Span{Start: u.Start, End: u.End()})
		}
	}
	sortSpans(all)
	var joined []videotune.Span
	for _, s := range all {
		if n := len(joined); n > 0 && s.Start <= joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, s.End)
		} else {
			joined = append(joined, s)
		}
	}
	return joined
}

// Shared returns the stretches that training and validation both use, of the uses that
// are kept.
func (v *Video) Shared() []videotune.Span {
	a, b := v.Stretches(videotune.Train), v.Stretches(videotune.Validation)
	var both []videotune.Span
	for len(a) > 0 && len(b) > 0 {
		s := videotune.Span{Start: max(a[0].Start, b[0].Start), End: min(a[0].End, b[0].End)}
		if s.Start < s.End {
			both = append(both, s)
		}
		if a[0].End <= b[0].End {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return both
}

// Overlapping reports whether uses of one side overlap, of those that are kept.
func (v *Video) Overlapping(split videotune.Split) bool {
	var all []videotune.Span
	for _, u := range v.Uses {
		if u.Split == split && u.Length > 0 {
			all = append(all, videotune.Span{Start: u.Start, End: u.End()})
		}
	}
	sortSpans(all)
	end := time.Duration(0)
	for i, s := range all {
		if i > 0 && s.Start < end {
			return true
		}
		end = max(end, s.End)
	}
	return false
}

// Used returns on which sides the video is used, also where uses are not kept.
func (v *Video) Used() (train, validation bool) {
	train, validation = v.MoreUses[videotune.Train] > 0, v.MoreUses[videotune.Validation] > 0
	for _, u := range v.Uses {
		train = train || u.Split == videotune.Train
		validation = validation || u.Split == videotune.Validation
	}
	return train, validation
}

func sortSpans(all []videotune.Span) {
	slices.SortFunc(all, func(a, b videotune.Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
}
