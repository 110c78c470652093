package dataset

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/task"
)

// failing is a Source that ends with an error after so many videos of the pass.
func failing(pass, after int, list []annotation.Video, err error) Source {
	reads := 0
	return func(ctx context.Context) iter.Seq2[*annotation.Video, error] {
		reads++
		return func(yield func(*annotation.Video, error) bool) {
			for i := range list {
				if reads == pass && i == after {
					yield(nil, err)
					return
				}
				if !yield(&list[i], nil) {
					return
				}
			}
		}
	}
}

// What fails in the middle leaves no file, and old files as they were.
func TestFailure(t *testing.T) {
	broken := errors.New("the connection was lost")
	refusal := &annotation.Error{Diagnostic: annotation.Diagnostic{Code: annotation.CodeSyntax}}
	cutFailed := errors.New("no ffmpeg")
	list := animals(40)
	for _, pass := range []int{1, 2} {
		for _, tt := range []struct {
			name string
			c    Config
			want error
		}{
			{"the source", Config{Source: failing(pass, 20, list, broken)}, broken},
			{"the source, at first", Config{Source: failing(pass, 0, list, broken)}, broken},
			{"a refusal", Config{Source: failing(pass, 20, list, refusal)}, refusal},
			{"a repair that refuses", Config{Source: videos(list...), Repair: annotation.Repair{PastEnd: annotation.RemedyRefuse}, Policy: &videotune.Policy{Media: func(uri string) (videotune.Media, bool) {
				return videotune.Media{Bytes: 1, Duration: sec(31)}, uri == "gs://b/v020.mp4"
			}}}, nil},
			{"a cutter", Config{Source: videos(list...), Cut: func(context.Context, *chunk.Plan) error { return cutFailed }, Policy: &videotune.Policy{Media: func(uri string) (videotune.Media, bool) {
				return videotune.Media{Bytes: 1 << 30, Duration: sec(600)}, uri == "gs://b/v020.mp4"
			}}}, cutFailed},
			{"no video", Config{Source: failing(pass, 20, list, nil)}, nil},
		} {
			dir := t.TempDir()
			for _, name := range []string{"origins.jsonl", "train.jsonl", "validation.jsonl"} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte("old"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			c := tt.c
			c.Task, c.Stratify = localize(), pass == 2
			c.Train, c.Sidecar = filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "origins.jsonl")
			report, err := Build(t.Context(), c)
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("%s, pass %d: %v", tt.name, pass, err)
			}
			if report == nil || report.Check != nil {
				t.Errorf("%s, pass %d: %+v", tt.name, pass, report)
			}
			wantFiles(t, dir, "origins.jsonl", "train.jsonl", "validation.jsonl")
			for _, name := range []string{"origins.jsonl", "train.jsonl", "validation.jsonl"} {
				if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(data) != "old" {
					t.Errorf("%s, pass %d: %s has %q, %v", tt.name, pass, name, data, err)
				}
			}
		}
	}
}

// A context that ends stops the reading, in each pass.
func TestCancel(t *testing.T) {
	for pass := 1; pass <= 2; pass++ {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		o, err := tryBuild(ctx, memoryDir(t), Config{Source: videos(animals(40)...), Task: localize(), Stratify: true, OnProgress: func(p Progress) {
			if p.Pass == pass && p.Videos == 20 {
				cancel()
			}
		}})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("pass %d: %v", pass, err)
		}
		if o.Videos != 20 {
			t.Errorf("pass %d: %d videos were read", pass, o.Videos)
		}
		wantFiles(t, o.dir)
	}
}

func TestProgress(t *testing.T) {
	for _, stratify := range []bool{false, true} {
		var got []Progress
		build(t, Config{Source: videos(animals(30)...), Task: localize(), Stratify: stratify, OnProgress: func(p Progress) { got = append(got, p) }})
		passes := 1
		if stratify {
			passes = 2
		}
		if len(got) != 30*passes {
			t.Fatalf("stratify %t: told %d times", stratify, len(got))
		}
		for i, p := range got {
			if want := (Progress{Pass: i/30 + 1, Passes: passes, Videos: i%30 + 1, Examples: i%30 + 1}); p != want {
				t.Errorf("stratify %t: %+v, want %+v", stratify, p, want)
			}
		}
	}
}

// Of nothing no files can be made; the report says why.
func TestNothing(t *testing.T) {
	list := animals(3)
	for i := range list {
		list[i].Split = annotation.SplitTest
	}
	for _, stratify := range []bool{false, true} {
		o, err := tryBuild(t.Context(), memoryDir(t), Config{Source: videos(list...), Task: localize(), Stratify: stratify})
		if !errors.Is(err, videotune.RuleFileEmpty) || o.LeftOut[ReasonTest] != 3 || len(o.Left[ReasonTest]) != 3 || o.Check != nil {
			t.Errorf("%v, %+v", err, o.Report)
		}
		wantFiles(t, o.dir)
	}
}

// A Config that cannot be used is refused before the source is read.
func TestConfigErrors(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		field  string
		change func(*Config)
	}{
		{"Source", func(c *Config) { c.Source = nil }},
		{"Train", func(c *Config) { c.Train = "" }},
		{"Sidecar", func(c *Config) { c.Sidecar = filepath.Join(dir, ".", "validation.jsonl") }},
		{"Sidecar", func(c *Config) { c.Sidecar = c.Train }},
		{"Per", func(c *Config) { c.Per = "frame" }},
		{"Window", func(c *Config) { c.Per = PerWindow }},
		{"Window", func(c *Config) { c.Window = sec(1) }},
		{"Padding", func(c *Config) { c.Padding = sec(1) }},
		{"Padding", func(c *Config) { c.Per, c.Padding = PerEvent, -1 }},
		{"Edges", func(c *Config) { c.Edges = 9 }},
		{"Repair", func(c *Config) { c.Repair.PastEnd = "mend" }},
		{"Share", func(c *Config) { c.Share = 1 }},
		{"Share", func(c *Config) { c.Share, c.Stratify = math.NaN(), true }},
		{"Negatives", func(c *Config) { c.Negatives = new(1.5) }},
		{"Negatives", func(c *Config) { c.Negatives = new(math.NaN()) }},
		{"Sampling", func(c *Config) { c.Sampling = map[string]float64{"dog": -1} }},
		{"Sampling", func(c *Config) { c.Sampling = map[string]float64{"dog": 101} }},
		{"Sampling", func(c *Config) { c.Sampling = map[string]float64{"dog": math.NaN()} }},
		{"Sampling", func(c *Config) { c.Sampling = map[string]float64{"wolf": 1} }},
		{"TestAs", func(c *Config) { c.TestAs = annotation.SplitTest }},
		{"Resolution", func(c *Config) { c.Resolution = "HUGE" }},
		{"Plan.Overlap", func(c *Config) { c.Per, c.Window, c.Plan.Overlap = PerWindow, sec(5), sec(5) }},
		{"Plan.MinLength", func(c *Config) { c.Plan.MinLength = -1 }},
		{"Task", func(c *Config) { c.Per, c.Task = PerLabel, &task.Summarize{} }},
		{"Task", func(c *Config) { c.Per, c.Task = PerLabel, &task.Localize{} }},
		{"Task", func(c *Config) { c.Per, c.Task = PerLabel, nil }},
	} {
		c := Config{
			Source: func(context.Context) iter.Seq2[*annotation.Video, error] {
				t.Errorf("%s: the source was read", tt.field)
				return videos()(nil)
			},
			Task: localize(), Train: filepath.Join(dir, "train.jsonl"),
		}
		tt.change(&c)
		_, err := Build(t.Context(), c)
		var e *ConfigError
		if !errors.As(err, &e) || e.Field != tt.field {
			t.Errorf("%s: %v", tt.field, err)
		}
		if told := c.Validate(); told == nil || told.Error() != err.Error() {
			t.Errorf("%s: Validate tells %v, and Build %v", tt.field, told, err)
		}
	}
	bad := Config{Source: videos(), Task: localize(), Train: filepath.Join(dir, "train.jsonl"), Sampling: map[string]float64{}}
	for i := range 20 {
		bad.Sampling[fmt.Sprint("label", i)] = -1
	}
	_, first := Build(t.Context(), bad)
	if _, again := Build(t.Context(), bad); first == nil || again == nil || first.Error() != again.Error() {
		t.Errorf("one error is %v, the next %v", first, again)
	}
	c := Config{Source: videos(animals(2)...), Task: &task.Classify{}, Train: filepath.Join(dir, "train.jsonl")}
	if _, err := Build(t.Context(), c); !errors.Is(err, task.ErrNoLabels) {
		t.Errorf("a task without labels: %v", err)
	}
	c.Task, c.Sidecar = localize(), filepath.Join(dir, "nowhere", "origins.jsonl")
	if _, err := Build(t.Context(), c); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a sidecar in no folder: %v", err)
	}
	wantFiles(t, dir)
}

// A dataset that would fail is written all the same, and says so.
func TestWouldFail(t *testing.T) {
	list := animals(30)
	for i := range 20 {
		list[i].Events[0].Start += sec(i)
	}
	c := Config{Source: videos(list...), Task: localize()}
	// The facts are looked at again when the files are checked: too late for the writer.
	asked := 0
	c.Policy = &videotune.Policy{Media: func(uri string) (videotune.Media, bool) {
		if asked < 30 {
			return videotune.Media{}, false
		}
		return videotune.Media{Err: "it is gone"}, true
	}}
	c.OnProgress = func(p Progress) { asked = p.Videos }
	o := build(t, c)
	if !o.Check.WouldFail() || len(o.Check.FailReasons) == 0 || o.Train.Examples == 0 {
		t.Errorf("%+v", o.Check)
	}
	wantFiles(t, o.dir, "origins.jsonl", "train.jsonl", "validation.jsonl")

	// As when there are too few for the service.
	limits, err := videotune.LimitsFor(videotune.DefaultModel, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	few := *limits
	few.MaxExamples = 5
	o = build(t, Config{Source: videos(list...), Task: localize(), Policy: &videotune.Policy{Limits: &few}})
	if !o.Check.WouldFail() || o.Train.Examples < 20 {
		t.Errorf("%+v", o.Check)
	}
}

// 29 % of the segments of Charades end after the video as its file is: they are kept,
// clamped and counted.
func TestPastEnd(t *testing.T) {
	const n, past = 300, 87
	media := videotune.MediaMap{}
	var list []annotation.Video
	for i := range n {
		v := annotation.Video{ID: fmt.Sprint("c", i), URI: fmt.Sprintf("gs://b/c%d.mp4", i), Events: []annotation.Event{
			segment(i+1, sec(10), sec(28), "dog"),
		}}
		length := sec(30)
		if i < past {
			length = sec(27) + sec(i%8)/10
		}
		media[v.URI] = videotune.Media{Duration: length, Bytes: 1e6}
		list = append(list, v)
	}
	for _, c := range []Config{{}, {Per: PerEvent, Padding: sec(5)}, {Per: PerWindow, Window: sec(20)}, {Stratify: true}} {
		var told []annotation.Diagnostic
		c.Source, c.Task, c.Policy = videos(list...), localize(), &videotune.Policy{Media: media.Lookup}
		c.OnDiagnostic = func(d annotation.Diagnostic) { told = append(told, d) }
		o := build(t, c)
		if o.Repairs[annotation.CodePastEnd] != past || len(told) != past || o.Events != n {
			t.Errorf("%+v: %v repairs, %d told, %d events", c.Per, o.Repairs, len(told), o.Events)
		}
		records := map[int]bool{}
		for _, or := range o.origins {
			for _, r := range or.Records {
				records[r] = true
			}
		}
		if len(records) != n || len(o.lefts) != 0 || o.Check.WouldFail() {
			t.Errorf("%s: %d of %d events are there; left out are %v; %v", c.Per, len(records), n, o.LeftOut, o.Check.FailReasons)
		}
		if list[0].Events[0].End != sec(28) {
			t.Fatalf("the source's own event was changed: %v", list[0].Events[0])
		}
		for _, p := range o.Check.Problems {
			if strings.Contains(string(p.Rule), "past") {
				t.Errorf("%s: %v", c.Per, p)
			}
		}
	}
}

// A video that belongs to two recordings could be on both sides; of two entries about
// one file, the second is left out.
func TestConflict(t *testing.T) {
	list := animals(4)
	list[0].Recording, list[1].Recording = "a", "b"
	list[2].URI, list[2].Recording = list[0].URI, "b"
	list[3].URI = list[0].URI
	o := build(t, Config{Source: videos(list...), Task: localize()})
	equal(t, "left out", o.reasons(), []string{"recording-conflict v002 [5 6]", "video-twice v003 [7]"})

	// Two recordings of which the same file was made.
	list = animals(4)
	same := func(ctx context.Context, p *chunk.Plan) error {
		for i := range p.Pieces {
			p.Pieces[i].URI = "gs://made/same.mp4"
		}
		return madeAsPlanned(ctx, p)
	}
	o = build(t, Config{Source: videos(list...), Task: localize(), Cut: same, Policy: &videotune.Policy{Media: func(uri string) (videotune.Media, bool) {
		return videotune.Media{Bytes: 101 << 20, Duration: sec(60)}, strings.HasPrefix(uri, "gs://b/")
	}}})
	want := []string{"recording-conflict v001 [3]", "recording-conflict v002 [5 6]", "recording-conflict v003 [7]"}
	equal(t, "left out", o.reasons(), want)
}
