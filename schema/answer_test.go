package schema_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/schema"
)

type leaf struct {
	Name  string   `json:"name" jsonschema:"enum=cat,enum=dog"`
	Count int      `json:"count,omitempty" jsonschema:"minimum=1"`
	Notes []string `json:"notes,omitzero"`
}

func TestAnswer(t *testing.T) {
	type tree struct {
		First, Second leaf
		More          map[string]leaf `json:"more"`
		When          time.Time       `json:"when,omitzero"`
		hidden        chan int
		Skipped       chan int `json:"-"`
	}
	_ = tree{}.hidden
	const leafSchema = `{"properties":{"name":{"type":"string","enum":["cat","dog"]},"count":{"type":"integer","minimum":1},"notes":{"items":{"type":"string"},"type":"array"}},"additionalProperties":false,"type":"object","required":["name"]}`
	want := `{"properties":{"First":` + leafSchema + `,"Second":` + leafSchema + `,"more":{"additionalProperties":` + leafSchema + `,"type":"object"},"when":{"type":"string","format":"date-time"}},"additionalProperties":false,"type":"object","required":["First","Second","more"]}`
	for range 3 {
		s, err := schema.Answer[tree]()
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(s)
		if err != nil || string(got) != want {
			t.Errorf("%v\n got %s\nwant %s", err, got, want)
		}
		s.Properties.Delete("First") // a schema of the caller's own
	}
}

type ring struct {
	Next []ring `json:"next"`
}

func TestAnswerRefuses(t *testing.T) {
	for name, answer := range map[string]func() error{
		"recursion": refused[ring],
		"channel":   refused[[]chan int],
		"function":  refused[struct{ F func() }],
		"complex":   refused[map[string]complex128],
		"keys":      refused[map[int]string],
		"writer":    refused[struct{ R json.Marshaler }], // an interface is any value
		"own form":  refused[writes],
	} {
		err := answer()
		if name == "writer" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if !errors.Is(err, schema.ErrAnswerType) {
			t.Errorf("%s: %v, want ErrAnswerType", name, err)
		}
	}
}

func refused[T any]() error {
	_, err := schema.Answer[T]()
	return err
}

type writes struct{ A int }

func (writes) MarshalText() ([]byte, error) { return []byte("x"), nil }

func ExampleAnswer() {
	type animal struct {
		Name string `json:"animal_name" jsonschema:"enum=dog,enum=cat,enum=rabbit"`
	}
	s, err := schema.Answer[[]animal]()
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := json.Marshal(s)
	fmt.Println(string(text), err)
	// Output:
	// {"items":{"properties":{"animal_name":{"type":"string","enum":["dog","cat","rabbit"]}},"additionalProperties":false,"type":"object","required":["animal_name"]},"type":"array"} <nil>
}
