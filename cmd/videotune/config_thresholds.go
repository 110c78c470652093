package main

import (
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/config"
	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// thresholdNames are the members of a file of limits that can stand among thresholds:
// those with which a dataset is compared.
var thresholdNames = []string{
	"maxExamples", "maxFPS", "maxFileBytes", "maxImages", "maxTextExamples", "maxTokens", "maxVideoBytes", "maxVideos",
	"minExamples", "resolutions", "validation", "warnVideoBytes",
}

// thresholds are limits of one's own, over those of a model: members of a file of limits.
type thresholds map[string]json.RawMessage

// UnmarshalJSON reads the members, each of which is judged by itself.
func (t *thresholds) UnmarshalJSON(data []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return errors.New("want limits and their values, such as minExamples: 50")
	}
	base, err := limitsFor("", "")
	if err != nil {
		return err
	}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(thresholdNames, name) {
			errs = append(errs, placed(name, &config.UnknownError{Nearest: nearestThreshold(name), Known: thresholdNames}))
		} else if _, err := (thresholds{name: members[name]}).over(base); err != nil {
			errs = append(errs, placed(name, errors.New(strings.TrimPrefix(err.Error(), name+": "))))
		}
	}
	*t = members
	return errors.Join(errs...)
}

// nearestThreshold returns what a name was most likely meant to be, also if it is
// written with underscores, as other names of the file.
func nearestThreshold(name string) string {
	return nearest.Word(strings.ToLower(strings.ReplaceAll(name, "_", "")), thresholdNames)
}

// limitsPlace is where an error of LoadLimits says that it is, in a text that nobody wrote.
var limitsPlace = regexp.MustCompile(`^videotune: limits: (line \d+, column \d+: )?`)

// over returns the limits of base with the thresholds in their place, as an object of
// --limits.
func (t thresholds) over(base *videotune.Limits) (string, error) {
	object := make(map[string]any, len(t)+2)
	for name, value := range t {
		object[name] = value
	}
	object["extends"] = base.Model + "@" + base.Edition
	object["edition"] = base.Edition + " with thresholds of " + configName
	text, err := json.Marshal(object)
	if err != nil {
		return "", err
	}
	if _, err := videotune.LoadLimits(strings.NewReader(string(text))); err != nil {
		return "", errors.New(limitsPlace.ReplaceAllString(err.Error(), ""))
	}
	return string(text), nil
}
