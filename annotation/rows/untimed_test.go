package rows

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func TestUntimed(t *testing.T) {
	const t0 = "video,label,t0,t1\nv,A,1,2\n"
	readingtest.Refused(t, Read, bads([]bad{
		{t0, opts{TimeUnit: annotation.UnitSeconds}, annotation.CodeColumn, 1, 0, `time_unit is for times, and no column has the role start; there are "video", "label", "t0", "t1"`},
		{t0, opts{Sentinels: []string{"-1"}}, annotation.CodeColumn, 1, 0, "sentinels"},
		{t0, opts{Base: annotation.BaseOne}, annotation.CodeColumn, 1, 0, "frame_base"},
		{t0, opts{FrameEnd: annotation.FrameInclusive}, annotation.CodeColumn, 1, 0, "frame_end"},
		{`{"video":"v","label":"A","t0":1}`, opts{TimeUnit: annotation.UnitSeconds}, annotation.CodeColumn, 0, 0, `"label", "t0", "video"`},
		{"video,label,start_s,duration\nv,A,1,2\n", inSeconds, annotation.CodeOptionMissing, 1, 0, `{"length_s": "duration"} if it is how long an event is, {"duration_s": "duration"}`},
		{"video,label,start_frame,duration_ms\nv,A,1,2\n", opts{}, annotation.CodeOptionMissing, 1, 0, `{"length_ms": "duration_ms"}`},
		{`{"video":"v","label":"A","start_s":1,"duration_s":2}`, opts{}, annotation.CodeOptionMissing, 1, 1, "length_s"},
	}))
	for _, columns := range []string{"t0,t1", "from,to", "in_ms,out_ms", "clip in,clip out"} {
		var told []string
		o := opts{OnDiagnostic: func(d annotation.Diagnostic) { told = append(told, d.Message) }}
		readingtest.Videos(t, Read, "video,label,"+columns+"\nv,A,1,2\n", o)
		if len(told) != 2 || !strings.Contains(told[0], columns[:2]) {
			t.Errorf("%s: told are %q", columns, told)
		}
	}
	mapped := opts{Columns: map[string]annotation.Column{"duration_s": {Name: "duration"}}, FPS: annotation.Rates{All: videotune.Rational{Num: 25, Den: 1}}}
	if v := readingtest.Videos(t, Read, "video,label,start_s,duration\nv,A,1,2\n", mapped)[0]; v.Events[0].Kind != annotation.KindPoint || v.Duration == 0 {
		t.Errorf("%+v", v)
	}
}

func TestSpacesBeforeQuotes(t *testing.T) {
	v := readingtest.Videos(t, Read, "video, label, start_s, end_s\ngs://b/b.mp4,  \"Goal, own\" , 1, 5\n", opts{})[0]
	if len(v.Events) != 1 || len(v.Events[0].Labels) != 1 || v.Events[0].Labels[0] != "Goal, own" {
		t.Errorf("%+v", v.Events)
	}
	readingtest.Refused(t, Read, bads([]bad{
		{"video,label\nv,\"A\"x\n", opts{}, annotation.CodeSyntax, 2, 0, "behind the quote"},
		{"video,label\nv,\"A\n", opts{}, annotation.CodeSyntax, 2, 0, "has no end"},
	}))
}

// TestSameRefusal refuses what has several faults: it is always for the same one.
func TestSameRefusal(t *testing.T) {
	o := opts{Columns: map[string]annotation.Column{"video": {Index: 3}, "label": {Index: 1}, "start_s": {Index: 2}, "end_s": {Index: 4}}}
	for range 20 {
		readingtest.Refused(t, Read, bads([]bad{{"{}", o, annotation.CodeOptionInvalid, 0, 0, "columns.end_s is 4"}}))
	}
}

// TestFramesWithLengths reads frames beside times that say how long an event is.
func TestFramesWithLengths(t *testing.T) {
	o := opts{FPS: annotation.Rates{All: videotune.Rational{Num: 25, Den: 1}}, Base: annotation.BaseOne, FrameEnd: annotation.FrameExclusive}
	for _, text := range []string{
		"video,label,start_frame,length_s\nv,A,26,2\n",
		"video,label,start_frame,end_frame,length_s\nv,A,26,76,2\n",
		"video,label,start_frame,end_s\nv,A,26,3\n",
	} {
		e := readingtest.Videos(t, Read, text, o)[0].Events[0]
		if e.Kind != annotation.KindSegment || e.Start != time.Second || e.End != 3*time.Second || len(e.Attributes) > 0 {
			t.Errorf("%q: %+v", text, e)
		}
	}
}

func TestHints(t *testing.T) {
	readingtest.Refused(t, Read, bads([]bad{
		{"video,text,answer\nv,A,B\n", opts{}, annotation.CodeOptionMissing, 1, 0, `columns: {"text": "text"}`},
		{"video,Label,label\nv,A,B\n", opts{}, annotation.CodeOptionMissing, 1, 0, `columns: {"label": "Label"}`},
		{"video,label,label\nv,A,B\n", opts{}, annotation.CodeOptionMissing, 1, 0, `columns: {"label": 1}`},
		{"{\"video\":\"v\"}", opts{Delimiter: ";"}, annotation.CodeOptionUnfit, 0, 0, "delimiter is for tables"},
	}))
}
