package task_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// One value makes the prompt and the answers of training, and reads the replies of
// production.
func ExampleLocalize() {
	find := &task.Localize{
		Labels: task.Labels{{Name: "goal", Definition: "the whole ball crosses the line"}, {Name: "foul"}},
		Fence:  true,
	}
	answer, notes, err := find.Answer(&task.Clip{
		Length: 20 * time.Second,
		Events: []annotation.Event{{
			Kind: annotation.KindSegment, Start: 12200 * time.Millisecond, End: 25 * time.Second, Labels: []string{"goal"},
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answer)
	fmt.Printf("%d times, %d rounded, %d clamped\n", notes.Times, notes.Rounded, notes.Clamped)

	reply, err := find.Parse("Here it is:\n" + answer)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(reply.Events[0].Label, "for", reply.Events[0].End.Duration-reply.Events[0].Start.Duration)
	// Output:
	// ```json
	// {"events":[{"start":"00:12","end":"00:20","label":"goal"}]}
	// ```
	// 2 times, 1 rounded, 1 clamped
	// goal for 8s
}

func ExampleReplyError() {
	find := &task.Localize{Labels: task.Labels{{Name: "goal"}, {Name: "foul"}}}
	err := find.Check(`{"events":[{"start":"00:12","end":"0:20","label":"gaol"}]}`)
	var faults *task.ReplyError
	if errors.As(err, &faults) {
		for _, f := range faults.Faults {
			fmt.Println(f)
		}
	}
	// Output:
	// /events/0/end: no time in a documented form "0:20": want a time such as 00:00
	// /events/0/label: value that is not listed "gaol": want one of "foul", "goal"; did you mean goal?
}

func ExampleClassify_Prompt() {
	animals := &task.Classify{
		Instructions: "You are a video analysis expert. Detect which animal appears in the video.",
		Labels:       task.Labels{{Name: "dog"}, {Name: "cat"}, {Name: "rabbit"}},
	}
	prompt, err := animals.Prompt()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(prompt)
	// Output:
	// You are a video analysis expert. Detect which animal appears in the video.
	//
	// The labels, and no others, are:
	// - cat
	// - dog
	// - rabbit
	//
	// Give one label only: the one that fits best.
	//
	// Answer with JSON, without a code fence and without any other text. It must be valid under this JSON Schema:
	// {"properties":{"label":{"type":"string","enum":["cat","dog","rabbit","none"],"description":"the label that applies"}},"additionalProperties":false,"type":"object","required":["label"]}
	//
	// If no label applies, answer:
	// {"label":"none"}
}

func ExampleModerate() {
	house := &task.Moderate{Labels: task.Labels{{Name: "weapon"}, {Name: "smoking"}}}
	reviewed := []*task.Clip{
		{Events: []annotation.Event{{
			Kind: annotation.KindSegment, Start: 5 * time.Second, End: 9 * time.Second,
			Labels: []string{"smoking"}, Attributes: map[string]any{"severity": "low"},
		}}},
		{}, // nothing was found
	}
	for _, c := range reviewed {
		answer, _, err := house.Answer(c)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(answer)
	}
	// Output:
	// {"labels":["smoking"],"severity":"low","segments":[{"start":"00:05","end":"00:09","label":"smoking","severity":"low"}]}
	// {"labels":["none"],"severity":"none","segments":[]}
}

// The answer of a custom task is a Go type of yours: here that of the example of the
// service's page on video tuning.
func ExampleCustom() {
	type animal struct {
		Name string `json:"animal_name" jsonschema:"format=label"`
	}
	labels := task.Labels{{Name: "dog"}, {Name: "cat"}, {Name: "rabbit"}}
	detect := &task.Custom[[]animal]{
		Template: "You are a video analysis expert. Detect which animals appear in the video. It can only have these:\n{{.List}}\n\n{{.Format}}\n\nIf there is none, answer {{.Nothing}}",
		Labels:   labels,
		Nothing:  &[]animal{},
		Value: func(c *task.Clip) ([]animal, task.Notes, error) {
			found := []animal{}
			var notes task.Notes
			for i := range c.Events {
				for _, name := range c.Labels(i, labels, &notes) {
					found = append(found, animal{name})
				}
			}
			return found, notes, nil
		},
	}
	prompt, err := detect.Prompt()
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, _, err := detect.Answer(&task.Clip{Events: []annotation.Event{{Labels: []string{"dog"}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(prompt)
	fmt.Println("---")
	fmt.Println(answer)
	// Output:
	// You are a video analysis expert. Detect which animals appear in the video. It can only have these:
	// - cat
	// - dog
	// - rabbit
	//
	// Answer with JSON, without a code fence and without any other text. It must be valid under this JSON Schema:
	// {"items":{"properties":{"animal_name":{"type":"string","enum":["cat","dog","rabbit"]}},"additionalProperties":false,"type":"object","required":["animal_name"]},"type":"array"}
	//
	// If there is none, answer []
	// ---
	// [{"animal_name":"dog"}]
}

// A task comes from a job file by its name.
func ExampleNew() {
	captions, err := task.New("caption", []byte(`{"unit":"MM:SS.sss","language":"German"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, _, err := captions.Answer(&task.Clip{Events: []annotation.Event{
		{Kind: annotation.KindCue, Start: 1200 * time.Millisecond, End: 3900 * time.Millisecond, Text: "[Regen prasselt]"},
	}})
	fmt.Println(answer, err)

	_, err = task.New("caption", []byte(`{"langauge":"German"}`))
	fmt.Println(err)
	// Output:
	// {"cues":[{"start":"00:01.200","end":"00:03.900","text":"[Regen prasselt]"}]} <nil>
	// task caption: unknown name "langauge"; did you mean language?
}
