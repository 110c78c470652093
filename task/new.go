package task

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/config"
	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// ErrUnknownTask says that there is no task of a name.
var ErrUnknownTask = errors.New("there is no such task")

// tasks are the use cases by name.
var tasks = []struct {
	name string
	make func() Task
}{
	{"summarize", func() Task { return new(Summarize) }},
	{"localize", func() Task { return new(Localize) }},
	{"moderate", func() Task { return new(Moderate) }},
	{"caption", func() Task { return new(Caption) }},
	{"classify", func() Task { return new(Classify) }},
}

// Names returns the names that [New] knows: summarize, localize, moderate, caption and
// classify.
func Names() []string {
	names := make([]string, len(tasks))
	for i, t := range tasks {
		names[i] = t.name
	}
	return names
}

// New returns the task of a name, with a configuration as a JSON object: its names are
// those in the tags of the fields, such as "instructions" and "labels" of [Localize].
// No bytes, null and {} are the zero value. A name that is not known, of a task or in
// its configuration, is an error that says the nearest right one. A task that needs
// labels, and has none yet, says so when its Prompt is asked for; see [Labeled].
func New(name string, configuration json.RawMessage) (Task, error) {
	for _, known := range tasks {
		if known.name != name {
			continue
		}
		t := known.make()
		if c := bytes.TrimSpace(configuration); len(c) == 0 || string(c) == "null" {
			return t, nil
		}
		if err := config.Decode(configuration, t); err != nil {
			return nil, fmt.Errorf("task %s: %w", name, err)
		}
		return t, nil
	}
	return nil, fmt.Errorf("task: %w: %s%s; want one of %s", ErrUnknownTask, quoted(name),
		nearest.DidYouMean("", nearest.Word(strings.ToLower(cut(name)), Names())), strings.Join(Names(), ", "))
}
