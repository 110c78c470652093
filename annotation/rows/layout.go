package rows

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A slot is what a value of a row is for. Times and frame numbers have slots of
// their own, since a row may have both.
type slot uint8

const (
	slotVideo slot = iota
	slotURI
	slotFPS // before the duration, which may be in frames
	slotDuration
	slotSplit
	slotRecording
	slotLanguage
	slotLabel // from here on it is of an event
	slotText
	slotStart
	slotEnd
	slotLength
	slotStartFrame
	slotEndFrame
	slotLengthFrame
	slotOffset
	slotConfidence
	slotAnnotator
	slotState
	slotAttributes
	slotEvents
	numSlots

	noSlot = numSlots
)

// slots are the roles that each slot has, without their units.
var slots = [numSlots]string{
	"video", "uri", "fps", "duration", "split", "recording", "language",
	"label", "text", "start", "end", "length", "start", "end", "length", "offset", "confidence", "annotator", "state", "attributes", "events",
}

// slotOf returns the slot of a role, as [annotation.ParseRole] splits it.
func slotOf(role string, unit annotation.Unit) slot {
	if role == "answer" {
		role = "text"
	}
	s := slot(slices.Index(slots[:], role))
	if unit == annotation.UnitFrames && s >= slotStart && s <= slotLength {
		s += slotStartFrame - slotStart
	}
	return s
}

// MaxColumns is how many columns there may be.
const MaxColumns = 10_000

// errWide says that there are more.
var errWide = fmt.Errorf("there are over %d columns", MaxColumns)

// A bothError says that two columns have names of one role.
type bothError struct {
	names         []string
	first, second int
	to            slot
}

// Error names the columns.
func (e *bothError) Error() string {
	return fmt.Sprintf("the columns %s and %s are both for %s", reading.Quote(e.names[e.first]), reading.Quote(e.names[e.second]), slots[e.to])
}

// hint says which column could be meant: a name of it is a role, too.
func (e *bothError) hint() string {
	name := e.names[e.first]
	column := reading.Quote(name)
	if name == e.names[e.second] {
		column = strconv.Itoa(e.first)
	}
	return fmt.Sprintf("say with the option columns which one is meant: columns: {%q: %s}; the other becomes an attribute", strings.ToLower(name), column)
}

// A layout says in which column of some rows each slot is.
type layout struct {
	names  []string // of the columns; "" for one without a name
	column [numSlots]int
	unit   [numSlots]annotation.Unit
	rest   []int    // columns without a slot
	attrs  []string // the names of these as attributes
}

// name names a column in messages and as an attribute.
func (l *layout) name(i int) string {
	if l.names[i] == "" {
		return "column " + strconv.Itoa(i)
	}
	return l.names[i]
}

// has reports whether one of the slots has a column.
func (l *layout) has(s ...slot) bool {
	return slices.ContainsFunc(s, func(s slot) bool { return l.column[s] >= 0 })
}

// A scheme lays out columns: by a mapping first, and then by their own names.
type scheme struct {
	columns map[string]annotation.Column
	lists   bool // of the members of the objects in a list of events: they say nothing of the video
}

// layout lays out columns of these names. missing are the roles whose columns are
// not there.
func (s *scheme) layout(names []string) (l *layout, missing []string, err error) {
	if len(names) > MaxColumns {
		return nil, nil, errWide
	}
	l = &layout{names: names}
	for i := range l.column {
		l.column[i] = -1
	}
	var mapped [numSlots]string
	used := make([]bool, len(names))
	for _, name := range slices.Sorted(maps.Keys(s.columns)) {
		role, unit, err := annotation.ParseRole(name)
		if err != nil {
			return nil, nil, err
		}
		to := slotOf(role, unit)
		if mapped[to] != "" {
			return nil, nil, fmt.Errorf("columns names both %s and %s, which are the same", mapped[to], name)
		}
		mapped[to] = name
		i, err := find(names, s.columns[name])
		if err != nil {
			return nil, nil, err
		}
		if i < 0 {
			missing = append(missing, name)
			continue
		}
		l.column[to], l.unit[to], used[i] = i, unit, true
	}
	for i, name := range names {
		to, unit := s.own(name)
		switch {
		case used[i]:
		case to == noSlot || mapped[to] != "":
			l.rest = append(l.rest, i)
		case l.column[to] >= 0:
			return nil, nil, &bothError{names: names, first: l.column[to], second: i, to: to}
		default:
			l.column[to], l.unit[to] = i, unit
		}
	}
	l.nameRest()
	return l, missing, nil
}

// nameRest names the columns without a slot, each by another name.
func (l *layout) nameRest() {
	seen := make(map[string]bool, len(l.rest))
	for _, i := range l.rest {
		name := l.name(i)
		if seen[name] {
			name = fmt.Sprintf("%s (column %d)", name, i)
		}
		seen[name] = true
		l.attrs = append(l.attrs, name)
	}
}

// own returns the slot that a column has by its name.
func (s *scheme) own(name string) (slot, annotation.Unit) {
	name = strings.ToLower(name[:min(len(name), longest)])
	base := name
	if i := strings.LastIndexByte(name, '_'); i > 0 {
		base = name[:i]
	}
	if !slices.Contains(annotation.Roles, name) && !slices.Contains(annotation.Roles, base) {
		return noSlot, annotation.UnitNone // by far the most
	}
	role, unit, err := annotation.ParseRole(name)
	if err != nil {
		return noSlot, annotation.UnitNone
	}
	to := slotOf(role, unit)
	if s.lists && (to < slotLabel || to == slotEvents) {
		return noSlot, annotation.UnitNone
	}
	return to, unit
}

// find returns the place of a column, -1 if it is not there. A name is looked for as
// it is spelt first, and then in upper and lower case.
func find(names []string, c annotation.Column) (int, error) {
	if c.Name == "" {
		if c.Index < 0 || c.Index >= len(names) {
			return -1, nil
		}
		return c.Index, nil
	}
	if i := slices.Index(names, c.Name); i >= 0 {
		if slices.Contains(names[i+1:], c.Name) {
			return 0, fmt.Errorf("there are two columns %s; name one by its place, from 0", reading.Quote(c.Name))
		}
		return i, nil
	}
	at := -1
	for i, name := range names {
		if !strings.EqualFold(name, c.Name) {
			continue
		}
		if at >= 0 {
			return 0, fmt.Errorf("there are two columns, %s and %s; spell the one that is meant as it is", reading.Quote(names[at]), reading.Quote(name))
		}
		at = i
	}
	return at, nil
}
