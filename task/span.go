package task

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

// leave notes that an event is not in the answer.
func (n *Notes) leave(event int, reason string) {
	n.Left = append(n.Left, Left{event, reason})
}

// Span returns the times of event i, clamped to the clip, which is counted in n, as are
// events of the whole clip, which last from its start to its end. ok is
// false if the event lies outside of the clip or ends before it starts; then n lists it
// as left out. The error wraps [ErrNoLength] if the length of the clip is needed and
// not known.
func (c *Clip) Span(i int, n *Notes) (s videotune.Span, ok bool, err error) {
	e := &c.Events[i]
	if s, ok = e.Span(c.Length); !ok {
		return s, false, fmt.Errorf("task: event %d runs to the end of the clip, but %w", i, ErrNoLength)
	}
	if e.Kind == annotation.KindPoint {
		s.End = s.Start
	}
	open := e.Kind == annotation.KindWhole || e.End == annotation.ToEnd
	moment := s.End == s.Start && !open
	switch {
	case s.End < s.Start && !open:
		n.leave(i, "it ends before it starts")
		return s, false, nil
	case moment && s.Start < 0, !moment && s.End <= 0:
		n.leave(i, "it lies before the clip")
		return s, false, nil
	case c.Length <= 0:
	case moment && s.Start > c.Length, !moment && s.Start >= c.Length:
		n.leave(i, "it lies after the clip")
		return s, false, nil
	}
	if e.Kind == annotation.KindWhole {
		n.Whole++
	}
	clamped := s
	if s.Start < 0 {
		clamped.Start = 0
		n.Clamped++
	}
	if c.Length > 0 && s.End > c.Length {
		clamped.End = c.Length
		n.Clamped++
	}
	return clamped, true, nil
}

// spans is Span for an event that stands in the answer several times.
func (c *Clip) spans(i, copies int, n *Notes) (videotune.Span, bool, error) {
	before := n.Clamped
	s, ok, err := c.Span(i, n)
	n.Clamped += (n.Clamped - before) * (copies - 1)
	return s, ok, err
}

// Labels returns the labels of event i that are of the list, by their names, each
// once, in the order of the event's. The others are listed in n as left out.
func (c *Clip) Labels(i int, ls Labels, n *Notes) (names []string) {
	e := &c.Events[i]
	if len(e.Labels) == 0 {
		n.leave(i, "it has no label")
	}
	for _, l := range e.Labels {
		name, ok := ls.Resolve(l)
		if !ok {
			n.leave(i, fmt.Sprintf("its label %s is none of the task's", quoted(l)))
			continue
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// lacking is what events of a clip were left out for, where that does not mean that
// nothing happens.
type lacking struct{ text, label bool }

// noText takes note of an event that is left out as it has no text.
func (l *lacking) noText(c *Clip, i int) { l.text = l.text || c.shows(i) }

// noLabel takes note of an event of which no label is the task's, if it has none at all:
// it may be of any.
func (l *lacking) noLabel(c *Clip, i int) {
	l.label = l.label || len(c.Events[i].Labels) == 0 && c.shows(i)
}

// err returns the error of an answer that nothing happens.
func (l *lacking) err() error {
	switch {
	case l.text:
		return fmt.Errorf("task: something happens, but %w", ErrNoText)
	case l.label:
		return fmt.Errorf("task: something happens, but %w", ErrNoLabel)
	}
	return nil
}

// shows reports whether event i may be in the clip.
func (c *Clip) shows(i int) bool {
	_, ok, err := c.Span(i, &Notes{})
	return ok || err != nil
}

// blank reports whether a text has nothing but white space.
func blank(s string) bool { return strings.TrimSpace(s) == "" }

// Span returns the times of an event in the unit: the start rounded down and the end
// up, unless they are equal. It counts them in n.
func (u Unit) Span(start, end time.Duration, n *Notes) (s, e Time) {
	s, e = u.Start(start), u.Start(end)
	if end != start {
		e = u.End(end)
	}
	n.Times += 2
	if s.Duration != start {
		n.Rounded++
	}
	if e.Duration != end {
		n.Rounded++
	}
	return s, e
}

// round brings the times of an answer into the unit. A negative length is a fault: no
// rounding must hide it.
func (u Unit) round(start, end *Time, n *Notes, p videotune.Pointer, faults *ReplyError) {
	if end.Duration < start.Duration {
		faults.add(under(p, "end"), end.Duration.String(), "a time that is not before the start, "+start.Duration.String(), ErrReversed)
	}
	*start, *end = u.Span(start.Duration, end.Duration, n)
}

// merge leaves one of what is the same in an answer, and counts the others in n. It is
// sorted.
func merge[T comparable](list []T, n *Notes) []T {
	kept := slices.Compact(list)
	n.Merged += len(list) - len(kept)
	return kept
}

// check judges the times of an event that was read, and gives them the unit.
func (u Unit) check(start, end *Time, wide bool, p videotune.Pointer, faults *ReplyError) {
	*start, *end = start.in(u), end.in(u)
	switch {
	case end.Duration < start.Duration:
		faults.add(under(p, "end"), quoted(end.String()), "a time that is not before the start, "+start.String(), ErrReversed)
	case wide && end.Duration == start.Duration:
		faults.add(under(p, "end"), quoted(end.String()), "a time after the start, "+start.String(), ErrReversed)
	}
}
