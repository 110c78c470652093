package annotation

import (
	"fmt"
	"slices"
	"time"
)

// Shift moves all times of the video by d, as the times of its source count from a place
// d after the beginning of the file, and adds d to its Offset. A place before the
// beginning is negative. An error wraps [ErrRange]; then the video is as it was.
func (v *Video) Shift(d time.Duration) error {
	offset, ok := later(v.Offset, d)
	if !ok {
		return timeError(d.String(), ErrRange)
	}
	events := slices.Clone(v.Events)
	for i := range events {
		if err := events[i].Shift(d); err != nil {
			return err
		}
	}
	lost := slices.Clone(v.LostSpans)
	for i := range lost {
		s := &lost[i]
		if !shift(&s.Start, &s.End, d) {
			return fmt.Errorf("what was left out at %v: %w", s.Start, ErrRange)
		}
	}
	v.Offset, v.Events, v.LostSpans = offset, events, lost
	return nil
}

// Shift moves the stretch of the event by d. One of the whole video, and an end that is
// open, stay. An error wraps [ErrRange]; then the event is as it was.
func (e *Event) Shift(d time.Duration) error {
	if e.Kind == KindWhole || shift(&e.Start, &e.End, d) {
		return nil
	}
	return fmt.Errorf("the event %s cannot be moved by %v: %w", e.describe(), d, ErrRange)
}

// shift moves a stretch, unless a time would be more than one can hold.
func shift(start, end *time.Duration, d time.Duration) bool {
	s, ok := later(*start, d)
	if !ok {
		return false
	}
	e := *end
	if e != ToEnd {
		if e, ok = later(e, d); !ok {
			return false
		}
	}
	*start, *end = s, e
	return true
}

// later returns a sum, unless that is more than a time can hold; ToEnd is none.
func later(t, d time.Duration) (time.Duration, bool) {
	sum := t + d
	return sum, (sum < t) == (d < 0) && sum != ToEnd
}
