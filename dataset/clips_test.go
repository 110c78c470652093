package dataset

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/task"
)

const uri = "gs://b/v.mp4"

func point(record int, at time.Duration, labels ...string) annotation.Event {
	return annotation.Event{Kind: annotation.KindPoint, Start: at, End: at, Labels: labels, Record: record}
}

func whole(record int, labels ...string) annotation.Event {
	return annotation.Event{Kind: annotation.KindWhole, Labels: labels, Record: record}
}

// facts are a policy that knows one file.
func facts(m videotune.Media) *videotune.Policy {
	return &videotune.Policy{Media: videotune.MediaMap{uri: m}.Lookup}
}

// says is the answer of localize.
func says(events ...string) string {
	for i, e := range events {
		f := strings.Fields(e)
		events[i] = fmt.Sprintf(`{"start":"00:%s","end":"00:%s","label":"%s"}`, f[0], f[1], f[2])
	}
	return `{"events":[` + strings.Join(events, ",") + `]}`
}

// TestClips compares what the lines of one video show and say, and what is left out.
func TestClips(t *testing.T) {
	minute := videotune.Media{Duration: sec(60), Bytes: 1e6}
	large := videotune.Media{Duration: sec(60), Bytes: 150 << 20} // is cut into 00:00-00:30 and 00:30-01:00
	dog, cat := segment(1, sec(5), sec(8), "dog"), segment(2, sec(40), sec(44), "cat")
	for _, tt := range []struct {
		name   string
		c      Config
		v      annotation.Video
		shows  []string
		leaves []string
	}{
		{"video", Config{}, annotation.Video{Duration: sec(60), Events: []annotation.Event{cat, dog}},
			[]string{uri + " " + says("05 08 dog", "40 44 cat")}, nil},
		{"an alias", Config{}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(1, sec(5), sec(8), "puppy")}},
			[]string{uri + " " + says("05 08 dog")}, nil},
		{"a label of nobody", Config{}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(1, sec(5), sec(8), "bird"), dog}},
			[]string{uri + " " + says("05 08 dog")}, []string{"not-in-answer v [1]"}},
		{"pieces", Config{Plan: chunk.Options{MaxLength: sec(30)}}, annotation.Video{Duration: sec(60), Events: []annotation.Event{dog, cat, whole(3, "dog")}},
			[]string{uri + " [0s 30s] " + says("00 30 dog", "05 08 dog"), uri + " [30s 60s] " + says("00 30 dog", "10 14 cat")}, nil},
		{"pieces and a long event, dropped", Config{Plan: chunk.Options{MaxLength: sec(30)}, Edges: chunk.EdgeDrop}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(7, sec(10), sec(50), "dog")}},
			nil, []string{"no-clip v [7]", "partly-shown v []", "partly-shown v []"}},
		{"pieces and a long event, most of it", Config{Plan: chunk.Options{MaxLength: sec(30)}, Edges: chunk.EdgeMost}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(7, sec(10), sec(50), "dog"), segment(2, sec(51), sec(54), "cat")}},
			[]string{uri + " [0s 30s] " + says("10 30 dog")}, []string{"partly-shown v [2]"}},
		{"a long event of nobody's label, dropped", Config{Plan: chunk.Options{MaxLength: sec(30)}, Edges: chunk.EdgeDrop}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(7, sec(10), sec(50), "bird")}},
			[]string{uri + " [0s 30s] " + says(), uri + " [30s 60s] " + says()}, []string{"no-clip v [7]"}},
		{"a long event, dropped, and another label", Config{Per: PerLabel, Plan: chunk.Options{MaxLength: sec(30)}, Edges: chunk.EdgeDrop}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(7, sec(10), sec(50), "dog")}},
			[]string{uri + " [0s 30s] " + says(), uri + " [30s 60s] " + says()}, []string{"no-clip v [7]", "partly-shown v []", "partly-shown v []"}},
		{"windows and a long event, dropped", Config{Per: PerWindow, Window: sec(20), Edges: chunk.EdgeDrop}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(7, sec(2), sec(38), "dog")}},
			[]string{uri + " [40s 60s] " + says()}, []string{"no-clip v [7]", "partly-shown v []", "partly-shown v []"}},
		{"reversed, and kept so, in an unknown length", Config{Repair: annotation.Repair{Reversed: annotation.RemedyKeep}}, annotation.Video{Events: []annotation.Event{segment(7, sec(40), sec(20), "dog")}},
			nil, []string{"partly-shown v [7]"}},
		{"without texts", Config{Task: &task.Localize{}}, annotation.Video{Duration: sec(60), Events: []annotation.Event{dog}}, nil, []string{"no-answer v [1]"}},
		{"reversed, and kept so", Config{Repair: annotation.Repair{Reversed: annotation.RemedyKeep}}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(7, sec(40), sec(20), "dog")}},
			nil, []string{"no-clip v [7]", "partly-shown v []"}},
		{"event", Config{Per: PerEvent}, annotation.Video{Duration: sec(60), Events: []annotation.Event{dog, cat}},
			[]string{uri + " [40s 44s] " + says("00 04 cat"), uri + " [5s 8s] " + says("00 03 dog")}, nil},
		{"event, padded", Config{Per: PerEvent, Padding: sec(6)}, annotation.Video{Duration: sec(60), Events: []annotation.Event{dog, segment(2, sec(57), annotation.ToEnd, "cat")}},
			[]string{uri + " [0s 14s] " + says("05 08 dog"), uri + " [51s 60s] " + says("06 09 cat")}, nil},
		{"moments", Config{Per: PerEvent}, annotation.Video{Duration: sec(60), Events: []annotation.Event{point(1, sec(5), "dog"), cat}},
			[]string{uri + " [40s 44s] " + says("00 04 cat")}, []string{"no-length v [1]"}},
		{"moments only", Config{Per: PerEvent}, annotation.Video{Duration: sec(60), Events: []annotation.Event{point(1, sec(5), "dog")}}, nil, []string{"no-length v [1]"}},
		{"moments, padded", Config{Per: PerEvent, Padding: sec(2)}, annotation.Video{Duration: sec(60), Events: []annotation.Event{point(1, sec(60), "dog")}},
			[]string{uri + " [58s 60s] " + says("02 02 dog")}, nil},
		{"event, whole", Config{Per: PerEvent, Padding: sec(1)}, annotation.Video{Duration: sec(60), Events: []annotation.Event{whole(1, "dog"), cat}},
			[]string{uri + " " + strings.Replace(says("00 60 dog"), "00:60", "01:00", 1), uri + " [39s 45s] " + says("01 05 cat")}, nil},
		{"event, too long", Config{Per: PerEvent, Plan: chunk.Options{MaxLength: sec(10)}}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(1, sec(10), sec(26), "dog")}},
			[]string{uri + " [10s 18s] " + says("00 08 dog"), uri + " [18s 26s] " + says("00 08 dog")}, nil},
		{"event, too short", Config{Per: PerEvent, Plan: chunk.Options{MinLength: sec(4)}}, annotation.Video{Duration: sec(60), Events: []annotation.Event{dog, cat}},
			[]string{uri + " [40s 44s] " + says("00 04 cat")}, []string{"too-short v [1]"}},
		{"a negative per event", Config{Per: PerEvent}, annotation.Video{Duration: sec(60)}, []string{uri + " " + says()}, nil},
		{"label", Config{Per: PerLabel}, annotation.Video{Duration: sec(60), Events: []annotation.Event{dog, segment(2, 0, sec(1), "puppy", "bird"), segment(3, 0, sec(1))}},
			[]string{uri + " " + says("00 01 dog", "05 08 dog")}, []string{"not-in-answer v [3]", "not-in-answer v [2]", "no-answer v []"}},
		{"label, and all are known", Config{Per: PerLabel}, annotation.Video{Duration: sec(60), Events: []annotation.Event{dog}},
			[]string{uri + " " + says(), uri + " " + says("05 08 dog")}, nil},
		{"windows", Config{Per: PerWindow, Window: sec(30), Plan: chunk.Options{Overlap: sec(5)}}, annotation.Video{Duration: sec(60), Events: []annotation.Event{dog, cat}},
			[]string{uri + " [0s 23s] " + says("05 08 dog"), uri + " [18s 42s] " + says("22 24 cat"), uri + " [37s 60s] " + says("03 07 cat")}, nil},
		{"windows, of unknown length", Config{Per: PerWindow, Window: sec(30)}, annotation.Video{Events: []annotation.Event{dog}}, nil, []string{"length-unknown v [1]"}},
		{"unknown length", Config{}, annotation.Video{Events: []annotation.Event{dog}}, []string{uri + " " + says("05 08 dog")}, nil},
		{"unknown length, to its end", Config{}, annotation.Video{Events: []annotation.Event{segment(4, sec(5), annotation.ToEnd, "dog")}}, nil, []string{"no-answer v [4]"}},
		{"unknown length, per event", Config{Per: PerEvent, Padding: sec(1)}, annotation.Video{Events: []annotation.Event{dog}}, []string{uri + " [4s 9s] " + says("01 04 dog")}, nil},
		{"facts without a length", Config{Policy: facts(videotune.Media{Bytes: 1e6})}, annotation.Video{Duration: sec(60), Events: []annotation.Event{dog}}, []string{uri + " " + says("05 08 dog")}, nil},
		{"facts without anything", Config{Policy: facts(videotune.Media{Bytes: 1e6})}, annotation.Video{Events: []annotation.Event{dog}}, []string{uri + " " + says("05 08 dog")}, nil},
		{"facts say that it is unreadable", Config{Policy: facts(videotune.Media{Err: "no such object"})}, annotation.Video{Events: []annotation.Event{dog}}, nil, []string{"unreadable v [1]"}},
		{"too large, and nobody cuts", Config{Policy: facts(large)}, annotation.Video{Events: []annotation.Event{dog, cat}}, nil, []string{"needs-cut v [1 2]"}},
		{"too large, and the cutter does not", Config{Policy: facts(large), Cut: func(context.Context, *chunk.Plan) error { return nil }}, annotation.Video{Events: []annotation.Event{dog, cat}}, nil, []string{"needs-cut v [1 2]"}},
		{"an unlisted type", Config{}, annotation.Video{Duration: sec(60), MIMEType: "video/x-matroska", Events: []annotation.Event{dog}}, nil, []string{"needs-cut v [1]"}},
		{"a type that only the source says", Config{Policy: facts(minute)}, annotation.Video{MIMEType: "video/webm", Events: []annotation.Event{dog}}, []string{uri + " " + says("05 08 dog")}, nil},
		{"unlabelled", Config{}, annotation.Video{Duration: sec(60), Unlabelled: true}, nil, []string{"unlabelled v []"}},
		{"nothing but lost events", Config{}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(1, sec(8), sec(5), "dog")}}, nil, []string{"event-reversed v [1]", "events-lost v []"}},
		{"a lost event in one of two pieces", Config{Plan: chunk.Options{MaxLength: sec(30)}}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(1, sec(8), sec(5), "dog")}},
			[]string{uri + " [30s 60s] " + says()}, []string{"event-reversed v [1]", "events-lost v []"}},
		{"a lost event that nobody knows the place of", Config{Plan: chunk.Options{MaxLength: sec(30)}}, annotation.Video{Duration: sec(60), Lost: 2, LostSpans: []videotune.Span{{Start: sec(5), End: sec(8)}}, Events: []annotation.Event{cat}},
			[]string{uri + " [30s 60s] " + says("10 14 cat")}, []string{"events-lost v []"}},
		{"a lost event in a video of unknown length", Config{}, annotation.Video{Lost: 1, LostSpans: []videotune.Span{{Start: sec(5), End: sec(8)}}}, nil, []string{"events-lost v []"}},
		{"a test set", Config{}, annotation.Video{Duration: sec(60), Split: annotation.SplitTest, Events: []annotation.Event{dog}}, nil, []string{"test-set v [1]"}},
		{"a file of this machine", Config{}, annotation.Video{URI: "/videos/v.mp4", Duration: sec(60), Events: []annotation.Event{dog}}, nil, []string{"no-uri v [1]"}},
		{"refused", Config{Per: PerEvent, Repair: annotation.Repair{Reversed: annotation.RemedyKeep}}, annotation.Video{Events: []annotation.Event{segment(1, sec(8), sec(5), "dog")}}, nil, []string{"segment-reversed v [1]"}},
		{"several labels where one is wanted", Config{Task: &task.Classify{Labels: task.Labels{{Name: "cat"}, {Name: "dog"}}}}, annotation.Video{Duration: sec(60), Events: []annotation.Event{dog, cat}}, nil, []string{"no-answer v [1 2]"}},
		{"an event of several labels", Config{}, annotation.Video{Duration: sec(60), Events: []annotation.Event{segment(1, sec(5), sec(8), "dog", "cat")}}, []string{uri + " " + says("05 08 cat", "05 08 dog")}, nil},
	} {
		if tt.c.Task == nil {
			tt.c.Task = localize()
		}
		v := tt.v
		v.ID = "v"
		if v.URI == "" {
			v.URI = uri
		}
		other := annotation.Video{ID: "other", URI: "gs://b/other.mp4", Duration: sec(5), Split: annotation.SplitTrain}
		if tt.c.Per == PerLabel {
			other.Events = []annotation.Event{segment(99, 0, sec(1), "dog"), segment(99, 0, sec(1), "cat")}
		}
		tt.c.Source = videos(other, v)
		o := build(t, tt.c)
		got := slices.DeleteFunc(o.shown(t), func(s string) bool { return strings.HasPrefix(s, other.URI) })
		slices.Sort(tt.shows)
		equal(t, tt.name, got, tt.shows)
		equal(t, tt.name+", left out", o.reasons(), tt.leaves)
	}
}

// Of the clips with events, those in which a lost one may have been are counted.
func TestIncomplete(t *testing.T) {
	v := annotation.Video{ID: "v", URI: uri, Duration: sec(60), Events: []annotation.Event{
		segment(1, sec(8), sec(5), "dog"), segment(2, sec(10), sec(12), "dog"), segment(3, sec(40), sec(44), "cat"),
	}}
	for lost, want := range []int{1, 2} {
		v.Lost = lost // of an unknown place
		o := build(t, Config{Source: videos(v), Task: localize(), Plan: chunk.Options{MaxLength: sec(30)}, Share: videotune.PinnedOnly})
		if o.Examples != 2 || o.Incomplete != want {
			t.Errorf("%d lost before: %d examples, %d of them incomplete, want %d", lost, o.Examples, o.Incomplete, want)
		}
	}
}

// What a cutter makes begins a little early and has a clock of its own: lines and
// answers go by that.
func TestCut(t *testing.T) {
	list := []annotation.Video{{ID: "v", URI: uri, Events: []annotation.Event{
		segment(1, sec(5), sec(8), "dog"), segment(2, sec(40), sec(44), "cat"), segment(3, sec(5), sec(45), "dog"),
	}}}
	first, second := "gs://made/one.mp4", "gs://made/two.mp4"
	for _, tt := range []struct {
		name  string
		c     Config
		shows []string
	}{
		{"video", Config{}, []string{
			first + " " + says("06 09 dog", "06 31 dog"),
			second + " " + says("01 18 dog", "13 17 cat"),
		}},
		{"windows", Config{Per: PerWindow, Window: sec(20)}, []string{
			first + " [1s 16s] " + says("05 08 dog", "05 15 dog"),
			first + " [16s 31s] " + says("00 15 dog"),
			second + " [1s 19s] " + says("00 17 dog", "12 16 cat"),
			second + " [19s 33s] " + says(),
		}},
		{"event", Config{Per: PerEvent, Padding: sec(1)}, []string{
			first + " [5s 10s] " + says("01 04 dog"),
			first + " [5s 31s] " + says("01 26 dog"),
			second + " [1s 19s] " + says("00 17 dog"),
			second + " [12s 18s] " + says("01 05 cat"),
		}},
	} {
		for _, stratify := range []bool{false, true} {
			cuts := 0
			c := tt.c
			c.Source, c.Task, c.Stratify = videos(list...), localize(), stratify
			c.Edges = chunk.EdgeSplit
			c.Policy = facts(videotune.Media{Duration: sec(60), Bytes: 150 << 20})
			// The second file begins two seconds early; both clocks show 1s at the first picture.
			c.Cut = func(_ context.Context, p *chunk.Plan) error {
				cuts++
				return recordTwo(p, first, second)
			}
			o := build(t, c)
			slices.Sort(tt.shows)
			name := fmt.Sprint(tt.name, ", stratify ", stratify)
			equal(t, name, o.shown(t), tt.shows)
			if cuts != 1 {
				t.Errorf("%s: the video was cut %d times", name, cuts)
			}
			for _, or := range o.origins {
				if or.Made == "" || or.URI != uri || or.Recording != uri || or.EndUS <= or.StartUS || or.EndUS > 60e6 {
					t.Errorf("%s: %+v", name, or)
				}
			}
		}
	}
}

// recordTwo has two files: of 0s to 30s, and of 28s to 60s.
func recordTwo(p *chunk.Plan, uris ...string) error {
	files := p.Files()
	if len(files) != 2 {
		return fmt.Errorf("%d files, want 2", len(files))
	}
	for i, f := range files {
		for _, k := range f.Pieces {
			p.Pieces[k].URI = uris[i]
		}
		m := []chunk.Made{{Bytes: 80 << 20, FirstPTS: sec(1), Duration: sec(30)}, {Bytes: 80 << 20, Start: sec(28), FirstPTS: sec(1), Duration: sec(32)}}[i]
		if err := p.Record(f.Name, m); err != nil {
			return err
		}
	}
	return nil
}

// A file that is encoded anew has several segments, whose clocks begin with each.
func TestReencoded(t *testing.T) {
	media := videotune.Media{Duration: sec(60), Bytes: 150 << 20, Width: 1920, Height: 1080, Video: videotune.Present}
	v := annotation.Video{ID: "v", URI: uri, Events: []annotation.Event{segment(1, sec(5), sec(8), "dog"), segment(2, sec(40), sec(44), "cat")}}
	made := "gs://made/small.mp4"
	// The clock shows 1s at the first picture.
	small := func(_ context.Context, p *chunk.Plan) error {
		if p.Action != chunk.ActionReencode || len(p.Pieces) < 2 {
			return fmt.Errorf("%v with %d pieces", p.Action, len(p.Pieces))
		}
		for i := range p.Pieces {
			p.Pieces[i].URI = made
		}
		return p.Record(p.Files()[0].Name, chunk.Made{Bytes: 50 << 20, FirstPTS: sec(1), Duration: sec(60)})
	}
	for _, tt := range []struct {
		name  string
		c     Config
		shows []string
	}{
		{"video", Config{}, []string{made + " [1s 31s] " + says("05 08 dog"), made + " [31s 61s] " + says("10 14 cat")}},
		{"event", Config{Per: PerEvent, Padding: sec(1)}, []string{made + " [40s 46s] " + says("01 05 cat"), made + " [5s 10s] " + says("01 04 dog")}},
		{"windows", Config{Per: PerWindow, Window: sec(15)}, []string{
			made + " [1s 16s] " + says("05 08 dog"), made + " [16s 31s] " + says(),
			made + " [31s 46s] " + says("10 14 cat"), made + " [46s 61s] " + says(),
		}},
	} {
		c := tt.c
		c.Source, c.Task, c.Policy, c.Cut = videos(v), localize(), facts(media), small
		c.Plan.MaxLength, c.Plan.Large = sec(30), chunk.WayReencode
		slices.Sort(tt.shows)
		equal(t, tt.name, build(t, c).shown(t), tt.shows)
	}
}

// A plan that was made before is kept to, whatever is known of the video now.
func TestPlanned(t *testing.T) {
	plan, err := chunk.New(chunk.Source{URI: uri, Media: videotune.Media{Duration: sec(60), Bytes: 150 << 20}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	v := annotation.Video{ID: "v", URI: uri, Events: []annotation.Event{segment(1, sec(50), annotation.ToEnd, "dog")}}
	c := Config{Source: videos(v), Task: localize(), Share: videotune.PinnedOnly, Planned: func(string) *chunk.Plan { return plan }}
	if _, err := tryBuild(t.Context(), memoryDir(t), c); !errors.Is(err, videotune.RuleFileEmpty) {
		t.Errorf("with files that nobody made: %v", err)
	}
	if err := recordTwo(plan, "gs://made/1.mp4", "gs://made/2.mp4"); err != nil {
		t.Fatal(err)
	}
	o := build(t, c)
	equal(t, "planned", o.shown(t), []string{"gs://made/1.mp4 " + says(), "gs://made/2.mp4 " + says("23 33 dog")})

	facts := videotune.MediaMap{uri: {Duration: sec(60), Bytes: 151 << 20}} // of another version
	c.Policy = &videotune.Policy{Media: facts.Lookup}
	r, err := tryBuild(t.Context(), memoryDir(t), c)
	if !errors.Is(err, videotune.RuleFileEmpty) || r == nil || r.LeftOut[ReasonStale] != 1 {
		t.Errorf("with the plan of another version: %v, %v", r, err)
	}
}

// A conversation is about all of its video.
func TestConversation(t *testing.T) {
	turns := []annotation.Turn{
		{Role: annotation.RoleSystem, Text: "Be brief."},
		{Role: videotune.RoleUser, Text: "What is it?"}, {Role: videotune.RoleModel, Text: "A dog."},
		{Role: videotune.RoleUser, Text: "And now?"}, {Role: videotune.RoleModel, Text: "A cat."},
	}
	list := []annotation.Video{
		{ID: "a", URI: "gs://b/a.mp4", Duration: sec(60), Turns: turns, Events: []annotation.Event{segment(3, 0, sec(1), "dog")}},
		{ID: "b", URI: "gs://b/b.mp4", Duration: sec(60), Turns: turns[1:3]},
		{ID: "c", URI: "gs://b/c.mkv", MIMEType: "video/x-matroska", Duration: sec(60), Turns: turns[1:3]}, // is converted
		{ID: "d", URI: "gs://b/d.mp4", Duration: sec(6000), Turns: turns},
		{ID: "e", URI: "gs://b/e.mp4", Duration: sec(60), Turns: turns[2:3]},
		{ID: "f", URI: "gs://b/f.mp4", Duration: sec(60), Turns: []annotation.Turn{{Role: "tool", Text: "x"}}},
		{ID: "g", URI: "gs://b/g.mp4", Duration: sec(60)},
	}
	for _, c := range []Config{{}, {Per: PerEvent}, {Per: PerWindow, Window: sec(10)}, {Per: PerLabel, Task: localize()}} {
		c.Source, c.System, c.Share = videos(list...), "You watch.", videotune.PinnedOnly
		c.Plan.Base, c.Cut = "gs://made", madeAsPlanned
		if c.Per == PerLabel {
			c.Source = videos(list[:6]...)
		}
		o := build(t, c)
		examples, err := o.examples("train.jsonl")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, ex := range examples {
			s := ex.Contents[0].Parts[0].FileData.FileURI
			if strings.HasPrefix(s, "gs://made/c-") {
				s = "made of c"
			}
			for _, p := range ex.SystemInstruction.Parts {
				s += " | " + p.Text
			}
			for i, turn := range ex.Contents {
				s += fmt.Sprintf(" | %s %s", turn.Role, turn.Parts[len(turn.Parts)-1].Text)
				if files := len(turn.Parts) - 1; (files == 1) != (i == 0) {
					t.Errorf("turn %d has %d files", i, files)
				}
			}
			got = append(got, s)
		}
		equal(t, string(c.Per), got, []string{
			"gs://b/a.mp4 | Be brief. | user What is it? | model A dog. | user And now? | model A cat.",
			"gs://b/b.mp4 | You watch. | user What is it? | model A dog.",
			"made of c | You watch. | user What is it? | model A dog.",
		})
		var left []string
		for _, l := range o.lefts {
			if l.Video != "g" {
				left = append(left, fmt.Sprint(l.Reason, " ", l.Video, " ", l.Records))
			}
		}
		equal(t, string(c.Per)+", left out", left, []string{"not-in-answer a [3]", "divided d []", "no-answer e []", "no-answer f []"})
	}
}
