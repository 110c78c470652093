package dataset

import (
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
)

// A file is one that stretches are taken of: the source's own, or one that was made of
// it.
type file struct {
	uri    string
	media  videotune.Media
	origin time.Duration      // the source's time at which its clock shows 0
	use    videotune.Span     // of it, on its clock
	events []annotation.Event // on its clock
	partly []annotation.Event // likewise: see clip
}

// footage returns the files of a plan with the events in each. Events that no file
// shows are told.
func (b *builder) footage(v *annotation.Video, plan *chunk.Plan, media videotune.Media, events []annotation.Event) []file {
	if len(plan.Files()) == 0 {
		return []file{{uri: v.URI, media: media, use: videotune.Span{End: v.Duration}, events: events}}
	}
	clips := make([]clip, len(plan.Pieces))
	counts := b.place(v, plan, events, v.Duration, clips)
	// What a file shows is counted when it is divided.
	lost := chunk.Counts{Dropped: counts.Dropped, Outside: counts.Outside, Invalid: counts.Invalid}
	lost.Events = lost.Dropped + lost.Outside + lost.Invalid
	b.report.Placed.Add(lost)
	files := make([]file, len(plan.Pieces))
	for i := range plan.Pieces {
		p := &plan.Pieces[i]
		shown := p.Actual()
		f := file{uri: p.URI, origin: p.Origin, events: clips[i].events, partly: clips[i].partly}
		f.use = videotune.Span{Start: shown.Start - p.Origin, End: shown.End - p.Origin}
		f.media = videotune.Media{Bytes: max(p.Bytes, 1), Duration: f.use.End, MIMEType: p.MIMEType}
		if p.Segment { // whose clock begins with it
			later(f.events, f.use.Start)
			later(f.partly, f.use.Start)
		}
		files[i] = f
	}
	return files
}

// later moves events by d.
func later(events []annotation.Event, d time.Duration) {
	for i := range events {
		events[i].Start += d
		events[i].End += d
	}
}

// windowClips divides the files of a plan into windows.
func (b *builder) windowClips(v *annotation.Video, plan *chunk.Plan, media videotune.Media) ([]clip, error) {
	var all []clip
	for _, f := range b.footage(v, plan, media, v.Events) {
		clips, dropped, err := b.divide(v, &f, f.use, f.events, f.partly)
		if err != nil {
			return nil, err
		}
		if dropped != nil {
			span := videotune.Span{Start: f.use.Start + f.origin, End: f.use.End + f.origin}
			b.leave(left(v, f.events, span, Reason(dropped.Reason), dropped.Why()))
		}
		all = append(all, clips...)
	}
	b.spread(v.Events, all)
	return all, nil
}

// eventClips makes a clip of each event, or of each piece of one that is too long.
func (b *builder) eventClips(v *annotation.Video, plan *chunk.Plan, media videotune.Media, events []annotation.Event) ([]clip, error) {
	var all []clip
	var rest []annotation.Event
	for _, e := range events {
		if e.Kind == annotation.KindWhole {
			all = append(all, b.pieceClips(v, plan, []annotation.Event{e})...)
		} else {
			rest = append(rest, e)
		}
	}
	for _, f := range b.footage(v, plan, media, rest) {
		for _, e := range f.events {
			span, _ := e.Span(f.use.End)
			clips, dropped, err := b.divide(v, &f, within(b.padded(span), f.use), []annotation.Event{e}, nil)
			if err != nil {
				return nil, err
			}
			if dropped != nil {
				b.leaveEvent(v, &e, Reason(dropped.Reason), dropped.Why())
			}
			for _, c := range clips {
				if len(c.events) > 0 { // and not padding alone
					all = append(all, c)
				}
			}
		}
	}
	return all, nil
}

// divide makes clips of a stretch of a file. dropped is the plan that says why it
// cannot be used, where that is so.
func (b *builder) divide(v *annotation.Video, f *file, use videotune.Span, events, partly []annotation.Event) (clips []clip, dropped *chunk.Plan, err error) {
	src := chunk.Source{URI: f.uri, Media: f.media, Recording: v.RecordingKey(), Use: []videotune.Span{use}}
	src.Events, _ = timed(events, f.use.End)
	plan, err := chunk.New(src, &b.windows)
	if err != nil {
		return nil, nil, err
	}
	if len(plan.Pieces) == 0 || len(plan.Files()) > 0 {
		return nil, plan, nil
	}
	clips = make([]clip, len(plan.Pieces))
	for i := range plan.Pieces {
		p := &plan.Pieces[i]
		span := videotune.Span{Start: p.Span.Start + f.origin, End: p.Span.End + f.origin}
		clips[i] = clip{part: p.Part(), span: span, length: p.Span.Length()}
	}
	b.report.Placed.Add(b.place(v, plan, events, f.use.End, clips))
	if len(partly) > 0 {
		placePartly(plan, partly, f.use.End, clips, nil)
	}
	return clips, nil, nil
}

// unmeasured returns the clips of a video whose length nobody knows: all of it, or the
// stretches of its events, of which the writer judges whether they are too long.
func (b *builder) unmeasured(v *annotation.Video) []clip {
	all := clip{part: videotune.Video(v.URI)}
	if v.MIMEType != "" {
		all.part = videotune.File(v.URI, v.MIMEType)
	}
	switch {
	case len(v.Turns) > 0:
	case b.Per == PerWindow:
		b.leaveVideo(v, Reason(chunk.ReasonLengthUnknown), "windows of it need its length, which neither the source nor facts tell")
		return nil
	case b.Per == PerEvent && len(v.Events) > 0:
		b.report.Unmeasured++
		return b.unmeasuredEvents(v, all)
	default:
		all.events = append(all.events, v.Events...)
		all.sort()
		for i := range v.Events {
			if e := &v.Events[i]; e.End < e.Start { // no answer can name it
				all.partly = append(all.partly, *e)
			}
		}
	}
	b.report.Unmeasured++
	return []clip{all}
}

// unmeasuredEvents makes a clip of each event of a video.
func (b *builder) unmeasuredEvents(v *annotation.Video, all clip) []clip {
	events, _ := b.shown(v)
	clips := make([]clip, len(events))
	for i, e := range events {
		c := all
		if e.Kind != annotation.KindWhole {
			c.span = b.padded(videotune.Span{Start: e.Start, End: e.End})
			e.Start -= c.span.Start
			if e.End == annotation.ToEnd {
				c.part = c.part.From(c.span.Start)
				c.span.End = 0
			} else {
				e.End -= c.span.Start
				c.part, c.length = c.part.Segment(c.span.Start, c.span.End), c.span.Length()
			}
		}
		c.events = []annotation.Event{e}
		clips[i] = c
	}
	return clips
}

// padded returns a stretch with what is shown before and after it.
func (b *builder) padded(s videotune.Span) videotune.Span {
	return videotune.Span{Start: max(0, s.Start-b.Padding), End: s.End + min(b.Padding, annotation.ToEnd-s.End)}
}

// within returns what a stretch has of another.
func within(s, of videotune.Span) videotune.Span {
	return videotune.Span{Start: max(s.Start, of.Start), End: min(s.End, of.End)}
}

func (b *builder) leaveMoment(v *annotation.Video, e *annotation.Event) {
	b.leaveEvent(v, e, ReasonNoLength, "an example of a moment needs padding")
}
