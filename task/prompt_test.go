package task_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/task"
)

// Labels stand in the schema as they are, and the schema remains JSON.
func TestPromptLabels(t *testing.T) {
	l := &task.Localize{Labels: task.Labels{{Name: "R&B <live>", Definition: " a\n  song "}, {Name: `"\u0026"`}, {Name: "Größe"}}}
	prompt, err := l.Prompt()
	if err != nil {
		t.Fatal(err)
	}
	if want := `"enum":["\"\\u0026\"","Größe","R&B <live>"]`; !strings.Contains(prompt, want) {
		t.Errorf("want %s in:\n%s", want, prompt)
	}
	if want := "- \"\\u0026\"\n- Größe\n- R&B <live>: a song\n"; !strings.Contains(prompt, want) {
		t.Errorf("want %s in:\n%s", want, prompt)
	}
	for line := range strings.Lines(prompt) {
		if strings.HasPrefix(line, "{") && !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %s", line)
		}
	}
	if reply := `{"events":[{"start":"00:00","end":"00:01","label":"R&B <live>"}]}`; l.Check(reply) != nil {
		t.Error(l.Check(reply))
	}
}

func TestPromptConfig(t *testing.T) {
	for name, tk := range map[string]task.Task{
		"labels": &task.Localize{Labels: task.Labels{{}}}, "unit": &task.Localize{Unit: "x"}, "caption": &task.Caption{Unit: "x"},
		"moderate": &task.Moderate{}, "classify": &task.Classify{Labels: task.Labels{{Name: "none"}}},
	} {
		if prompt, err := tk.Prompt(); err == nil {
			t.Errorf("%s: %s", name, prompt)
		}
	}
	s := &task.Summarize{Instructions: "Tell a joke about it.", Language: "Danish"}
	prompt, err := s.Prompt()
	if err != nil || !strings.HasPrefix(prompt, "Tell a joke about it.\n\nWrite texts in this language: Danish.\n\nAnswer with JSON") {
		t.Error(prompt, err)
	}
}
