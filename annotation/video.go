package annotation

import (
	"math"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// ToEnd, as the end of an [Event], is the end of its video, wherever that is.
const ToEnd time.Duration = math.MaxInt64

// A Video is a video and what people said of it. The zero value of each field is
// "unknown" or "none".
type Video struct {
	ID        string // what the source calls it; never "" in what a reader yields
	URI       string // where it is; "" where the source does not say
	MIMEType  string
	Duration  time.Duration
	FrameRate videotune.Rational

	// Offset is where in the file the times of the source count from: an event at 3s
	// with an Offset of 60s stands at 63s of the file. Readers have added it already;
	// it is kept as the way back. It is 0 also if the events count from several places, as
	// those of the halves of a match may.
	Offset time.Duration

	Recording string // what the video was cut from, for a split; "" is the video itself
	Split     Split  // the side that the source gives it; "" if none
	Language  string // such as "en", as the source has it

	// Unlabelled says that nobody has annotated the video. One that has been looked at
	// and shows nothing has no Events either, and is a negative example; this is none.
	Unlabelled bool

	// File is the file of the source, as its reader was told its name; "" if it came from
	// none. Event.Record counts in it.
	File string

	// Lost is the number of events that a reader or [Repair] left out, as they could not
	// be as they were, and LostSpans are the stretches of those whose times are known.
	// What nobody knows the labels of is no negative example.
	Lost      int
	LostSpans []videotune.Span

	Metadata map[string]any // what else the source says of the video
	Events   []Event        // in the order of their times: see [Video.Sort]
	Turns    []Turn         // of a conversation about the video, in place of Events
}

// RecordingKey returns Recording or, where that is "", the URI or the ID: what
// must stay on one side of a split.
func (v *Video) RecordingKey() string {
	switch {
	case v.Recording != "":
		return v.Recording
	case v.URI != "":
		return v.URI
	}
	return v.ID
}

// A Kind says what an event is. The zero value is that of an Event that is not
// made yet; readers always set it.
type Kind string

// The kinds of events.
const (
	KindSegment Kind = "segment" // a stretch of the video
	KindPoint   Kind = "point"   // a moment: Start and End are equal
	KindWhole   Kind = "whole"   // all of the video: Start and End say nothing
	KindCue     Kind = "cue"     // a stretch in which a text is shown or spoken
	KindTrack   Kind = "track"   // a stretch in which an object is seen
)

// An Event is what happens in a stretch of a video.
type Event struct {
	Kind       Kind
	Start, End time.Duration // in the video's file; End may be [ToEnd]
	Labels     []string      // classes; several if it is of all of them
	Text       string        // what people wrote freely: a caption, a sentence
	Confidence *float64      // as the source has it, mostly from 0 to 1; nil if it does not say
	Annotator  string
	Attributes map[string]any // strings, bools, json.Number, and lists and maps of them
	Record     int            // of the source, counted from 1: a line or the place in a list; 0 if unknown
}

// Span returns the stretch of the event. That of a whole video, and the end of one
// that is open, are taken from duration; ok is false if that is 0 where it is needed.
func (e *Event) Span(duration time.Duration) (s videotune.Span, ok bool) {
	s = videotune.Span{Start: e.Start, End: e.End}
	if e.Kind == KindWhole {
		s = videotune.Span{End: ToEnd}
	}
	if s.End == ToEnd {
		s.End = duration
		return s, duration > 0
	}
	return s, true
}

// A Turn is one turn of a conversation.
type Turn struct {
	Role videotune.Role // user or model; "system" for an instruction
	Text string
}

// RoleSystem is the role of a [Turn] that is an instruction of the whole
// conversation.
const RoleSystem videotune.Role = "system"

// A Split is the part of a dataset that a source puts a video into.
type Split string

// The values of Split.
const (
	SplitNone       Split = ""
	SplitTrain      Split = "train"
	SplitValidation Split = "validation"
	SplitTest       Split = "test"
)
