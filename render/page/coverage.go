package page

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/survey"
)

// The sizes of the coverage.
const (
	shownVideos = 40
	laneColumns = 800 // of a time line
	maxRuns     = 400 // that are drawn of one video
)

// A coverageView says which stretches of which videos are used.
type coverageView struct {
	Words  []string
	Videos []timelineView
}

// A timelineView is a video.
type timelineView struct {
	URI, Words string
	End        string // what stands at the end of the time line
	Unknown    bool   // nothing is known of where it ends
	Train      []runView
	Validation []runView
	Shared     []runView
	Simpler    bool // too many runs: neighbours are drawn as one
}

// A runView is a stretch of a time line: how many examples use it.
type runView struct {
	X, W  int
	Class string // "once" or "twice"
	Title string
}

// A videoRank is what videos are ordered by: those to look at first.
type videoRank struct {
	at          int
	shared      bool // a stretch is used on both sides
	both        bool // used on both sides
	overlapping bool
	uses        int
}

func (b *builder) coverage() coverageView {
	s := b.survey
	var v coverageView
	var ranks []videoRank
	counts := newCoverageCounts(s)
	for i := range s.Videos {
		video := &s.Videos[i]
		train, validation := video.Used()
		r := videoRank{at: i, both: train && validation, uses: video.Count()}
		r.shared = r.both && len(video.Shared()) > 0
		r.overlapping = video.Overlapping(videotune.Train) || video.Overlapping(videotune.Validation)
		counts.add(&r, video.Partly())
		ranks = append(ranks, r)
	}
	slices.SortFunc(ranks, func(x, y videoRank) int {
		return cmp.Or(byTrue(x.shared, y.shared), byTrue(x.both, y.both), cmp.Compare(y.uses, x.uses), byTrue(x.overlapping, y.overlapping), cmp.Compare(x.at, y.at))
	})
	left := room(videoRoom)
	for _, r := range ranks[:min(len(ranks), shownVideos)] {
		t := timelineOf(&s.Videos[r.at])
		texts := []string{t.URI, t.Words, t.Words, strings.Repeat(" ", 600)}
		for _, runs := range [][]runView{t.Train, t.Validation, t.Shared} {
			for _, run := range runs {
				texts = append(texts, run.Title, strings.Repeat(" ", 100)) // the tags around it
			}
		}
		if !left.take(texts...) {
			break
		}
		v.Videos = append(v.Videos, t)
	}
	v.Words = counts.words(s, len(v.Videos))
	return v
}

func byTrue(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return -1
	}
	return 1
}

// upper returns s with its first letter, of ASCII, in upper case.
func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// timelineOf draws a video.
func timelineOf(video *survey.Video) timelineView {
	t := timelineView{URI: cutMiddle(render.Clean(video.URI), 240)}
	end, unknown := drawnEnd(video)
	if t.Unknown = unknown > 0 && video.Duration == 0; !t.Unknown {
		t.End = clock(end)
		if video.Duration == 0 {
			t.End = "used up to " + t.End // how long the video is nobody knows
			if video.Partly() {
				t.End += " or farther"
			}
		}
	}
	runs := 0
	var lanes [2][laneColumns]int
	for _, u := range video.Uses {
		stop := u.End()
		if u.Length == 0 {
			stop = end
		}
		paint(&lanes[u.Split], u.Start, stop, end)
	}
	var both [laneColumns]int
	for i := range both {
		if lanes[0][i] > 0 && lanes[1][i] > 0 {
			both[i] = 1
		}
	}
	t.Train, t.Validation = runsOf(&lanes[0], end), runsOf(&lanes[1], end)
	if len(video.Shared()) > 0 || unknown > 0 {
		t.Shared = runsOf(&both, end)
	}
	if runs = len(t.Train) + len(t.Validation) + len(t.Shared); runs > maxRuns {
		t.Simpler = true
		for _, lane := range []*[]runView{&t.Train, &t.Validation, &t.Shared} {
			*lane = (*lane)[:min(len(*lane), maxRuns/3)]
		}
	}
	t.Words = usedWords(video, end, unknown)
	return t
}

// drawnEnd returns where the time line of a video ends, and how many of its uses have no
// length that is known: they go on to the end of the video, for which some room is left.
func drawnEnd(video *survey.Video) (end time.Duration, unknown int) {
	end = video.Duration
	last := time.Duration(-1) // where the last one to an unknown end starts
	for _, u := range video.Uses {
		end = max(end, u.End())
		if u.Length == 0 {
			unknown++
			last = max(last, u.Start)
		}
	}
	if last >= 0 && video.Duration == 0 {
		end = max(end, last+max(last/4, time.Second))
	}
	return max(end, time.Second), unknown
}

// paint counts a use in the columns that it takes, one at least.
func paint(lane *[laneColumns]int, start, stop, end time.Duration) {
	from := column(start, end)
	to := max(column(stop, end), from+1)
	for i := min(from, laneColumns-1); i < min(to, laneColumns); i++ {
		lane[i]++
	}
}

// column returns the nearest column of a time.
func column(at, end time.Duration) int {
	return int(float64(at)/float64(end)*laneColumns + .5)
}

// runsOf joins columns that are used equally often.
func runsOf(lane *[laneColumns]int, end time.Duration) []runView {
	var list []runView
	for i := 0; i < laneColumns; {
		j := i
		for j < laneColumns && lane[j] == lane[i] {
			j++
		}
		if n := lane[i]; n > 0 {
			run := runView{X: i, W: j - i, Class: "once"}
			if n > 1 {
				run.Class = "twice"
			}
			run.Title = clock(timeOf(i, end)) + " – " + clock(timeOf(j, end)) + ": " + counted(n, "use")
			list = append(list, run)
		}
		i = j
	}
	return list
}

// timeOf returns the time of a column, to the nearest second where that is fine enough.
func timeOf(col int, end time.Duration) time.Duration {
	d := time.Duration(float64(end) * float64(col) / laneColumns)
	if end > 10*time.Minute {
		return d.Round(time.Second)
	}
	return d.Round(100 * time.Millisecond)
}
