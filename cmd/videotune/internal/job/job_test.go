package job

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"pgregory.net/rapid"
)

const least = "source: {format: rows, files: a.csv}\ntask: {name: localize}\n"

// What stands in a file means what it says: numbers as they are written, and texts
// whatever they look like.
func TestDecodeValues(t *testing.T) {
	tests := []struct{ in, want string }{
		{"29.97", "29.97"}, {"29.970", "29.970"}, {"0123", `"0123"`}, {"1_000", `"1_000"`}, {"0x1F", `"0x1F"`}, {".5", `".5"`},
		{"1e3", "1e3"}, {"-1", "-1"}, {"+1", `"+1"`}, {".inf", `".inf"`}, {".nan", `".nan"`}, {"12:30", `"12:30"`},
		{"2026-08-31", `"2026-08-31"`}, {"yes", `"yes"`}, {"on", `"on"`}, {"True", "true"}, {"false", "false"},
		{`"true"`, `"true"`}, {"!!str 12", `"12"`}, {"'a: b'", `"a: b"`}, {"[null, ~, NULL, 'x']", `["null",null,"NULL","x"]`},
		{"{null: 1, 2: a, true: b}", `{"2":"a","null":1,"true":"b"}`}, {"30000/1001", `"30000/1001"`},
		{"99999999999999999999999999999999999999.5", "99999999999999999999999999999999999999.5"},
		{"|\n  two\n  lines\n", `"two\nlines\n"`}, {"\"\\ud83d\\ude00\"", ""},
	}
	for _, tt := range tests {
		var to struct {
			V any `json:"v"`
		}
		err := Decode(strings.NewReader("v: "+tt.in), &to)
		got, _ := json.Marshal(to.V)
		if tt.want != "" && (err != nil || string(got) != tt.want) {
			t.Errorf("%s: %s, %v; want %s", tt.in, got, err, tt.want)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", "it is empty"},
		{"a: 1\n---\nb: 2", "line 2: another document begins"},
		{"a: 1\na: 2", `line 2: the name "a" stands twice`},
		{"a: &x {b: 1}\nc:\n  <<: *x", "line 3: << is not taken here"},
		{"? [a]\n: 1", "line 1: a name must be a text"},
		{"a: !!binary aGk=", "line 1: the tag !!binary is not taken here"},
		{"a: !x y", "line 1: the tag !x is not taken here"},
		{"a: !x {b: 1}", "line 1: the tag !x is not taken here"},
		{"a: !!set {b}", "line 1: the tag !!set is not taken here"},
		{"a: !!bool maybe", `line 1: "maybe" is neither true nor false`},
		{"a: !!null x", "line 1: the tag !!null is not taken here"},
		{"a: &x [*x]", "line 1: it is nested too deeply"},
		{"a: " + strings.Repeat("[", 60) + strings.Repeat("]", 60), "line 1: it is nested too deeply"},
		{"a: &x " + strings.Repeat("y", 1<<20) + "\nb: [" + strings.Repeat("*x,", 20) + "]", "line 1: it is nested too deeply, or too large"},
		{"a: *x", "unknown anchor"},
		{strings.Repeat("#", maxFile+1), "it has more than"},
		{"- a", "want an object"},
		{"\ta: 1", "line 1: found character that cannot start any token"},
	}
	for _, tt := range tests {
		var to struct {
			A, B any
		}
		if err := Decode(strings.NewReader(tt.in), &to); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.60q: %v; want %q", tt.in, err, tt.want)
		}
	}
}

func TestConfig(t *testing.T) {
	f, err := Read(strings.NewReader(least + `
per: window
window: 1m30s
plan: {max_length: 90, overlap: 1.5s, min_length: "2", edges: drop, large: drop}
split: {share: 0, seed: 07, stratify: true, test_as: train}
negatives: 0
resolution: Medium
output: {origins: "-"}
`))
	if err != nil {
		t.Fatal(err)
	}
	f.Output.Fill("x")
	c := f.Config(nil)
	if c.Window != 90*time.Second || c.Plan.MaxLength != 90*time.Second || c.Plan.Overlap != 1500*time.Millisecond || c.Plan.MinLength != 2*time.Second {
		t.Errorf("times: %v, %+v", c.Window, c.Plan)
	}
	if c.Share != videotune.PinnedOnly || c.Seed != "07" || !c.Stratify || c.TestAs != annotation.SplitTrain || *c.Negatives != 0 || c.Resolution != videotune.ResolutionMedium {
		t.Errorf("%+v", c)
	}
	if c.Sidecar != "" || len(f.Output.Paths()) != 2 {
		t.Errorf("sidecar %q, paths %v", c.Sidecar, f.Output.Paths())
	}
}

// Empty members are as ones that are absent.
func TestReadEmptyMembers(t *testing.T) {
	f, err := Read(strings.NewReader(least + "labels:\nwindow:\nsplit:\n  seed:\nsystem: ~\nper: null\n"))
	if err != nil || f.Labels != nil || f.Window != 0 || f.Per != "" {
		t.Errorf("%+v, %v", f, err)
	}
}

// Paths are those of the job file, wherever it is.
func TestRebase(t *testing.T) {
	t.Chdir(t.TempDir())
	s := Source{Files: annotation.Texts{"a.csv", "-", "../b.csv"}, Options: annotation.Options{
		Driver: "sqlite", DSN: "x.db", LabelConfig: "c.xml", Resolve: map[string]string{"gs://b": "rows"},
	}}
	s.Rebase("jobs/new")
	want := Source{Files: annotation.Texts{"../../a.csv", "-", "../../../b.csv"}, Options: annotation.Options{
		Driver: "sqlite", DSN: "../../x.db", LabelConfig: "../../c.xml", Resolve: map[string]string{"gs://b": "../../rows"},
	}}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("%+v", s)
	}
	if o := s.Moved("jobs/new"); o.DSN != "x.db" || o.LabelConfig != "c.xml" || o.Resolve["gs://b"] != "rows" {
		t.Errorf("%+v", o)
	}
	for _, dsn := range []string{":memory:", "file:x.db", "$X"} {
		s := Source{Options: annotation.Options{Driver: "sqlite", DSN: dsn}}
		if s.Rebase("jobs"); s.DSN != dsn {
			t.Errorf("%s became %s", dsn, s.DSN)
		}
	}
}

// Every label and every option survives from init to build exactly.
func TestWriteRead(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"yes", "no", "null", "~", "1", "0123", "1.50", ".5", "1e3", "2026-01-02", "a: b", "# x", " #", "- a", "[x]", "{x}", "&a", "*a", "!t", "|", ">", "%", "@", "`", "'", `"`,
		"a\nb", "\t", "a ", " a", "\u0085", "\u2028", "\ufeff", "\ufffe", "\uffff", "\x00", "\x7f", "😀", "ёж", "<&>", `\u0041`, `\`, "<<", "=", "",
	}))
	rapid.Check(t, func(t *rapid.T) {
		src := Source{Format: annotation.FormatSQL}
		src.Driver, src.DSN, src.Query = "sqlite", "x"+text.Draw(t, "dsn"), "q"+text.Draw(t, "query")
		src.Null = rapid.SliceOfN(text, 1, 3).Draw(t, "null")
		src.Args = []any{text.Draw(t, "arg"), json.Number("1.50"), true}
		s := &Survey{Videos: 1, Events: 1, Labels: map[string]int{}, Kinds: map[annotation.Kind]int{annotation.KindSegment: 1}}
		for _, l := range rapid.SliceOf(text).Draw(t, "labels") {
			s.Labels[l]++
		}
		data, err := Write(&src, s)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Read(strings.NewReader(string(data)))
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		labels, unfit := s.list("localize")
		if !reflect.DeepEqual(f.Labels, labels) && len(f.Labels)+len(labels) > 0 {
			t.Fatalf("labels %q, want %q\n%s", f.Labels, labels, data)
		}
		for l := range s.Labels {
			if _, ok := labels.Resolve(l); ok == slices.Contains(unfit, l) {
				t.Fatalf("label %q: in the list %v, unfit %q", l, labels, unfit)
			}
		}
		if !reflect.DeepEqual(f.Source, src) {
			t.Fatalf("source %+v, want %+v\n%s", f.Source, src, data)
		}
	})
}

// A task is chosen by what the source holds.
func TestSurveyTask(t *testing.T) {
	video := func(events ...annotation.Event) *annotation.Video { return &annotation.Video{ID: "v", Events: events} }
	whole := func(label, text string) annotation.Event {
		e := annotation.Event{Kind: annotation.KindWhole, Text: text}
		if label != "" {
			e.Labels = []string{label}
		}
		return e
	}
	cut := annotation.Event{Kind: annotation.KindSegment, End: 1, Labels: []string{"a"}}
	cue := annotation.Event{Kind: annotation.KindCue, End: 1, Text: "Hello"}
	tests := []struct {
		want   string
		videos []*annotation.Video
	}{
		{"localize", []*annotation.Video{video()}},
		{"localize", []*annotation.Video{video(cut)}},
		{"localize", []*annotation.Video{video(cut, whole("a", ""))}},
		{"localize describe", []*annotation.Video{video(cut), video(cue)}},
		{"classify", []*annotation.Video{video(whole("a", "")), video(whole("b", ""), whole("b", "again"))}},
		{"classify multi", []*annotation.Video{video(whole("a", ""), whole("b", ""))}},
		{"summarize", []*annotation.Video{video(whole("", "It rains."))}},
		{"caption", []*annotation.Video{video(cue)}},
		{"", []*annotation.Video{{ID: "v", Turns: []annotation.Turn{{Role: videotune.RoleUser, Text: "x"}}}}},
	}
	for i, tt := range tests {
		s, err := Take(func(yield func(*annotation.Video, error) bool) {
			for _, v := range tt.videos {
				if !yield(v, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		name, more := s.task()
		if len(more) > 0 {
			name += " " + strings.SplitN(more[0], ":", 2)[0]
		}
		if name != tt.want {
			t.Errorf("%d: %q, want %q", i, name, tt.want)
		}
	}
}

// Read refuses or reads any bytes, in bounded time, and what it reads can be used.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		least, least + "labels: [a, {name: b, aliases: [c]}]\nsampling: {a: 2}\n", "{}", "a: &a [*a]", "a: b: c", "\t", "? [a]: b", "source:\n  format: chat\n  files: x\n",
		least + "fps: {a.b: 1}\nwindow: 1h\nper: window", "source: {format: sql, driver: sqlite, dsn: x, query: y, args: [1, 1.5, null]}\ntask: summarize", "%YAML 1.1\n---\n" + least, "a: !!float 1\n...\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		j, err := Read(strings.NewReader(string(data)))
		if err != nil {
			if err.Error() == "" {
				t.Error("an error says nothing")
			}
			return
		}
		if j.Task.Task == nil && j.Source.Format != annotation.FormatChat {
			t.Error("there is no task")
		}
		j.Output.Fill("x")
		c := j.Config(nil)
		if c.Train == "" || c.Share >= 1 || c.Task != nil && j.Source.Format != annotation.FormatChat && func() error { _, err := c.Task.Prompt(); return err }() != nil {
			t.Errorf("%+v", c)
		}
	})
}
