package rows

import (
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// inList lays out the objects in a list of events.
var inList = scheme{lists: true}

// events takes the list of events that a row has, if it has one.
func (m *mapper) events(w *row, p *pending) error {
	v := w.get(slotEvents)
	if v.kind == null {
		return nil
	}
	t, err := v.json()
	if err != nil {
		return m.bad(w, slotEvents, jsonHint(v), "want a list of objects in JSON: %w", err)
	}
	items, ok := t.([]any)
	if !ok && t != nil {
		return m.bad(w, slotEvents, "", "want a list of objects in JSON")
	}
	if m.rows += len(items); m.rows > m.maxRows {
		return m.tooMany(w.at)
	}
	for i, item := range items {
		switch item := item.(type) {
		case nil:
		case string:
			if err := m.named(w, p, item); err != nil {
				return err
			}
		case map[string]any:
			if err := m.object(w, p, item); err != nil {
				return err
			}
		default:
			return m.bad(w, slotEvents, "", "its element %d is no object", i)
		}
	}
	return nil
}

// named takes an element that is a label of the whole video.
func (m *mapper) named(w *row, p *pending, label string) error {
	l, _, err := inList.layout([]string{"label"})
	if err != nil {
		return err
	}
	return m.event(&row{at: w.at, layout: l, values: []value{{kind: text, text: label}}, of: w}, p)
}

// object takes an element that is an object: its members have the names of roles.
func (m *mapper) object(w *row, p *pending, item map[string]any) error {
	names := sortedKeys(item)
	if m.list == nil || !slices.Equal(m.list.names, names) {
		l, _, err := inList.layout(names)
		if err != nil {
			return m.Refuse(annotation.CodeValue, w.at, "", "in %s: %w", w.where(slotEvents), err)
		}
		m.list = l
		m.hintTimes(l, w.at)
	}
	o := &row{at: w.at, layout: m.list, of: w}
	for _, name := range names {
		o.values = append(o.values, jsonValue(item[name]))
	}
	m.dropNulls(o.values)
	if err := m.lasting(o); err != nil {
		return err
	}
	return m.event(o, p)
}

// lasting refuses an event that says how long it is by a name which is that of the
// video's duration.
func (m *mapper) lasting(o *row) error {
	if o.layout.has(slotEnd, slotEndFrame, slotLength, slotLengthFrame) {
		return nil
	}
	for n, i := range o.layout.rest {
		name := o.layout.attrs[n]
		role, _, err := annotation.ParseRole(strings.ToLower(name))
		if err == nil && role == "duration" && o.values[i].kind != null {
			return m.Refuse(annotation.CodeOptionMissing, o.at, "rename the member: length is how long an event is",
				"an event has %s, which is the length of a video, and no end", reading.Quote(name))
		}
	}
	return nil
}
