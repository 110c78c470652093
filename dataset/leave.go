package dataset

import (
	"errors"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

// leave takes note of what is left out.
func (b *builder) leave(l Left) {
	r := b.report
	if r.LeftOut[l.Reason]++; len(r.Left[l.Reason]) < leftExamples {
		r.Left[l.Reason] = append(r.Left[l.Reason], l)
	}
	if b.writing() {
		b.sidecar.keep(l)
	}
}

// left returns a note on a stretch of a video with some of its events. The zero span
// is all of it.
func left(v *annotation.Video, events []annotation.Event, span videotune.Span, reason Reason, message string) Left {
	l := Left{Reason: reason, Video: nameOf(v), Source: v.File, Records: records(events), Message: message}
	l.StartUS, l.EndUS = microseconds(span)
	return l
}

func (b *builder) leaveVideo(v *annotation.Video, reason Reason, message string) {
	b.leave(left(v, v.Events, videotune.Span{}, reason, message))
}

func (b *builder) leaveEvent(v *annotation.Video, e *annotation.Event, reason Reason, message string) {
	b.leave(left(v, []annotation.Event{*e}, videotune.Span{}, reason, message))
}

func (b *builder) leaveClip(it *item, reason Reason, message string) {
	l := left(it.video, it.clip.events, it.clip.span, reason, message)
	l.Label = it.label
	b.leave(l)
}

// leaveRefused takes note of an example that the writer refused.
func (b *builder) leaveRefused(it *item, err error) {
	reason := ReasonOtherSide
	var ps videotune.Problems
	if errors.As(err, &ps) && len(ps) > 0 {
		reason = Reason(ps.Worst().Rule)
	}
	b.leaveClip(it, reason, err.Error())
}

// records returns the places in the source that events come from.
func records(events []annotation.Event) []int {
	var list []int
	for i := range events {
		if n := events[i].Record; n > 0 {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// microseconds returns a span in microseconds, rounded outwards.
func microseconds(s videotune.Span) (start, end int64) {
	start, end = int64(s.Start/time.Microsecond), int64(s.End/time.Microsecond)
	if s.End%time.Microsecond > 0 {
		end++
	}
	return start, end
}
