package chunk

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
)

// samplePlans are plans of every action.
func samplePlans(t testing.TB) []*Plan {
	t.Helper()
	var plans []*Plan
	add := func(src Source, opts Options) *Plan {
		p, err := New(src, &opts)
		if err != nil {
			t.Fatal(err)
		}
		plans = append(plans, p)
		return p
	}
	m := facts(900.000000001, 270*mb)
	m.Rotation, m.Audio, m.ETag = 90, videotune.Present, `"a<b>&c"`
	add(Source{URI: "gs://b/short.mp4", Media: facts(60, mb)}, Options{})
	add(Source{URI: "gs://b/long.mp4", Media: facts(3120, 50*mb), Recording: "lecture 7", Events: []videotune.Span{sec(-1, 2.5), sec(1039, 1041)}}, Options{Overlap: time.Second})
	add(Source{URI: "gs://b/large & <huge>.mp4", Media: m, Use: []videotune.Span{sec(0, 2), sec(100, 900)}}, Options{MinLength: 5 * time.Second, Base: "gs://b/chunks"})
	add(Source{URI: "ж.mov", Media: facts(900, 270*mb), Keyframes: []time.Duration{0, 295 * time.Second, 300 * time.Second, 600 * time.Second}}, Options{StreamCopy: true})
	one := add(Source{URI: "gs://b/screen.mp4", Media: facts(3000, 120*mb)}, Options{Large: WayReencode})
	add(Source{URI: "gs://b/uhd.mp4", Media: facts(3600, 3600*mb)}, Options{Large: WayReencode})
	add(Source{URI: "gs://b/small.mkv", Media: typed("video/x-matroska", 30, mb)}, Options{})
	add(Source{URI: "gs://b/unseen.mp4", Media: videotune.Media{Bytes: 120 * mb, Duration: 2 * time.Minute}}, Options{Large: WayReencode})
	add(Source{URI: "gs://b/broken.mp4", Media: videotune.Media{Err: "no moov box"}}, Options{})
	add(Source{URI: "gs://b/unknown.mp4"}, Options{})
	add(Source{URI: "gs://b/unwanted.mp4", Media: facts(60, mb), Use: []videotune.Span{}, Weight: 3}, Options{})
	cut := add(Source{URI: "gs://b/made.mp4", Media: facts(900, 270*mb)}, Options{})
	for _, err := range []error{
		one.Record(one.Pieces[0].Name, Made{Bytes: 70 * mb, FirstPTS: 1, Duration: 3000 * time.Second}),
		cut.Record(cut.Pieces[1].Name, Made{Bytes: 70 * mb, Start: 299 * time.Second, FirstPTS: 300 * time.Second, Duration: 301 * time.Second}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return plans
}

func TestPlanJSON(t *testing.T) {
	actions := make(map[Action]bool)
	for _, p := range samplePlans(t) {
		actions[p.Action] = true
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var back Plan
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if diff := cmp.Diff(p, &back); diff != "" {
			t.Errorf("%s\n%s", diff, data)
		}
		again, err := json.Marshal(&back)
		if err != nil || string(again) != string(data) {
			t.Errorf("%v: %s, was %s", err, again, data)
		}
		if value, err := json.Marshal(*p); err != nil || string(value) != string(data) {
			t.Errorf("%v: by value: %s", err, value)
		}
	}
	if len(actions) != len(actionNames) {
		t.Errorf("there are plans of %d actions", len(actions))
	}
}

// The names of members stay.
func TestPlanJSONForm(t *testing.T) {
	var got strings.Builder
	for _, p := range samplePlans(t) {
		data, err := p.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		got.Write(data)
		got.WriteByte('\n')
	}
	const golden = "testdata/plans.golden"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}

// What follows from the rest may be missing.
func TestPlanJSONFillsIn(t *testing.T) {
	const text = `{"uri":"gs://b/v.mp4","action":"cuts","reason":"too-large","bounds":{},"base":"gs://c","media":{"duration":"20s"},
		"pieces":[{"start":"0s","end":"10s"},{"start":"10s","end":"20s","uri":"gs://d/moved.mp4"}]}`
	var p Plan
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	name := fileName("gs://b/v.mp4", sec(0, 10), 0)
	if first := p.Pieces[0]; first.Name != name || first.URI != "gs://c/"+name || first.File != sec(0, 10) || first.Recording != "gs://b/v.mp4" {
		t.Errorf("%+v", first)
	}
	if second := p.Pieces[1]; second.URI != "gs://d/moved.mp4" || second.Origin != 10*time.Second {
		t.Errorf("%+v", second)
	}
}

func TestPlanJSONRefuses(t *testing.T) {
	const (
		head = `{"uri":"gs://b/v.mp4","media":{"duration":"20s"},"bounds":{},"reason":"too-large",`
		cuts = head + `"action":"cuts","pieces":[`
		segs = head + `"action":"segments","pieces":[`
		two  = `{"start":"0s","end":"10s"},{"start":"10s","end":"20s"}]`
		one  = `{"start":"0s","end":"10s"}]`
	)
	encode := func(s string) string {
		return head + `"action":"reencode","encode":{` + s + `},"pieces":[` + two + `}`
	}
	for _, good := range []string{cuts + two + "}", head + `"action":"drop"}`, encode(`"width":640,"height":360,"videoBitrate":50000`),
		strings.ReplaceAll(segs+two+"}", `"end"`, `"segment":true,"end"`)} {
		if err := new(Plan).UnmarshalJSON([]byte(good)); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, c := range [][2]string{
		{`null`, "no action"},
		{`{}`, "no action"},
		{`[]`, "array"},
		{`{"action":"drop"}`, "without a URI"},
		{head + `"action":"keep"}`, `unknown action "keep": want whole, segments`},
		{head + `"pieces":[]}`, "no action"},
		{head + `"action":"drop","piece":[]}`, `unknown field "piece"`},
		{strings.Replace(head, "too-large", "too-blue", 1) + `"action":"drop"}`, `unknown reason "too-blue"`},
		{strings.Replace(head, `"20s"`, `20`, 1) + `"action":"drop"}`, "duration"},
		{strings.Replace(head, `"duration"`, `"length"`, 1) + `"action":"drop"}`, `called "duration"`},
		{strings.Replace(head, `{}`, `{"overlap":"-1s"}`, 1) + `"action":"drop"}`, "negative"},
		{strings.Replace(head, `{}`, `{"overlap":"1m"}`, 1) + `"action":"drop"}`, `"1m" is no time`},
		{strings.Replace(head, `{}`, `{"maxBytes":5}`, 1) + `"action":"drop"}`, "targetBytes is 0"},
		{strings.Replace(head, `{}`, `{"maxLength":"5s","overlap":"5s"}`, 1) + `"action":"drop"}`, "overlap"},
		{strings.Replace(cuts, `{}`, `{"maxLength":"9s"}`, 1) + two + `}`, "piece 1: it is 10s long; the plan's bound is 9s"},
		{head + `"action":"drop","pieces":[` + one + `}`, "drop with 1 pieces"},
		{head + `"action":"cuts"}`, "cuts with 0 pieces"},
		{head + `"action":"whole","pieces":[` + two + `}`, "whole with 2 pieces"},
		{head + `"action":"segments","streamCopy":true,"pieces":[` + two + `}`, "streamCopy"},
		{head + `"action":"reencode","pieces":[` + one + `}`, "encode"},
		{head + `"action":"cuts","encode":{"width":2,"height":2,"videoBitrate":50000},"pieces":[` + one + `}`, "encode"},
		{head + `"unencoded":"sometimes","action":"drop"}`, `unencoded is the unknown "sometimes"`},
		{head + `"unencoded":"picture-small","action":"segments","pieces":[` + one + `}`, "unencoded: only cuts and drop have it"},
		{encode(`"width":641,"height":360,"videoBitrate":50000`), "641×360"},
		{encode(`"width":640,"height":0,"videoBitrate":50000`), "640×0"},
		{encode(`"width":640,"height":360,"videoBitrate":1`), "bits a second"},
		{cuts + `{"start":"10s","end":"10s"}]}`, "10s to 10s of a video of 20s"},
		{cuts + `{"start":"-1s","end":"10s"}]}`, "-1s to 10s"},
		{cuts + `{"start":"0s","end":"20.1s"}]}`, "20.1s of a video of 20s"},
		{cuts + `{"start":"10s","end":"20s"},{"start":"0s","end":"9s"}]}`, "piece 2: it does not begin and end after"},
		{cuts + `{"start":"5s","end":"20s"},{"start":"6s","end":"9s"}]}`, "piece 2: it does not begin and end after"},
		{cuts + `{"start":"0s","end":"10s","name":"../../etc/passwd"}]}`, `called "../../etc/passwd"`},
		{segs + `{"start":"0s","end":"10s","segment":true,"name":"x.mp4"}]}`, `called "x.mp4"`},
		{cuts + `{"start":"0s","end":"10s","segment":true}]}`, "segment is true"},
		{segs + one + "}", "segment is false"},
		{segs + `{"start":"0s","end":"10s","segment":true,"made":{"start":"0s","end":"10s"}}]}`, "which nobody makes"},
		{cuts + `{"start":"0s","end":"10s","made":{"start":"10s","end":"20s"}}]}`, "holds nothing of it"},
		{cuts + `{"start":"0s","end":"10s","made":{"start":"-1s","end":"20s"}}]}`, "before 0"},
		{cuts + `{"start":"0s","end":"10s","made":{"start":"0s","end":"20s","firstPTS":"-1s"}}]}`, "before 0"},
		{cuts + `{"start":"0s","end":"10s","made":{"start":"9s","end":"1s"}}]}`, "impossible"},
		{cuts + `{"start":"0s","end":"10s","made":{"start":"0s","end":"10s","firstPTS":"9223372036s"}}]}`, "impossible"},
		{cuts + `{"start":"0s","end":"10s","bytes":-1}]}`, "negative"},
		{head + `"action":"reencode","encode":{"width":640,"height":360,"videoBitrate":50000},"pieces":[{"start":"0s","end":"10s"},{"start":"10s","end":"20s","segment":true}]}`, "some pieces are segments"},
	} {
		p := Plan{Base: "as before"}
		err := p.UnmarshalJSON([]byte(c[0]))
		if err == nil || !strings.Contains(err.Error(), c[1]) || !strings.HasPrefix(err.Error(), "chunk: ") {
			t.Errorf("%s: %v, want %q", c[0], err, c[1])
		}
		if p.Base != "as before" {
			t.Errorf("%s: the plan was changed", c[0])
		}
	}
}

func TestPlanJSONOfBadFacts(t *testing.T) {
	p := mustPlan(t, Source{URI: "v", Media: videotune.Media{Bytes: -1}}, nil)
	if _, err := json.Marshal(p); err == nil || !strings.Contains(err.Error(), `plan of "v"`) {
		t.Errorf("%v", err)
	}
}

func TestEnums(t *testing.T) {
	if Action(9).String() != "Action(9)" || Way(9).String() != "Way(9)" || EdgePolicy(9).String() != "EdgePolicy(9)" {
		t.Error("a value without a name")
	}
	for name, v := range map[string]interface {
		MarshalText() ([]byte, error)
	}{"action": Action(9), "way": Way(9), "edge policy": EdgePolicy(9)} {
		if _, err := v.MarshalText(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var e EdgePolicy
	if err := e.UnmarshalText([]byte("most")); err != nil || e != EdgeMost {
		t.Errorf("%s, %v", e, err)
	}
	if text, err := e.MarshalText(); string(text) != "most" || err != nil {
		t.Errorf("%s, %v", text, err)
	}
	if err := e.UnmarshalText([]byte("Most")); err == nil || e != EdgeMost {
		t.Errorf("%s, %v", e, err)
	}
}

// Whatever is read is a plan whose methods work, and is written as it was read.
func FuzzPlanJSON(f *testing.F) {
	for _, p := range samplePlans(f) {
		data, err := p.MarshalJSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"uri":"v","action":"cuts","reason":"too-large","bounds":{"maxBytes":9,"targetBytes":8},"media":{"duration":"20s"},"pieces":[{"start":"0s","end":"10s"}]}`))
	f.Add([]byte(`{"uri":"v","action":"drop","reason":"too-short","bounds":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var p Plan
		if p.UnmarshalJSON(data) != nil {
			return
		}
		_ = p.Why()
		p.Place([]videotune.Span{sec(1, 2), sec(5, 5)}, EdgeMost)
		for i := range p.Pieces {
			piece := &p.Pieces[i]
			piece.Part()
			if local, ok := piece.Local(piece.Span.Start); ok {
				if back, ok := piece.Source(local); !ok || back != piece.Span.Start {
					t.Fatalf("%s comes back as %s", piece.Span.Start, back)
				}
			}
			if strings.ContainsAny(piece.Name, `/\`) {
				t.Fatalf("the name %q", piece.Name)
			}
		}
		out, err := p.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var back Plan
		if err := back.UnmarshalJSON(out); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if diff := cmp.Diff(p, back); diff != "" {
			t.Fatal(diff)
		}
		for _, f := range p.Files() {
			m := Made{Bytes: 1 << 40, Start: f.Span.Start, Duration: f.Span.Length()}
			if p.Record(f.Name, m) != nil {
				p.Again(f.Name, m)
			}
		}
	})
}
