package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/seed-57910ec4/videotune/cmd/videotune/internal/job"
	"github.com/seed-57910ec4/videotune/internal/config"
)

// readText reads a text, which is checked.
func readText(data []byte, to *string, check func(string) error) error {
	if err := json.Unmarshal(data, to); err != nil {
		return fmt.Errorf("%.50s is no text; put it in quotes", data)
	}
	return check(*to)
}

// placed says that an error is one of a member.
func placed(member string, err error) error { return &config.Error{Path: member, Err: err} }

// A modelName is a model that is known.
type modelName string

// UnmarshalJSON reads a name.
func (m *modelName) UnmarshalJSON(data []byte) error {
	return readText(data, (*string)(m), func(s string) error {
		_, err := limitsFor(s, "")
		return err
	})
}

// A dayText is a day, as YYYY-MM-DD.
type dayText string

// UnmarshalJSON reads a day.
func (d *dayText) UnmarshalJSON(data []byte) error {
	return readText(data, (*string)(d), func(s string) error {
		if _, err := limitsFor("", s); err != nil {
			return fmt.Errorf("%q is no day; write it like 2026-08-31", s)
		}
		return nil
	})
}

// A pathText is the path of a file.
type pathText string

// UnmarshalJSON reads a path.
func (p *pathText) UnmarshalJSON(data []byte) error {
	return readText(data, (*string)(p), func(s string) error {
		if s == "" || s == stdinName {
			return fmt.Errorf("%q is no path of a file", s)
		}
		return nil
	})
}

// in returns the path as seen from where a folder is; none for "".
func (p pathText) in(dir string) []string {
	if p == "" {
		return nil
	}
	return []string{job.Path(dir, string(p))}
}

// A counter is a number that is not negative.
type counter int

// UnmarshalJSON reads a number.
func (c *counter) UnmarshalJSON(data []byte) error {
	n, err := strconv.Atoi(string(data))
	if err != nil || n < 0 {
		return fmt.Errorf("%.50s is no number from 0 on", data)
	}
	*c = counter(n)
	return nil
}

// severities are values of --severity.
type severities []string

// UnmarshalJSON reads an object of rules and levels.
func (s *severities) UnmarshalJSON(data []byte) error {
	var levels map[string]string
	if err := json.Unmarshal(data, &levels); err != nil {
		return errors.New("want rules and their levels, such as examples-few: \"off\"")
	}
	var errs []error
	for _, rule := range slices.Sorted(maps.Keys(levels)) {
		level := levels[rule]
		if _, err := lookupRule(rule); err != nil {
			errs = append(errs, placed(rule, err))
		} else if _, err := choice("the level", level, severityLevels...); err != nil {
			errs = append(errs, placed(rule, err))
		}
		*s = append(*s, rule+"="+level)
	}
	return errors.Join(errs...)
}
