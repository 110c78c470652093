package task

import (
	"time"

	"github.com/seed-57910ec4/videotune/annotation"
)

// A Clip is what one example shows: a video, or a stretch of one, and what happens
// in it.
type Clip struct {
	// Length is how long the clip is; 0 if it is not known, and then times are not
	// clamped to it.
	Length time.Duration

	// Events are those of the clip, in order. Their times count from its beginning,
	// whatever it is a stretch of; those that the clip shows in part are cut already.
	Events []annotation.Event
}

// A Task makes the prompt and the answer of an example. The types of this package
// that are named after a use case are Tasks.
type Task interface {
	// Prompt returns the text that asks for the answer. It is the same for all clips,
	// so that training and production can use one text.
	Prompt() (string, error)

	// Answer returns what a model is to answer for the clip, and what was lost on the
	// way from its events to the text. An error says what the clip lacks for the task.
	Answer(*Clip) (string, Notes, error)

	// Check reads a reply, and returns an error that says what is wrong with it where
	// it is no answer to the prompt. It accepts whatever Answer returns.
	Check(reply string) error
}

// A Labeled task has a closed list of labels that can be set once it is made, such as
// from a job file where the labels stand beside the task.
type Labeled interface {
	Task

	// SetLabels sets the labels, in the order of their names. It is an error if the task
	// has labels already, or if [Labels.Validate] finds a fault; then nothing is set.
	SetLabels(Labels) error
}

// Notes are counts of what the answer of a clip does not say exactly. The zero value
// is that of an exact answer.
type Notes struct {
	Times   int `json:"times"`   // times in answers: a start and an end for each event
	Rounded int `json:"rounded"` // of these, moved to the unit of the answer: a start down, an end up
	Clamped int `json:"clamped"` // of these, moved to the edge of the clip, before they were rounded
	Widened int `json:"widened"` // of these, ends moved on by a unit, where a moment must have a length: in [Caption]
	Merged  int `json:"merged"`  // events that stand in the answer once, with others that are the same there once rounded; Times has theirs too
	Whole   int `json:"whole"`   // events of the whole clip for which the source has no times, where the answer says that they last from its start to its end

	// Left are events that the answer leaves out, or labels of them, each with a reason.
	Left []Left `json:"left,omitempty"`
}

// A Left is an event that an answer leaves out, as a whole or with one of its labels.
type Left struct {
	Event  int    `json:"event"`  // its index in the clip
	Reason string `json:"reason"` // for people, such as `its label "jump" is none of the task's`
}

// Add adds the counts of other to n, and its Left.
func (n *Notes) Add(other Notes) {
	n.Times += other.Times
	n.Rounded += other.Rounded
	n.Clamped += other.Clamped
	n.Widened += other.Widened
	n.Merged += other.Merged
	n.Whole += other.Whole
	n.Left = append(n.Left, other.Left...)
}
