package answer

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// TimeSlack is how far past the end of a segment a time may lie.
const TimeSlack = time.Second

// maxSegment keeps sums of times from overflow; no video is as long.
const maxSegment = time.Duration(1) << 61

// A Survey sees the answers of a file and says what stands out. The zero value
// is ready to use. It is not safe for concurrent use.
type Survey struct {
	total    int
	negative places

	first      uint64 // hash of the first answer
	firstPlace Place
	equal      int // answers equal to the first
	emptyCount int

	compared     int // answers that are not told of on their lines
	plain        places
	fenced, bare places // JSON
	shapes       shapes
	labels       labelPaths

	jsonTimes, plainTimes timeCount
	plainTimed, plainAll  int // plain answers that name times, and all that are not negative
}

// A segment is the stretch of a video that an example uses.
type segment struct{ start, len time.Duration }

// Add adds the answer at a place. segStart and segLen are its segment, of the
// whole video if there is none; segKnown tells that segLen is known.
func (s *Survey) Add(at Place, f *Facts, segStart, segLen time.Duration, segKnown bool) {
	if s.total == 0 {
		s.first, s.firstPlace = f.hash, at
	}
	s.total++
	if f.hash == s.first {
		s.equal++
	}
	if f.Empty {
		s.emptyCount++
	}
	if f.Negative {
		s.negative.add(at)
	}
	if f.Empty || f.NullWord || f.JSON == JSONBroken || f.Fence == CutFence {
		return
	}
	s.compared++
	s.labels.add(at, f)
	times := &s.plainTimes
	if f.JSON == JSONOK {
		times = &s.jsonTimes
		if f.Fence == WholeFence {
			s.fenced.add(at)
		} else {
			s.bare.add(at)
		}
		if !f.ShapeComplex {
			s.shapes.add(at, f)
		}
	} else {
		s.plain.add(at)
		if f.Times.Count > 0 {
			s.plainTimed++
		}
		if !f.Negative || f.Times.Count > 0 {
			s.plainAll++
		}
	}
	if f.Times.Count > 0 {
		seg := segment{min(segStart, maxSegment), min(segLen, maxSegment)}
		times.add(at, &f.Times, seg, segKnown && segLen > 0)
	}
}

// Findings says what stands out, at most one finding of a kind, in the order of
// the kinds. Under MinAnswers answers there is none.
//
// usual are the surveys of files that show what is usual, as training does for
// validation: a form that is common in one of them does not stand out here.
func (s *Survey) Findings(usual ...*Survey) []Finding {
	if s.total < MinAnswers {
		return nil
	}
	var all []Finding
	add := func(f Finding, ok bool) {
		if ok {
			all = append(all, f)
		}
	}
	add(s.notJSON(usual))
	if s.mostlyJSON() {
		add(s.shapes.drift(usual))
		add(s.fenceMixed(usual))
	}
	add(s.times())
	if s.equal == s.total {
		add(Finding{Kind: KindAllEqual, Count: s.total, Of: s.total, Places: []Place{s.firstPlace}}, true)
		return all
	}
	negative := share(s.negative.n, s.total, NegativeShare)
	if negative {
		f := s.negative.finding(KindMostlyNegative, s.total, nil)
		if s.emptyCount > 0 {
			f.Detail = fmt.Sprintf("%d of them are empty", s.emptyCount)
		}
		add(f, true)
	}
	add(s.labels.spelling(usual))
	add(s.labels.rare())
	add(s.labels.skew(!negative))
	return all
}

func (s *Survey) mostlyJSON() bool {
	json := s.fenced.n + s.bare.n
	return s.compared >= MinAnswers && share(json, s.compared, MajorityShare)
}

// common reports whether n of all answers are more than the few that stand out.
func common(n, all int) bool {
	return all >= MinAnswers && int64(n)*100 > int64(all)*(100-MajorityShare)
}

func (s *Survey) notJSON(usual []*Survey) (Finding, bool) {
	if !s.mostlyJSON() || s.plain.n == 0 || slices.ContainsFunc(usual, func(u *Survey) bool { return common(u.plain.n, u.compared) }) {
		return Finding{}, false
	}
	f := s.plain.finding(KindNotJSON, s.compared, nil)
	f.Detail = fmt.Sprintf("%d of %d answers are JSON", s.compared-s.plain.n, s.compared)
	return f, true
}

func (s *Survey) fenceMixed(usual []*Survey) (Finding, bool) {
	of := s.fenced.n + s.bare.n
	if s.fenced.n == 0 || s.bare.n == 0 || slices.ContainsFunc(usual, func(u *Survey) bool {
		return common(u.fenced.n, u.compared) && common(u.bare.n, u.compared)
	}) {
		return Finding{}, false // the mix of training is told there
	}
	minor, word, most := &s.fenced, "fenced", "not"
	if s.bare.n < s.fenced.n {
		minor, word, most = &s.bare, "not fenced", "fenced"
	}
	f := minor.finding(KindFenceMixed, of, func(place) string { return word })
	f.Detail = fmt.Sprintf("%d of %d JSON answers are %s, the others are %s", f.Count, of, word, most)
	return f, true
}

// times is the finding of times that do not lie in their segments. Those of
// plain answers count only if that is what such answers name.
func (s *Survey) times() (Finding, bool) {
	t := s.jsonTimes
	if s.plainTimed > 0 && share(s.plainTimed, s.plainAll, TimedShare) {
		t.merge(&s.plainTimes)
	}
	if t.later > 0 && int64(t.absolute.n)*100 > int64(t.later)*AbsoluteShare {
		f := t.absolute.finding(KindTimesAbsolute, t.later, func(p place) string {
			return fmt.Sprintf("%s lies past the segment's length of %s, and within %s to %s of the video",
				pbtime.Format(p.times.Max), pbtime.Format(p.seg.len), pbtime.Format(p.seg.start), pbtime.Format(p.seg.start+p.seg.len))
		})
		return f, true
	}
	if t.outside.n == 0 {
		return Finding{}, false
	}
	return t.outside.finding(KindTimesOutside, t.all, func(p place) string {
		if p.times.Min < 0 {
			return pbtime.Format(p.times.Min) + " is negative"
		}
		return fmt.Sprintf("%s lies past the segment's length of %s", pbtime.Format(p.times.Max), pbtime.Format(p.seg.len))
	}), true
}

// A timeCount counts answers that name times.
type timeCount struct {
	all      int    // in a segment of known length, or negative
	later    int    // of these, in a segment that does not begin at 0
	outside  places // before the segment, or past its end
	absolute places // past its end, and within it on the time line of the whole video
}

func (t *timeCount) add(at Place, times *Times, seg segment, known bool) {
	negative := times.Min < 0
	if !known && !negative {
		return
	}
	t.all++
	past := known && times.Max > seg.len+TimeSlack
	if negative || past {
		t.outside.addTimes(at, times, seg)
	}
	if known && seg.start > 0 {
		t.later++
		if past && times.Min >= seg.start-TimeSlack && times.Max <= seg.start+seg.len+TimeSlack {
			t.absolute.addTimes(at, times, seg)
		}
	}
}

// addTimes adds a place with the times of its answer.
func (p *places) addTimes(at Place, times *Times, seg segment) {
	if kept := p.add(at); kept != nil {
		kept.times, kept.seg = *times, seg
	}
}

func (t *timeCount) merge(o *timeCount) {
	t.all += o.all
	t.later += o.later
	t.outside.merge(&o.outside)
	t.absolute.merge(&o.absolute)
}
