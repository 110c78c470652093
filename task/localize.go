package task

import (
	"cmp"
	"slices"
)

// Localize asks for events and for when each starts and ends.
//
// With Labels, an event has one of them; with Describe, a description in free words
// too. The zero value has no labels: then events have descriptions only, as in dense
// captioning.
type Localize struct {
	Instructions string `json:"instructions,omitempty"` // what to look for; "" for a general sentence
	Labels       Labels `json:"labels,omitempty"`
	Describe     bool   `json:"describe,omitempty"` // labelled events have descriptions, which are their texts
	Unit         Unit   `json:"unit,omitempty"`     // of the times
	Language     string `json:"language,omitempty"` // of the descriptions, for the prompt
	Fence        bool   `json:"fence,omitempty"`    // answers stand in a code fence
}

// A LocalizeAnswer is the answer of [Localize]. The zero value says that nothing
// happens.
type LocalizeAnswer struct {
	Events []LocalizedEvent `json:"events"` // in the order of the start
}

// A LocalizedEvent is one event. What happens in a moment has the same Start and End.
type LocalizedEvent struct {
	Start       Time   `json:"start"`
	End         Time   `json:"end"`
	Label       string `json:"label,omitempty" jsonschema:"required,format=label"`                                                         // "" if the task has no labels
	Description string `json:"description,omitempty" jsonschema:"required,minLength=1" jsonschema_description:"what happens, in a phrase"` // "" if it has no descriptions
}

var _ interface {
	Task
	Labeled
} = (*Localize)(nil)

// SetLabels sets the labels, in the order of their names.
func (l *Localize) SetLabels(labels Labels) error { return l.Labels.set(labels) }

func (l *Localize) describes() bool { return l.Describe || len(l.Labels) == 0 }

func (l *Localize) form() *form[LocalizeAnswer] {
	f := &form[LocalizeAnswer]{
		unit: l.Unit, fence: l.Fence, settle: l.settle,
		lists: map[string][]string{formatLabel: l.Labels.Names()},
	}
	if len(l.Labels) == 0 {
		f.absent = append(f.absent, "label")
	}
	if !l.describes() {
		f.absent = append(f.absent, "description")
	}
	return f
}

func (l *Localize) settle(a *LocalizeAnswer, faults *ReplyError) {
	for i := range a.Events {
		e := &a.Events[i]
		p := at("/events", i)
		l.Unit.check(&e.Start, &e.End, false, p, faults)
		if l.describes() {
			requireText(e.Description, under(p, "description"), faults)
		}
	}
	if len(a.Events) == 0 {
		a.Events = nil
	}
}

// Prompt returns the prompt. A fault of the labels or the unit is an error.
func (l *Localize) Prompt() (string, error) {
	if err := l.Labels.Validate(); err != nil {
		return "", err
	}
	if err := l.Unit.validate(); err != nil {
		return "", err
	}
	var p page
	general := "Find all events in the video that have one of the labels below, and say when each of them starts and ends."
	if len(l.Labels) == 0 {
		general = "Find everything that happens in the video, and say for each event when it starts and ends, and what happens."
	}
	p.add(or(l.Instructions, general))
	p.add(labelSection(l.Labels))
	p.add(l.Unit.sentence() + " What happens in one moment has the same start and end. List events in the order of their start; they may overlap.")
	if l.describes() {
		p.add(languageSection(l.Language))
	}
	nothing, _, err := l.Render(LocalizeAnswer{})
	if err != nil {
		return "", err
	}
	return l.form().finish(&p, "If there is no such event", nothing)
}

// FromClip returns the events of a clip with exact times, in order. An event with
// several labels stands once for each. An event of the whole video lasts from the start
// of the clip to its end; a point has the same start and end.
//
// Left out and noted are labels that are not the task's, events without a label or a
// text where there must be one, and events outside of the clip. The error wraps
// [ErrNoLength] if an event runs to the end of a clip of unknown length; and [ErrNoText]
// or [ErrNoLabel] if no event is left since they lack texts or have no label at all: that
// is not to say that nothing happens.
func (l *Localize) FromClip(c *Clip) (LocalizeAnswer, Notes, error) {
	var a LocalizeAnswer
	var n Notes
	var lacks lacking
	for i := range c.Events {
		e := LocalizedEvent{}
		names := []string{""}
		if len(l.Labels) > 0 {
			if names = c.Labels(i, l.Labels, &n); len(names) == 0 {
				lacks.noLabel(c, i)
				continue
			}
		}
		if l.describes() {
			if e.Description = c.Events[i].Text; blank(e.Description) {
				n.leave(i, "it has no text")
				lacks.noText(c, i)
				continue
			}
		}
		s, ok, err := c.spans(i, len(names), &n)
		if err != nil {
			return LocalizeAnswer{}, n, err
		}
		if !ok {
			continue
		}
		e.Start, e.End = Time{s.Start, l.Unit}, Time{s.End, l.Unit}
		for _, e.Label = range names {
			a.Events = append(a.Events, e)
		}
	}
	if len(a.Events) == 0 {
		return a, n, lacks.err()
	}
	sortEvents(a.Events)
	return a, n, nil
}

// Render returns the text of an answer. Times are rounded to the unit, which is
// counted, and events put in the order of their starts, ends, labels and
// descriptions. Of events that are the same then, one stands in the text, and the others
// are counted.
func (l *Localize) Render(a LocalizeAnswer) (string, Notes, error) {
	var n Notes
	events := append([]LocalizedEvent{}, a.Events...) // a list, also if it is empty
	var faults ReplyError
	for i := range events {
		e := &events[i]
		l.Unit.round(&e.Start, &e.End, &n, at("/events", i), &faults)
	}
	if err := faults.err(); err != nil {
		return "", Notes{}, err
	}
	sortEvents(events)
	events = merge(events, &n)
	text, err := l.form().write(LocalizeAnswer{events})
	return text, n, err
}

// Answer returns the text of the answer for a clip: [Localize.FromClip] and
// [Localize.Render].
func (l *Localize) Answer(c *Clip) (string, Notes, error) { return answerOf(c, l.FromClip, l.Render) }

// Parse reads a reply. Events stay in its order.
func (l *Localize) Parse(reply string) (LocalizeAnswer, error) { return l.form().read(reply) }

// Check returns the error of Parse.
func (l *Localize) Check(reply string) error { return errorOf(l.Parse(reply)) }

func sortEvents(events []LocalizedEvent) {
	slices.SortStableFunc(events, func(a, b LocalizedEvent) int {
		return cmp.Or(compareSpans(a.Start, a.End, b.Start, b.End), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Description, b.Description))
	})
}

// compareSpans compares by the start, then by the end.
func compareSpans(aStart, aEnd, bStart, bEnd Time) int {
	return cmp.Or(cmp.Compare(aStart.Duration, bStart.Duration), cmp.Compare(aEnd.Duration, bEnd.Duration))
}
