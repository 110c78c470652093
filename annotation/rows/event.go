package rows

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// event takes the event of a row, or of an object in a list of events, if it has one.
// What else a row without an event has is said of the video.
func (m *mapper) event(w *row, p *pending) error {
	labels, err := m.labels(w)
	if err != nil {
		return err
	}
	words, err := m.text(w, slotText)
	if err != nil {
		return err
	}
	t, ok, apart, err := m.when(w, p)
	if err != nil {
		return err
	}
	attributes, err := m.attributes(w, apart)
	if err != nil {
		return err
	}
	confidence, err := m.confidence(w)
	if err != nil {
		return err
	}
	annotator, err := m.text(w, slotAnnotator)
	if err != nil {
		return err
	}
	switch some := len(labels) > 0 || words != ""; {
	case !ok:
		m.Warn(annotation.CodeSentinel, w.at, "", "the times stand for none: no event is made of the row")
		return nil
	case !some && t.kind != annotation.KindWhole:
		return m.Refuse(annotation.CodeLabelMissing, w.at, "fill in a label or a text, or leave out the row", "there is a time, and neither a label nor a text")
	case !some:
		m.describe(w, p, attributes, confidence, annotator)
		return nil
	}
	e := annotation.Event{
		Kind: t.kind, Start: t.start, End: t.end, Labels: labels, Text: words,
		Confidence: confidence, Annotator: annotator, Attributes: attributes, Record: w.at.Record,
	}
	if err := m.shift(w, p, &e); err != nil {
		return err
	}
	p.video.Events = append(p.video.Events, e)
	return nil
}

// describe makes metadata of a row without an event.
func (m *mapper) describe(w *row, p *pending, attributes map[string]any, confidence *float64, annotator string) {
	if p.empty.Record == 0 && w.of == nil && w.get(slotEvents).kind == null {
		p.empty = w.at
	}
	if annotator != "" {
		attributes = add(attributes, "annotator", annotator)
	}
	if confidence != nil {
		attributes = add(attributes, "confidence", json.Number(strconv.FormatFloat(*confidence, 'g', -1, 64)))
	}
	for _, name := range sortedKeys(attributes) {
		before, ok := p.video.Metadata[name]
		if ok && !reflect.DeepEqual(before, attributes[name]) {
			m.Warn(annotation.CodeConflict, w.at, "", "the row has no event, and another value of %s than an earlier one: it was left out", reading.Quote(name))
			continue
		}
		p.video.Metadata = add(p.video.Metadata, name, attributes[name])
	}
}

func add(to map[string]any, name string, v any) map[string]any {
	if to == nil {
		to = map[string]any{}
	}
	to[name] = v
	return to
}

// text reads a text; "" if there is none.
func (m *mapper) text(w *row, s slot) (string, error) {
	v := w.get(s)
	if v.kind == null {
		return "", nil
	}
	text, ok := v.plain()
	if !ok {
		return "", m.bad(w, s, "", "want a text")
	}
	return text, m.damaged(w, s)
}

// labels reads one label or a list of them.
func (m *mapper) labels(w *row) ([]string, error) {
	v := w.get(slotLabel)
	if v.kind == null {
		return nil, nil
	}
	if items, ok := v.tree.([]any); ok {
		return m.labelList(w, items)
	}
	label, ok := v.plain()
	switch {
	case !ok:
		return nil, m.bad(w, slotLabel, "", "want a text, or a list of texts")
	case label == "":
		return nil, m.Refuse(annotation.CodeLabelMissing, w.at, "fill it in, or make it NULL where there is no event", "%s is blank", w.where(slotLabel))
	case v.kind == text && strings.HasPrefix(label, "['") && strings.HasSuffix(label, "']"):
		return nil, m.bad(w, slotLabel, pythonHint, "it is a list as Python prints it")
	case v.kind == text && strings.HasPrefix(label, "["):
		if list, err := parseJSON(label); err == nil { // else it is a label such as [music]
			return m.labelList(w, list.([]any))
		}
	}
	return []string{label}, m.damaged(w, slotLabel)
}

const pythonHint = "write it as JSON, with double quotes: json.dumps in Python"

// labelList reads the labels of a list; there may be none.
func (m *mapper) labelList(w *row, items []any) (labels []string, err error) {
	for _, item := range items {
		v := jsonValue(item)
		label, ok := v.plain()
		if !ok {
			return nil, m.bad(w, slotLabel, "", "want a list of texts")
		}
		if label == "" {
			return nil, m.Refuse(annotation.CodeLabelMissing, w.at, "", "%s has a blank label in its list", w.where(slotLabel))
		}
		labels = append(labels, label)
	}
	return labels, nil
}

// confidence reads a number; nil if there is none.
func (m *mapper) confidence(w *row) (*float64, error) {
	v := w.get(slotConfidence)
	if v.kind == null {
		return nil, nil
	}
	if v.kind != number && v.kind != text {
		return nil, m.bad(w, slotConfidence, "make it NULL where it is not known", "it is no number")
	}
	text, err := m.number(v)
	if err != nil {
		return nil, m.bad(w, slotConfidence, decimalHint(text), "%w", err)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, m.bad(w, slotConfidence, "", "it is no number")
	}
	return &f, nil
}

// attributes are what else a row has: columns without a role, the state, frames that
// were not used, and the members of the attributes themselves. NULLs are left out.
func (m *mapper) attributes(w *row, apart bool) (a map[string]any, err error) {
	for n, i := range w.layout.rest {
		if i < len(w.values) && w.values[i].kind != null {
			a = add(a, w.layout.attrs[n], w.values[i].attribute())
		}
	}
	state, err := m.text(w, slotState)
	if err != nil {
		return nil, err
	}
	if state != "" {
		a = add(a, "state", state)
	}
	for _, s := range []slot{slotStartFrame, slotEndFrame, slotLengthFrame} {
		if v := w.get(s); apart && v.kind != null {
			if v.kind == text { // the same number, whatever it came from
				v = numberValue(strings.TrimSpace(v.text))
			}
			a = add(a, w.layout.name(w.layout.column[s]), v.attribute())
		}
	}
	v := w.get(slotAttributes)
	if v.kind == null {
		return a, nil
	}
	t, err := v.json()
	if err != nil {
		return nil, m.bad(w, slotAttributes, jsonHint(v), "want an object of JSON: %w", err)
	}
	object, ok := t.(map[string]any)
	if !ok && t != nil {
		return nil, m.bad(w, slotAttributes, "", "want an object of JSON")
	}
	for _, name := range sortedKeys(object) {
		if before, ok := a[name]; ok && !reflect.DeepEqual(before, object[name]) {
			return nil, m.Refuse(annotation.CodeValue, w.at, "give one of them another name", "%s has a member %s, and so has the row", w.where(slotAttributes), reading.Quote(name))
		}
		if object[name] != nil {
			a = add(a, name, object[name])
		}
	}
	return a, nil
}

// jsonHint says what to do about a text that is no JSON.
func jsonHint(v value) string {
	if s := strings.TrimLeft(v.text, "[{( "); v.kind == text && (strings.HasPrefix(s, "'") || strings.HasPrefix(strings.TrimSpace(v.text), "[(")) {
		return pythonHint
	}
	return ""
}
