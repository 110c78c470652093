package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// limitsFor returns the limits of a model on a day that is written YYYY-MM-DD.
func limitsFor(model, day string) (*videotune.Limits, error) {
	var asOf time.Time
	if day != "" {
		var err error
		if asOf, err = time.Parse(time.DateOnly, day); err != nil {
			return nil, usagef("--as-of %s is no day; write it like 2026-08-31", strconv.Quote(day))
		}
	}
	limits, err := videotune.LimitsFor(model, asOf)
	if err != nil {
		return nil, usagef("%s", strings.TrimPrefix(err.Error(), "videotune: "))
	}
	return limits, nil
}

// readLimits reads limits of one's own: those in a file or, where the value of --limits
// is a JSON object, these.
func readLimits(in *inputs, value string) (*videotune.Limits, error) {
	if isObject(value) {
		limits, err := videotune.LoadLimits(strings.NewReader(value))
		if err != nil {
			return nil, fileError("--limits", err)
		}
		return limits, nil
	}
	r, err := in.open(value)
	if err != nil {
		return nil, err
	}
	limits, err := videotune.LoadLimits(r)
	if err != nil {
		return nil, fileError(value, err)
	}
	return limits, nil
}

// isObject reports whether the value of --limits is no name of a file.
func isObject(value string) bool { return strings.HasPrefix(strings.TrimSpace(value), "{") }
