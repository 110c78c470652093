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
}
