package task

import (
	"fmt"
	"slices"
	"strings"
)

// Classify asks which label applies to the clip or, with Multi, which labels do. It
// needs Labels.
type Classify struct {
	Instructions string `json:"instructions,omitempty"` // what to tell apart; "" for a general sentence
	Labels       Labels `json:"labels,omitempty"`       // "none" may not be one, unless the labels are Exhaustive
	Multi        bool   `json:"multi,omitempty"`        // several labels may apply
	Exhaustive   bool   `json:"exhaustive,omitempty"`   // a label always applies: there is no answer that none does
	Fence        bool   `json:"fence,omitempty"`        // answers stand in a code fence
}

// A ClassifyAnswer is the answer of [Classify]. The zero value says that no label
// applies. In JSON it is {"labels":["cat","dog"]} with Multi; without, it is
// {"label":"dog"}, or {"label":"none"}.
type ClassifyAnswer struct {
	Labels []string `json:"labels" jsonschema:"uniqueItems=true,format=label" jsonschema_description:"all labels that apply"` // in the order of their names
}

// A oneLabel is the answer without Multi.
type oneLabel struct {
	Label string `json:"label" jsonschema:"format=verdict" jsonschema_description:"the label that applies"`
}

var _ Labeled = (*Classify)(nil)

// SetLabels sets the labels, in the order of their names.
func (t *Classify) SetLabels(labels Labels) error { return t.Labels.set(labels) }

func (t *Classify) one() *form[oneLabel] {
	names := t.Labels.Names()
	if !t.Exhaustive {
		names = append(names, None)
	}
	return &form[oneLabel]{fence: t.Fence, lists: map[string][]string{formatVerdict: names}}
}

func (t *Classify) many() *form[ClassifyAnswer] {
	return &form[ClassifyAnswer]{
		fence: t.Fence, settle: t.settle,
		lists: map[string][]string{formatLabel: t.Labels.Names()},
	}
}

func (t *Classify) settle(a *ClassifyAnswer, faults *ReplyError) {
	if len(a.Labels) == 0 {
		a.Labels = nil
		if t.Exhaustive {
			faults.add("/labels", "with 0 elements", "a label at least", ErrValue)
		}
	}
}

// Prompt returns the prompt. A fault of the labels is an error.
func (t *Classify) Prompt() (string, error) {
	reserved := []string{None}
	if t.Exhaustive || t.Multi {
		reserved = nil
	}
	if err := t.Labels.need(reserved...); err != nil {
		return "", err
	}
	var p page
	const when = "If no label applies"
	nothing := ""
	if !t.Exhaustive {
		var err error
		if nothing, _, err = t.Render(ClassifyAnswer{}); err != nil {
			return "", err
		}
	}
	if t.Multi {
		p.add(or(t.Instructions, "Which of the labels below apply to the video?"))
		p.add(labelSection(t.Labels))
		p.add("Several labels may apply. Give all that do, each once, in the order above.")
		return t.many().finish(&p, when, nothing)
	}
	p.add(or(t.Instructions, "Which of the labels below applies to the video?"))
	p.add(labelSection(t.Labels))
	p.add("Give one label only: the one that fits best.")
	return t.one().finish(&p, when, nothing)
}

// FromClip returns the labels of all events of a clip, each once, in the order of
// their names. Labels that are not the task's are noted as left out, and so are events
// without a label.
//
// The error wraps [ErrSeveralLabels] if there are several and the task is not Multi,
// and [ErrNoLabel] if there is none and the labels are Exhaustive or an event has no
// label at all, which is not to say that none applies.
func (t *Classify) FromClip(c *Clip) (ClassifyAnswer, Notes, error) {
	var a ClassifyAnswer
	var n Notes
	var lacks lacking
	for i := range c.Events {
		a.Labels = append(a.Labels, c.Labels(i, t.Labels, &n)...)
		lacks.noLabel(c, i)
	}
	slices.Sort(a.Labels)
	a.Labels = slices.Compact(a.Labels)
	switch {
	case len(a.Labels) > 1 && !t.Multi:
		return ClassifyAnswer{}, n, fmt.Errorf("task: %w: %s", ErrSeveralLabels, cut(strings.Join(a.Labels, ", ")))
	case len(a.Labels) == 0 && t.Exhaustive:
		return ClassifyAnswer{}, n, fmt.Errorf("task: %w, and one always applies", ErrNoLabel)
	case len(a.Labels) == 0:
		return a, n, lacks.err()
	}
	return a, n, nil
}

// Render returns the text of an answer. Without Multi it must have one label, or none.
func (t *Classify) Render(a ClassifyAnswer) (string, Notes, error) {
	labels := append([]string{}, a.Labels...) // a list, also if it is empty
	slices.Sort(labels)
	if t.Multi {
		text, err := t.many().write(ClassifyAnswer{labels})
		return text, Notes{}, err
	}
	switch {
	case len(labels) == 0 && t.Exhaustive:
		return "", Notes{}, fmt.Errorf("task: %w, and one always applies", ErrNoLabel)
	case len(labels) == 0:
		labels = []string{None}
	case len(labels) > 1:
		return "", Notes{}, fmt.Errorf("task: %w: %s", ErrSeveralLabels, cut(strings.Join(labels, ", ")))
	}
	text, err := t.one().write(oneLabel{labels[0]})
	return text, Notes{}, err
}

// Answer returns the text of the answer for a clip: [Classify.FromClip] and
// [Classify.Render].
func (t *Classify) Answer(c *Clip) (string, Notes, error) { return answerOf(c, t.FromClip, t.Render) }

// Parse reads a reply. Labels stay in its order.
func (t *Classify) Parse(reply string) (ClassifyAnswer, error) {
	if t.Multi {
		return t.many().read(reply)
	}
	one, err := t.one().read(reply)
	switch {
	case err != nil:
		return ClassifyAnswer{}, err
	case one.Label == None && !t.Exhaustive:
		return ClassifyAnswer{}, nil
	}
	return ClassifyAnswer{[]string{one.Label}}, nil
}

// Check returns the error of Parse.
func (t *Classify) Check(reply string) error { return errorOf(t.Parse(reply)) }
