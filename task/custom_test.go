package task_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// A shot is an answer with most of what a schema can say.
type shot struct {
	At     task.Time         `json:"at"`
	Label  string            `json:"label" jsonschema:"format=label"`
	Kind   string            `json:"kind" jsonschema:"enum=wide,enum=close"`
	Count  int               `json:"count" jsonschema:"minimum=1,maximum=9"`
	Share  float64           `json:"share" jsonschema:"exclusiveMinimum=0,exclusiveMaximum=1"`
	Code   string            `json:"code" jsonschema:"pattern=^[a-z]+$,maxLength=3"`
	Names  []string          `json:"names" jsonschema:"minItems=1,maxItems=2,uniqueItems=true"`
	Note   *string           `json:"note" jsonschema:"nullable"`
	Extra  map[string]string `json:"extra,omitempty"`
	Any    any               `json:"any,omitempty"`
	Inside struct {
		Yes bool `json:"yes"`
	} `json:"inside"`
}

const shotJSON = `{"at":"00:05.250","label":"dog","kind":"wide","count":3,"share":0.5,"code":"abc","names":["x"],"note":null,"inside":{"yes":true}}`

func shots() *task.Custom[shot] {
	return &task.Custom[shot]{
		Template: "Which shot?\n{{.List}}\n{{range .Labels}}{{.Name}} {{end}}\n{{.Times}}\n{{.Format}}\n{{.Nothing}}{{.Data}}",
		Data:     "the data", Labels: animals, Unit: task.ClockMillis,
		Value: func(c *task.Clip) (s shot, n task.Notes, err error) {
			span, ok, err := c.Span(0, &n)
			if err != nil || !ok {
				return s, n, errors.Join(err, errors.New("no event"))
			}
			s.At, _ = task.ClockMillis.Span(span.Start, span.End, &n)
			s.Label = c.Labels(0, animals, &n)[0]
			s.Kind, s.Count, s.Share, s.Code, s.Names, s.Inside.Yes = "wide", 3, 0.5, "abc", []string{"x"}, true
			return s, n, nil
		},
		Validate: func(s *shot) error {
			if s.Code == "bad" {
				return errors.New("a better code")
			}
			return nil
		},
	}
}

func TestCustom(t *testing.T) {
	c := shots()
	prompt, err := c.Prompt()
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		"- cat\n- dog\n- rabbit\ncat dog rabbit ", "Times are relative to the start of the segment", "the data",
		`"at":{"type":"string","pattern":"^([0-9]+:)?[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}$"}`, `"label":{"type":"string","enum":["cat","dog","rabbit"]}`,
		`"note":{"oneOf":[{"type":"string"},{"type":"null"}]}`,
	} {
		if !strings.Contains(prompt, part) {
			t.Errorf("the prompt lacks %s:\n%s", part, prompt)
		}
	}
	got := answered(t, c, clip(9*sec, segment(5250*ms, 6*sec, "dog")))
	if want := shotJSON + ` {"times":2,"rounded":0,`; !strings.HasPrefix(got, want) {
		t.Errorf("%s, want %s", got, want)
	}
	back, err := c.Parse("```\n" + shotJSON + "\n```")
	want := shot{At: task.Time{Duration: 5250 * ms, Unit: task.ClockMillis}, Label: "dog", Kind: "wide", Count: 3, Share: 0.5, Code: "abc", Names: []string{"x"}}
	want.Inside.Yes = true
	if diff := cmp.Diff(want, back); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestCustomFaults(t *testing.T) {
	c := shots()
	for _, tt := range []struct{ old, new, want string }{
		{`"dog"`, `"fox"`, `/label: value that is not listed "fox": want one of "cat", "dog", "rabbit"`},
		{`"wide"`, `"far"`, `/kind: value that is not listed "far": want one of "wide", "close"`},
		{`:3,`, `:0,`, `/count: value that does not fit 0: want a number that is not below 1`},
		{`:3,`, `:10,`, `/count: value that does not fit 10: want a number that is not above 9`},
		{`:3,`, `:3.0,`, `/count: value of another type 3.0: want a whole number`},
		{`:3,`, `:99999999999999999999,`, `/count: value that does not fit`},
		{`0.5`, `0`, `/share: value that does not fit 0: want a number that is not below 0, nor that itself`},
		{`0.5`, `1e999`, `/share: value that does not fit 1e999: want a number that is not above 1`},
		{`"abc"`, `"abcd"`, `/code: value that does not fit "abcd": want at most 3 characters`},
		{`"abc"`, `"ab1"`, `want a text that matches ^[a-z]+$`},
		{`"abc"`, `"bad"`, `want a better code`},
		{`["x"]`, `[]`, `/names: value that does not fit with 0 elements: want at least 1 elements`},
		{`["x"]`, `["x","x"]`, `/names/1: value that does not fit "x": want each value once`},
		{`null`, `1`, `/note: value of another type 1: want a string or null`},
		{`"inside":{"yes":true}`, `"inside":{"yes":1}`, `/inside/yes: value of another type 1: want true or false`},
		{`"inside"`, `"extra":{"a":1},"inside"`, `/extra/a: value of another type 1: want a string`},
	} {
		reply := strings.Replace(shotJSON, tt.old, tt.new, 1)
		if err := c.Check(reply); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", reply, err, tt.want)
		}
	}
	for _, reply := range []string{
		strings.Replace(shotJSON, `null`, `"x"`, 1),
		strings.Replace(shotJSON, `"inside"`, `"extra":{"a":"b"},"any":[1,{"x":null}],"inside"`, 1),
	} {
		if err := c.Check(reply); err != nil {
			t.Errorf("%s: %v", reply, err)
		}
	}
	// A time of ours is in the unit of the task.
	if text, _, err := c.Render(shot{At: task.At(5 * time.Second), Label: "dog", Kind: "wide", Count: 3, Share: 0.5, Code: "abc", Names: []string{"x"}}); !errors.Is(err, task.ErrNotTime) {
		t.Errorf("%s, %v", text, err)
	}
}

func TestCustomList(t *testing.T) {
	type animal struct {
		Name string `json:"animal_name" jsonschema:"format=verdict"`
	}
	c := &task.Custom[[]animal]{
		Template: "{{.Format}}\nIf there is none: {{.Nothing}}", Labels: animals, Fence: true, Nothing: &[]animal{},
		Value: func(c *task.Clip) ([]animal, task.Notes, error) { return []animal{{"dog"}}, task.Notes{}, nil },
	}
	if prompt, err := c.Prompt(); err != nil || !strings.HasSuffix(prompt, "none: ```json\n[]\n```") {
		t.Error(prompt, err)
	}
	if text, _, err := c.Answer(new(task.Clip)); err != nil || text != "```json\n[{\"animal_name\":\"dog\"}]\n```" {
		t.Error(text, err)
	}
	for reply, want := range map[string]int{
		`[{"animal_name":"dog"},{"animal_name":"none"}]`:                 2,
		"[Music] the [dog] ```json\n[ {\"animal_name\": \"dog\"} ]\n```": 1,
		`[]`:                             0,
		`[{"animal_name":"dog"}`:         -1,
		`[{"animal_name":"dog"},{"anim`:  -1,
		`{"animal_name":"dog"}`:          -1,
		`[1] [{"animal_name":"dog"}]`:    -1,
		`[{"animal_name":"dog"}] and [x`: 1,
	} {
		got, err := c.Parse(reply)
		if (err != nil) != (want < 0) || err == nil && len(got) != want {
			t.Errorf("%s: %v, %v", reply, got, err)
		}
	}
}

type loop struct {
	Next *loop `json:"next,omitempty"`
}

// A task that cannot work says so when it is asked for its prompt.
func TestCustomRefuses(t *testing.T) {
	for name, tk := range map[string]task.Task{
		"no template": &task.Custom[shot]{},
		"template":    &task.Custom[shot]{Template: "{{.Fromat}}"},
		"syntax":      &task.Custom[shot]{Template: "{{"},
		"missing key": &task.Custom[shot]{Template: "{{.Data.x}}", Data: map[string]string{}},
		"text":        &task.Custom[string]{Template: "x"},
		"recursion":   &task.Custom[loop]{Template: "x"},
		"channel":     &task.Custom[struct{ C chan int }]{Template: "x"},
		"keys":        &task.Custom[map[int]string]{Template: "x"},
		"pattern": &task.Custom[struct {
			A string `json:"a" jsonschema:"pattern=("`
		}]{Template: "x"},
		"keyword": &task.Custom[struct {
			A int `json:"a" jsonschema:"multipleOf=2"`
		}]{Template: "x"},
		"either": &task.Custom[struct {
			A string `json:"a,omitempty" jsonschema:"oneof_required=a"`
			B string `json:"b,omitempty" jsonschema:"oneof_required=b"`
		}]{Template: "x"},
		"labels":  &task.Custom[shot]{Template: "x", Labels: task.Labels{{}}},
		"unit":    &task.Custom[shot]{Template: "x", Unit: "x"},
		"nothing": &task.Custom[shot]{Template: "x", Nothing: new(shot)},
	} {
		if prompt, err := tk.Prompt(); err == nil {
			t.Errorf("%s: %s", name, prompt)
		}
		if text, _, err := tk.Answer(new(task.Clip)); err == nil {
			t.Errorf("%s: %s", name, text)
		}
	}
	var fails = &task.Custom[shot]{Value: func(*task.Clip) (shot, task.Notes, error) { return shot{}, task.Notes{Times: 1}, fmt.Errorf("no") }}
	if _, n, err := fails.Answer(&task.Clip{Events: []annotation.Event{}}); err == nil || n.Times != 1 {
		t.Error(n, err)
	}
}
