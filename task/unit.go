package task

import (
	"encoding"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/invopop/jsonschema"

	"github.com/seed-57910ec4/videotune/internal/answer"
)

// A Unit is how fine the times of answers are, and how they are written. The zero
// value is [ClockSeconds].
//
// The forms are those of the service's page on video understanding (2026-08): MM:SS
// where it looks at one frame a second or fewer, H:MM:SS over an hour, MM:SS.sss where
// it looks at more frames. In every unit a time of an hour or more begins with its
// hours, as in 1:01:05.
type Unit string

// The units.
const (
	ClockSeconds Unit = "MM:SS"     // whole seconds
	ClockHours   Unit = "H:MM:SS"   // whole seconds, with the hour under an hour too
	ClockMillis  Unit = "MM:SS.sss" // milliseconds
)

var units = [...]Unit{ClockSeconds, ClockHours, ClockMillis}

// MaxTime is the largest time of an answer: 100 hours, over which the check of a
// dataset takes no number for a time either.
const MaxTime = answer.MaxTime

// errors of times.
var (
	errFiner    = errors.New("it is finer than the unit: use Unit.Start or Unit.End")
	errOutside  = fmt.Errorf("a time of an answer is from 0 to %v", time.Duration(MaxTime))
	errUnitName = errors.New("no unit of times")
)

// UnmarshalText reads the name of a unit, which is its form, such as "MM:SS".
func (u *Unit) UnmarshalText(text []byte) error {
	*u = Unit(text)
	return u.validate()
}

func (u Unit) validate() error {
	if u == "" {
		return nil
	}
	for _, known := range units {
		if u == known {
			return nil
		}
	}
	return fmt.Errorf("task: %.50q is %w: want one of %s, %s, %s", string(u), errUnitName, units[0], units[1], units[2])
}

// Step returns the length of the unit: a second or a millisecond.
func (u Unit) Step() time.Duration {
	if u == ClockMillis {
		return time.Millisecond
	}
	return time.Second
}

// Start returns d in the unit, rounded down.
func (u Unit) Start(d time.Duration) Time {
	d = noTime(d)
	rest := d % u.Step()
	if rest < 0 {
		rest += u.Step()
	}
	return Time{d - rest, u}
}

// End returns d in the unit, rounded up.
func (u Unit) End(d time.Duration) Time {
	d = noTime(d)
	t := u.Start(d)
	if t.Duration < d {
		t.Duration += u.Step()
	}
	return t
}

// noTime bounds what is no time of a video, so that it can be rounded. It remains one
// that no answer can have.
func noTime(d time.Duration) time.Duration {
	const most = 1 << 62
	return max(min(d, most), -most)
}

// text writes a time that the unit holds exactly.
func (u Unit) text(d time.Duration) string {
	s := d / time.Second
	hours := ""
	if u == ClockHours || s >= 3600 {
		hours = fmt.Sprintf("%d:", s/3600)
	}
	text := fmt.Sprintf("%s%02d:%02d", hours, s/60%60, s%60)
	if u == ClockMillis {
		text += fmt.Sprintf(".%03d", d%time.Second/time.Millisecond)
	}
	return text
}

// pattern is the regular expression of times in the unit.
func (u Unit) pattern() string {
	const hour, rest = "[0-9]+:", "[0-5][0-9]:[0-5][0-9]"
	switch u {
	case ClockHours:
		return "^" + hour + rest + "$"
	case ClockMillis:
		return "^(" + hour + ")?" + rest + `\.[0-9]{3}$`
	}
	return "^(" + hour + ")?" + rest + "$"
}

// sentence tells a model about the times.
func (u Unit) sentence() string {
	form, over, step := string(u), "", "whole seconds"
	switch u {
	case ClockHours:
	case ClockMillis:
		over, step = " (H:MM:SS.sss from an hour on)", "milliseconds"
	default:
		form, over = string(ClockSeconds), " (H:MM:SS from an hour on)"
	}
	return fmt.Sprintf("Times are relative to the start of the segment of the video that you see, which is %s. Write them as %s%s. A start is rounded down and an end is rounded up to %s.",
		u.text(0), form, over, step)
}

// A Time is a time of an answer, from the start of the clip. Its text is that of its
// Unit, and it is a string in JSON. Two Times are the same text if they are equal.
type Time struct {
	time.Duration
	Unit Unit
}

var (
	_ encoding.TextMarshaler   = Time{}
	_ encoding.TextUnmarshaler = (*Time)(nil)
)

// At returns a Time of [ClockSeconds]. Render of a task brings the times of its
// answers into the unit of the task.
func At(d time.Duration) Time { return Time{Duration: d} }

// MarshalText writes the time in its unit. A time that is negative, over [MaxTime],
// or finer than the unit is an error.
func (t Time) MarshalText() ([]byte, error) {
	if t.Duration < 0 || t.Duration > MaxTime {
		return nil, fmt.Errorf("task: %v: %w", t.Duration, errOutside)
	}
	if t.Duration%t.Unit.Step() != 0 {
		return nil, fmt.Errorf("task: %v: %w", t.Duration, errFiner)
	}
	return []byte(t.Unit.text(t.Duration)), nil
}

// UnmarshalText reads a time in any of the documented forms, of whatever unit: MM:SS
// and H:MM:SS, each with or without three digits of milliseconds. Minutes alone may be
// 60 and more, so 61:05 and 1:01:05 are one time. The Unit becomes that of the form.
func (t *Time) UnmarshalText(text []byte) error {
	s := string(text)
	if !clockForm(s) {
		return fmt.Errorf("task: %.40q: %w", s, ErrNotTime)
	}
	d := clockTime(s)
	if d > MaxTime {
		return fmt.Errorf("task: %.40q: %w: %w", s, ErrNotTime, errOutside)
	}
	t.Duration, t.Unit = d, ClockSeconds
	switch {
	case strings.Contains(s, "."):
		t.Unit = ClockMillis
	case strings.Count(s, ":") == 2:
		t.Unit = ClockHours
	}
	return nil
}

// String returns the text of the time, or the Duration's where it has none.
func (t Time) String() string {
	text, err := t.MarshalText()
	if err != nil {
		return t.Duration.String()
	}
	return string(text)
}

// formatClock marks the schema of a time until the unit is known.
const formatClock = "clock"

// JSONSchema returns the schema of a time of any unit: a string of format "clock",
// which is none of JSON Schema's. In the prompts of tasks it becomes the pattern of
// the task's unit.
func (Time) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Format: formatClock}
}

// in returns the time with the unit, if it is exact in it.
func (t Time) in(u Unit) Time {
	if t.Duration%u.Step() == 0 {
		t.Unit = u
	}
	return t
}

// clockForm reports whether s has one of the documented forms.
func clockForm(s string) bool {
	if len(s) > len("100:00:00.000") {
		return false
	}
	s, millis, fraction := strings.Cut(s, ".")
	if fraction && !digits(millis, 3) {
		return false
	}
	fields := strings.Split(s, ":")
	n := len(fields)
	if n < 2 || n > 3 || !digits(fields[n-1], 2) || fields[n-1][0] > '5' {
		return false
	}
	lead := fields[0]
	if lead == "" || !digits(lead, len(lead)) {
		return false
	}
	if n == 3 {
		return digits(fields[1], 2) && fields[1][0] <= '5' && (len(lead) == 1 || len(lead) == 2 || lead[0] != '0')
	}
	return len(lead) == 2 || len(lead) > 2 && lead[0] != '0'
}

// clockTime returns the time of a text that has one of the forms, which is so short
// that its milliseconds do not overflow; what is over [MaxTime] as a time just above it,
// since nanoseconds may.
func clockTime(s string) time.Duration {
	s, millis, _ := strings.Cut(s, ".")
	var total, field time.Duration
	for i := range len(s) {
		if s[i] == ':' {
			total, field = (total+field)*60, 0
			continue
		}
		field = field*10 + time.Duration(s[i]-'0')
	}
	total = (total + field) * 1000
	field = 0
	for i := range len(millis) {
		field = field*10 + time.Duration(millis[i]-'0')
	}
	return min(total+field, MaxTime/time.Millisecond+1) * time.Millisecond
}

// digits reports whether s has n digits and nothing else.
func digits(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789") == ""
}
