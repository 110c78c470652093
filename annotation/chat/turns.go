package chat

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
)

// turnLists are the members of a record that hold its turns.
var turnLists = []string{"messages", "conversations"}

// roles are those of turns, in lower case.
var roles = map[string]videotune.Role{
	"user": videotune.RoleUser, "human": videotune.RoleUser,
	"assistant": videotune.RoleModel, "gpt": videotune.RoleModel, "model": videotune.RoleModel, "bot": videotune.RoleModel, "chatgpt": videotune.RoleModel,
	"system": annotation.RoleSystem,
}

// tools are the roles of turns in which a program is called or answers.
var tools = map[string]bool{"function": true, "function_call": true, "function_response": true, "observation": true, "tool": true, "tool_call": true, "tool_response": true}

// placeholders stand where the video was put. The second is that of programs that
// take a video for a list of images.
var placeholders = []string{"<video>", "<image>"}

// turns takes the turns out of a record.
func (f *file) turns(o jsonread.Object) (turns []annotation.Turn, err error) {
	if o[turnLists[0]] != nil && o[turnLists[1]] != nil {
		return nil, fmt.Errorf("there are both %s and %s", turnLists[0], turnLists[1])
	}
	if turns, err = instruction(o); err != nil {
		return nil, err
	}
	marks := 0
	for _, name := range turnLists {
		list, err := o.List(name)
		if err != nil {
			return nil, err
		}
		for i, v := range list {
			turn, n, err := f.turn(v)
			if err != nil {
				return nil, fmt.Errorf("%s[%d]: %w", name, i, err)
			}
			marks += n
			switch {
			case turn.Role == annotation.RoleSystem && turn.Text == "":
				continue
			case turn.Role == annotation.RoleSystem && len(turns) > 0:
				return nil, skipped("%s[%d] is an instruction behind other turns", name, i)
			case turn.Text == "" && (n == 0 || turn.Role == videotune.RoleModel):
				return nil, skipped("%s[%d] is empty", name, i)
			}
			turns = append(turns, turn)
		}
	}
	return turns, f.complete(turns, marks)
}

// complete returns an error if turns are no conversation about one video.
func (f *file) complete(turns []annotation.Turn, marks int) error {
	if n := len(turns); n == 0 || turns[n-1].Role != videotune.RoleModel {
		return skipped("its last turn is not the model's")
	}
	if marks > 1 {
		return skipped("it has %d placeholders for one video", marks)
	}
	if marks == 0 {
		f.bare++
	}
	return nil
}

// instruction takes out the member that is an instruction.
func instruction(o jsonread.Object) ([]annotation.Turn, error) {
	text, err := o.Text("system")
	if err != nil || text == "" {
		return nil, err
	}
	return []annotation.Turn{{Role: annotation.RoleSystem, Text: text}}, nil
}

// turn reads a turn, and returns how many placeholders it had.
func (f *file) turn(v any) (turn annotation.Turn, marks int, err error) {
	o, err := jsonread.AsObject(v)
	if err != nil {
		return turn, 0, err
	}
	role, err := either(o, "role", "from")
	if err != nil {
		return turn, 0, err
	}
	role = strings.ToLower(role)
	if tools[role] || !empty(o.Take("tool_calls")) {
		return turn, 0, unsupported("a tool is called in it")
	}
	var ok bool
	if turn.Role, ok = roles[role]; !ok {
		return turn, 0, fmt.Errorf("the role is %.50q; want user or human, assistant or gpt, or system", role)
	}
	text, err := either(o, "content", "value")
	if err != nil {
		return turn, 0, err
	}
	turn.Text, marks = strip(text)
	f.note(o.Rest())
	return turn, marks, nil
}

// maxExtra is how many names of members without a place are told apart.
const maxExtra = 50

// note counts members that have no place.
func (f *file) note(members map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if _, ok := f.extra[name]; !ok && len(f.extra) >= maxExtra {
			name = "(others)"
		}
		f.extra[name]++
	}
}

// either takes out a text that has one of two names.
func either(o jsonread.Object, a, b string) (string, error) {
	if o[a] != nil && o[b] != nil {
		return "", fmt.Errorf("there are both %s and %s", a, b)
	}
	name := a
	if o[a] == nil {
		name = b
	}
	v := o.Take(name)
	text, ok := v.(string)
	if !ok && v != nil {
		return "", fmt.Errorf("%s is %s; want a text", name, jsonread.Describe(v))
	}
	return strings.TrimSpace(text), nil
}

// white is what may stand around a placeholder.
const white = " \t\r\n"

// strip takes the placeholder out of a text, with the white space on one side of it,
// and returns how many there are. Where there are several, they stay.
func strip(text string) (string, int) {
	marks := 0
	for _, p := range placeholders {
		marks += strings.Count(text, p)
	}
	if marks == 1 {
		for _, p := range placeholders {
			if before, after, ok := strings.Cut(text, p); ok {
				text = join(before, after)
			}
		}
	}
	return strings.Trim(text, white), marks
}

// join puts together what a placeholder has parted.
func join(before, after string) string {
	switch {
	case before == "" || strings.ContainsAny(before[len(before)-1:], white):
		return before + strings.TrimLeft(after, white)
	case after == "" || strings.ContainsAny(after[:1], white):
		return before + after
	}
	return before + " " + after
}
