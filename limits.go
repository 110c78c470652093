package videotune

import (
	"maps"
	"slices"
	"time"
)

// DefaultModel is the model whose limits are used where none is named.
const DefaultModel = "gemini-2.5-flash"

// Limits are the limits of the service for one model, in the edition of a date.
//
// A limit of 0 is none, unless its field says otherwise; so the zero Limits
// limit nothing, and list no resolution. The numbers of the library are data,
// the JSON files of the folder limits; where each is from stands in Sources.
// [LimitsFor] returns them, [LoadLimits] reads numbers of one's own.
type Limits struct {
	Model   string    // such as "gemini-2.5-flash"
	Edition string    // such as "2026-08": the state of the service's pages
	From    time.Time // the day from which the edition counts; zero in limits of one's own that name none

	// Retired is the day on which the model is or was retired, zero if none is
	// set. The service may put it off, but not bring it forward.
	Retired time.Time
	// NotRetiredBefore is the day until which the service promises to keep a
	// model that has no Retired yet; zero if there is no such promise.
	NotRetiredBefore time.Time

	// Resolutions are those that the video tuning page lists, lowest first.
	Resolutions []ResolutionLimits
	// DefaultResolution is the one by which a line that has none is judged and
	// estimated. The service documents no default for videos in tuning; this is
	// the mildest, so that nothing is said to be dropped on a guess.
	DefaultResolution MediaResolution
	// PartResolution says that the model knows mediaResolution on a part.
	PartResolution bool

	MaxVideoBytes   int64   // of one video file; over it the example is dropped
	WarnVideoBytes  int64   // of one video file; from here to MaxVideoBytes readers of "MB" differ
	MaxVideos       int     // of one example
	MaxImages       int     // of one example
	MaxTokens       int64   // of one example, answer included
	MaxFileBytes    int64   // of one JSONL file
	MaxExamples     int     // of the training set, where examples have media
	MaxTextExamples int     // of the training set, where none has media
	MinExamples     int     // of the training set, as advised
	MaxFPS          float64 // frames sampled a second, itself allowed

	Validation ValidationLimits
	Tokens     TokenRates

	// Sources say where the numbers are from, by the path of their JSON member:
	// "maxVideoBytes", "tokens.audioPerSecond", "resolutions.maxDuration".
	// Each begins with "documented", "inferred" or "policy" (a choice of this
	// library). Numbers of one's own have the sources that their file gives.
	Sources map[string]string
}

// ResolutionLimits are the limits at one resolution.
type ResolutionLimits struct {
	Resolution     MediaResolution
	MaxDuration    time.Duration // of a segment, or of a whole video; itself allowed
	TokensPerFrame int           // never 0
	RelativeTime   float64       // of training, against the fastest resolution; 0 if it is not documented
}

// ValidationLimits bound the validation set.
type ValidationLimits struct {
	MaxExamples  int     // itself allowed
	ShareFrom    int     // MaxShare holds for more validation examples than this; 0: always
	MaxShare     float64 // of the number of training examples, itself allowed; 0 is no limit
	AdvisedShare float64 // of the training examples, and of the training file's bytes: what split writers keep to; 0 is none
}

// TokenRates are the constants of the token estimate. An estimate has a lower
// and an upper end; what makes the lower one is certain or nearly so.
type TokenRates struct {
	AudioPerSecond      int // of a video with sound; in the lower estimate only where facts show an audio track
	TimestampPerSecond  int // of a video; upper estimate only
	ImageLower          int // of one image
	ImageUpper          int // of one image
	TextRunesLower      int // runes that make a token in the lower estimate; never 0
	TextRunesUpper      int // runes that make a token in the upper estimate, Latin script; never 0
	TextRunesUpperOther int // the same for other scripts; never 0
}

// LimitsFor returns the limits of a model in the newest edition that is not
// after the day of asOf: its calendar day, in its own location. The zero time
// asks for the newest edition; a day before the model's first edition for that
// first one. The result is a copy of the caller's own.
//
// An edition counts from its [Limits].From. The edition "2026-08", as the
// service's pages stood on 2026-08-20, counts from 2026-08-01: the last numbers
// in it to change did so on 2026-06-11.
//
// The model is named with or without a resource prefix ("google/", "models/",
// "publishers/google/models/", "projects/P/locations/L/publishers/google/models/")
// and a version ("-001", "@001", "-preview-09-2025", "-latest"). "" is
// [DefaultModel]. For a model that is unknown, or known not to be tunable on
// video, the error is a [*ModelError].
func LimitsFor(model string, asOf time.Time) (*Limits, error) {
	name, err := resolveModel(model)
	if err != nil {
		return nil, err
	}
	editions := embeddedLimits().byModel[name]
	best := editions[0]
	for _, l := range editions[1:] {
		if asOf.IsZero() || !calendarDay(asOf).Before(l.From) {
			best = l
		}
	}
	return best.clone(), nil
}

// Models returns the names of the models that [LimitsFor] knows, sorted.
func Models() []string {
	return slices.Sorted(maps.Keys(embeddedLimits().byModel))
}

// At returns the limits at resolution r, and whether the edition lists it.
func (l *Limits) At(r MediaResolution) (ResolutionLimits, bool) {
	for _, rl := range l.Resolutions {
		if rl.Resolution == r {
			return rl, true
		}
	}
	return ResolutionLimits{}, false
}

// EditionListing returns the name of the newest other edition of the same model
// that lists resolution r, "" if there is none.
func (l *Limits) EditionListing(r MediaResolution) string {
	for _, other := range slices.Backward(embeddedLimits().byModel[l.Model]) {
		if _, ok := other.At(r); ok && other.Edition != l.Edition {
			return other.Edition
		}
	}
	return ""
}

// clone returns a copy that shares no memory with l.
func (l *Limits) clone() *Limits {
	c := *l
	c.Resolutions = slices.Clone(l.Resolutions)
	c.Sources = maps.Clone(l.Sources)
	return &c
}

// calendarDay returns the start, in UTC, of the day that t shows.
func calendarDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
