package annotation

import (
	"strconv"
	"strings"
)

// A Severity says what a [Diagnostic] means for what was read.
type Severity string

// The severities.
const (
	Info    Severity = "info"    // nothing is changed
	Warning Severity = "warning" // something was repaired or left out
	Refusal Severity = "error"   // reading ends here: an *Error
)

// A Code names a kind of diagnostic. Codes are stable; messages are not.
type Code string

// The codes of what is wrong with a file or the options. Mostly they are refusals:
// nothing can be read until somebody changes one of them. Where a reader can go on, it
// tells some of them as warnings: the Severity says which it is.
const (
	CodeFormat        Code = "format-other"      // the file is of another format than was said
	CodeSyntax        Code = "syntax"            // it is broken
	CodeEncoding      Code = "encoding"          // its bytes are not text of the encoding
	CodeTooLarge      Code = "too-large"         // a record is over a bound
	CodeOptionMissing Code = "option-missing"    // something must be said
	CodeOptionUnfit   Code = "option-unfit"      // an option that does not fit the format
	CodeOptionInvalid Code = "option-invalid"    // a value that an option cannot have
	CodeRateMissing   Code = "fps-missing"       // times are frames, at an unknown rate
	CodeColumn        Code = "column-missing"    // a column that is mapped is not there
	CodeValue         Code = "value-invalid"     // a value is not what its place wants
	CodeVideoMissing  Code = "video-missing"     // a record does not say of which video it is
	CodeConflict      Code = "video-conflict"    // records say different things of one video
	CodeAdjacent      Code = "rows-not-adjacent" // the rows of one video are not adjacent
	CodeLabelMissing  Code = "label-missing"     // an event has neither a label nor a text
	CodeUnit          Code = "time-unit"         // times are far longer than the video: another unit?
	CodeRead          Code = "read"              // the file or the database could not be read
)

// The codes of what was repaired, by [Repair], or left out.
const (
	CodePastEnd       Code = "event-past-end"     // it ends after the video
	CodeAfterEnd      Code = "event-after-end"    // it starts at the end of the video or later
	CodeReversed      Code = "event-reversed"     // it ends before it starts
	CodeEmpty         Code = "event-empty"        // it ends where it starts
	CodeNegative      Code = "event-negative"     // it starts before the video
	CodeDuplicate     Code = "event-duplicate"    // it is there already
	CodeSentinel      Code = "event-sentinel"     // its times stand for "none"
	CodeNegativeLabel Code = "event-none"         // its label stands for "nothing here"
	CodeSkipped       Code = "record-skipped"     // a record, or a part of one, that is no annotation
	CodeSeveral       Code = "annotation-several" // several people's annotations, of which one was taken
	CodeUnsupported   Code = "unsupported"        // something that has no place in the model
	CodeVideoTwice    Code = "video-twice"        // a video comes twice in a file whose records are videos
	CodeText          Code = "text-changed"       // markup was taken out of a text
	CodeDisagree      Code = "times-disagree"     // two places say different times
	CodeUnused        Code = "option-unused"      // what an option says of a video that is not there
	CodeRounded       Code = "times-rounded"      // times finer than a microsecond were rounded
	CodeUntimed       Code = "event-untimed"      // it is of a whole video, where answers say when events are
)

// A Diagnostic says what a reader did not take as it is, and where.
type Diagnostic struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	File     string   `json:"file"`
	Line     int      `json:"line,omitempty"`   // from 1; 0 where it is not known or says nothing
	Record   int      `json:"record,omitempty"` // the place in a list or a result, from 1; 0 likewise
	Video    string   `json:"video,omitempty"`  // its ID
	Message  string   `json:"message"`
	Hint     string   `json:"hint,omitempty"` // what to do
	Left     bool     `json:"-"`              // the event was left out, and not only changed
}

// String returns the diagnostic as one line, "file:line: message", for people.
func (d *Diagnostic) String() string {
	var b strings.Builder
	b.WriteString(d.File)
	if d.Line > 0 {
		b.WriteString(":" + strconv.Itoa(d.Line))
	}
	if d.File != "" {
		b.WriteString(": ")
	}
	if d.Line == 0 && d.Record > 0 {
		b.WriteString("record " + strconv.Itoa(d.Record) + ": ")
	}
	if d.Video != "" {
		b.WriteString("video " + strconv.Quote(clip(d.Video)) + ": ")
	}
	b.WriteString(d.Message)
	return b.String()
}

// An Error is the diagnostic of a refusal: a reader yields it as its last pair. Err
// is what caused it, if an error did.
type Error struct {
	Diagnostic
	Err error
}

// Error returns the diagnostic as one line, and what to do.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.String()
	}
	return e.String() + "; " + e.Hint
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }
