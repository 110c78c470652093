package dataset

import (
	"errors"
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// example makes the example of an item, and tells the item if it is a negative.
func (b *builder) example(it *item) (*videotune.Example, task.Notes, error) {
	ex := &videotune.Example{GenerationConfig: videotune.GenerationConfig{MediaResolution: b.Resolution}}
	if b.System != "" {
		ex.SystemInstruction = &videotune.Content{Parts: []videotune.Part{videotune.Text(b.System)}}
	}
	if len(it.video.Turns) > 0 {
		return ex, task.Notes{}, converse(ex, it)
	}
	t := b.asker.tasks[it.label]
	if t == nil {
		return nil, task.Notes{}, errors.New("there is no task, and the video has no conversation")
	}
	answer, notes, err := t.Answer(&task.Clip{Length: it.clip.length, Events: it.clip.events})
	if err != nil {
		return nil, task.Notes{}, err
	}
	it.negative = len(it.clip.events) == 0 || answer == nothing(t, it.clip.length)
	ex.Contents = []videotune.Content{
		videotune.User(it.clip.part, videotune.Text(b.asker.prompts[it.label])),
		videotune.Model(videotune.Text(answer)),
	}
	return ex, notes, nil
}

// nothing returns the answer of a task when nothing happens in a clip; "" if it has none.
func nothing(t task.Task, length time.Duration) string {
	answer, _, err := t.Answer(&task.Clip{Length: length})
	if err != nil {
		return ""
	}
	return answer
}

// converse fills an example with the turns of its video, which stands in the first of
// the user's.
func converse(ex *videotune.Example, it *item) error {
	shown := false
	var system []videotune.Part
	for _, t := range it.video.Turns {
		switch t.Role {
		case annotation.RoleSystem:
			system = append(system, videotune.Text(t.Text))
		case videotune.RoleModel:
			ex.Contents = append(ex.Contents, videotune.Model(videotune.Text(t.Text)))
		case videotune.RoleUser:
			c := videotune.User(videotune.Text(t.Text))
			if !shown {
				c.Parts = append([]videotune.Part{it.clip.part}, c.Parts...)
				shown = true
			}
			ex.Contents = append(ex.Contents, c)
		default:
			return fmt.Errorf("the conversation has a turn of %.100q; want user, model or system", t.Role)
		}
	}
	if !shown {
		return errors.New("the conversation has no turn of the user")
	}
	if len(system) > 0 {
		ex.SystemInstruction = &videotune.Content{Parts: system}
	}
	return nil
}
