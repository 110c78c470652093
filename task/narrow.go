package task

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// A Narrow task has a closed list of labels, or none, and can ask for one of them
// only, so that a video gives an example for each label. What its answers say of an
// event are the labels that ResolveLabel knows.
type Narrow interface {
	Labeled

	// LabelNames returns the names of the labels, in order; none if the task has no list.
	LabelNames() []string

	// ResolveLabel returns the name of the label that an event's label means: itself, or
	// that of which it is an alias; false if it is none of the task's.
	ResolveLabel(label string) (name string, ok bool)

	// Only returns the same task with that label alone, and its aliases. A name that is
	// not one of LabelNames is an error.
	Only(name string) (Task, error)
}

var (
	_ Narrow = (*Classify)(nil)
	_ Narrow = (*Localize)(nil)
	_ Narrow = (*Moderate)(nil)
)

// LabelNames returns the names of the labels, in order.
func (t *Classify) LabelNames() []string { return t.Labels.Names() }

// LabelNames returns the names of the labels, in order.
func (l *Localize) LabelNames() []string { return l.Labels.Names() }

// LabelNames returns the names of the labels, in order.
func (m *Moderate) LabelNames() []string { return m.Labels.Names() }

// ResolveLabel is [Labels.Resolve] of the task's labels.
func (t *Classify) ResolveLabel(label string) (string, bool) { return t.Labels.Resolve(label) }

// ResolveLabel is [Labels.Resolve] of the task's labels.
func (l *Localize) ResolveLabel(label string) (string, bool) { return l.Labels.Resolve(label) }

// ResolveLabel is [Labels.Resolve] of the task's labels.
func (m *Moderate) ResolveLabel(label string) (string, bool) { return m.Labels.Resolve(label) }

// Only returns the same task with that label alone. It is not Exhaustive, as a label
// alone need not apply.
func (t *Classify) Only(name string) (Task, error) {
	one := *t
	one.Exhaustive = false
	if err := one.Labels.narrow(name); err != nil {
		return nil, err
	}
	return &one, nil
}

// Only returns the same task with that label alone.
func (l *Localize) Only(name string) (Task, error) {
	one := *l
	if err := one.Labels.narrow(name); err != nil {
		return nil, err
	}
	return &one, nil
}

// Only returns the same task with that label alone.
func (m *Moderate) Only(name string) (Task, error) {
	one := *m
	if err := one.Labels.narrow(name); err != nil {
		return nil, err
	}
	return &one, nil
}

// narrow leaves one label. The list that it was stays as it is.
func (ls *Labels) narrow(name string) error {
	i := slices.IndexFunc(*ls, func(l Label) bool { return l.Name == name })
	if i < 0 {
		return fmt.Errorf("task: %w: %s is none of the labels%s", ErrConfig, quoted(name),
			nearest.DidYouMean("", nearest.Word(strings.ToLower(cut(name)), ls.Names())))
	}
	*ls = Labels{(*ls)[i]}
	return nil
}
