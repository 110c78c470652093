package render_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
)

// A sink takes the problems while Check finds them.
func ExampleNewText() {
	line := `{"contents":[{"role":"user","parts":[{"text":"Hello"}]},{"role":"model","parts":[{"text":"Hi"},]}]}`
	data := videotune.Dataset{Train: []videotune.Input{{Name: "train.jsonl", R: strings.NewReader(line + "\n")}}}
	sink := render.NewText(os.Stdout, render.TextOptions{})
	report, err := videotune.Check(data, &videotune.CheckOptions{OnProblem: sink.Problem})
	if err == nil {
		err = sink.Close(report)
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// train.jsonl:1:95: error: trailing comma: JSON has none before a closing bracket, although the service's own examples print them [json-trailing-comma]
	//     hint: remove the comma
	// train.jsonl: warning: 1 training example; the service advises to start with 100 [examples-few]
	//     hint: add examples; quality counts more than number
	//
	// Judged by the limits of gemini-2.5-flash, edition 2026-08.
	//
	// FILE         SPLIT  EXAMPLES  DROPPED  SHARE  ERRORS  DROPS  WARNINGS
	// train.jsonl  train         1        0    0 %       1      0         1
	//
	// RULE                 SEVERITY  PROBLEMS
	// json-trailing-comma  error            1
	// examples-few         warning          1
	//
	// Note: Google names 2026-10-20 as the day on which gemini-2.5-flash retires, which may have been put off: make sure that the service still tunes it before you start a job.
	//
	// 1 of these problems may be mended: videotune fix -o … train.jsonl
	//
	// The job would fail: train.jsonl: 1 problem of severity error.
}
