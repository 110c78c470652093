package compare_test

import (
	"testing"

	"github.com/seed-57910ec4/videotune/compare"
)

// Tools that were changed are told, whatever else was.
func TestTools(t *testing.T) {
	tools := func(name string) string { return `,"tools":[{"functionDeclarations":[{"name":"` + name + `"}]}]` }
	a := ex{uri: "gs://b/a.mp4", prompt: "What?", answer: "dog", rest: tools("f")}
	for name, tt := range map[string]struct {
		change func(e *ex)
		want   compare.Parts
	}{
		"nothing":           {func(*ex) {}, 0},
		"tools":             {func(e *ex) { e.rest = tools("g") }, compare.Tools},
		"no tools":          {func(e *ex) { e.rest = "" }, compare.Tools},
		"and the answer":    {func(e *ex) { e.rest, e.answer = tools("g"), "cat" }, compare.Tools | compare.Answer},
		"and the prompt":    {func(e *ex) { e.rest, e.prompt = "", "Who?" }, compare.Tools | compare.Prompt},
		"and an unknown":    {func(e *ex) { e.rest = tools("g") + `,"id":1` }, compare.Tools},
		"an unknown member": {func(e *ex) { e.rest += `,"id":1` }, compare.Other},
	} {
		b := a
		tt.change(&b)
		r := compareTexts(t, a.line(), b.line())
		if got := r.Changed; tt.want == 0 && len(got) > 0 || tt.want != 0 && (len(got) != 1 || got[0].Parts != tt.want) {
			t.Errorf("%s: %s, want %s", name, told(r), tt.want)
		}
	}
}
