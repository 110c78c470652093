package task_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/task"
)

// Each label can be asked for alone, with its definition and its aliases.
func TestOnly(t *testing.T) {
	labels := task.Labels{{Name: "dog", Definition: "a barking one", Aliases: []string{"puppy"}}, {Name: "cat"}}
	for _, tk := range []task.Narrow{
		&task.Classify{Labels: labels, Exhaustive: true}, &task.Localize{Labels: labels}, &task.Moderate{Labels: labels},
	} {
		if got := strings.Join(tk.LabelNames(), " "); got != "cat dog" {
			t.Errorf("%T: the labels are %s", tk, got)
		}
		one, err := tk.Only("dog")
		if err != nil {
			t.Fatal(err)
		}
		prompt, err := one.Prompt()
		if err != nil || !strings.Contains(prompt, "- dog: a barking one") || strings.Contains(prompt, "cat") {
			t.Errorf("%T: %v: the prompt is\n%s", tk, err, prompt)
		}
		if name, ok := one.(task.Narrow).ResolveLabel("puppy"); !ok || name != "dog" {
			t.Errorf("%T: a puppy is %q, %t", tk, name, ok)
		}
		if name, ok := one.(task.Narrow).ResolveLabel("cat"); ok {
			t.Errorf("%T: a cat is %q", tk, name)
		}
		if all := tk.LabelNames(); len(all) != 2 {
			t.Errorf("%T: its labels became %q", tk, all)
		}
		if one, err := tk.Only("Dgo"); !errors.Is(err, task.ErrConfig) || !strings.Contains(err.Error(), "did you mean dog?") || one != nil {
			t.Errorf("%T: %v, %v", tk, one, err)
		}
	}
	c := &task.Classify{Labels: labels, Exhaustive: true}
	one, err := c.Only("cat")
	if err != nil {
		t.Fatal(err)
	}
	answer, _, err := one.Answer(&task.Clip{})
	if err != nil || answer != `{"label":"none"}` || !c.Exhaustive {
		t.Errorf("%s, %v, exhaustive %t", answer, err, c.Exhaustive)
	}
}
