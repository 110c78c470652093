package subtitle

import (
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
)

// A timing is the line with the times of a cue.
type timing struct {
	start, end annotation.Time
	rest       string // what follows the times
	odd        int    // times whose decimals are not three
}

// arrows stand between the two times. All but the first are misspelt, and count only
// where nothing else is in the line and both times have decimals.
var arrows = []string{"-->", "-- >", "->"}

// parseTiming reads the line of a cue's times. ok is false for every other line; err
// is not nil for one that is meant to be such a line and cannot be read.
func parseTiming(s string) (t timing, ok bool, err error) {
	for i, arrow := range arrows {
		from, to, found := strings.Cut(s, arrow)
		if !found {
			continue
		}
		from, to = strings.TrimSpace(from), strings.TrimSpace(to)
		if n := strings.IndexAny(to, " \t"); n >= 0 {
			to, t.rest = to[:n], strings.TrimSpace(to[n:])
		}
		if !timeLike(from) && !timeLike(to) {
			return t, false, nil
		}
		if t.start, err = t.clock(from); err == nil {
			t.end, err = t.clock(to)
		}
		if i > 0 && (err != nil || t.rest != "" || !strings.ContainsAny(from, ",.") || !strings.ContainsAny(to, ",.")) {
			return t, false, nil
		}
		return t, err == nil, err
	}
	return t, false, nil
}

// timeLike tells what is meant to be a time from "A --> B".
func timeLike(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return s != "" && '0' <= s[0] && s[0] <= '9' && strings.Contains(s, ":")
}

// clock reads a time of two or three fields. Minutes and seconds may have one digit.
func (t *timing) clock(s string) (annotation.Time, error) {
	digits, neg := strings.CutPrefix(s, "-")
	fields := strings.Split(digits, ":")
	bad := len(fields) < 2 || len(fields) > 3
	for i, f := range fields {
		whole, fraction := f, ""
		if i == len(fields)-1 {
			n := strings.IndexAny(f, ",.")
			if n >= 0 {
				whole, fraction = f[:n], f[n+1:]
			}
			if n >= 0 && len(fraction) != 3 {
				t.odd++
			}
		}
		if len(whole) == 1 {
			fields[i] = "0" + f
		}
		bad = bad || strings.Trim(fraction, "0123456789") != ""
	}
	if bad {
		return annotation.Time{}, &annotation.TimeError{Text: s, Err: annotation.ErrNotTime}
	}
	padded := strings.Join(fields, ":")
	if neg {
		padded = "-" + padded
	}
	return annotation.Clock(padded)
}

// isSettings tells settings such as "align:start X1:20" from a text.
func isSettings(rest string) bool {
	first, _, _ := strings.Cut(rest, " ")
	name, value, ok := strings.Cut(first, ":")
	return ok && name != "" && value != ""
}
