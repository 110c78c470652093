package dataset

import (
	"errors"
	"fmt"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// An asker has the task, or one for each label that is asked for.
type asker struct {
	labels  []string // "" for a task that is asked once
	tasks   map[string]task.Task
	prompts map[string]string
}

// newAsker makes the tasks and their prompts.
func newAsker(t task.Task, perLabel bool) (*asker, error) {
	a := &asker{labels: []string{""}, tasks: map[string]task.Task{}, prompts: map[string]string{}}
	if t == nil {
		return a, nil
	}
	a.tasks[""] = t
	if perLabel {
		if err := a.narrow(t); err != nil {
			return nil, err
		}
	}
	for name, t := range a.tasks {
		var err error
		if a.prompts[name], err = t.Prompt(); err != nil {
			return nil, fmt.Errorf("dataset: %w", err)
		}
	}
	return a, nil
}

// narrow makes a task for each label of t, in place of t.
func (a *asker) narrow(t task.Task) error {
	l, ok := t.(task.Narrow)
	if !ok || len(l.LabelNames()) == 0 {
		return &ConfigError{"Task", "an example per label needs a task with labels"}
	}
	a.labels = l.LabelNames()
	delete(a.tasks, "")
	for _, name := range a.labels {
		one, err := l.Only(name)
		if err != nil {
			return fmt.Errorf("dataset: %w", err)
		}
		a.tasks[name] = one
	}
	return nil
}

// example makes the example of an item.
func (b *builder) example(it *item) (*videotune.Example, task.Notes, error) {
	if len(it.video.Turns) > 0 {
		ex, err := b.conversation(it)
		return ex, task.Notes{}, err
	}
	t := b.tasks.tasks[it.label]
	if t == nil {
		return nil, task.Notes{}, errors.New("there is no task, and the video has no conversation")
	}
	answer, notes, err := t.Answer(&task.Clip{Length: it.clip.length, Events: it.clip.events})
	if err != nil {
		return nil, task.Notes{}, err
	}
	ex := b.begin()
	ex.Contents = []videotune.Content{
		videotune.User(it.clip.part, videotune.Text(b.tasks.prompts[it.label])),
		videotune.Model(videotune.Text(answer)),
	}
	return ex, notes, nil
}

// begin returns an example that has what all have.
func (b *builder) begin() *videotune.Example {
	ex := &videotune.Example{GenerationConfig: videotune.GenerationConfig{MediaResolution: b.Resolution}}
	if b.System != "" {
		ex.SystemInstruction = &videotune.Content{Parts: []videotune.Part{videotune.Text(b.System)}}
	}
	return ex
}

// conversation makes an example of the turns of a video, which stands in the first
// of the user's.
func (b *builder) conversation(it *item) (*videotune.Example, error) {
	ex := b.begin()
	shown := false
	for _, t := range it.video.Turns {
		switch t.Role {
		case annotation.RoleSystem:
			ex.SystemInstruction = &videotune.Content{Parts: []videotune.Part{videotune.Text(t.Text)}}
		case videotune.RoleModel:
			ex.Contents = append(ex.Contents, videotune.Model(videotune.Text(t.Text)))
		default:
			c := videotune.User(videotune.Text(t.Text))
			if !shown {
				c.Parts = append([]videotune.Part{it.clip.part}, c.Parts...)
				shown = true
			}
			ex.Contents = append(ex.Contents, c)
		}
	}
	if !shown {
		return nil, errors.New("the conversation has no turn of the user")
	}
	return ex, nil
}
