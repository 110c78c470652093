package stats_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/render/stats"
	"github.com/seed-57910ec4/videotune/survey"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files")

// dataset returns lines of n examples of a video each, with segments of many lengths.
func dataset(n int, answer func(i int) string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://bucket-%d/%d.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"0s","endOffset":"%d.5s"}},{"text":"What happens in %d?"}]},{"role":"model","parts":[{"text":%q}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n",
			i%15, i, 5+i*i%1300, i%3, answer(i))
	}
	return b.String()
}

func statsOf(t testing.TB, train, validation string) *stats.Stats {
	t.Helper()
	data := videotune.Dataset{Train: []videotune.Input{{Name: "train.jsonl", R: strings.NewReader(train)}}}
	if validation != "" {
		data.Validation = []videotune.Input{{Name: "validation.jsonl", R: strings.NewReader(validation)}}
	}
	report, s, err := survey.Check(data, &videotune.CheckOptions{Policy: &videotune.Policy{Media: func(string) (videotune.Media, bool) {
		return videotune.Media{Bytes: 12_345_678}, true
	}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return stats.New(report, s)
}

func animals(i int) string {
	return []string{"dog", "dog", "cat", "rabbit with a very long name that does not fit anywhere"}[i%4]
}

func TestText(t *testing.T) {
	train, validation := dataset(200, animals)+"no\n", dataset(20, animals)
	for name, text := range map[string]string{
		"both":   statsOf(t, train, validation).Text(0),
		"narrow": statsOf(t, train, validation).Text(1),
		"train":  statsOf(t, train, "").Text(100),
		"empty":  statsOf(t, "", "").Text(80),
	} {
		path := filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || string(want) != text {
			t.Errorf("%s differs, %v:\n%s", path, err, text)
		}
	}
}

// Free text is no label.
func TestLabels(t *testing.T) {
	st := statsOf(t, dataset(300, func(i int) string { return fmt.Sprintf(`[{"label":"x%d","note":"free %d"}]`, i%3, i) }), dataset(5, func(int) string { return `[{"label":"x1"}]` }))
	if len(st.Labels) != 1 || st.Labels[0].Of != "[].label" || st.Labels[0].Distinct != (stats.Pair[int]{3, 1}) || st.Labels[0].List[0] != (stats.Value{Value: "x1", N: stats.Pair[int]{100, 5}}) {
		t.Errorf("%+v", st.Labels)
	}
	if st.Prompts.Distinct != (stats.Pair[int]{3, 3}) || st.Places.Distinct != (stats.Pair[int]{15, 5}) {
		t.Errorf("%+v, %+v", st.Prompts, st.Places)
	}
}

// Programs find every member, whatever the dataset.
func TestJSON(t *testing.T) {
	var members func(prefix string, v any, to map[string]bool)
	members = func(prefix string, v any, to map[string]bool) {
		if m, ok := v.(map[string]any); ok {
			for name, v := range m {
				to[prefix+name] = true
				if _, list := v.([]any); !list {
					members(prefix+name+".", v, to)
				}
			}
		}
	}
	var sets [2]map[string]bool
	for i, st := range []*stats.Stats{statsOf(t, "", ""), statsOf(t, dataset(30, animals), dataset(3, animals))} {
		data, err := json.Marshal(st)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "null") {
			t.Errorf("a list is null: %s", data)
		}
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		sets[i] = map[string]bool{}
		members("", v, sets[i])
	}
	if fmt.Sprint(sets[0]) != fmt.Sprint(sets[1]) || !sets[0]["examples.validation"] {
		t.Errorf("%v\n%v", sets[0], sets[1])
	}
}

// Whatever the numbers are: bins hold all of them, no line is too wide, and nothing
// breaks.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.OneOf(rapid.Int64Range(0, 100), rapid.Int64Range(0, 1e9), rapid.Int64Range(0, math.MaxInt64))
		var s survey.Survey
		s.Limits = new(videotune.Limits)
		sides := [2]*survey.Histogram{&s.Sides[0].Tokens, &s.Sides[1].Tokens}
		for _, h := range sides {
			h.Width, h.Limit = 32, rapid.SampledFrom([]int64{0, 100, 131072}).Draw(t, "limit")
			for _, n := range rapid.SliceOfN(number, 0, 20).Draw(t, "numbers") {
				h.Add(n)
			}
		}
		report := &videotune.Report{Files: []videotune.FileReport{{}, {Split: videotune.Validation}}}
		name := rapid.String().Draw(t, "label")
		report.Files[0].Labels = []videotune.LabelReport{{Member: name, Counts: map[string]int{name: 3}}}
		st := stats.New(report, &s)
		for i := range st.Tokens {
			var sum [2]int
			for _, b := range st.Tokens[i].Bins {
				sum[0] += b.N[0]
				sum[1] += b.N[1]
			}
			if sum != [2]int{sides[0].N, sides[1].N} || len(st.Tokens[i].Bins) > 40 {
				t.Fatalf("%v in %d bins", sum, len(st.Tokens[i].Bins))
			}
		}
		width := rapid.IntRange(60, 200).Draw(t, "width")
		for line := range strings.Lines(st.Text(width)) {
			if n := align.Width(strings.TrimSuffix(line, "\n")); n > width {
				t.Fatalf("%d columns of %d: %s", n, width, line)
			}
		}
		if _, err := json.Marshal(st); err != nil {
			t.Fatal(err)
		}
	})
}
