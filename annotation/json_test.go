package annotation

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
	"pgregory.net/rapid"
)

// TestVideoJSON holds the lines that "videotune annotations" prints, member by member:
// other programs read them.
func TestVideoJSON(t *testing.T) {
	half := 0.5
	tests := []struct {
		name  string
		video Video
		want  string
	}{
		{"a negative", Video{ID: "a"},
			`{"id":"a","uri":"","recording":"","split":"","language":"","duration_us":null,"unlabelled":false,"events":[]}`},
		{"unlabelled", Video{ID: "a", URI: "gs://b/a.mp4", Recording: "r", Split: SplitTrain, Language: "pt-BR", Duration: 90 * time.Second, Unlabelled: true},
			`{"id":"a","uri":"gs://b/a.mp4","recording":"r","split":"train","language":"pt-BR","duration_us":90000000,"unlabelled":true,"events":[]}`},
		{"events", Video{ID: "a", Events: []Event{
			{Kind: KindWhole, Labels: []string{"<sport> & more"}},
			{Kind: KindSegment, Start: time.Second, End: 2500 * time.Millisecond, Labels: []string{"x", "y"}, Attributes: map[string]any{"b": true, "a": json.Number("1.50")}},
			{Kind: KindPoint, Start: 3 * time.Second, End: 3 * time.Second},
			{Kind: KindCue, Start: 4 * time.Second, End: ToEnd, Text: "two\nlines"},
		}}, `{"id":"a","uri":"","recording":"","split":"","language":"","duration_us":null,"unlabelled":false,"events":[` +
			`{"start_us":null,"end_us":null,"labels":["<sport> & more"],"text":"","kind":"whole","attributes":{}},` +
			`{"start_us":1000000,"end_us":2500000,"labels":["x","y"],"text":"","kind":"segment","attributes":{"a":1.50,"b":true}},` +
			`{"start_us":3000000,"end_us":null,"labels":[],"text":"","kind":"point","attributes":{}},` +
			`{"start_us":4000000,"end_us":"inf","labels":[],"text":"two\nlines","kind":"cue","attributes":{}}]}`},
		{"what is only there if it is known", Video{ID: "a", MIMEType: "video/mp4", Offset: time.Minute, FrameRate: videotune.Rational{Num: 30000, Den: 1001}, Metadata: map[string]any{"k": "v"},
			Events: []Event{{Kind: KindTrack, Start: -time.Second, End: time.Second, Confidence: &half, Annotator: "A", Record: 3}}},
			`{"id":"a","uri":"","recording":"","split":"","language":"","mime_type":"video/mp4","duration_us":null,"offset_us":60000000,"frame_rate":"30000/1001","metadata":{"k":"v"},"unlabelled":false,` +
				`"events":[{"start_us":-1000000,"end_us":1000000,"labels":[],"text":"","kind":"track","confidence":0.5,"annotator":"A","attributes":{},"record":3}]}`},
		{"with events that were left out", Video{ID: "a", Lost: 2},
			`{"id":"a","uri":"","recording":"","split":"","language":"","duration_us":null,"unlabelled":false,"lost":2,"events":[]}`},
		{"a conversation", Video{ID: "a", Turns: []Turn{{RoleSystem, "s"}, {videotune.RoleUser, "q"}, {videotune.RoleModel, "a"}}},
			`{"id":"a","uri":"","recording":"","split":"","language":"","duration_us":null,"unlabelled":false,` +
				`"turns":[{"role":"system","text":"s"},{"role":"user","text":"q"},{"role":"model","text":"a"}]}`},
	}
	for _, tt := range tests {
		got, err := tt.video.MarshalJSON()
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", tt.name, err, got, tt.want)
		}
		var back Video
		if err := back.UnmarshalJSON(got); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.video, back); diff != "" {
			t.Errorf("%s:\n%s", tt.name, diff)
		}
	}
}

func TestVideoJSONRefuses(t *testing.T) {
	for name, v := range map[string]Video{
		"a fine start":            {Events: []Event{{Kind: KindPoint, Start: 1, End: 1}}},
		"a fine end":              {Events: []Event{{Kind: KindSegment, End: 1001}}},
		"a fine duration":         {Duration: 1},
		"a fine offset":           {Offset: -1},
		"no JSON":                 {Metadata: map[string]any{"f": func() {}}},
		"NaN":                     {Metadata: map[string]any{"f": math.NaN()}},
		"a start that is no time": {Events: []Event{{Kind: KindSegment, Start: ToEnd, End: ToEnd}}},
	} {
		if got, err := v.MarshalJSON(); err == nil {
			t.Errorf("%s: %s", name, got)
		}
	}
	for _, text := range []string{
		``, `[]`, `1`, `{"id":1}`, `{"idd":"a"}`, `{"events":[{"start":1}]}`, `{"duration_us":"1"}`, `{"duration_us":1.5}`, `{"duration_us":9223372036854775807}`, `{"offset_us":9223372036854775807}`,
		`{"events":[{"kind":"segment","start_us":1}]}`, `{"events":[{"kind":"segment","start_us":1,"end_us":null}]}`, `{"events":[{"kind":"segment"}]}`,
		`{"events":[{"kind":"whole","end_us":1}]}`, `{"events":[{"kind":"whole","end_us":"inf"}]}`, `{"events":[{"kind":"segment","start_us":1,"end_us":"Inf"}]}`,
		`{"events":[{"kind":"segment","start_us":9223372036854775807,"end_us":2}]}`, `{"events":[{"kind":"segment","start_us":1,"end_us":9223372036854775807}]}`,
		`{"frame_rate":"x"}`, `{"turns":{}}`,
	} {
		v := Video{ID: "kept"}
		if err := v.UnmarshalJSON([]byte(text)); err == nil || v.ID != "kept" || !strings.HasPrefix(err.Error(), "annotation: ") {
			t.Errorf("%s: %+v, %v", text, v, err)
		}
	}
}

// drawVideo draws any video that a reader could make.
func drawVideo(t *rapid.T) Video {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("ab \"\\<&\n\u2028жé😀\x00")), 0, 6, -1)
	micros := rapid.Int64Range(math.MinInt64/1000, math.MaxInt64/1000)
	attributes := rapid.Custom(func(t *rapid.T) map[string]any {
		m := rapid.MapOfN(text, rapid.SampledFrom([]any{"s", true, json.Number("-1.50e3"), []any{"a", json.Number("1")}, map[string]any{"a": nil}}), 0, 3).Draw(t, "map")
		if len(m) == 0 {
			return nil
		}
		return m
	})
	v := Video{
		ID: text.Draw(t, "id"), URI: text.Draw(t, "uri"), MIMEType: text.Draw(t, "type"), Recording: text.Draw(t, "recording"), Language: text.Draw(t, "language"),
		Split:      rapid.SampledFrom([]Split{SplitNone, SplitTrain, SplitValidation, SplitTest}).Draw(t, "split"),
		Duration:   time.Duration(rapid.Int64Range(0, math.MaxInt64/1000).Draw(t, "duration")) * time.Microsecond,
		Offset:     time.Duration(micros.Draw(t, "offset")) * time.Microsecond,
		FrameRate:  rapid.SampledFrom([]videotune.Rational{{}, {Num: 25, Den: 1}, {Num: 30000, Den: 1001}}).Draw(t, "rate"),
		Unlabelled: rapid.Bool().Draw(t, "unlabelled"), Metadata: attributes.Draw(t, "metadata"),
		Lost: rapid.IntRange(0, 3).Draw(t, "lost"),
	}
	if rapid.IntRange(0, 3).Draw(t, "chat") == 0 {
		v.Turns = []Turn{{videotune.RoleUser, text.Draw(t, "q")}, {videotune.RoleModel, text.Draw(t, "a")}}
		return v
	}
	for range rapid.IntRange(0, 4).Draw(t, "events") {
		e := Event{
			Kind: rapid.SampledFrom([]Kind{KindSegment, KindPoint, KindWhole, KindCue, KindTrack}).Draw(t, "kind"),
			Text: text.Draw(t, "text"), Annotator: text.Draw(t, "annotator"), Record: rapid.IntRange(0, 9).Draw(t, "record"), Attributes: attributes.Draw(t, "attributes"),
		}
		if labels := rapid.SliceOfN(text, 0, 2).Draw(t, "labels"); len(labels) > 0 {
			e.Labels = labels
		}
		if rapid.Bool().Draw(t, "confident") {
			f := rapid.Float64Range(0, 1).Draw(t, "confidence")
			e.Confidence = &f
		}
		if e.Kind != KindWhole {
			e.Start = time.Duration(micros.Draw(t, "start")) * time.Microsecond
			e.End = time.Duration(micros.Draw(t, "end")) * time.Microsecond
			if e.Kind == KindPoint {
				e.End = e.Start
			} else if rapid.Bool().Draw(t, "open") {
				e.End = ToEnd
			}
		}
		v.Events = append(v.Events, e)
	}
	return v
}

func TestVideoRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawVideo(t)
		for name, marshal := range map[string]func() ([]byte, error){"own": v.MarshalJSON, "encoding/json": func() ([]byte, error) { return json.Marshal(v) }} {
			data, err := marshal()
			if err != nil {
				t.Fatal(err)
			}
			if strings.ContainsAny(string(data), "\n\r") {
				t.Fatalf("more than a line: %s", data)
			}
			var back Video
			if err := json.Unmarshal(data, &back); err != nil {
				t.Fatalf("%v\n%s", err, data)
			}
			if diff := cmp.Diff(v, back); diff != "" {
				t.Fatalf("%s: %s\n%s", name, data, diff)
			}
		}
	})
}

func FuzzVideoJSON(f *testing.F) {
	f.Add([]byte(`{"id":"a","duration_us":1,"events":[{"kind":"cue","start_us":1,"end_us":"inf","labels":["x"],"attributes":{"a":[1]}}]}`))
	f.Add([]byte(`{"turns":[{"role":"user","text":"x"}],"frame_rate":"25/1","metadata":{"a":null}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var v Video
		if json.Unmarshal(data, &v) != nil {
			return
		}
		once, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var back Video
		if err := json.Unmarshal(once, &back); err != nil {
			t.Fatalf("%v\n%s", err, once)
		}
		twice, err := json.Marshal(back)
		if err != nil || string(once) != string(twice) {
			t.Fatalf("%v\n%s\n%s", err, once, twice)
		}
	})
}
