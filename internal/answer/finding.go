package answer

import "slices"

// Bounds and thresholds of a [Survey].
const (
	// MaxShapes is the largest number of shapes that are kept apart.
	MaxShapes = 64
	// MaxPlaces is the largest number of places of a finding.
	MaxPlaces = 20
	// MaxLabelPaths is the largest number of key paths whose values are counted.
	MaxLabelPaths = 64
	// MaxLabelValues is the largest number of values that labels of a key path
	// may have; a path with more holds no labels.
	MaxLabelValues = 200

	// MinAnswers is the number of answers from which on there are findings.
	MinAnswers = 8
	// MajorityShare is the share, in percent, of answers that must be JSON, or
	// have one shape, before the others stand out.
	MajorityShare = 80
	// NegativeShare is the share, in percent, of empty and negative answers from
	// which on they are most.
	NegativeShare = 80
	// AbsoluteShare is the share, in percent, over which the times of a file are
	// said to be relative to the whole video.
	AbsoluteShare = 50
	// TimedShare is the share, in percent, of the plain answers that must name
	// times, before the times in plain answers are looked at.
	TimedShare = 50
	// MinLabelValues is the number of values of a key path from which on those
	// that stand once stand out.
	MinLabelValues = 20
	// LabelRepeat is how often the values of a key path must stand on average,
	// if they are labels.
	LabelRepeat = 5
	// MinSkewAnswers is the number of values of a key path from which on one may
	// be too frequent.
	MinSkewAnswers = 100
	// SkewShare is the share, in percent, over which one label is too frequent.
	SkewShare = 90
)

// A Kind is a kind of finding.
type Kind uint8

// The kinds of findings, in the order in which they are told.
const (
	KindNotJSON        Kind = iota // plain text, although nearly all answers are JSON
	KindShapeDrift                 // keys or types that differ from those of nearly all JSON answers
	KindFenceMixed                 // some JSON answers are fenced, others are not
	KindTimesOutside               // a time before the segment, or past its end
	KindTimesAbsolute              // times that look relative to the whole video, not to the segment
	KindMostlyNegative             // nearly all answers are empty or say that there is nothing
	KindLabelSpelling              // labels that differ in capitals and outer spaces only
	KindLabelRare                  // labels that stand once only
	KindLabelSkew                  // one label nearly everywhere
	KindAllEqual                   // all answers are the same
)

var kindNames = [...]string{
	"not JSON", "shape drift", "fences mixed", "times outside", "times absolute",
	"mostly negative", "spelling of labels", "rare label", "skewed labels", "all equal",
}

// String returns the name of the kind.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// A Finding is what stands out over the answers of a file.
type Finding struct {
	Kind    Kind
	Count   int      // answers, or labels, that it holds for
	Of      int      // answers, or labels, that were compared
	Places  []Place  // the first of them, at most MaxPlaces, by line
	Details []string // of each of the Places, in a few words; nil if there is nothing to add
	Detail  string   // of the whole, in a few words; may be ""
}

// share reports whether n is at least percent of all.
func share(n, all, percent int) bool { return int64(n)*100 >= int64(all)*int64(percent) }

// places are the first places of a finding, and the number of all.
type places struct {
	n  int
	at [MaxPlaces]place
}

// A Place is where an answer stands: a line from 1, and what the caller needs to
// find the answer in it.
type Place struct{ Line, At, Turn, Part int }

// A place is the place of an answer, and what its finding says of it.
type place struct {
	Place
	shape int32
	times Times
	seg   segment
}

// add counts a place, and returns it to be filled in, nil if it is not kept.
func (p *places) add(at Place) *place {
	p.n++
	if p.n > MaxPlaces {
		return nil
	}
	kept := &p.at[p.n-1]
	*kept = place{Place: at}
	return kept
}

// kept is the number of places that are kept.
func (p *places) kept() int { return min(p.n, MaxPlaces) }

// merge adds the places of o. Both hold their first ones, and so does the result.
func (p *places) merge(o *places) {
	all := slices.Concat(p.at[:p.kept()], o.at[:o.kept()])
	slices.SortStableFunc(all, func(a, b place) int { return a.Line - b.Line })
	copy(p.at[:], all)
	p.n += o.n
}

// finding makes a finding of the places; detail may be nil.
func (p *places) finding(k Kind, of int, detail func(place) string) Finding {
	f := Finding{Kind: k, Count: p.n, Of: of}
	for _, at := range p.at[:p.kept()] {
		f.Places = append(f.Places, at.Place)
		if detail != nil {
			f.Details = append(f.Details, detail(at))
		}
	}
	return f
}
