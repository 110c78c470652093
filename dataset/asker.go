package dataset

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/internal/nearest"
	"github.com/seed-57910ec4/videotune/task"
)

// An asker has the task, or one for each label that is asked for.
type asker struct {
	labels  []string    // that are asked for one by one; "" alone for a task that is asked once
	closed  task.Narrow // the task, if its answers have labels of a list and no others
	tasks   map[string]task.Task
	prompts map[string]string
}

// newAsker makes the tasks and their prompts.
func newAsker(t task.Task, perLabel bool) (*asker, error) {
	a := &asker{labels: []string{""}, tasks: map[string]task.Task{}, prompts: map[string]string{}}
	if l, ok := t.(task.Narrow); ok && len(l.LabelNames()) > 0 {
		a.closed = l
	}
	switch {
	case perLabel && a.closed == nil:
		return nil, &ConfigError{"Task", "an example per label needs a task with labels that can be asked for one by one"}
	case perLabel:
		a.labels = a.closed.LabelNames()
		for _, name := range a.labels {
			one, err := a.closed.Only(name)
			if err != nil {
				return nil, fmt.Errorf("dataset: %w", err)
			}
			a.tasks[name] = one
		}
	case t != nil:
		a.tasks[""] = t
	}
	for name, t := range a.tasks {
		var err error
		if a.prompts[name], err = t.Prompt(); err != nil {
			return nil, fmt.Errorf("dataset: %w", err)
		}
	}
	return a, nil
}

// resolve returns what the task calls a label of an event; false if its answers never
// name it.
func (a *asker) resolve(label string) (string, bool) {
	if a.closed == nil {
		return label, true
	}
	return a.closed.ResolveLabel(label)
}

// names reports whether an answer names an event that is shown, or may do so; with a
// label, an answer that is asked for it.
func (a *asker) names(e *annotation.Event, label string) bool {
	if a.closed == nil {
		return true
	}
	return slices.ContainsFunc(e.Labels, func(l string) bool {
		name, ok := a.resolve(l)
		return ok && (label == "" || name == label)
	})
}

// checkSampling returns an error if a factor is for a label that the task does not
// have.
func (a *asker) checkSampling(factors map[string]float64) error {
	if a.closed == nil {
		return nil
	}
	names := a.closed.LabelNames()
	for _, label := range slices.Sorted(maps.Keys(factors)) {
		if !slices.Contains(names, label) {
			hint := nearest.DidYouMean("", nearest.Word(strings.ToLower(label), names))
			return &ConfigError{"Sampling", fmt.Sprintf("%q is no label of the task%s", label, hint)}
		}
	}
	return nil
}

// tellUnasked tells of the events of which nothing is asked for, where labels are asked
// for one by one.
func (b *builder) tellUnasked(v *annotation.Video) {
	for i := range v.Events {
		e := &v.Events[i]
		if len(e.Labels) == 0 {
			b.leaveEvent(v, e, ReasonNotSaid, "it has no label")
		}
		for _, l := range e.Labels {
			if _, ok := b.asker.resolve(l); !ok {
				b.leaveEvent(v, e, ReasonNotSaid, fmt.Sprintf("its label %.100q is none of the task's", l))
			}
		}
	}
}
