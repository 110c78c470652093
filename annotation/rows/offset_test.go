package rows

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func TestOffset(t *testing.T) {
	frames := opts{FPS: annotation.Rates{All: videotune.Rational{Num: 25, Den: 1}}, Base: annotation.BaseOne, FrameEnd: annotation.FrameExclusive}
	fixed := func(d time.Duration) opts { return opts{Offset: annotation.Offsets{All: d}} }
	for _, tt := range []struct {
		name, text string
		o          opts
		want       string
	}{
		{"halves", "video,label,start_s,end_s,offset_s\nm,a,1,2,\nm,b,3,4,2700\n", opts{}, "0s: 1s-2s 45m3s-45m4s"},
		{"one place", "video,label,start_s,end_s,offset_ms\nm,a,1,2,1500\nm,b,3,,1500\n", opts{}, "1.5s: 2.5s-3.5s 4.5s-4.5s"},
		{"open and whole", "video,label,start_s,end_s,offset_s\nm,a,,,60\nm,b,3,inf,60\n", opts{}, "1m0s: whole 1m3s-end"},
		{"negative", "video,label,start_s,end_s,offset_s\nm,a,61,62,-60\n", opts{}, "-1m0s: 1s-2s"},
		{"a unit of all", "video,label,start,end,OFFSET\nm,a,0:01,0:02,45:00\n", byClock, "45m0s: 45m1s-45m2s"},
		{"frames", "video,label,start_frame,end_frame,offset_frame\nm,a,1,26,50\n", frames, "2s: 2s-3s"},
		{"a sentinel", "video,label,start_s,end_s,offset_s\nm,a,1,2,-1\n", opts{Sentinels: []string{"-1"}}, "0s: 1s-2s"},
		{"lists", `{"video":"m","offset_s":60,"events":[{"label":"a","start_s":1},{"label":"b","start_s":1,"offset_s":0}]}`, opts{}, "0s: 1s-1s 1m1s-1m1s"},
		{"the option", "video,label,start_s,end_s\nm,a,1,2\nm,b,3,4\n", fixed(time.Minute), "1m0s: 1m1s-1m2s 1m3s-1m4s"},
		{"the option by URI", "video,uri,label,start_s\nm,gs://b/m.mp4,a,1\n", opts{Offset: annotation.Offsets{By: map[string]time.Duration{"gs://b/m.mp4": -time.Second}}}, "-1s: 0s-0s"},
		{"before the repair", "video,label,start_s,end_s,duration_s\nm,a,61,69,10\n", fixed(-time.Minute), "-1m0s: 1s-9s"},
	} {
		v := readingtest.Videos(t, Read, tt.text, tt.o)[0]
		got := v.Offset.String() + ":"
		for _, e := range v.Events {
			switch {
			case e.Kind == annotation.KindWhole:
				got += " whole"
			case e.End == annotation.ToEnd:
				got += fmt.Sprintf(" %v-end", e.Start)
			default:
				got += fmt.Sprintf(" %v-%v", e.Start, e.End)
			}
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	const one = "video,label,start_s,offset\nm,a,1,2\n"
	readingtest.Refused(t, Read, bads([]bad{
		{one, opts{}, annotation.CodeOptionMissing, 2, 1, `"offset_ms"`},
		{strings.Replace(one, "offset", "offset_s", 1), fixed(time.Second), annotation.CodeOptionInvalid, 2, 1, "the option offset is set, and so is offset_s"},
		{"video,label,start_s,offset_s\nm,a,1,inf\n", opts{}, annotation.CodeValue, 2, 1, "no times count from there"},
		{"video,label,start_s,offset_s\nm,a,9223372036,9223372036\n", opts{}, annotation.CodeValue, 2, 1, "more than a time can hold"},
		{"video,label,start_s\nm,a,9223372036\n", fixed(1 << 62), annotation.CodeOptionInvalid, 0, 0, "more than a time can hold"},
	}))
	var told []string
	hint := opts{OnDiagnostic: func(d annotation.Diagnostic) { told = append(told, d.Hint) }}
	readingtest.Videos(t, Read, "video,label,offset_s\nm,a,3\n", hint)
	if len(told) != 1 || !strings.Contains(told[0], `{"start_ms": "offset_s"}`) {
		t.Errorf("an offset of no times: told are %q", told)
	}
}
