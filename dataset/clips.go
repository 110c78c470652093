package dataset

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
)

// A clip is what one example shows.
type clip struct {
	part   videotune.Part
	span   videotune.Span     // of the source; its End is 0 if that is the unknown end of the video
	length time.Duration      // 0 if it is unknown
	events []annotation.Event // that it shows; their times count from its beginning
	partly []annotation.Event // of which it shows something, and which it is left without by Config.Edges
}

// clips returns the clips of a video, in the order of their time. plan is one that was
// made before, or nil. Whatever no clip shows is told.
func (b *builder) clips(ctx context.Context, v *annotation.Video, plan *chunk.Plan) ([]clip, error) {
	media := b.media(v, plan)
	if _, ok := media.Length(); !ok && plan == nil && media.Err == "" && media.Video != videotune.Absent {
		return b.unmeasured(v), nil
	}
	per := b.Per
	if len(v.Turns) > 0 {
		per = PerVideo
	}
	events := v.Events
	var use []videotune.Span
	if per == PerEvent && len(events) > 0 {
		if events, use = b.shown(v); len(events) == 0 {
			return nil, nil
		}
	}
	if plan == nil {
		var err error
		if plan, err = b.plan(v, media, use); err != nil {
			return nil, err
		}
	}
	if ok, err := b.ready(ctx, v, plan); !ok || err != nil {
		return nil, err
	}
	b.report.Plans[plan.Action.String()]++
	var clips []clip
	var err error
	switch {
	case per == PerWindow:
		clips, err = b.windowClips(v, plan, media)
	case per == PerEvent && len(events) > 0:
		clips, err = b.eventClips(v, plan, media, events)
	default:
		clips = b.pieceClips(v, plan, events)
	}
	for i := range clips {
		clips[i].sort()
	}
	slices.SortStableFunc(clips, func(a, b clip) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(a.span.End, b.span.End))
	})
	return clips, err
}

// shown returns the events that an example can show, and the stretches for them; no
// stretches are all of the video. It tells of the others.
func (b *builder) shown(v *annotation.Video) (events []annotation.Event, use []videotune.Span) {
	whole := false
	for _, e := range v.Events {
		span, ok := e.Span(v.Duration)
		switch {
		case e.Kind == annotation.KindWhole:
			whole = true
		case ok && span.Start == span.End && b.Padding == 0:
			b.leaveMoment(v, &e)
			continue
		}
		events = append(events, e)
		use = append(use, b.padded(span))
	}
	if whole {
		use = nil
	}
	return events, use
}

// pieceClips makes a clip of each piece of a plan.
func (b *builder) pieceClips(v *annotation.Video, plan *chunk.Plan, events []annotation.Event) []clip {
	clips := make([]clip, len(plan.Pieces))
	for i := range plan.Pieces {
		p := &plan.Pieces[i]
		clips[i] = clip{part: shows(v, p), span: p.Actual(), length: lengthOf(p)}
	}
	b.report.Placed.Add(b.place(v, plan, events, v.Duration, clips))
	b.spread(events, clips)
	return clips
}

// lengthOf returns where the clock of a piece ends.
func lengthOf(p *chunk.Piece) time.Duration {
	end, _ := p.Local(p.Actual().End)
	return end
}

// shows returns the part of a piece, with the MIME type of the source where a plan
// that was made before knows none.
func shows(v *annotation.Video, p *chunk.Piece) videotune.Part {
	if p.MIMEType != "" || p.Name != "" || v.MIMEType == "" {
		return p.Part()
	}
	own := *p
	own.MIMEType = v.MIMEType
	return own.Part()
}

// place puts the events that have a stretch into the clips of a plan's pieces, and
// tells of those that no clip shows. length is that of what the plan divides.
func (b *builder) place(v *annotation.Video, plan *chunk.Plan, events []annotation.Event, length time.Duration, clips []clip) chunk.Counts {
	spans, index := timed(events, length)
	placed, counts := plan.Place(spans, b.Edges)
	shown := make([]bool, len(spans))
	for _, p := range placed {
		c := &clips[p.Piece]
		c.events = append(c.events, moved(&events[index[p.Event]], p.Span))
		shown[p.Event] = true
	}
	for i, ok := range shown {
		if !ok {
			b.leaveEvent(v, &events[index[i]], ReasonNoClip, "no clip shows it, or not enough of it")
		}
	}
	if b.Edges != chunk.EdgeSplit || counts.Invalid > 0 {
		hold := map[[2]int]bool{} // events and the pieces that have them
		for _, p := range placed {
			hold[[2]int{p.Event, p.Piece}] = true
		}
		placePartly(plan, events, length, clips, hold)
	}
	return counts
}

// placePartly takes note of the events of which a clip shows something, but for those
// that it holds: hold has their indices among those that have a stretch, with those of
// the pieces.
func placePartly(plan *chunk.Plan, events []annotation.Event, length time.Duration, clips []clip, hold map[[2]int]bool) {
	spans, index := timed(events, length)
	for i, s := range spans {
		spans[i] = videotune.Span{Start: min(s.Start, s.End), End: max(s.Start, s.End)}
	}
	parts, _ := plan.Place(spans, chunk.EdgeSplit)
	for _, p := range parts {
		if !hold[[2]int{p.Event, p.Piece}] {
			c := &clips[p.Piece]
			c.partly = append(c.partly, moved(&events[index[p.Event]], p.Span))
		}
	}
}

// moved returns an event with another stretch.
func moved(e *annotation.Event, to videotune.Span) annotation.Event {
	m := *e
	m.Start, m.End = to.Start, to.End
	return m
}

// spread puts the events of the whole video into all clips.
func (b *builder) spread(events []annotation.Event, clips []clip) {
	for i := range events {
		if events[i].Kind != annotation.KindWhole {
			continue
		}
		if len(clips) > 1 {
			b.report.Spread++
		}
		for c := range clips {
			clips[c].events = append(clips[c].events, events[i])
		}
	}
}

// timed returns the stretches of the events that have one, and their indices. The
// length is needed for those that run to the end.
func timed(events []annotation.Event, length time.Duration) (spans []videotune.Span, index []int) {
	for i := range events {
		if span, ok := events[i].Span(length); ok && events[i].Kind != annotation.KindWhole {
			spans, index = append(spans, span), append(index, i)
		}
	}
	return spans, index
}

// sort puts the events in the order of their times, as the order of the source is
// that of the annotators.
func (c *clip) sort() {
	v := annotation.Video{Events: c.events}
	v.Sort()
}

// only returns the clip with the events that have a label, and of their labels no
// other.
func (c clip) only(label string, a *asker) clip {
	all := c.events
	c.events = nil
	for _, e := range all {
		if slices.ContainsFunc(e.Labels, func(l string) bool { name, _ := a.resolve(l); return name == label }) {
			e.Labels = []string{label}
			c.events = append(c.events, e)
		}
	}
	c.sort()
	return c
}
