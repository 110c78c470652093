package dataset

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/task"
)

// A Source returns annotated videos, one after the other. With Config.Stratify it is
// called twice and must return the same both times; otherwise it is called once.
type Source func(ctx context.Context) iter.Seq2[*annotation.Video, error]

// A Per says what one example is made of. The zero value is a video.
type Per string

// The values of Per.
const (
	PerVideo  Per = "video"  // a video or, where that is too long or too large, each of its pieces
	PerEvent  Per = "event"  // an event: what its stretch shows, and it alone
	PerLabel  Per = "label"  // a label of a video: what it shows of that label, also where that is nothing
	PerWindow Per = "window" // a stretch of at most Config.Window
)

// A Config says what to build. Source, Train and, unless all videos have Turns, Task
// are needed; the zero value of all else is ready to use.
type Config struct {
	Source Source
	Task   task.Task // nil for conversations; PerLabel asks for each of its labels
	Per    Per

	Train      string // path of the training file
	Validation string // path of the validation file; "" is "validation.jsonl" beside Train
	Sidecar    string // path of the file that says what each line was made of; "" makes none

	// Window is the longest stretch of PerWindow, and Plan.Overlap what neighbours have
	// in common. The boundaries lie in gaps between events where there are any.
	Window time.Duration

	// Padding is what PerEvent shows before and after its event, as far as the video
	// goes.
	Padding time.Duration

	Policy     *videotune.Policy         // limits, severities and facts of media; nil is the zero Policy
	Resolution videotune.MediaResolution // of all lines; "" is the default of the limits
	System     string                    // instruction of all lines; "" is none

	Plan   chunk.Options     // Limits and Resolution are those of this Config
	Edges  chunk.EdgePolicy  // for events across an edge of pieces
	Repair annotation.Repair // for events that do not fit the video as its facts are

	// Planned returns the plan of a video that was made before, such as the one of a
	// mapping that "videotune cut" wrote; nil for a video that is to be planned now. nil
	// plans all. Its files must be made already, or Cut makes them.
	Planned func(uri string) *chunk.Plan

	// Cut makes the files of a plan, and tells the plan of them: see chunk/cut. nil
	// leaves out videos that would need it.
	Cut func(context.Context, *chunk.Plan) error

	Share    float64 // the most that goes to validation: see videotune.SplitOptions
	Seed     string
	Stratify bool // choose the sides so that the shares of labels are alike

	// TestAs is the side of videos that the source puts into a test set; the zero
	// value leaves them out.
	TestAs annotation.Split

	// Negatives is the share of the clips without an event that are kept, from 0 to 1;
	// nil keeps all. Each is decided by itself: of 1,000 the share is met within some
	// points, as with tosses of a coin.
	Negatives *float64

	// Sampling is how often an example with a label stands in the files: 0.5 keeps one
	// half, 2.5 writes each twice and one half of them a third time. For an example with
	// several labels the largest counts. A label that is not named has 1.
	Sampling map[string]float64

	OnProgress   func(Progress)              // called after each video
	OnDiagnostic func(annotation.Diagnostic) // called for each repair that facts made necessary
}

// A Progress is how far a build has come.
type Progress struct {
	Pass     int // 1, and 2 with Config.Stratify
	Passes   int
	Videos   int // read in this pass
	Examples int // written, or in the first of two passes counted
}

// A ConfigError says that a field of a Config cannot be used.
type ConfigError struct {
	Field  string // such as "Window"
	Reason string // what is wrong with it, its value included
}

// Error names the field and says what is wrong with it.
func (e *ConfigError) Error() string { return "dataset: " + e.Field + ": " + e.Reason }

// validate returns an error that wraps a *ConfigError for each field that cannot be
// used.
func (c *Config) validate() error {
	var errs []error
	bad := func(wrong bool, field, format string, args ...any) {
		if wrong {
			errs = append(errs, &ConfigError{field, fmt.Sprintf(format, args...)})
		}
	}
	bad(c.Source == nil, "Source", "there is none: name where the videos come from")
	bad(c.Train == "", "Train", "there is no path for the training file")
	switch c.Per {
	case "", PerVideo, PerEvent, PerLabel, PerWindow:
	default:
		bad(true, "Per", "%q is none of video, event, label, window", c.Per)
	}
	bad(c.Per == PerWindow && c.Window <= 0, "Window", "%v: a window needs a length", c.Window)
	bad(c.Per != PerWindow && c.Window != 0, "Window", "%v is for examples per window only", c.Window)
	bad(c.Per != PerEvent && c.Padding != 0, "Padding", "%v is for examples per event only", c.Padding)
	bad(c.Padding < 0, "Padding", "%v is negative", c.Padding)
	bad(c.Negatives != nil && !(*c.Negatives >= 0 && *c.Negatives <= 1), "Negatives", "want a share from 0 to 1")
	for label, f := range c.Sampling {
		bad(!(f >= 0 && f <= maxSampling) || math.IsNaN(f), "Sampling", "%q has %v; want 0 to %d", label, f, maxSampling)
	}
	switch c.TestAs {
	case annotation.SplitNone, annotation.SplitTrain, annotation.SplitValidation:
	default:
		bad(true, "TestAs", "%q is none of train, validation", c.TestAs)
	}
	return errors.Join(errs...)
}

// maxSampling is the most often that one example stands in the files.
const maxSampling = 100
