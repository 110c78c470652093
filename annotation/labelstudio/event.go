package labelstudio

import (
	"maps"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A maker makes the video of a task.
type maker struct {
	*file
	task  *task
	notes []note
	video *annotation.Video
	at    reading.At // of what is read
}

// video returns the video of a task.
func (f *file) video(t *task) (*annotation.Video, error) {
	m := maker{file: f, task: t, notes: f.take(t), at: t.at, video: &annotation.Video{ID: t.at.Video, URI: t.uri}}
	if len(t.data) > 0 {
		m.video.Metadata = t.data
	}
	m.video.Unlabelled = len(m.notes) == 0
	rate, err := f.rate(t, m.notes)
	if err != nil {
		return nil, err
	}
	m.video.FrameRate = rate
	if rate != (videotune.Rational{}) {
		f.checkTimes(t, m.notes, rate)
	}
	if err := m.duration(); err != nil {
		return nil, err
	}
	for i := range m.notes {
		if err := m.note(&m.notes[i]); err != nil {
			return nil, err
		}
	}
	return m.video, nil
}

// duration takes the duration of the video from what regions say.
func (m *maker) duration() error {
	for _, n := range m.notes {
		for _, r := range n.results {
			v := r.value["duration"]
			if v == nil || r.kind != "videorectangle" {
				continue
			}
			d, err := m.seconds(v)
			switch {
			case err != nil:
				return err
			case d <= 0:
			case m.video.Duration == 0:
				m.video.Duration = d
			case m.video.Duration != d:
				m.Warn(annotation.CodeDisagree, m.at, "", "regions say that the video lasts %v, and %v: the first is taken", m.video.Duration, d)
				return nil
			}
		}
	}
	return nil
}

// note adds the events of an annotation.
func (m *maker) note(n *note) error {
	m.at = n.at
	m.video.Lost += n.lost
	list, err := m.regions(n)
	if err != nil {
		return err
	}
	for _, reg := range list {
		if m.ignored(reg) {
			continue
		}
		s, err := m.say(m.at, reg)
		if err != nil {
			return err
		}
		e := annotation.Event{Labels: s.labels, Text: s.text, Confidence: s.confidence, Annotator: n.annotator, Record: n.at.Record}
		if len(s.attributes) > 0 {
			e.Attributes = s.attributes
		}
		switch {
		case reg.place == nil:
			m.whole(e)
		case len(e.Labels) == 0 && e.Text == "":
			m.Lose(m.video, annotation.CodeSkipped, m.at, "", "the region %s has neither a label nor a text: it was left out", reading.Quote(reg.id))
		default:
			if err := m.place(reg, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// ignored reports whether the options say that nothing of a region counts.
func (m *maker) ignored(reg *region) bool {
	for _, r := range reg.results {
		if m.Options.Fields[r.from] != roleIgnore {
			return false
		}
	}
	return true
}

// whole adds an event of the whole video. What is neither label nor text is of the
// video itself.
func (m *maker) whole(e annotation.Event) {
	if len(e.Labels) > 0 || e.Text != "" {
		e.Kind = annotation.KindWhole
		m.video.Events = append(m.video.Events, e)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(e.Attributes)) {
		if m.video.Metadata == nil {
			m.video.Metadata = map[string]any{}
		}
		if _, ok := m.video.Metadata[name]; ok {
			m.Warn(annotation.CodeSkipped, m.at, "", "the value of %s was left out: there is another of that name", reading.Quote(name))
			continue
		}
		m.video.Metadata[name] = e.Attributes[name]
	}
}

// place adds an event for each stretch of a region.
func (m *maker) place(reg *region, e annotation.Event) error {
	stretches, err := m.stretches(reg.place)
	if err != nil {
		return err
	}
	e.Kind = annotation.KindSegment
	if reg.place["sequence"] != nil {
		m.boxes++
		e.Kind = annotation.KindTrack
	}
	if len(stretches) == 0 {
		m.Lose(m.video, annotation.CodeSkipped, m.at, "", "the region %s has no times: it was left out", reading.Quote(reg.id))
	}
	if len(stretches) > 1 && reg.id != "" {
		if e.Attributes == nil {
			e.Attributes = map[string]any{}
		}
		e.Attributes["region"] = reg.id // to tell that they are of one thing
	}
	for _, s := range stretches {
		each := e
		each.Start, each.End = s.Start, s.End
		if s.Start == s.End && reg.place["end"] == nil && reg.place["start"] != nil {
			each.Kind = annotation.KindPoint
		}
		m.video.Events = append(m.video.Events, each)
	}
	return nil
}

// stretches returns when a region is.
func (m *maker) stretches(place object) ([]videotune.Span, error) {
	inclusive := true
	var list []span
	var err error
	switch {
	case place["sequence"] != nil:
		list, err = m.track(m.at, place)
	case place["ranges"] != nil:
		inclusive = m.Options.FrameEnd != annotation.FrameExclusive
		list, err = m.ranges(place["ranges"])
	default:
		return m.inSeconds(place)
	}
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if m.video.FrameRate == (videotune.Rational{}) {
		return nil, m.rateMissing(m.task, m.notes)
	}
	count := reading.Frames{Rate: m.video.FrameRate, First: m.first(), Inclusive: inclusive}
	spans := make([]videotune.Span, len(list))
	for i, s := range list {
		if spans[i], err = m.times(s, count); err != nil {
			return nil, m.Refuse(annotation.CodeValue, m.at, "", "a frame of a region: %w", err)
		}
	}
	return spans, nil
}

// times returns when a stretch of frames is. Label Studio rounds the number of frames
// of a video up, so that the last of them may end after it: that is its end.
func (m *maker) times(s span, count reading.Frames) (videotune.Span, error) {
	start, err := m.Start(s.first, count)
	if err != nil || s.last == open {
		return videotune.Span{Start: start, End: annotation.ToEnd}, err
	}
	end, err := m.End(s.last, count)
	if d := m.video.Duration; err == nil && d > start && end > d {
		last, err := m.Start(s.last, count)
		if err == nil && last < d {
			end = d
		}
	}
	return videotune.Span{Start: start, End: end}, err
}

// ranges reads the ranges of a timeline's region.
func (m *maker) ranges(v any) ([]span, error) {
	list, ok := asList(v)
	if !ok {
		return nil, m.Refuse(annotation.CodeValue, m.at, "", "ranges of a region are %s; want a list", jsonread.Describe(v))
	}
	spans := make([]span, len(list))
	for i, v := range list {
		r := asObject(v)
		first, err := m.frame(m.at, r["start"])
		if err != nil {
			return nil, err
		}
		last, err := m.frame(m.at, r["end"])
		if err != nil {
			return nil, err
		}
		spans[i] = span{first, last}
	}
	return spans, nil
}

// inSeconds returns the stretch of a region whose times are seconds.
func (m *maker) inSeconds(place object) ([]videotune.Span, error) {
	start, err := m.seconds(place["start"])
	if err != nil {
		return nil, err
	}
	end := start
	if place["end"] != nil {
		if end, err = m.seconds(place["end"]); err != nil {
			return nil, err
		}
	}
	return []videotune.Span{{Start: start, End: end}}, nil
}

// seconds reads a time in seconds.
func (m *maker) seconds(v any) (time.Duration, error) {
	t, err := annotation.Seconds(text(v))
	if err != nil {
		return 0, m.Refuse(annotation.CodeValue, m.at, "", "a time of a region: %w; want seconds", err)
	}
	return m.Time(t), nil
}
