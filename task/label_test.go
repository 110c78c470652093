package task_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune/task"
)

func TestLabelsValidate(t *testing.T) {
	good := task.Labels{
		{Name: "dog", Aliases: []string{"Dog", "DOG ", "canine"}}, {Name: "cat", Definition: "a\ncat"}, {Name: "R&B: <live>"}, {Name: "Größe"},
	}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	bad := task.Labels{
		{Name: "dog", Aliases: []string{"cat", ""}}, {Name: ""}, {Name: "dog"}, {Name: "Dog"}, {Name: " dog"}, {Name: "cat"},
		{Name: "a\nb"}, {Name: "\xff"}, {Name: "fish", Definition: "\xff", Aliases: []string{"CAT"}},
	}
	var e *task.LabelsError
	if !errors.As(bad.Validate(), &e) {
		t.Fatal("no error")
	}
	var got []string
	for _, f := range e.Faults {
		got = append(got, bad[f.Index].Name+"|"+f.Name+"|"+f.Reason)
	}
	want := []string{
		"||it is empty",
		"dog|dog|it is there already, at index 0",
		"Dog|Dog|it differs from that at index 0 only in case or outer spaces",
		" dog| dog|it differs from that at index 0 only in case or outer spaces",
		"a\nb|a\nb|it has a control character, such as a line break",
		"\xff|\xff|it is not valid UTF-8",
		"fish|fish|its definition is not valid UTF-8",
		"dog|cat|as an alias, it is there already, at index 5",
		"dog||as an alias, it is empty",
		"fish|CAT|as an alias, it differs from that at index 5 only in case or outer spaces",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if text := e.Error(); !strings.Contains(text, "label 1") || !strings.Contains(text, "index 5") {
		t.Error(text)
	}
}

func TestLabelsJSON(t *testing.T) {
	var got task.Labels
	err := json.Unmarshal([]byte(`["dog",{"name":"cat","definition":"purrs","aliases":["kitten"]}]`), &got)
	want := task.Labels{{Name: "dog"}, {Name: "cat", Definition: "purrs", Aliases: []string{"kitten"}}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for in, part := range map[string]string{
		`[{"name":"dog","defintion":"x"}]`: `did you mean definition?`,
		`[1]`:                              `object`,
		`["dog","dog"]`:                    `it is there already`,
		`[{"name":""}]`:                    `it is empty`,
	} {
		if err := json.Unmarshal([]byte(in), &got); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v, want %q", in, err, part)
		}
	}
}

func TestResolve(t *testing.T) {
	ls := task.Labels{{Name: "dog", Aliases: []string{"canine"}}, {Name: "cat"}}
	for in, want := range map[string]string{"dog": "dog", "canine": "dog", "cat": "cat", "Dog": "", " dog": "", "": ""} {
		if got, ok := ls.Resolve(in); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", in, got, ok)
		}
	}
	if diff := cmp.Diff([]string{"cat", "dog"}, ls.Names()); diff != "" {
		t.Error(diff)
	}
}
