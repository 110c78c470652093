package videotune

import (
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune/internal/answer"
	"github.com/seed-57910ec4/videotune/internal/lines"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// A verdict is all that Check needs of a line once it is judged. Verdicts on
// different lines do not depend on each other, so they may be reached at the
// same time; the [collector] takes them in the order of the lines.
type verdict struct {
	number   int  // of the line, from 1
	begins   bool // with an object
	runsOver bool // ends inside a string
	at       int  // column of the line's value

	problems []Problem
	once     []onceProblem
	over     []overflow
	omitted  []int // by the kind of the fault; nil if there are none
	worst    Severity
	dropped  bool
	late     bool // dropped by what other lines show

	readable bool   // the fields below are set
	bytes    []byte // of the line; nil for a large one
	system   bool
	media    bool
	hash     exampleHash
	videos   []videoUse

	resolution    int     // one of the res constants; -1 for one that is not compared
	resolutionAt  int     // column; 0 if the line has none
	resolutionPtr Pointer // where a protobuf spelling makes another one

	unprobed bool     // a video of unknown size or length
	longer   bool     // a part of a file that as a whole is over the limit
	judgedBy int      // index of the line's resolution in weights; -1 if it is not listed
	own      int      // index of the line's own resolution in weights; -1 if it is dropped, or has none
	weights  []weight // at each resolution of the limits

	answer      *answer.Facts
	answerPlace answer.Place
	start       time.Duration // of the segment of the one video that the answer is about
	length      time.Duration // of it; 0 if unknown
}

// verdict judges a line. What v holds is the judge's memory, valid until the
// next line.
func (j *judge) verdict(v *verdict, l *lines.Line, skip int) {
	x := j.line(l, skip)
	*v = verdict{
		number: l.Number, begins: l.TooLong || beginsObject(l.Bytes[skip:]), runsOver: j.runsOver,
		problems: j.problems, once: j.once, over: j.over, worst: j.worst, dropped: j.worst >= SeverityDrop && j.drops(),
	}
	if x != nil && x.FaultsOmitted > 0 {
		v.omitted = slices.Clone(x.OmittedOf[:])
	}
	if x == nil || j.unreadable() {
		return
	}
	v.readable = true
	if len(l.Bytes) <= largeBytes {
		v.bytes = l.Bytes[skip:]
	}
	v.at = columnOf(x.At, j.shift)
	v.system = x.Seen.Has(wire.SystemInstruction)
	v.videos = j.videos
	v.media = len(j.videos) > 0 || j.cost.images > 0
	v.hash = hashLine(x, j.videos, j.learnt(), j.answer, j.answerPlace)
	for i := range j.videos {
		use := &j.videos[i]
		use.uriColumn = columnOf(use.uriAt, j.shift)
		switch {
		case use.uri == "":
			use.hash = 0
		case use.hash == 0: // out of the order of the line
			use.hash = hashVideo(use.uri)
		}
		use.uri = ""           // a view of what is written again; the hash lasts
		if len(x.Faults) > 0 { // the pointers of protobuf spellings are known here only
			use.uriPtr = j.asWritten(use.pointer())
		}
	}
	j.resolutionOf(v)
	j.figures(v)
	if j.answer != nil {
		v.answer = j.answer
		v.answerPlace = answer.Place{Line: l.Number, At: columnOf(j.answerPlace.at, j.shift), Turn: j.answerPlace.turn, Part: j.answerPlace.part}
		if len(j.videos) == 1 && !j.videos[0].bad {
			if v.start = j.videos[0].start; j.videos[0].known {
				v.length = j.videos[0].length
			}
		}
	}
}

// learnt returns the turn that is the answer to all others; -1 if it is not known
// which, or not all of the line is: what was refused may make another input.
func (j *judge) learnt() int {
	x := j.x
	last := len(x.Contents) - 1
	if last < 1 || x.Bad.Has(wire.Contents) || j.roles[last] != roleModel || x.Lossy || x.FaultsOmitted > 0 {
		return -1
	}
	for i := range x.Faults {
		if x.Faults[i].Kind != wire.SnakeCase {
			return -1
		}
	}
	return last
}

// clone returns a copy of the verdict on a line that is not readable, which lasts.
func (v *verdict) clone() *verdict {
	c := *v
	c.problems, c.once, c.over = slices.Clone(v.problems), slices.Clone(v.once), slices.Clone(v.over)
	return &c
}

// pointer returns the pointer to the video's URI.
func (v *videoUse) pointer() Pointer {
	if v.uriPtr != "" {
		return v.uriPtr
	}
	return partAt(v.turn, v.part) + "/fileData/fileUri"
}

// resolutionOf notes the resolution of the line, if it is to be compared.
func (j *judge) resolutionOf(v *verdict) {
	x := j.x
	v.resolution = -1
	if x.ConfigBad.Has(wire.MediaResolution) || x.Bad.Has(wire.GenerationConfig) {
		return
	}
	if x.Resolution.At != wire.NoPos {
		v.resolutionAt = columnOf(x.Resolution.At, j.shift)
	} else if j.refused("/generationConfig") || j.refused("") {
		return // what was refused may be the resolution that is missing
	}
	r := j.lineResolution()
	for i, name := range resolutionNames {
		if r == name {
			v.resolution = i
		}
	}
	if v.resolution == resAbsent && v.resolutionAt == 0 && !x.Seen.Has(wire.Contents) {
		v.resolution = -1 // a line that has nothing lacks more than that
	}
	if len(x.Faults) > 0 && v.resolutionAt > 0 {
		v.resolutionPtr = j.asWritten(resolutionPointer)
	}
}

const resolutionPointer = "/generationConfig/mediaResolution"

// figures takes what compares resolutions.
func (j *judge) figures(v *verdict) {
	v.judgedBy = j.effective()
	v.own = v.judgedBy
	for i := range j.videos {
		use := &j.videos[i]
		v.unprobed = v.unprobed || !use.facts
		if v.own >= 0 && use.file > 0 && !j.weights[v.own].tooLong {
			most := j.limitsOf(use, v.own).MaxDuration
			v.longer = v.longer || most > 0 && use.file > most
		}
	}
	if v.dropped {
		v.own = -1
	}
	for i := range j.weights {
		w := &j.weights[i]
		w.dropped = j.otherDrop || w.tooLong && j.severityOf(RuleSegmentTooLong) == SeverityDrop ||
			j.limits.MaxTokens > 0 && w.tokens.Lower > j.limits.MaxTokens && j.severityOf(RuleTokensOver) == SeverityDrop
	}
	v.weights = j.weights
}
