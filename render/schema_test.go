package render_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/seed-57910ec4/videotune/render"
)

// The schema names each member that is written, and no other. That it judges
// whole outputs rightly is tested with a validator, in internal/e2e.
func TestSchemaMembers(t *testing.T) {
	var schema struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(render.CheckSchema, &schema); err != nil {
		t.Fatal(err)
	}
	report, _ := failing()
	var out bytes.Buffer
	if err := render.Report(render.NewJSON(&out, render.JSONOptions{}), report); err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	summary := doc["summary"].(map[string]any)
	same(t, "the object", doc, schema.Properties)
	same(t, "problem", doc["problems"].([]any)[0].(map[string]any), schema.Defs["problem"].Properties)
	same(t, "summary", summary, schema.Defs["summary"].Properties)
	same(t, "file", summary["files"].([]any)[0].(map[string]any), schema.Defs["file"].Properties)
	same(t, "range", summary["tokens"].(map[string]any), schema.Defs["range"].Properties)
}

func same(t *testing.T, what string, got, want map[string]any) {
	t.Helper()
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: the schema lacks the member %q", what, name)
		}
	}
	for name := range want {
		if _, ok := got[name]; !ok {
			t.Errorf("%s: the member %q of the schema is not written", what, name)
		}
	}
}
