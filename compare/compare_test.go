package compare_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/compare"
	"pgregory.net/rapid"
)

// An ex is an example as the tests write it.
type ex struct {
	uri, segment, prompt, answer, mime, rest string
}

func (e ex) line() string {
	mime := e.mime
	if mime == "" {
		mime = "video/mp4"
	}
	segment := ""
	if e.segment != "" {
		start, end, _ := strings.Cut(e.segment, "-")
		segment = fmt.Sprintf(`,"videoMetadata":{"startOffset":"%ss","endOffset":"%ss"}`, start, end)
	}
	file := ""
	if e.uri != "" {
		file = fmt.Sprintf(`{"fileData":{"fileUri":%q,"mimeType":%q}%s},`, e.uri, mime, segment)
	}
	return fmt.Sprintf(`{"contents":[{"role":"user","parts":[%s{"text":%q}]},{"role":"model","parts":[{"text":%q}]}]%s}`, file, e.prompt, e.answer, e.rest)
}

func compareTexts(t testing.TB, old, new string) *compare.Report {
	t.Helper()
	r, err := compare.Datasets([]videotune.Input{{Name: "old", R: strings.NewReader(old)}}, []videotune.Input{{Name: "new", R: strings.NewReader(new)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told returns what a report says, in short.
func told(r *compare.Report) string {
	var list []string
	for _, c := range r.Changed {
		list = append(list, fmt.Sprintf("%d>%d %s", c.Old.Number, c.New.Number, c.Parts))
	}
	for _, l := range r.Removed {
		list = append(list, fmt.Sprintf("-%d", l.Number))
	}
	for _, l := range r.Added {
		list = append(list, fmt.Sprintf("+%d", l.Number))
	}
	return strings.Join(list, "; ")
}

func TestDatasets(t *testing.T) {
	a := ex{uri: "gs://b/a.mp4", segment: "1-5", prompt: "What?", answer: "dog"}
	b := ex{uri: "gs://b/b.mp4", prompt: "What?", answer: "cat"}
	with := func(e ex, change func(*ex)) ex { change(&e); return e }
	const low, medium = `,"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}`, `,"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_MEDIUM"}`
	tests := []struct {
		name     string
		old, new []ex
		want     string
	}{
		{"same", []ex{a, b, a}, []ex{b, a, a}, ""},
		{"added, removed", []ex{a}, []ex{b}, "-1; +1"},
		{"one more of the same", []ex{a}, []ex{a, a}, "+2"},
		{"answer", []ex{a, b}, []ex{with(b, func(e *ex) { e.answer = "x" }), a}, "2>1 answer"},
		{"prompt", []ex{a}, []ex{with(a, func(e *ex) { e.prompt = "x" })}, "1>1 prompt"},
		{"prompt and answer", []ex{a}, []ex{with(a, func(e *ex) { e.prompt, e.answer = "x", "y" })}, "1>1 prompt, answer"},
		{"segment", []ex{a}, []ex{with(a, func(e *ex) { e.segment = "1-6" })}, "1>1 segment"},
		{"the same segment otherwise spelt", []ex{a}, []ex{with(a, func(e *ex) { e.segment = "1.0-5.000" })}, ""},
		{"MIME type", []ex{a}, []ex{with(a, func(e *ex) { e.mime = "video/webm" })}, "1>1 media"},
		{"another folder", []ex{a, b}, []ex{with(a, func(e *ex) { e.uri = "gs://other/a.mp4" }), b}, "1>1 media"},
		{"another name", []ex{a}, []ex{with(a, func(e *ex) { e.uri = "gs://b/c.mp4" })}, "1>1 media"},
		{"another name, the rest is no mark", []ex{a, b, with(b, func(e *ex) { e.uri = "gs://b/d.mp4" })}, []ex{a, b, with(b, func(e *ex) { e.uri = "gs://b/c.mp4" })}, "-3; +3"},
		{"other names", []ex{a, a}, []ex{with(a, func(e *ex) { e.uri = "gs://b/c.mp4" }), with(a, func(e *ex) { e.uri = "gs://b/d.mp4" })}, "-1; -2; +1; +2"},
		{"another bucket, and prompt", []ex{a, b}, []ex{b, with(a, func(e *ex) { e.uri, e.prompt = "gs://c/a.mp4", "x" })}, "1>2 prompt, media"},
		{"resolution", []ex{with(a, func(e *ex) { e.rest = low })}, []ex{with(a, func(e *ex) { e.rest = medium })}, "1>1 resolution"},
		{"all but the URI", []ex{a}, []ex{{uri: a.uri, segment: "7-9", prompt: "x", answer: "y", rest: low}}, "1>1 prompt, answer, segment, resolution"},
		{"a member that is none", []ex{with(a, func(e *ex) { e.rest = `,"id":{"a":1,"b":2}` })}, []ex{with(a, func(e *ex) { e.rest = `, "id": {"b":2, "a":1}` })}, ""},
		{"a number otherwise spelt", []ex{with(a, func(e *ex) { e.rest = `,"id":[1,0.5,100,-0]` })}, []ex{with(a, func(e *ex) { e.rest = `,"id":[1.0,5e-1,1E+2,0]` })}, ""},
		{"another number, by its last digit", []ex{with(a, func(e *ex) { e.rest = `,"id":9007199254740992` })}, []ex{with(a, func(e *ex) { e.rest = `,"id":9007199254740993` })}, "1>1 other"},
		{"a number as a text", []ex{with(a, func(e *ex) { e.rest = `,"id":1` })}, []ex{with(a, func(e *ex) { e.rest = `,"id":"1"` })}, "1>1 other"},
		{"another such member", []ex{with(a, func(e *ex) { e.rest = `,"id":1` })}, []ex{with(a, func(e *ex) { e.rest = `,"id":2` })}, "1>1 other"},
		{"the prompt is matched first", []ex{a, with(a, func(e *ex) { e.prompt = "Who?" })},
			[]ex{with(a, func(e *ex) { e.prompt, e.answer = "Who?", "x" }), with(a, func(e *ex) { e.answer = "y" })}, "1>2 answer; 2>1 answer"},
		{"the segment is matched before the order", []ex{a, with(a, func(e *ex) { e.segment = "7-9" })},
			[]ex{with(a, func(e *ex) { e.segment, e.prompt, e.answer = "7-9", "x", "y" }), a}, "2>1 prompt, answer"},
		{"the answer is matched before the order", []ex{a, with(a, func(e *ex) { e.segment, e.answer = "7-9", "cat" })},
			[]ex{with(a, func(e *ex) { e.segment, e.answer = "7-8", "cat" }), with(a, func(e *ex) { e.segment = "1-6" })}, "1>2 segment; 2>1 segment"},
		{"no file", []ex{{prompt: "p", answer: "a"}, {prompt: "q", answer: "a"}}, []ex{{prompt: "p", answer: "b"}, {prompt: "r", answer: "a"}}, "1>1 answer; -2; +2"},
	}
	text := func(list []ex) string {
		var b strings.Builder
		for _, e := range list {
			b.WriteString(e.line() + "\n")
		}
		return b.String()
	}
	for _, tt := range tests {
		r := compareTexts(t, text(tt.old), text(tt.new))
		if got := told(r); got != tt.want || r.Differ() != (tt.want != "") {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if r.Same+len(r.Changed)+len(r.Removed) != len(tt.old) || r.Same+len(r.Changed)+len(r.Added) != len(tt.new) {
			t.Errorf("%s: the numbers do not add up: %+v", tt.name, r)
		}
	}
}

// Spelling makes no difference; lines that cannot be read are compared as they stand.
func TestSpelling(t *testing.T) {
	old := ex{uri: "gs://b/a.mp4", segment: "1-5", prompt: "Who é?", answer: "dog"}.line() + "\n{\"contents\":[],}\nno\n"
	new := "\ufeff{\"contents\" : [{\"parts\":[{\"videoMetadata\":{\"endOffset\":\"5s\",\"startOffset\":\"1s\"}, \"fileData\":{\"mimeType\":\"video/mp4\",\"fileUri\":\"gs:\\/\\/b\\/a.mp4\"}},{\"text\":\"Who \\u00e9?\"}],\"role\":\"user\"},{\"role\":\"model\",\"parts\":[{\"text\":\"dog\"}]}]}\r\n\n  no\n{\"contents\":[],}"
	if r := compareTexts(t, old, new); r.Differ() || r.Same != 3 || r.Old.Unreadable != 2 || r.New != r.Old {
		t.Errorf("%s: %+v", told(r), r)
	}
	r := compareTexts(t, "{\"contents\":[],}\n{\"contents\":[ ],}\n", "{\"contents\":[],}\n"+ex{uri: "gs://b/a.mp4", segment: "1-5.5"}.line())
	if told(r) != "-2; +2" {
		t.Error(told(r))
	}
	if got := r.Added[0].String(); got != "new:2 gs://b/a.mp4 [1s, 5.5s]" {
		t.Error(got)
	}
	for want, m := range map[string]videotune.VideoMetadata{
		"f:3 u [1s, end]":   {StartOffset: videotune.At(time.Second)},
		"f:3 u [start, 1s]": {EndOffset: videotune.At(time.Second)},
		"f:3 u":             {},
	} {
		if got := (&compare.Line{File: "f", Number: 3, URI: "u", Segment: m}).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := r.Added[0].Segment.EndOffset; got != videotune.At(5500*time.Millisecond) {
		t.Error(got)
	}
}

func TestRefused(t *testing.T) {
	read := func(text string, o *compare.Options) error {
		_, err := compare.Datasets([]videotune.Input{{Name: "old", R: strings.NewReader(text)}}, nil, o)
		return err
	}
	if err := read("[\n{}\n]", nil); !errors.Is(err, videotune.RuleFileJSONArray) {
		t.Error(err)
	}
	if err := read("{\"a\":\""+strings.Repeat("x", 100)+"\"}", &compare.Options{MaxLineBytes: 50}); !errors.Is(err, videotune.RuleLineTooLong) {
		t.Error(err)
	}
}

func TestIn(t *testing.T) {
	r := compare.Report{Changed: []compare.Change{{Parts: compare.Prompt | compare.Answer}, {Parts: compare.Media}}}
	if r.In(compare.Answer|compare.Prompt) != 1 || r.In(compare.Other) != 0 {
		t.Error(r.In(compare.Answer|compare.Prompt), r.In(compare.Other))
	}
}

// What is compared with itself, in whatever order, does not differ; the other way round
// what was added was removed.
func TestProperties(t *testing.T) {
	word := rapid.SampledFrom([]string{"", "x", "y"})
	example := rapid.Custom(func(t *rapid.T) ex {
		return ex{
			uri:     rapid.SampledFrom([]string{"", "gs://b/a.mp4", "gs://c/a.mp4", "gs://b/b.mp4"}).Draw(t, "uri"),
			segment: rapid.SampledFrom([]string{"", "1-2", "1-3"}).Draw(t, "segment"),
			prompt:  word.Draw(t, "prompt"), answer: word.Draw(t, "answer"),
			rest: rapid.SampledFrom([]string{"", `,"id":1`, `,"id":2`, ",", `,"tools":[{}]`}).Draw(t, "rest"),
		}
	})
	lines := func(t *rapid.T, name string) (all []string) {
		all = append(all, ex{prompt: "first"}.line())
		for _, e := range rapid.SliceOfN(example, 0, 20).Draw(t, name) {
			all = append(all, e.line())
		}
		return all
	}
	rapid.Check(t, func(t *rapid.T) {
		old, new := lines(t, "old"), lines(t, "new")
		report := func(a, b []string) *compare.Report {
			r, err := compare.Datasets([]videotune.Input{{Name: "old", R: strings.NewReader(strings.Join(a, "\n"))}},
				[]videotune.Input{{Name: "new", R: strings.NewReader(strings.Join(b, "\n"))}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		if r := report(old, rapid.Permutation(old).Draw(t, "order")); r.Differ() || r.Same != len(old) {
			t.Fatalf("the same lines: %s", told(r))
		}
		there, back := report(old, new), report(new, old)
		if there.Same != back.Same || len(there.Added) != len(back.Removed) || len(there.Changed) != len(back.Changed) {
			t.Fatalf("there %s, back %s", told(there), told(back))
		}
		if there.Same+len(there.Changed)+len(there.Added) != len(new) {
			t.Fatalf("%d lines: %s", len(new), told(there))
		}
		for _, c := range there.Changed {
			if c.Parts == 0 || slices.Contains(c.Parts.Names(), "") {
				t.Fatal(told(there))
			}
		}
	})
}

// TestValues: what was changed is told with what it was and became, on demand.
func TestValues(t *testing.T) {
	old := ex{uri: "gs://b/a.mp4", segment: "1-5", prompt: "What?", answer: "dog"}
	long := strings.Repeat("é", compare.MaxValueBytes)
	for name, tt := range map[string]struct {
		new  ex
		want []compare.Value
	}{
		"answer":  {ex{uri: "gs://b/a.mp4", segment: "1-5", prompt: "What?", answer: "cat"}, []compare.Value{{Part: compare.Answer, Old: "dog", New: "cat"}}},
		"segment": {ex{uri: "gs://b/a.mp4", segment: "1-6", prompt: "What?", answer: "dog"}, []compare.Value{{Part: compare.Segment, Old: "[1s, 5s]", New: "[1s, 6s]"}}},
		"none":    {ex{uri: "gs://b/a.mp4", prompt: "What?", answer: "dog"}, []compare.Value{{Part: compare.Segment, Old: "[1s, 5s]", New: "all"}}},
		"media, resolution": {ex{uri: "gs://c/a.mp4", segment: "1-5", prompt: "What?", answer: "dog", mime: "video/webm", rest: `,"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}`},
			[]compare.Value{{Part: compare.Media, Old: "gs://b/a.mp4 video/mp4", New: "gs://c/a.mp4 video/webm"}, {Part: compare.Resolution, New: "MEDIA_RESOLUTION_LOW"}}},
		"long":  {ex{uri: "gs://b/a.mp4", segment: "1-5", prompt: long, answer: "dog"}, []compare.Value{{Part: compare.Prompt, Old: "What?", New: long[:compare.MaxValueBytes], Cut: true}}},
		"tools": {ex{uri: "gs://b/a.mp4", segment: "1-5", prompt: "What?", answer: "cat", rest: `,"tools":[{"b":1, "a":2}]`}, []compare.Value{{Part: compare.Answer, Old: "dog", New: "cat"}, {Part: compare.Tools, New: `[{"a":2,"b":1}]`}}},
		"other": {ex{uri: "gs://b/a.mp4", segment: "1-5", prompt: "What?", answer: "dog", rest: `,"id":1`}, nil},
	} {
		other := ex{uri: "gs://b/z.mp4", prompt: "x"}.line() + "\n"
		for values, want := range map[int][]compare.Value{0: nil, 1: tt.want, -1: tt.want} {
			before := strings.NewReader("head" + other + old.line() + "\n")
			_, _ = before.Seek(4, 0) // the dataset begins where the reader stands
			r, err := compare.Datasets([]videotune.Input{{Name: "old", R: before}},
				[]videotune.Input{{Name: "new", R: strings.NewReader(tt.new.line() + "\n" + other)}}, &compare.Options{Values: values})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Changed) != 1 || !slices.Equal(r.Changed[0].Values, want) {
				t.Errorf("%s, %d values: %.200q", name, values, fmt.Sprint(r.Changed))
			}
		}
	}
	if _, err := compare.Datasets([]videotune.Input{{R: io.MultiReader(strings.NewReader("{}"))}}, nil, &compare.Options{Values: 1}); err == nil {
		t.Error("what cannot be read twice gives values")
	}
}

// TestCopies: it is told of which lines others remain.
func TestCopies(t *testing.T) {
	a, b := ex{uri: "gs://b/a.mp4", prompt: "What?", answer: "dog"}.line()+"\n", ex{uri: "gs://b/b.mp4", prompt: "Who?", answer: "cat"}.line()+"\n"
	r := compareTexts(t, a+a+b+a, a)
	if told(r) != "-2; -3; -4" || !r.Removed[0].Copy || r.Removed[1].Copy || !r.Removed[2].Copy {
		t.Errorf("%s: %+v", told(r), r.Removed)
	}
	if r := compareTexts(t, a, a+b+a); !r.Added[1].Copy || r.Added[0].Copy {
		t.Errorf("%s: %+v", told(r), r.Added)
	}
}
