package cut

import (
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
)

// How a file came about.
type How string

// The values of How.
const (
	Taken   How = "taken"   // it was there
	Encoded How = "encoded" // its pictures were encoded anew
	Copied  How = "copied"  // its pictures were copied from the source
)

// A Fallback says why pictures were not copied though the plan has StreamCopy.
type Fallback string

// The values of Fallback.
const (
	NoFallback     Fallback = ""
	NoKeyframe     Fallback = "no-keyframe"     // there is none at the planned start, nor within a second or the overlap before it
	OpenGroup      Fallback = "open-group"      // pictures that are shown before the keyframe come after it, and need others before it
	TooLong        Fallback = "too-long"        // the file would be, as the keyframe is so much earlier than the planned start
	StillPicture   Fallback = "still-picture"   // one stands for long at an end of the file, which a copy would not show to its end
	UnfitCodec     Fallback = "unfit-codec"     // the codec does not go into MP4
	CopyFailed     Fallback = "copy-failed"     // ffmpeg could not do it
	LeadingEdit    Fallback = "leading-edit"    // what was made has an edit list that hides or delays its beginning
	UnclearMapping Fallback = "unclear-mapping" // the pictures of what was made do not stand where those of the source do
)

// A Result tells of a file that a plan needs.
type Result struct {
	URI      string         // of the source
	Name     string         // of the file, as the plan has it
	Path     string         // where it is
	Planned  videotune.Span // what it was to hold of the source
	How      How
	Encoder  string   // of its pictures, as ffmpeg calls it; "copy" if they were copied, their codec if the file was Taken
	Audio    string   // that of its sound, likewise; "" if there is none
	Fallback Fallback // why it was not copied
	CopyErr  error    // what ffmpeg said, of CopyFailed
	Again    int      // how often it, or what it was a part of, came out over a limit before
	Made     chunk.Made
}

// Lacks returns how much the file lacks at its beginning and at its end of what it was to
// hold: 0 but for a frame or two, unless the source has no pictures there.
func (r *Result) Lacks() (begin, end time.Duration) {
	return max(0, r.Made.Start-r.Planned.Start), max(0, r.Planned.End-r.Made.Start-r.Made.Duration)
}
