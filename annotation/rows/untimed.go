package rows

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// startSlots are those of a start, endSlots those that say where an event ends.
var (
	startSlots = []slot{slotStart, slotStartFrame}
	endSlots   = []slot{slotEnd, slotEndFrame, slotLength, slotLengthFrame}
)

// lengths refuses columns of which it is unclear whether events are moments: there are
// starts and no ends, and a duration which nobody has said to be that of the video.
func (m *mapper) lengths(names []string, at reading.At) error {
	l := m.layout
	if !l.has(startSlots...) || l.has(endSlots...) || !l.has(slotDuration) {
		return nil
	}
	for role := range m.scheme.columns {
		if role == "duration" || strings.HasPrefix(role, "duration_") {
			return nil
		}
	}
	name := names[l.column[slotDuration]]
	unit := "s"
	if i := strings.LastIndexByte(name, '_'); i >= 0 {
		unit = strings.ToLower(name[i+1:])
	}
	return m.Refuse(annotation.CodeOptionMissing, at,
		fmt.Sprintf("say which it is, with its unit: columns: {%q: %s} if it is how long an event is, {%q: %s} if it is how long the video is", "length_"+unit, reading.Quote(name), "duration_"+unit, reading.Quote(name)),
		"events have a start and no end, and the column %s may be their length, or that of the video", reading.Quote(name))
}

// timeOption returns the name of an option that is set and of use for times of events
// alone; "" if there is none.
func (m *mapper) timeOption() string {
	o := &m.Options
	switch {
	case o.TimeUnit != "" && !m.durations():
		return "time_unit"
	case len(o.Sentinels) > 0 && !m.durations():
		return "sentinels"
	case o.Base != annotation.BaseUnset:
		return "frame_base"
	case o.FrameEnd != "":
		return "frame_end"
	}
	return ""
}

// durations reports whether a column has the durations of videos, which are times too.
func (m *mapper) durations() bool { return m.layout != nil && m.layout.has(slotDuration) }

// noTimes refuses a source without times where somebody has said how they are to be read.
func (m *mapper) noTimes(at reading.At, option string, names []string) error {
	return m.Refuse(annotation.CodeColumn, at, `name it: columns: {"start_ms": "…", "end_ms": "…"}; or leave the option out, if all events are of whole videos`,
		"the option %s is for times, and no column has the role start; there are %s", option, list(names))
}

// timeWords are parts of names that columns of times have.
var timeWords = []string{"start", "begin", "onset", "time", "frame"}

// untimed are names that columns of times have, as a whole or before or behind an
// underscore.
var untimed = []string{"t0", "t1", "from", "to", "in", "out", "sec", "secs", "seconds", "ms", "offset", "stop", "end", "til", "until"}

// likeTime reports whether a column looks by its name as if it held times.
func likeTime(name string) bool {
	return slices.ContainsFunc(timeWords, func(w string) bool { return strings.Contains(name, w) }) ||
		slices.ContainsFunc(strings.FieldsFunc(name, func(c rune) bool { return strings.ContainsRune("_- .()[]", c) }), func(w string) bool { return slices.Contains(untimed, w) })
}

// hintTimes tells of columns that look as if they held times, where no column has the
// role of a start: they are attributes, or an offset of nothing.
func (m *mapper) hintTimes(l *layout, at reading.At) {
	const mostHints = 20
	if l.has(startSlots...) {
		return
	}
	names := l.attrs
	if l.has(slotOffset) {
		names = append([]string{l.name(l.column[slotOffset])}, names...)
	}
	for _, name := range names {
		lower := strings.ToLower(name)
		if m.hinted[lower] || len(m.hinted) >= mostHints || !likeTime(lower) {
			continue
		}
		m.hinted[lower] = true
		m.Warn(annotation.CodeOptionMissing, at, fmt.Sprintf(`if it is a time, give it a role with its unit: columns: {"start_ms": %s}`, reading.Quote(name)),
			"no column has the role start, so that the values of %s are no times of an event", reading.Quote(name))
	}
}
