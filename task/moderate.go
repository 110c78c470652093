package task

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/seed-57910ec4/videotune/annotation"
)

// Moderate asks which labels of a policy apply, how gravely, and where one sees it.
// When none does, the answer says "none". It needs Labels.
type Moderate struct {
	Instructions string `json:"instructions,omitempty"` // what to judge; "" for a general sentence
	Labels       Labels `json:"labels,omitempty"`       // of the policy; "none" may not be one

	// Severities are from the least to the gravest; nil is low, medium and high.
	Severities []Label `json:"severities,omitempty"`
	// SeverityAttribute is the attribute of an event that has its severity; "" is
	// "severity".
	SeverityAttribute string `json:"severity_attribute,omitempty"`
	// DefaultSeverity is that of events without the attribute; with "" they are an error.
	DefaultSeverity string `json:"default_severity,omitempty"`

	WholeOnly bool `json:"whole_only,omitempty"` // answers have no segments: labels are of the whole clip
	Unit      Unit `json:"unit,omitempty"`       // of the times
	Fence     bool `json:"fence,omitempty"`      // answers stand in a code fence
}

// A ModerateAnswer is the answer of [Moderate]. Render takes the zero value for the one
// that says "none".
type ModerateAnswer struct {
	Labels   []string           `json:"labels" jsonschema:"uniqueItems=true,minItems=1,format=verdict" jsonschema_description:"all labels that apply, or none alone"`
	Severity string             `json:"severity" jsonschema:"format=overall" jsonschema_description:"the gravest severity"`
	Segments []ModeratedSegment `json:"segments,omitzero" jsonschema:"required"` // in the order of the start; nil with WholeOnly
}

// A ModeratedSegment is a stretch in which one label applies.
type ModeratedSegment struct {
	Start    Time   `json:"start"`
	End      Time   `json:"end"`
	Label    string `json:"label" jsonschema:"format=label"`
	Severity string `json:"severity" jsonschema:"format=severity"`
}

// None reports whether the answer is that nothing applies.
func (a *ModerateAnswer) None() bool {
	return len(a.Labels) == 0 || len(a.Labels) == 1 && a.Labels[0] == None
}

var _ Labeled = (*Moderate)(nil)

// defaultSeverities are those of the zero value.
var defaultSeverities = Labels{
	{Name: "low", Definition: "hinted at, or seen in passing"},
	{Name: "medium", Definition: "shown"},
	{Name: "high", Definition: "shown in detail, at length, or with approval"},
}

// SetLabels sets the labels, in the order of their names.
func (m *Moderate) SetLabels(labels Labels) error { return m.Labels.set(labels) }

// severities returns the list in use, from the least to the gravest.
func (m *Moderate) severities() Labels {
	if len(m.Severities) == 0 {
		return defaultSeverities
	}
	return m.Severities
}

// grade returns the place of a severity, from 0; -1 is none.
func (m *Moderate) grade(severity string) int {
	return slices.IndexFunc(m.severities(), func(l Label) bool { return l.Name == severity })
}

func (m *Moderate) form() *form[ModerateAnswer] {
	labels := m.Labels.Names()
	var severities []string
	for _, s := range m.severities() {
		severities = append(severities, s.Name)
	}
	f := &form[ModerateAnswer]{
		unit: m.Unit, fence: m.Fence, settle: m.settle,
		lists: map[string][]string{
			formatLabel: labels, formatVerdict: append(slices.Clone(labels), None),
			formatSeverity: severities, formatOverall: append(slices.Clone(severities), None),
		},
	}
	if m.WholeOnly {
		f.absent = []string{"segments"}
	}
	return f
}

// settle judges what the members of an answer say of each other.
func (m *Moderate) settle(a *ModerateAnswer, faults *ReplyError) {
	none := slices.Contains(a.Labels, None)
	switch {
	case none && len(a.Labels) > 1:
		faults.add("/labels", quoted(None), "none alone, or labels without it", ErrValue)
	case none != (a.Severity == None):
		want := "a severity, since there are labels"
		if none {
			want = quoted(None) + ", since no label applies"
		}
		faults.add("/severity", quoted(a.Severity), want, ErrValue)
	case none && len(a.Segments) > 0:
		faults.add("/segments", fmt.Sprintf("with %d elements", len(a.Segments)), "an empty list, since no label applies", ErrValue)
	}
	for i := range a.Segments {
		s := &a.Segments[i]
		p := at("/segments", i)
		m.Unit.check(&s.Start, &s.End, false, p, faults)
		if !none && !slices.Contains(a.Labels, s.Label) {
			faults.add(under(p, "label"), quoted(s.Label), "one of /labels", ErrValue)
		}
		if !none && m.grade(s.Severity) > m.grade(a.Severity) {
			faults.add(under(p, "severity"), quoted(s.Severity), "no graver one than /severity, "+quoted(a.Severity), ErrValue)
		}
	}
	if len(a.Segments) == 0 {
		a.Segments = nil
	}
}

func (m *Moderate) validate() error {
	if err := m.Labels.need(None); err != nil {
		return err
	}
	if err := Labels(m.severities()).need(None); err != nil {
		return fmt.Errorf("task: the severities: %w", err)
	}
	if m.DefaultSeverity != "" && m.grade(m.DefaultSeverity) < 0 {
		return fmt.Errorf("task: %w: the default severity %s is not among the severities", ErrConfig, quoted(m.DefaultSeverity))
	}
	return m.Unit.validate()
}

// Prompt returns the prompt. A fault of the labels, the severities or the unit is an
// error.
func (m *Moderate) Prompt() (string, error) {
	if err := m.validate(); err != nil {
		return "", err
	}
	var p page
	p.add(or(m.Instructions, "Review the video: which of the labels below apply to it, and how gravely?"))
	p.add(labelSection(m.Labels))
	p.add("The severities, from the least to the gravest, are:\n" + m.severities().list())
	if !m.WholeOnly {
		p.add("For each label that can be placed in time, list the segments in which it applies, in the order of their start. " + m.Unit.sentence())
	}
	p.add("List the labels in the order above, each once. The severity of the video is the gravest that applies.")
	nothing, _, err := m.Render(ModerateAnswer{})
	if err != nil {
		return "", err
	}
	return m.form().finish(&p, "If no label applies", nothing)
}

// FromClip returns the verdict on a clip with exact times: the labels of all its
// events, the gravest severity, and a segment for each label of each event that is not
// of the whole video. With WholeOnly there are no segments.
//
// Labels that are not the task's are noted as left out, and so are events without a
// label or outside of the clip. The error wraps [ErrNoSeverity] if an event has a
// severity that is not listed, or none and there is no default; it wraps [ErrNoLength]
// if an event runs to the end of a clip of unknown length, and [ErrNoLabel] if no label
// applies and an event has none at all.
func (m *Moderate) FromClip(c *Clip) (ModerateAnswer, Notes, error) {
	var a ModerateAnswer
	var n Notes
	var lacks lacking
	for i := range c.Events {
		names := c.Labels(i, m.Labels, &n)
		if len(names) == 0 {
			lacks.noLabel(c, i)
			continue
		}
		severity, err := m.severity(c, i)
		if err != nil {
			return ModerateAnswer{}, n, err
		}
		if c.Events[i].Kind != annotation.KindWhole && !m.WholeOnly {
			s, ok, err := c.spans(i, len(names), &n)
			if err != nil {
				return ModerateAnswer{}, n, err
			}
			if !ok {
				continue
			}
			for _, name := range names {
				a.Segments = append(a.Segments, ModeratedSegment{Time{s.Start, m.Unit}, Time{s.End, m.Unit}, name, severity})
			}
		}
		a.Labels = append(a.Labels, names...)
		if m.grade(severity) > m.grade(a.Severity) {
			a.Severity = severity
		}
	}
	if len(a.Labels) == 0 {
		if err := lacks.err(); err != nil {
			return ModerateAnswer{}, n, err
		}
		a.Labels, a.Severity = []string{None}, None
	}
	slices.Sort(a.Labels)
	a.Labels = slices.Compact(a.Labels)
	m.sort(a.Segments)
	return a, n, nil
}

// severity returns that of an event.
func (m *Moderate) severity(c *Clip, i int) (string, error) {
	name := or(m.SeverityAttribute, "severity")
	text := ""
	switch v := c.Events[i].Attributes[name].(type) {
	case nil:
	case string:
		text = v
	case json.Number:
		text = v.String()
	default:
		text = fmt.Sprint(v)
	}
	if text == "" {
		text = m.DefaultSeverity
	}
	if text == "" {
		return "", fmt.Errorf("task: event %d: %w: it has no attribute %s; set default_severity, or the attribute that has it", i, ErrNoSeverity, quoted(name))
	}
	severity, ok := Labels(m.severities()).Resolve(text)
	if !ok {
		var names []string
		for _, s := range m.severities() {
			names = append(names, s.Name)
		}
		return "", fmt.Errorf("task: event %d: %w: its attribute %s is %s; want %s", i, ErrNoSeverity, quoted(name), quoted(text), wantOne(names))
	}
	return severity, nil
}

// sort puts segments in the order of their starts, ends and labels.
func (m *Moderate) sort(segments []ModeratedSegment) {
	slices.SortStableFunc(segments, func(a, b ModeratedSegment) int {
		return cmp.Or(compareSpans(a.Start, a.End, b.Start, b.End), cmp.Compare(a.Label, b.Label), cmp.Compare(m.grade(a.Severity), m.grade(b.Severity)))
	})
}

// Render returns the text of an answer. Times are rounded to the unit, which is
// counted; labels and segments are put in order, and of segments that are the same then,
// one stands in the text, and the others are counted.
func (m *Moderate) Render(a ModerateAnswer) (string, Notes, error) {
	if len(a.Labels) == 0 && a.Severity == "" {
		a.Labels, a.Severity = []string{None}, None
	}
	a.Labels = slices.Clone(a.Labels)
	slices.Sort(a.Labels)
	var n Notes
	var faults ReplyError
	segments := append([]ModeratedSegment{}, a.Segments...) // a list, also if it is empty
	for i := range segments {
		s := &segments[i]
		m.Unit.round(&s.Start, &s.End, &n, at("/segments", i), &faults)
	}
	if err := faults.err(); err != nil {
		return "", Notes{}, err
	}
	m.sort(segments)
	segments = merge(segments, &n)
	if a.Segments = segments; m.WholeOnly && len(segments) == 0 {
		a.Segments = nil
	}
	text, err := m.form().write(a)
	return text, n, err
}

// Answer returns the text of the answer for a clip: [Moderate.FromClip] and
// [Moderate.Render].
func (m *Moderate) Answer(c *Clip) (string, Notes, error) { return answerOf(c, m.FromClip, m.Render) }

// Parse reads a reply.
func (m *Moderate) Parse(reply string) (ModerateAnswer, error) { return m.form().read(reply) }

// Check returns the error of Parse.
func (m *Moderate) Check(reply string) error { return errorOf(m.Parse(reply)) }
