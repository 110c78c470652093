package dataset

import (
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// Labels without times, in answers with times, are told once.
func TestUntimed(t *testing.T) {
	list := animals(6)
	for i := range 3 {
		list[i].Events = []annotation.Event{{Kind: annotation.KindWhole, Labels: []string{"dog"}, Record: i + 1}}
		list[i].File = "a.csv"
	}
	for _, tt := range []struct {
		name string
		task task.Task
		told int
		c    Config
	}{
		{"localize", localize(), 1, Config{}},
		{"two passes", localize(), 1, Config{Stratify: true}},
		{"classify", &task.Classify{Labels: task.Labels{{Name: "cat"}, {Name: "dog"}}, Multi: true}, 0, Config{}},
		{"left out", localize(), 0, Config{Sampling: map[string]float64{"dog": 0}}},
	} {
		var told []annotation.Diagnostic
		c := tt.c
		c.Source, c.Task = videos(list...), tt.task
		c.OnDiagnostic = func(d annotation.Diagnostic) { told = append(told, d) }
		o := build(t, c)
		if len(told) != tt.told || o.Notes.Whole != 3*tt.told {
			t.Errorf("%s: %d events, told are %+v", tt.name, o.Notes.Whole, told)
			continue
		}
		for _, d := range told {
			if d.Code != annotation.CodeUntimed || d.Severity != annotation.Warning || d.File != "a.csv" || d.Video != "v000" || !strings.Contains(d.Message, ": 3 of them") {
				t.Errorf("%s: %+v", tt.name, d)
			}
		}
	}
}
