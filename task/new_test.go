package task_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune/task"
)

func TestNew(t *testing.T) {
	for _, tt := range []struct {
		name, config string
		want         task.Task
	}{
		{"summarize", ``, &task.Summarize{}},
		{"summarize", `null`, &task.Summarize{}},
		{"summarize", `{"instructions":"Be short.","language":"Danish","fence":true}`, &task.Summarize{Instructions: "Be short.", Language: "Danish", Fence: true}},
		{"localize", `{"labels":["goal",{"name":"foul","definition":"x"}],"describe":true,"unit":"MM:SS.sss"}`,
			&task.Localize{Labels: task.Labels{{Name: "goal"}, {Name: "foul", Definition: "x"}}, Describe: true, Unit: task.ClockMillis}},
		{"moderate", `{"severities":["mild","grave"],"severity_attribute":"level","default_severity":"mild","whole_only":true}`,
			&task.Moderate{Severities: []task.Label{{Name: "mild"}, {Name: "grave"}}, SeverityAttribute: "level", DefaultSeverity: "mild", WholeOnly: true}},
		{"caption", `{"unit":"H:MM:SS"}`, &task.Caption{Unit: task.ClockHours}},
		{"classify", `{"multi":true,"exhaustive":true}`, &task.Classify{Multi: true, Exhaustive: true}},
	} {
		got, err := task.New(tt.name, json.RawMessage(tt.config))
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("%s %s: %v (-want +got):\n%s", tt.name, tt.config, err, diff)
		}
		// What is written of a task is what makes it.
		config, err := json.Marshal(tt.want)
		if err != nil {
			t.Fatal(err)
		}
		again, err := task.New(tt.name, config)
		if diff := cmp.Diff(tt.want, again); err != nil || diff != "" {
			t.Errorf("%s %s: %v (-want +got):\n%s", tt.name, config, err, diff)
		}
	}
	for _, tt := range []struct{ name, config, want string }{
		{"localise", ``, "did you mean localize?"},
		{"", ``, "want one of summarize, localize, moderate, caption, classify"},
		{"localize", `{"instruction":"x"}`, "did you mean instructions?"},
		{"localize", `{"labels":[{"name":"x","alises":["y"]}]}`, "did you mean aliases?"},
		{"localize", `{"labels":["x","x"]}`, "it is there already"},
		{"localize", `{"unit":"seconds"}`, "want one of MM:SS, H:MM:SS, MM:SS.sss"},
		{"localize", `{"fence":"yes"}`, "fence"},
		{"summarize", `{"labels":["x"]}`, "labels"},
		{"caption", `[]`, "object"},
	} {
		got, err := task.New(tt.name, json.RawMessage(tt.config))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s %s: %v, %v; want %q", tt.name, tt.config, got, err, tt.want)
		}
	}
	if _, err := task.New("x", nil); !errors.Is(err, task.ErrUnknownTask) {
		t.Error(err)
	}
}

func TestNamesAndLabels(t *testing.T) {
	labeled := map[string]bool{"localize": true, "moderate": true, "classify": true}
	for _, name := range task.Names() {
		tk, err := task.New(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		l, ok := tk.(task.Labeled)
		if ok != labeled[name] {
			t.Errorf("%s: labeled is %v", name, ok)
		}
		if !ok {
			continue
		}
		if err := l.SetLabels(task.Labels{{Name: "x"}, {Name: "x"}}); err == nil {
			t.Errorf("%s: labels that are there twice are taken", name)
		}
		if err := l.SetLabels(animals); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := l.SetLabels(animals); !errors.Is(err, task.ErrLabelsSet) {
			t.Errorf("%s: %v, want ErrLabelsSet", name, err)
		}
		if prompt, err := l.Prompt(); err != nil || !strings.Contains(prompt, "- cat\n- dog\n- rabbit\n") {
			t.Errorf("%s: %v\n%s", name, err, prompt)
		}
	}
	if animals[0].Name != "dog" {
		t.Error("the caller's labels are changed")
	}
}
