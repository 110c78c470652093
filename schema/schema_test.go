package schema_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/seed-57910ec4/videotune/schema"
)

var update = flag.Bool("update", false, "write line.schema.json")

func TestLineFile(t *testing.T) {
	got, err := schema.Line()
	if err != nil {
		t.Fatal(err)
	}
	const name = "line.schema.json"
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("Line() differs from %s; run go test -update ./schema and look at the change:\n%s", name, got)
	}
}

func TestLineIsStable(t *testing.T) {
	first, err := schema.Line()
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		next, err := schema.Line()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, next) {
			t.Fatalf("two calls differ:\n%s\n%s", first, next)
		}
	}
}

// Every object of the schema is closed, except those that hold the user's own
// JSON.
func TestLineIsClosed(t *testing.T) {
	b, err := schema.Line()
	if err != nil {
		t.Fatal(err)
	}
	var s map[string]any
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	defs := map[string]any{"line": s}
	for name, def := range s["$defs"].(map[string]any) {
		defs[name] = def
	}
	for name, def := range defs {
		if open, ok := def.(map[string]any)["additionalProperties"].(bool); !ok || open {
			t.Errorf("%s takes additional properties", name)
		}
	}
}

func ExampleLine() {
	b, err := schema.Line()
	if err != nil {
		fmt.Println(err)
		return
	}
	var s struct {
		Schema   string   `json:"$schema"`
		ID       string   `json:"$id"`
		Title    string   `json:"title"`
		Required []string `json:"required"`
		Closed   any      `json:"additionalProperties"`
	}
	if err := json.Unmarshal(b, &s); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Schema)
	fmt.Println(s.ID)
	fmt.Println(s.Title)
	fmt.Println("required:", s.Required, "additional members:", s.Closed)
	// Output:
	// https://json-schema.org/draft/2020-12/schema
	// https://github.com/seed-57910ec4/videotune/schema/line.schema.json
	// One example of a Gemini video tuning dataset
	// required: [contents] additional members: false
}
