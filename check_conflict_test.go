package videotune

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A said is an example of these tests: what is asked, and what is answered.
type said struct{ input, answer string }

// conflictFile returns lines that say so; every second one is spelt in another way.
func conflictFile(examples []said) string {
	var b strings.Builder
	for i, e := range examples {
		video, prompt, _ := strings.Cut(e.input, " ")
		part := fmt.Sprintf(`{"fileData":{"fileUri":%q,"mimeType":"video/mp4"}},{"text":%q}`, "gs://b/"+video+".mp4", prompt)
		if i%2 == 1 {
			part = fmt.Sprintf(`{"fileData":{"mimeType":"video/mp4","fileUri":%q}}, {"text":%q}`, "https://b.storage.googleapis.com/"+video+".mp4", prompt)
		}
		fmt.Fprintf(&b, `{"contents":[{"role":"user","parts":[%s]},{"role":"model","parts":[{"text":%q}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n", part, e.answer)
	}
	return b.String()
}

// naiveConflicts returns what is told of the lines, by comparing each with all before
// it, in the words of toldConflicts.
func naiveConflicts(files [][]said, splits []Split) []string {
	type place struct {
		said
		file, line int
		split      Split
	}
	var told []string
	var before []place
	for k, file := range files {
		for i, e := range file {
			here := place{e, k, i + 1, splits[k]}
			same := slices.IndexFunc(before, func(p place) bool { return p.said == e && p.split == here.split })
			other := slices.IndexFunc(before, func(p place) bool { return p.input == e.input && p.split == here.split })
			if same >= 0 {
				told = append(told, fmt.Sprintf("%d:%d duplicate of %d:%d", k, here.line, before[same].file, before[same].line))
			}
			if other >= 0 && before[other].answer == e.answer {
				other = -1
			}
			train := func(p place) bool { return p.split == Train }
			if other < 0 && here.split == Validation && !slices.ContainsFunc(before, func(p place) bool { return train(p) && p.said == e }) {
				other = slices.IndexFunc(before, func(p place) bool { return train(p) && p.input == e.input })
			}
			if other >= 0 {
				told = append(told, fmt.Sprintf("%d:%d contradicts %d:%d", k, here.line, before[other].file, before[other].line))
			}
			before = append(before, here)
		}
	}
	return told
}

// toldConflicts returns what Check tells of the files.
func toldConflicts(t *rapid.T, files [][]said, splits []Split, workers int) []string {
	var data Dataset
	for k, file := range files {
		in := Input{fmt.Sprint(k), strings.NewReader(conflictFile(file))}
		if splits[k] == Train {
			data.Train = append(data.Train, in)
		} else {
			data.Validation = append(data.Validation, in)
		}
	}
	var told []string
	_, err := Check(data, &CheckOptions{Workers: workers, OnProblem: func(p *Problem) {
		what := map[Rule]string{RuleExampleDuplicate: "duplicate of", RuleAnswersConflict: "contradicts"}[p.Rule]
		if what == "" {
			return
		}
		// Where the other line stands is in the words alone.
		line, file := 0, p.File
		_, rest, _ := strings.Cut(p.Message, "on line ")
		if _, err := fmt.Sscanf(rest, "%d of %s", &line, &file); err != nil {
			fmt.Sscanf(rest, "%d", &line)
			file = p.File
		}
		told = append(told, fmt.Sprintf("%s:%d %s %s:%d", p.File, p.Line, what, file, line))
	}})
	if err != nil {
		t.Fatal(err)
	}
	return told
}

// What is told of copies and contradictions is what comparing each line with all
// others finds, however many goroutines look.
func TestConflicts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		example := rapid.Custom(func(t *rapid.T) said {
			return said{rapid.SampledFrom([]string{"a who?", "a what?", "b who?", "b what?"}).Draw(t, "input"), rapid.SampledFrom([]string{"x", "y", "z", `{"l":1}`}).Draw(t, "answer")}
		})
		splits := []Split{Train, Train, Validation, Validation}
		var files [][]said
		for range splits {
			files = append(files, rapid.SliceOfN(example, 1, 12).Draw(t, "file"))
		}
		want := naiveConflicts(files, splits)
		for _, workers := range []int{1, 3} {
			if got := toldConflicts(t, files, splits, workers); !reflect.DeepEqual(got, want) {
				t.Fatalf("%d workers: got\n%s\nwant\n%s", workers, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	})
}

// One input with ever new answers takes no more time and memory than ever new inputs.
func TestConflictScale(t *testing.T) {
	const n = 1 << 20
	var table exampleTable
	for i := range n {
		same, other := table.add(exampleHash{1, uint32(i) + 1}, nil, i+1)
		if same != 0 || other != min(i, 1) {
			t.Fatalf("line %d: %d, %d", i+1, same, other)
		}
	}
	for i := range n {
		if same, other := table.find(exampleHash{1, uint32(i) + 1}); same != i+1 || other != min(i, 1) {
			t.Fatalf("line %d is found at %d, %d", i+1, same, other)
		}
	}
	if table.n != n {
		t.Errorf("%d entries, want %d", table.n, n)
	}
	var many []said
	for i := range 20_000 {
		many = append(many, said{"a who?", fmt.Sprint(i)})
	}
	r, err := Check(Dataset{Train: []Input{{"t", strings.NewReader(conflictFile(many))}}}, nil)
	if err != nil || r.Files[0].ByRule[RuleAnswersConflict] != len(many)-1 || r.Files[0].ByRule[RuleExampleDuplicate] != 0 {
		t.Errorf("%v, %v", r.Files[0].ByRule, err)
	}
}
