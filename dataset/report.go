package dataset

import (
	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/task"
)

// A Reason says why something was left out. Besides those here, the reasons of
// chunk.Plan for videos that cannot be used and the rules of videotune for examples
// that are refused are Reasons.
type Reason string

// The reasons for which something is left out.
const (
	ReasonNoURI      Reason = "no-uri"             // a video that the service cannot fetch: no gs, http or https URI
	ReasonUnlabelled Reason = "unlabelled"         // a video that nobody has annotated: no negative
	ReasonTest       Reason = "test-set"           // a video that the source puts into its test set
	ReasonNeedsCut   Reason = "needs-cut"          // a video of which files must be made
	ReasonConflict   Reason = "recording-conflict" // a video whose file belongs to another recording already
	ReasonOtherSide  Reason = "other-side"         // a video that the source puts on another side than its recording
	ReasonNoClip     Reason = "no-clip"            // an event that no clip shows
	ReasonNoLength   Reason = "no-length"          // an event without a length that was to be a clip
	ReasonNegative   Reason = "negative"           // a clip without events, by Config.Negatives
	ReasonSampling   Reason = "sampling"           // a clip, by Config.Sampling
	ReasonNoAnswer   Reason = "no-answer"          // a clip that the task has no answer for
	ReasonNotSaid    Reason = "not-in-answer"      // an event that the task's answer leaves out
)

// A Left is something that was left out.
type Left struct {
	Reason  Reason `json:"left"`
	Video   string `json:"video"`            // its ID
	Record  int    `json:"record,omitempty"` // of the event in the source; 0 for a whole video
	Message string `json:"message"`
}

// leftExamples is how many of what was left out for one reason stand in a Report.
const leftExamples = 20

// A Report says what [Build] made, and of what.
type Report struct {
	Videos     int `json:"videos"`     // of the source
	Events     int `json:"events"`     // of these videos
	Examples   int `json:"examples"`   // in both files
	Negatives  int `json:"negatives"`  // of these, without an event
	Repeated   int `json:"repeated"`   // of these, copies by Config.Sampling
	Unmeasured int `json:"unmeasured"` // videos whose length nobody knows: used as a whole

	Train      Side `json:"train"`
	Validation Side `json:"validation"`

	Plans   map[string]int          `json:"plans"`   // videos, by what was done with them: whole, segments, cuts, reencode
	Placed  chunk.Counts            `json:"placed"`  // what became of events at edges
	Notes   task.Notes              `json:"notes"`   // what answers do not say exactly; without Left
	Repairs map[annotation.Code]int `json:"repairs"` // made when the facts of the videos were known

	LeftOut map[Reason]int    `json:"left_out"` // what was left out, by reason
	Left    map[Reason][]Left `json:"left"`     // the first of each; all stand in the sidecar

	Check *videotune.Report `json:"-"` // of both files, as they are
}

// A Side says what one of the files holds.
type Side struct {
	Path       string         `json:"path"`
	Examples   int            `json:"examples"`
	Recordings int            `json:"recordings"`
	Labels     map[string]int `json:"labels"` // examples with each label
}

// Share returns the part of the examples of a side that have a label.
func (s *Side) Share(label string) float64 {
	if s.Examples == 0 {
		return 0
	}
	return float64(s.Labels[label]) / float64(s.Examples)
}
