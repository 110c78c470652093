package activitynet

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// framed are options for times in frames, at 25 a second where the file has no rate.
func framed(base annotation.FrameBase, end annotation.FrameEnd) annotation.Options {
	return annotation.Options{FPS: annotation.Rates{All: videotune.Rational{Num: 25, Den: 1}}, Base: base, FrameEnd: end}
}

func TestGolden(t *testing.T) {
	clips := annotation.Options{URI: "gs://clips/v_{id}.mp4"}
	readingtest.Golden(t, Read,
		readingtest.Case{File: "activitynet.json"},
		readingtest.Case{File: "youcook.json"},
		readingtest.Case{File: "kinetics.json", Options: clips},
		readingtest.Case{File: "derived.json"},
		readingtest.Case{File: "captions.json"},
		readingtest.Case{File: "tacos.json", Options: framed(annotation.BaseOne, annotation.FrameInclusive)},
	)
}

func one(annotation string) string {
	return `{"database":{"x":{"duration":10,"subset":"training","annotations":[` + annotation + `]}}}`
}

func TestRefused(t *testing.T) {
	video := func(members string) string { return "{\n\"a\":{\"annotations\":[]},\n\"x\":{" + members + "}}" }
	frames := `"timestamps":[[1,2]],"sentences":["a"],"num_frames":50`
	readingtest.Refused(t, Read, []readingtest.Bad{
		{Text: ``, Code: annotation.CodeFormat, Says: "no object"},
		{Text: `[{"x":1}]`, Code: annotation.CodeFormat, Says: "no object"},
		{Text: `"x"`, Code: annotation.CodeFormat},
		{Text: `{"version":"1","results":{"x":[{"label":"a","score":1,"segment":[0,1]}]},"external_data":{}}`, Code: annotation.CodeFormat, Line: 1, Says: "results, which a model predicted; read the ground truth"},
		{Text: "{\"version\":\"1\",\n\"external_data\":{\"used\":true},\"results\":{}}", Code: annotation.CodeFormat, Line: 2, Says: "results"},
		{Text: `{"version":"1","taxonomy":[]}`, Code: annotation.CodeFormat, Says: "none of its members is a video"},
		{Text: `{"qid":1,"query":"x","duration":150}`, Code: annotation.CodeFormat, Says: "none of its members is a video"},
		{Text: `{"database":[]}`, Code: annotation.CodeValue, Line: 1, Says: "database is no object"},
		{Text: `{"database":{"x":[]}}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "want an object, not a list"},
		{Text: `{"database":{" ":{}}}`, Code: annotation.CodeVideoMissing, Line: 1, Record: 1},
		{Text: `{"database":{"x":`, Code: annotation.CodeSyntax, Line: 1, Says: "ends within"},
		{Text: "{\"database\":{\"x\":{}\n", Code: annotation.CodeSyntax, Line: 2, Says: "ends within"},
		{Text: `{"database":`, Code: annotation.CodeSyntax, Line: 1, Says: "ends within"},
		{Text: `{"database":{}}` + "\n{}", Code: annotation.CodeSyntax, Line: 2, Says: "more follows"},
		{Text: one(`{"segment":[NaN,1],"label":"a"}`), Code: annotation.CodeSyntax, Line: 1, Says: "JSON has no NaN"},
		{Text: one(`{"segment":[0,Infinity],"label":"a"}`), Code: annotation.CodeSyntax, Line: 1, Says: "Infinity"},
		{Text: "{'database': {}}", Code: annotation.CodeSyntax, Line: 1, Says: "Python"},
		{Text: one(`{"segment":[0,1]}`), Code: annotation.CodeLabelMissing, Line: 1, Record: 1, Says: "annotations[0]: there is neither a label nor a sentence"},
		{Text: one(`{"segment":[0,1],"label":"a"},7`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "annotations[1]: want an object"},
		{Text: one(`{"segment":[0],"label":"a"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "a list of 1; want [start, end]"},
		{Text: one(`{"segment":3,"label":"a"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "the number 3"},
		{Text: one(`{"segment":[null,1],"label":"a"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "null is not a time"},
		{Text: one(`{"segment":["00:01","00:02"],"label":"a"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "not a time"},
		{Text: one(`{"segment":["inf",1],"label":"a"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "not a time"},
		{Text: one(`{"segment":[0,1],"label":{}}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "the label is an object"},
		{Text: one(`{"segment":[0,1],"sentence":[]}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "sentence is a list"},
		{Text: one(`{"segment":[0,1],"label":"a","score":"high"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "score"},
		{Text: one(`{"segment":[0,1],"label":"a","label":"b"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "stands twice"},
		{Text: one(`{"segment":[0,9000],"label":"a"}`), Code: annotation.CodeUnit, Record: 1, Says: "unit"},
		{Text: video(`"annotations":7`), Code: annotation.CodeValue, Line: 3, Record: 2, Says: "annotations is the number 7"},
		{Text: video(`"duration":"long"`), Code: annotation.CodeValue, Line: 3, Record: 2, Says: `duration: "long" is not a time`},
		{Text: video(`"duration":[],"subset":"x"`), Code: annotation.CodeValue, Line: 3, Record: 2, Says: "duration is a list"},
		{Text: video(`"subset":[]`), Code: annotation.CodeValue, Line: 3, Record: 2, Says: "subset"},
		{Text: video(`"duration":9,"timestamps":[[0,1]],"sentences":[]`), Code: annotation.CodeValue, Line: 3, Record: 2, Says: "1 timestamps and 0 sentences"},
		{Text: video(`"duration":9,"timestamps":[[0,1]]`), Code: annotation.CodeValue, Line: 3, Record: 2, Says: "1 timestamps and 0 sentences"},
		{Text: video(`"duration":9,"timestamps":[[0,1]],"sentences":[null]`), Code: annotation.CodeValue, Line: 3, Record: 2, Says: "sentences[0] is null"},
		{Text: video(`"duration":9,"timestamps":[0,1],"sentences":["a","b"]`), Code: annotation.CodeValue, Line: 3, Record: 2, Says: "timestamps[0]"},
		{Text: video(`"duration":9,"timestamps":{},"sentences":["a","b"]`), Code: annotation.CodeValue, Line: 3, Record: 2, Says: "timestamps is an object"},
		{Text: video(frames), Code: annotation.CodeRateMissing, Line: 3, Record: 2, Says: `"fps": 25`},
		{Text: video(frames + `,"fps":25`), Code: annotation.CodeOptionMissing, Line: 3, Record: 2, Says: `"frame_base"`},
		{Text: video(frames + `,"fps":25`), Options: annotation.Options{Base: annotation.BaseOne}, Code: annotation.CodeOptionMissing, Line: 3, Record: 2, Says: `"frame_end"`},
		{Text: video(strings.Replace(frames, "2]", "2.5]", 1)), Options: framed(annotation.BaseZero, annotation.FrameExclusive), Code: annotation.CodeValue, Line: 3, Record: 2, Says: `"2.5" is no number of a frame`},
		{Text: video(strings.Replace(frames, "2]", "9223372036854775807]", 1)), Options: framed(annotation.BaseZero, annotation.FrameInclusive), Code: annotation.CodeValue, Line: 3, Record: 2, Says: "no number of a frame"},
		{Text: video(strings.Replace(frames, ":50", ":-1", 1)), Options: framed(annotation.BaseZero, annotation.FrameExclusive), Code: annotation.CodeValue, Line: 3, Record: 2, Says: "num_frames"},
		{Text: "{}", Options: annotation.Options{TimeUnit: annotation.UnitSeconds}, Code: annotation.CodeOptionUnfit, Says: "time_unit"},
	})
}

func TestTold(t *testing.T) {
	readingtest.Told(t, Read, []readingtest.Bad{
		{Text: `{"about":{"by":"us"},"x":{"duration":1}}`, Code: annotation.CodeSkipped, Line: 1, Says: `"about" is no video`},
		{Text: `{"database":{"x":{"duration":-1}}}`, Code: annotation.CodeSkipped, Line: 1, Record: 1, Says: "duration is -1: it is taken for unknown"},
		{Text: `{"x":{"duration":2,"duration_second":"3"}}`, Code: annotation.CodeDisagree, Line: 1, Record: 1, Says: "3s, not 2s"},
		{Text: `{"x":{"duration":2,"fps":"?"}}`, Code: annotation.CodeSkipped, Line: 1, Record: 1, Says: "fps is taken for unknown"},
		{Text: `{"x":{"subset":"other"}}`, Code: annotation.CodeUnsupported, Line: 1, Record: 1, Says: `"other"`},
		{Text: one(`{"segment":[0,1],"label":" "}`), Code: annotation.CodeSkipped, Line: 1, Record: 1, Says: "is empty: the event was left out"},
		{Text: `{"x":{"subset":"testing","annotations":[]}}`, Code: annotation.CodeSkipped, Says: "unlabelled"},
		{Text: `{"x":{"duration":5,"annotations":{"segment":[7,12],"label":"a"}}}`, Code: annotation.CodeDisagree, Says: "clips"},
		{Text: `{"database":{},"by":{"us":1}}`, Code: annotation.CodeSkipped, Line: 1, Says: `"by" is no video`},
		{Text: `{"x":{},"y":{"duration":1}}`, Code: annotation.CodeSkipped, Line: 1, Says: `"x" is no video`},
	})
}

// TestFrames reads one stretch in all the ways that frames are counted.
func TestFrames(t *testing.T) {
	const text = `{"x":{"timestamps":[[1,25]],"sentences":["a"],"fps":25,"num_frames":100}}`
	for _, tt := range []struct {
		base        annotation.FrameBase
		end         annotation.FrameEnd
		start, stop time.Duration
	}{
		{annotation.BaseOne, annotation.FrameInclusive, 0, time.Second},
		{annotation.BaseOne, annotation.FrameExclusive, 0, 960 * time.Millisecond},
		{annotation.BaseZero, annotation.FrameInclusive, 40 * time.Millisecond, 1040 * time.Millisecond},
		{annotation.BaseZero, annotation.FrameExclusive, 40 * time.Millisecond, time.Second},
	} {
		v := readingtest.Videos(t, Read, text, framed(tt.base, tt.end))[0]
		if e := v.Events[0]; e.Start != tt.start || e.End != tt.stop || v.Duration != 4*time.Second {
			t.Errorf("base %d, %s: %v to %v of %v, want %v to %v", tt.base.First(), tt.end, e.Start, e.End, v.Duration, tt.start, tt.stop)
		}
	}
}

// TestSeconds reads a video that has both a duration and a number of frames: its
// times are seconds, and no options are wanted.
func TestSeconds(t *testing.T) {
	const text = `{"x":{"timestamps":[[1,2]],"sentences":["a"],"fps":25,"duration":4,"num_frames":100}}`
	v := readingtest.Videos(t, Read, text, annotation.Options{})[0]
	if e := v.Events[0]; e.Start != time.Second || e.End != 2*time.Second || v.Duration != 4*time.Second || v.Metadata["num_frames"] != json.Number("100") {
		t.Errorf("%v to %v of %v, %v", e.Start, e.End, v.Duration, v.Metadata)
	}
}

// event draws an event with a label or a text that no other has.
func event(t *rapid.T, i int, caption bool) annotation.Event {
	e := annotation.Event{Kind: annotation.KindSegment}
	e.Start = time.Duration(rapid.Int64Range(0, 3e9).Draw(t, "start")) * time.Microsecond
	e.End = e.Start + time.Duration(rapid.Int64Range(1, 1e9).Draw(t, "length"))*time.Microsecond
	words := fmt.Sprint(rapid.StringMatching(`[a-zé<"][ -~]{0,8}`).Draw(t, "words"), i)
	if caption || rapid.Bool().Draw(t, "text") {
		e.Text = words
		return e
	}
	e.Labels = []string{words}
	if rapid.Bool().Draw(t, "sure") {
		e.Confidence = new(float64)
		*e.Confidence = rapid.Float64Range(0, 1).Draw(t, "confidence")
	}
	if rapid.Bool().Draw(t, "whole") {
		e.Kind, e.Start, e.End = annotation.KindWhole, 0, 0
	}
	return e
}

func TestTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dense, text := rapid.Bool().Draw(t, "dense"), rapid.Bool().Draw(t, "numbers as texts")
		number := func(d time.Duration) any {
			s := strings.TrimSuffix(pbtime.Format(d), "s")
			if text {
				return s
			}
			return json.Number(s)
		}
		var want annotation.Video
		timestamps, sentences, list := []any{}, []any{}, []any{}
		for i := range rapid.IntRange(0, 6).Draw(t, "events") {
			e := event(t, i, dense)
			want.Events = append(want.Events, e)
			timestamps, sentences = append(timestamps, []any{number(e.Start), number(e.End)}), append(sentences, " "+e.Text)
			m := map[string]any{"segment": timestamps[i]}
			if e.Kind == annotation.KindWhole {
				delete(m, "segment")
			}
			if e.Text != "" {
				m["sentence"] = e.Text
			} else {
				m["label"] = e.Labels[0]
			}
			if e.Confidence != nil {
				m["confidence"] = *e.Confidence
			}
			list = append(list, m)
		}
		video := map[string]any{"duration": number(5000 * time.Second)}
		if dense {
			video["timestamps"], video["sentences"] = timestamps, sentences
		} else {
			video["annotations"] = list
		}
		file := map[string]any{"v_x": video}
		if rapid.Bool().Draw(t, "wrapped") {
			file = map[string]any{"version": "1", "database": file}
		}
		data, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		o := annotation.Options{OnDiagnostic: func(d annotation.Diagnostic) { t.Errorf("told: %v", d) }}
		videos := readingtest.Videos(t, Read, string(data), o)
		if len(videos) != 1 || videos[0].Duration != 5000*time.Second || videos[0].Unlabelled {
			t.Fatalf("%d videos: %v", len(videos), videos)
		}
		want.Sort()
		readingtest.Equal(t, videos[0].Events, want.Events)
	})
}

// TestStream reads a file that is far larger than what is held of it: a video comes
// before the file has been read to its end.
func TestStream(t *testing.T) {
	ahead := `{"database":{"a":{"annotations":[]},`
	in := strings.NewReader(ahead + strings.Repeat(`"b":{"annotations":[]},`, 100_000) + `"c":7`)
	for v, err := range Read(videotune.Input{Name: "large", R: in}, nil) {
		if err != nil || v.ID != "a" {
			t.Fatal(v, err)
		}
		break
	}
	if in.Len() < 1_000_000 {
		t.Errorf("%d bytes are left", in.Len())
	}
}

func FuzzRead(f *testing.F) {
	readingtest.Seeds(f, "testdata/*.json", func(text string) { f.Add(text, false) })
	f.Fuzz(func(t *testing.T, text string, frames bool) {
		var o annotation.Options
		if frames {
			o = framed(annotation.BaseOne, annotation.FrameInclusive)
		}
		readingtest.Sound(t, Read, text, o)
	})
}
