package task

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// A Narrow task can ask for one of its labels only, so that a video gives an example
// for each label.
type Narrow interface {
	Labeled

	// LabelNames returns the names of the labels, in order.
	LabelNames() []string

	// Only returns the same task with that label alone. A name that is not one of
	// LabelNames is an error.
	Only(label string) (Task, error)
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

// Only returns the same task with that label alone.
func (t *Classify) Only(label string) (Task, error) {
	one := *t
	one.Exhaustive = false // a label alone need not apply
	return &one, one.Labels.narrow(label)
}

// Only returns the same task with that label alone.
func (l *Localize) Only(label string) (Task, error) {
	one := *l
	return &one, one.Labels.narrow(label)
}

// Only returns the same task with that label alone.
func (m *Moderate) Only(label string) (Task, error) {
	one := *m
	return &one, one.Labels.narrow(label)
}

// narrow leaves one label.
func (ls *Labels) narrow(name string) error {
	i := slices.IndexFunc(*ls, func(l Label) bool { return l.Name == name })
	if i < 0 {
		return fmt.Errorf("task: %w: %s is none of the labels%s", ErrConfig, quoted(name),
			nearest.DidYouMean("", nearest.Word(strings.ToLower(cut(name)), ls.Names())))
	}
	*ls = Labels{(*ls)[i]}
	return nil
}
