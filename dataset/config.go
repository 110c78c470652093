package dataset

import (
	"context"
	"iter"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/task"
)

// A Source returns annotated videos, one after the other. With Config.Stratify it is
// called twice and must return the same both times, in the same order; otherwise it is
// called once. Build does not change what it returns.
type Source func(ctx context.Context) iter.Seq2[*annotation.Video, error]

// A Per says what one example is made of. The zero value is a video.
type Per string

// The values of Per. A conversation is always about a video.
const (
	PerVideo  Per = "video"  // a video or, where that is too long or too large, each of its pieces
	PerEvent  Per = "event"  // an event: what its stretch shows, and it alone, whatever else happens there
	PerLabel  Per = "label"  // a label of a video: what it shows of that label, also where that is nothing
	PerWindow Per = "window" // a stretch of at most Config.Window
)

// A Config says what to build. Source, Train and, unless all videos have Turns, Task
// are needed; the zero value of all else is ready to use. [Config.Validate] judges it.
type Config struct {
	Source Source
	Task   task.Task // nil for conversations; PerLabel needs a task.Narrow with labels
	Per    Per

	Train      string // path of the training file
	Validation string // path of the validation file; "" is "validation.jsonl" beside Train
	Sidecar    string // path of the file of Origins and of what is left out; "" makes none

	// Window is the longest stretch of PerWindow, and Plan.Overlap what neighbours have
	// in common. The boundaries lie in gaps between events where there are any.
	Window time.Duration

	// Padding is what PerEvent shows before and after its event, as far as the video
	// goes.
	Padding time.Duration

	Policy     *videotune.Policy         // limits, severities and facts of media; nil is the zero Policy
	Resolution videotune.MediaResolution // of all lines; "" is the default of the limits

	// System is the instruction of all lines; "" is none. A conversation with an
	// instruction of its own has that.
	System string

	Plan   chunk.Options     // Limits and Resolution are those of this Config
	Edges  chunk.EdgePolicy  // for events across an edge of pieces
	Repair annotation.Repair // for events that do not fit the length of the video, which facts may tell

	// Planned returns the plan of a video that was made before, such as the one of a
	// mapping that "videotune cut" wrote; nil for a video that is to be planned now. nil
	// plans all. Files that it needs must be made already, or Cut makes them. A video is
	// left out if the facts are of another version of its file than the plan.
	Planned func(uri string) *chunk.Plan

	// Cut makes the files of a plan, and tells the plan of them: see chunk.Plan.Record
	// and package chunk/cut. It is called once for each file of a source, with PerEvent for
	// the stretches of a video that are wanted. An error ends Build; a video of which not all files are made when it returns nil is left out, as
	// all are that would need it where Cut is nil.
	Cut func(context.Context, *chunk.Plan) error

	// Share is the most that goes to validation, of all examples: 0 is
	// videotune.DefaultShare, and videotune.PinnedOnly sends what the source puts there.
	Share    float64
	Seed     string // chooses among the splits, and what Negatives and Sampling keep
	Stratify bool   // choose the sides so that the shares of labels are alike

	// TestAs is the side of videos that the source puts into a test set; the zero
	// value leaves them out.
	TestAs annotation.Split

	// Negatives is the share of the examples that say "nothing" that are kept, from 0 to
	// 1; nil keeps all. Each is decided by itself, like the toss of a coin, so that no
	// other moves it: of 1,000 the share is met within 2 points mostly, and of 5,000
	// nearly always.
	Negatives *float64

	// Sampling is how often an example with a label stands in the files: 0.5 keeps one
	// half, 2.5 writes each twice and one half of them a third time; at most 100. For an
	// example with several labels the largest counts. A label that is not named has 1,
	// and so has an example without any. Both files are sampled alike.
	Sampling map[string]float64

	OnProgress func(Progress) // called after each video; nil for who need not know

	// OnDiagnostic is called for each repair that facts made necessary, for each length
	// that they correct, and once if answers give times to events of which the source has
	// none; nil ignores them.
	OnDiagnostic func(annotation.Diagnostic)
}

// A Progress is how far a build has come.
type Progress struct {
	Pass     int // 1, and 2 with Config.Stratify
	Passes   int // 1, or 2 with Config.Stratify
	Videos   int // read in this pass
	Examples int // made in this pass; only the last one writes them
}

// A ConfigError says that a field of a Config cannot be used.
type ConfigError struct {
	Field  string // such as "Window", or "Plan.Overlap"
	Reason string // what is wrong with it, its value included
}

// Error names the field and says what is wrong with it.
func (e *ConfigError) Error() string { return "dataset: " + e.Field + ": " + e.Reason }
