package reading

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

func TestNamed(t *testing.T) {
	rate := func(n int64) videotune.Rational { return videotune.Rational{Num: n, Den: 1} }
	durations := func(names ...string) annotation.Durations {
		by := map[string]time.Duration{}
		for _, n := range names {
			by[n] = 9 * time.Second
		}
		return annotation.Durations{By: by}
	}
	for _, tt := range []struct {
		name   string
		format annotation.Format
		o      annotation.Options
		want   []string
	}{
		{"of another file", annotation.FormatRows, annotation.Options{Duration: durations("zzz")}, []string{`the option duration names 1 video and none of this file: "zzz"`}},
		{"some", annotation.FormatRows, annotation.Options{Duration: durations("a", "gs://b/b.mp4", "zzz")}, []string{`names 1 video that this file does not have: "zzz"`}},
		{"all", annotation.FormatRows, annotation.Options{Duration: durations("a", "gs://b/b.mp4")}, nil},
		{"many", annotation.FormatRows, annotation.Options{Duration: durations("p", "q", "r", "s", "t", "u")}, []string{`6 videos and none of this file: "p", "q", "r", "s", "t", …`}},
		{"captions", annotation.FormatSRT, annotation.Options{Duration: durations("zzz")}, nil},
		{"an offset", annotation.FormatRows, annotation.Options{Offset: annotation.Offsets{By: map[string]time.Duration{"x": 1}}}, []string{`the option offset names 1 video and none`}},
		{"a rate", annotation.FormatRows, annotation.Options{FPS: annotation.Rates{By: map[string]videotune.Rational{"x": rate(25)}}}, []string{`the option fps names 1 video and none`}},
		{"another rate", annotation.FormatRows, annotation.Options{FPS: annotation.Rates{All: rate(25)}}, []string{`video "b": the option fps says 25/1, and the source 30/1`}},
		{"another duration", annotation.FormatRows, annotation.Options{Duration: annotation.Durations{All: 9 * time.Second}}, []string{`video "b": the option duration says 9s, and the source 20s`}},
		{"a duration nearly the same", annotation.FormatRows, annotation.Options{Duration: annotation.Durations{All: 20*time.Second + time.Second/3}}, nil},
	} {
		video := func(id string) *annotation.Video {
			return &annotation.Video{ID: id, URI: "gs://b/" + id + ".mp4", FrameRate: rate(30), Duration: 20 * time.Second}
		}
		a, b, c := &annotation.Video{ID: "a"}, video("b"), video("c")
		if tt.o.Duration.By != nil {
			b.Duration, c.Duration = 0, 0
		}
		_, told, err := run(tt.format, &tt.o, a, b, c)
		if err != nil || len(told) != len(tt.want) {
			t.Errorf("%s: %q, %v; want %q", tt.name, told, err, tt.want)
			continue
		}
		for i := range tt.want {
			if !strings.Contains(told[i], tt.want[i]) {
				t.Errorf("%s: %q, want %q", tt.name, told[i], tt.want[i])
			}
		}
	}
}
