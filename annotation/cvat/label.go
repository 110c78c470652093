package cvat

import (
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
)

// A saying is what the attributes of a shape or a tag say, sorted by the options.
type saying struct {
	label, text string
	rest        []value
}

// say sorts the attributes of something with a label of its own.
func (f *file) say(label string, values []value) saying {
	s := saying{label: label}
	if f.Options.LabelFrom != "" {
		s.label = ""
	}
	texts := make([]string, len(f.Options.TextAttributes))
	for _, v := range values {
		i := slices.Index(f.Options.TextAttributes, v.name)
		if i >= 0 {
			texts[i] = v.text
		}
		if v.name == f.Options.LabelFrom {
			s.label = v.text
		} else if i < 0 {
			s.rest = append(s.rest, v)
		}
	}
	s.text = strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), "\n")
	return s
}

// newEvent returns an event that says so, without its times; ok is false if it has neither label nor text.
func newEvent(s saying, kind annotation.Kind, record int) (e annotation.Event, ok bool) {
	e = annotation.Event{Kind: kind, Text: s.text, Record: record}
	if s.label != "" {
		e.Labels = []string{s.label}
	}
	return e, s.label != "" || s.text != ""
}

// runs adds the events of a stretch: one, or one for each run of a label and a text.
func (f *file) runs(v *video, t *track, s stretch) error {
	kind := annotation.KindTrack
	about := t.about
	if f.Options.LabelFrom != "" {
		kind = annotation.KindSegment
		if t.label != "" {
			about = append(slices.Clip(about), value{"track_label", t.label})
		}
	}
	for i := 0; i < max(len(s.shapes), 1); {
		var first saying
		from, to, open, next := s.from, s.to, s.open, len(s.shapes)
		if len(s.shapes) > 0 {
			first, next = f.run(t.label, s.shapes, i)
			from = s.shapes[i].frame
			if next < len(s.shapes) {
				to, open = s.shapes[next].frame, false
			}
		} else {
			first = f.say(t.label, nil)
		}
		if e, ok := newEvent(first, kind, t.record); !ok {
			v.blank++
		} else {
			e.Attributes = f.attributesOf(v, about, t.label, s.shapes[min(i, len(s.shapes)):next])
			if err := f.event(v, e, from, to, open); err != nil {
				return err
			}
		}
		i = max(next, i+1)
	}
	return nil
}

// run returns what the shape at i says, and the first one behind it that has another
// label or text.
func (f *file) run(label string, shapes []shape, i int) (s saying, next int) {
	s = f.say(label, shapes[i].values)
	for next = i + 1; next < len(shapes); next++ {
		if slices.Equal(shapes[next].values, shapes[next-1].values) {
			continue
		}
		if o := f.say(label, shapes[next].values); o.label != s.label || o.text != s.text {
			break
		}
	}
	return s, next
}

// attributesOf returns what else is said of an event.
func (f *file) attributesOf(v *video, about []value, label string, shapes []shape) map[string]any {
	names := map[string]any{}
	for i, s := range shapes {
		if i > 0 && slices.Equal(s.values, shapes[i-1].values) {
			continue
		}
		for _, a := range f.say(label, s.values).rest {
			switch old := names[a.name].(type) {
			case nil:
				names[a.name] = a.text
			case string:
				if old != a.text {
					names[a.name] = []any{old, a.text}
					v.changing[a.name] = true
				}
			case []any:
				if old[len(old)-1] != a.text {
					names[a.name] = append(old, a.text)
				}
			}
		}
	}
	for _, a := range about {
		name := a.name
		for names[name] != nil { // an attribute of that name is another thing
			name = "@" + name
		}
		names[name] = a.text
	}
	if len(names) == 0 {
		return nil
	}
	return names
}
