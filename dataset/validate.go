package dataset

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
)

// Validate returns an error that wraps a [*ConfigError] for each field that cannot be
// used, and what the task and the limits say where they cannot; nil for a Config that
// [Build] can begin with. It reads nothing, and Build calls it.
func (c *Config) Validate() error {
	var errs []error
	bad := func(wrong bool, field, format string, args ...any) {
		if wrong {
			errs = append(errs, &ConfigError{field, fmt.Sprintf(format, args...)})
		}
	}
	bad(c.Source == nil, "Source", "there is none: name where the videos come from")
	bad(c.Train == "", "Train", "there is no path for the training file")
	for _, other := range []string{c.Train, c.validation()} {
		bad(samePath(c.Sidecar, other), "Sidecar", "%s is the file of the examples", c.Sidecar)
	}
	switch c.Per {
	case "", PerVideo, PerEvent, PerLabel, PerWindow:
	default:
		bad(true, "Per", "%q is none of video, event, label, window", c.Per)
	}
	bad(c.Per == PerWindow && c.Window <= 0, "Window", "%v: a window needs a length", c.Window)
	bad(c.Per != PerWindow && c.Window != 0, "Window", "%v is for examples per window only", c.Window)
	bad(c.Per != PerEvent && c.Padding != 0, "Padding", "%v is for examples per event only", c.Padding)
	bad(c.Padding < 0, "Padding", "%v is negative", c.Padding)
	bad(c.Edges > chunk.EdgeDrop, "Edges", "%v is no policy for edges", c.Edges)
	if err := c.Repair.Validate(); err != nil {
		bad(true, "Repair", "%v", err)
	}
	bad(!(c.Share < 1), "Share", "%v: want less than 1, such as 0.1 for 10 %%", c.Share) // NaN as well
	bad(c.Negatives != nil && !(*c.Negatives >= 0 && *c.Negatives <= 1), "Negatives", "want a share from 0 to 1")
	for _, label := range slices.Sorted(maps.Keys(c.Sampling)) {
		f := c.Sampling[label]
		bad(!(f >= 0 && f <= maxSampling), "Sampling", "%q has %v; want 0 to %d", label, f, maxSampling)
	}
	switch c.TestAs {
	case annotation.SplitNone, annotation.SplitTrain, annotation.SplitValidation:
	default:
		bad(true, "TestAs", "%q is none of train, validation", c.TestAs)
	}
	if c.Per != PerWindow || c.Window > 0 {
		_, _, err := c.planning()
		errs = append(errs, err)
	}
	asker, err := newAsker(c.Task, c.Per == PerLabel)
	if err == nil {
		err = asker.checkSampling(c.Sampling)
	}
	return errors.Join(append(errs, err)...)
}

// validation returns the path of the validation file.
func (c *Config) validation() string {
	if c.Validation != "" {
		return c.Validation
	}
	return filepath.Join(filepath.Dir(c.Train), "validation.jsonl")
}

// planning returns the options of plans: for the files of a source, and for stretches of
// a file.
func (c *Config) planning() (files, windows chunk.Options, err error) {
	files = c.Plan
	if files.Limits = nil; c.Policy != nil {
		files.Limits = c.Policy.Limits
	}
	if files.Limits == nil {
		if files.Limits, err = videotune.LimitsFor(videotune.DefaultModel, time.Time{}); err != nil {
			return files, windows, err
		}
	}
	files.Resolution = cmp.Or(c.Resolution, files.Limits.DefaultResolution)
	windows = files
	if c.Per == PerWindow && (windows.MaxLength == 0 || c.Window < windows.MaxLength) {
		windows.MaxLength = c.Window
	}
	for _, o := range []*chunk.Options{&files, &windows} {
		_, err := chunk.New(chunk.Source{URI: "gs://bucket/any.mp4"}, o)
		var option *chunk.OptionError
		switch {
		case errors.As(err, &option) && option.Option == "Resolution":
			return files, windows, &ConfigError{option.Option, option.Reason}
		case errors.As(err, &option):
			return files, windows, &ConfigError{"Plan." + option.Option, option.Reason}
		case err != nil:
			return files, windows, err
		}
	}
	return files, windows, nil
}

// samePath reports whether two paths have one spelling. Others that mean the same
// file are found when it is written.
func samePath(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	full, err := filepath.Abs(a)
	other, err2 := filepath.Abs(b)
	return err == nil && err2 == nil && full == other
}

// maxSampling is the most often that one example stands in the files.
const maxSampling = 100
