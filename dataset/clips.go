package dataset

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
)

// A clip is what one example shows.
type clip struct {
	part   videotune.Part
	span   videotune.Span     // of the source; the zero Span is all of a video of unknown length
	length time.Duration      // 0 if it is unknown
	events []annotation.Event // that it shows; their times count from its beginning
	from   []int              // the Records of these events in the source
}

// clips returns the clips of a video. Whatever no clip shows is told to b.leave.
func (b *builder) clips(ctx context.Context, v *annotation.Video) ([]clip, error) {
	plan, err := b.planned(v)
	if err != nil {
		return nil, err
	}
	if plan == nil {
		return b.unmeasured(v), nil
	}
	if slices.ContainsFunc(plan.Files(), func(f chunk.File) bool { return !f.Made }) && plan.Action != chunk.ActionDrop {
		if b.Cut == nil {
			b.leaveVideo(v, ReasonNeedsCut, plan.Why())
			return nil, nil
		}
		if err := b.Cut(ctx, plan); err != nil {
			return nil, fmt.Errorf("dataset: %s: %w", v.URI, err)
		}
	}
	if plan.Action == chunk.ActionDrop {
		b.leaveVideo(v, Reason(plan.Reason), plan.Why())
		return nil, nil
	}
	b.report.Plans[plan.Action.String()]++
	if b.Per == PerEvent {
		return b.eventClips(v, plan)
	}
	return b.pieceClips(v, plan), nil
}

// unmeasured returns the clips of a video whose length nobody knows: all of it, or the
// stretches of its events, of which the writer judges whether they are too long.
func (b *builder) unmeasured(v *annotation.Video) []clip {
	b.report.Unmeasured++
	all := clip{part: videotune.Video(v.URI)}
	if v.MIMEType != "" {
		all.part = videotune.File(v.URI, v.MIMEType)
	}
	switch {
	case b.Per == PerWindow:
		b.leaveVideo(v, Reason(chunk.ReasonLengthUnknown), "windows of it need its length, which neither the source nor facts tell")
		return nil
	case b.Per != PerEvent || len(v.Events) == 0:
		for _, e := range v.Events {
			all.add(e)
		}
		all.sort()
		return []clip{all}
	}
	var clips []clip
	for _, e := range v.Events {
		c := all
		c.add(e)
		switch span, ok := e.Span(0); {
		case e.Kind == annotation.KindWhole:
		case !ok:
			c.part = c.part.From(e.Start)
			c.span = videotune.Span{Start: e.Start}
			c.events[0].Start = 0
		case span.Start == span.End && b.Padding == 0:
			b.leaveMoment(v, &e)
			continue
		default:
			c.span = b.padded(span)
			c.part, c.length = c.part.Segment(c.span.Start, c.span.End), c.span.Length()
			c.events[0].Start, c.events[0].End = span.Start-c.span.Start, span.End-c.span.Start
		}
		clips = append(clips, c)
	}
	return clips
}

// padded returns a stretch with what is shown before and after it.
func (b *builder) padded(s videotune.Span) videotune.Span {
	return videotune.Span{Start: max(0, s.Start-b.Padding), End: s.End + min(b.Padding, annotation.ToEnd-s.End)}
}

func (b *builder) leaveMoment(v *annotation.Video, e *annotation.Event) {
	b.leaveEvent(v, e, ReasonNoLength, "an example of a moment needs padding")
}

// planned returns the plan for a video, one that was made before if there is one; nil
// if its length is unknown.
func (b *builder) planned(v *annotation.Video) (*chunk.Plan, error) {
	if b.Planned != nil {
		if p := b.Planned(v.URI); p != nil {
			return p, nil
		}
	}
	return b.plan(v, b.planOptions, nil)
}

// plan returns the plan for a video, or for the stretches of it that are wanted; nil
// if its length is unknown.
func (b *builder) plan(v *annotation.Video, o chunk.Options, use []videotune.Span) (*chunk.Plan, error) {
	media, known := b.facts(v.URI)
	if !known || media.Bytes == 0 && media.Err == "" {
		if v.Duration <= 0 {
			return nil, nil
		}
		// Its size is not known, so that only the length can be planned for.
		media = videotune.Media{Duration: v.Duration, Bytes: 1, MIMEType: v.MIMEType}
	}
	src := chunk.Source{URI: v.URI, Media: media, Recording: v.RecordingKey(), Use: use}
	for i := range v.Events {
		if span, ok := v.Events[i].Span(v.Duration); ok && v.Events[i].Kind != annotation.KindWhole {
			src.Events = append(src.Events, span)
		}
	}
	return chunk.New(src, &o)
}

// pieceClips makes a clip of each piece of a plan.
func (b *builder) pieceClips(v *annotation.Video, plan *chunk.Plan) []clip {
	clips := make([]clip, len(plan.Pieces))
	for i := range plan.Pieces {
		p := &plan.Pieces[i]
		span := p.Actual()
		clips[i] = clip{part: b.mimeOf(v, p), span: span, length: span.Length()}
	}
	b.place(v, plan, clips)
	return clips
}

// mimeOf returns the part of a piece, with the MIME type of the source where the
// facts say none.
func (b *builder) mimeOf(v *annotation.Video, p *chunk.Piece) videotune.Part {
	part := p.Part()
	if part.FileData != nil && p.MIMEType == "" && v.MIMEType != "" && p.Name == "" {
		part.FileData.MIMEType = v.MIMEType
	}
	return part
}

// place puts the events of a video into the clips of its plan.
func (b *builder) place(v *annotation.Video, plan *chunk.Plan, clips []clip) {
	spans, events := timed(v)
	placed, counts := plan.Place(spans, b.Edges)
	b.report.Placed.Add(counts)
	shown := make([]bool, len(events))
	for _, p := range placed {
		e := v.Events[events[p.Event]]
		e.Start, e.End = p.Span.Start, p.Span.End
		clips[p.Piece].add(e)
		shown[p.Event] = true
	}
	for i, ok := range shown {
		if !ok {
			b.leaveEvent(v, &v.Events[events[i]], ReasonNoClip, "no clip shows it, or not enough of it")
		}
	}
	for i := range v.Events {
		if v.Events[i].Kind == annotation.KindWhole {
			for c := range clips {
				clips[c].add(v.Events[i])
			}
		}
	}
	for i := range clips {
		clips[i].sort()
	}
}

func (c *clip) add(e annotation.Event) {
	c.events = append(c.events, e)
	if e.Record > 0 {
		c.from = append(c.from, e.Record)
	}
}

// sort puts the events in the order of their times, as the order of the source is
// that of the annotators.
func (c *clip) sort() {
	v := annotation.Video{Events: c.events}
	v.Sort()
	slices.Sort(c.from)
	c.from = slices.Compact(c.from)
}

// timed returns the stretches of the events that have one, and their indices.
func timed(v *annotation.Video) (spans []videotune.Span, events []int) {
	for i := range v.Events {
		e := &v.Events[i]
		span, ok := e.Span(v.Duration)
		if ok && e.Kind != annotation.KindWhole {
			spans, events = append(spans, span), append(events, i)
		}
	}
	return spans, events
}

// eventClips makes a clip of each event, or of each piece of one that is too long.
func (b *builder) eventClips(v *annotation.Video, plan *chunk.Plan) ([]clip, error) {
	if len(v.Events) == 0 {
		return b.pieceClips(v, plan), nil // a negative
	}
	var clips []clip
	for i := range v.Events {
		e := v.Events[i]
		one := *v
		one.Events = []annotation.Event{e}
		span, ok := e.Span(v.Duration)
		switch {
		case e.Kind == annotation.KindWhole || !ok:
			clips = append(clips, b.pieceClips(&one, plan)...)
			continue
		case span.Start == span.End && b.Padding == 0:
			b.leaveMoment(v, &e)
			continue
		}
		made, err := b.eventClip(&one, plan, b.padded(span))
		if err != nil {
			return nil, err
		}
		clips = append(clips, made...)
	}
	slices.SortStableFunc(clips, func(a, b clip) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(a.span.End, b.span.End))
	})
	return clips, nil
}

// eventClip makes the clips of the only event of v: segments of the source's own
// file, or of the files that were made of it.
func (b *builder) eventClip(v *annotation.Video, plan *chunk.Plan, use videotune.Span) ([]clip, error) {
	if len(plan.Files()) == 0 {
		own, err := b.plan(v, b.planOptions, []videotune.Span{use})
		if err != nil {
			return nil, err
		}
		if own.Action == chunk.ActionDrop {
			b.leaveEvent(v, &v.Events[0], Reason(own.Reason), own.Why())
			return nil, nil
		}
		return b.withEvents(b.pieceClips(v, own)), nil
	}
	var clips []clip
	for _, c := range b.withEvents(b.pieceClips(v, plan)) {
		clips = append(clips, c.narrow(b.Padding))
	}
	return clips, nil
}

// withEvents returns the clips that show an event.
func (b *builder) withEvents(clips []clip) []clip {
	return slices.DeleteFunc(clips, func(c clip) bool { return len(c.events) == 0 })
}

// narrow makes a clip that shows all of a file one of the segment in which its only
// event is.
func (c clip) narrow(padding time.Duration) clip {
	e := &c.events[0]
	start := max(0, e.Start-padding)
	end := min(c.length, e.End+padding)
	offset := c.span.Start
	if m := c.part.VideoMetadata; m != nil { // a segment already
		d, _ := m.StartOffset.Duration()
		c.part = videotune.File(c.part.FileData.FileURI, c.part.FileData.MIMEType).Segment(d+start, d+end)
	} else {
		c.part = c.part.Segment(start, end)
	}
	c.span = videotune.Span{Start: offset + start, End: offset + end}
	c.length = end - start
	e.Start, e.End = e.Start-start, e.End-start
	return c
}
