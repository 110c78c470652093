package dataset

import (
	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/task"
)

// A Reason says why something was left out. Besides those here, these are Reasons: the
// chunk.Reason of videos and stretches that cannot be used, such as too-short; the
// annotation.Code of events that were left out by a repair, such as event-after-end; and
// the videotune.Rule of examples that are refused, such as segment-too-long.
type Reason string

// The reasons for which something is left out.
const (
	ReasonNoURI      Reason = "no-uri"             // a video that the service cannot fetch: no gs, http or https URI
	ReasonUnlabelled Reason = "unlabelled"         // a video that nobody has annotated: no negative
	ReasonTest       Reason = "test-set"           // a video that the source puts into its test set, or a later one of the same recording
	ReasonNeedsCut   Reason = "needs-cut"          // a video of which files must be made
	ReasonConflict   Reason = "recording-conflict" // a video whose recording, file and ID, or a file made of it, belong to several recordings already
	ReasonStale      Reason = "plan-stale"         // a video with a plan of Config.Planned for another version of its file, by the facts
	ReasonTwice      Reason = "video-twice"        // a video whose file an earlier one has annotated; conversations may be several
	ReasonDivided    Reason = "divided"            // a conversation about a video that would have to be divided
	ReasonOtherSide  Reason = "other-side"         // a clip that the source puts on another side than its recording
	ReasonNoClip     Reason = "no-clip"            // an event that no clip shows, or not enough of it
	ReasonPartly     Reason = "partly-shown"       // a clip that shows a part of an event that Config.Edges leaves it without
	ReasonNoLength   Reason = "no-length"          // an event without a length that was to be a clip
	ReasonNegative   Reason = "negative"           // a clip in which nothing happens, by Config.Negatives
	ReasonLost       Reason = "events-lost"        // a clip in which nothing happens, and in which an event that was left out may have been: see annotation.Video
	ReasonSampling   Reason = "sampling"           // a clip, by Config.Sampling
	ReasonNoAnswer   Reason = "no-answer"          // a clip that the task has no answer for
	ReasonNotSaid    Reason = "not-in-answer"      // an event that is shown, and that the answer leaves out or a label of it
)

// A Left is something that was left out: a video, a clip of one, or an event. In the
// sidecar file it is a JSON object on a line of its own, and "left" its first member.
type Left struct {
	Reason  Reason `json:"left"`
	Video   string `json:"video"`              // its ID, or its URI if it has none
	Source  string `json:"source,omitempty"`   // the file of the source that Records count in: see annotation.Video
	Records []int  `json:"records,omitempty"`  // of the source, that the events come from which are lost with it; without those whose place is unknown
	StartUS int64  `json:"start_us,omitempty"` // of a clip: what it shows of the video, in microseconds, rounded outwards
	EndUS   int64  `json:"end_us,omitempty"`   // of a clip; 0 also if its end is that of a video of unknown length
	Label   string `json:"label,omitempty"`    // of a clip that was asked for one label
	Message string `json:"message"`            // for people
}

// leftExamples is how many of what was left out for one reason stand in a Report.
const leftExamples = 20

// A Report says what [Build] made, and of what.
type Report struct {
	Videos     int `json:"videos"`     // of the source
	Events     int `json:"events"`     // of these videos
	Examples   int `json:"examples"`   // in both files
	Negatives  int `json:"negatives"`  // of these, those whose answer is that nothing applies
	Repeated   int `json:"repeated"`   // of these, copies by Config.Sampling
	Incomplete int `json:"incomplete"` // of these, those whose answers may lack an event, as events were left out that may be in their clips
	Unmeasured int `json:"unmeasured"` // videos whose length nobody knows: used as a whole, or as their events say
	Spread     int `json:"spread"`     // events of a whole video that stand in each of several clips of it

	Train      Side `json:"train"`
	Validation Side `json:"validation"`

	Plans   map[string]int          `json:"plans"`   // videos, by what was done with their files: the chunk.Actions whole, segments, cuts, reencode
	Placed  chunk.Counts            `json:"placed"`  // what became of events at edges; with several files, an event counts in each that shows it
	Notes   task.Notes              `json:"notes"`   // what answers do not say exactly; without Left
	Repairs map[annotation.Code]int `json:"repairs"` // made when the facts of the videos were known; without what they left out

	LeftOut map[Reason]int    `json:"left_out"` // how often something was left out, by reason
	Left    map[Reason][]Left `json:"left"`     // the first 20 of each; all stand in the sidecar file

	Check *videotune.Report `json:"-"` // of both files, as they are; nil if they were not made
}

func newReport() *Report {
	return &Report{
		Train: Side{Labels: map[string]int{}}, Validation: Side{Labels: map[string]int{}},
		Plans: map[string]int{}, Repairs: map[annotation.Code]int{},
		LeftOut: map[Reason]int{}, Left: map[Reason][]Left{},
	}
}

// A Side says what one of the files holds.
type Side struct {
	Path       string         `json:"path"`       // as Config has it
	Examples   int            `json:"examples"`   // lines; 0 for validation means that there is no such file
	Recordings int            `json:"recordings"` // distinct ones
	Labels     map[string]int `json:"labels"`     // examples with each label, as the task calls it
}

// Share returns the part of the examples of a side that have a label, from 0 to 1.
func (s *Side) Share(label string) float64 {
	if s.Examples == 0 {
		return 0
	}
	return float64(s.Labels[label]) / float64(s.Examples)
}
