package page

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/survey"
	"pgregory.net/rapid"
)

func TestPlayable(t *testing.T) {
	for to, want := range map[string]string{
		"https://h/a.mp4?k=1&b=2#t=9": "https://h/a.mp4?k=1&b=2", "http://h:80/a b.mp4": "http://h:80/a%20b.mp4", "file:///a/b.mp4": "file:///a/b.mp4",
		"videos/a%23.mp4": "videos/a%23.mp4", "../a.mp4": "../a.mp4", "./javascript:x": "./javascript:x", "HTTPS://h/a": "https://h/a",
		"": "", "javascript:alert(1)": "", "JavaScript://h/%0aalert(1)": "", "data:video/mp4;base64,AA": "", "gs://b/a.mp4": "", "//h/a.mp4": "",
		"blob:https://h/x": "", "https:a.mp4": "", "https:///a": "", `\\h\a`: "", "a:b": "", "java\nscript:x": "", "#x": "", "file:x": "",
		"https://h/" + strings.Repeat("x", 3000): "",
	} {
		if got, ok := playable(to); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", to, got, ok, want)
		}
	}
}

func TestWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0:00", 5500 * time.Millisecond: "0:05.5", 62 * time.Second: "1:02", time.Hour + 2*time.Minute + 3*time.Second: "1:02:03",
		1: "0:00.000000001", 100 * time.Hour: "100:00:00", math.MaxInt64: "2562047:47:16.854775807",
	} {
		if got := clock(d); got != want {
			t.Errorf("clock(%d): %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		0: "0 s", 45 * time.Second: "45 s", 20 * time.Minute: "20 min", 3900 * time.Second: "1 h 5 min", 70500 * time.Millisecond: "1 min 10.5 s",
		600_900 * time.Millisecond: "10 min", 61 * time.Minute: "1 h 1 min",
		90 * time.Second: "1 min 30 s", 1500*time.Hour + 1: "1,500 h",
	} {
		if got := length(d); got != want {
			t.Errorf("length(%d): %q, want %q", d, got, want)
		}
	}
	for _, tt := range []struct {
		n, of int
		want  string
	}{{0, 0, "0 %"}, {1, 3, "33.33 %"}, {1, 1, "100 %"}, {1, 40, "2.5 %"}, {1, 15, "6.67 %"}, {9, 437, "2.06 %"}, {1001, 10_009, "10.001 %"}, {10, 100, "10 %"}, {0, 5, "0 %"}} {
		if got := share(tt.n, tt.of); got != tt.want {
			t.Errorf("%d of %d: %q, want %q", tt.n, tt.of, got, tt.want)
		}
	}
}

func TestCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, n := rapid.String().Draw(t, "s"), rapid.IntRange(0, 40).Draw(t, "n")
		for _, got := range []string{cut(s, n), cutMiddle(s, n)} {
			if !utf8.ValidString(got) || len(got) > max(n, 0)+len("…") || len(s) <= n && got != s {
				t.Fatalf("%q cut to %d: %q", s, n, got)
			}
		}
	})
}

func TestPretty(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":[1]}`: "{\n  \"a\": [\n    1\n  ]\n}", "```json\n{}\n```": "```json\n{}\n```", "```\n[ ]\n``` ": "```\n[]\n```",
		"no": "no", "```json\n{": "```json\n{", "": "", "```": "```",
	} {
		if got := pretty(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if isJSON("dog") || isJSON(`"dog"`) || !isJSON("```json\n{}\n```") || isJSON("{} {}") || isJSON("```{}```") {
		t.Error("isJSON")
	}
	deep := strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	if got := pretty(deep); len(got) > shownText+len("…") {
		t.Errorf("%d bytes", len(got))
	}
}

// TestScale: every number is drawn, and none on the wrong side of the limit.
func TestScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := survey.Histogram{Width: 32, Limit: rapid.SampledFrom([]int64{0, 131072, 104857600, 32, 100}).Draw(t, "limit")}
		for _, v := range rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 200_000), rapid.Int64Range(0, 1<<40), rapid.Int64()), 1, 30).Draw(t, "values") {
			h.Add(v)
		}
		for _, u := range []*unit{timeUnit, tokenUnit, bytesUnit} {
			s := scaleOf(&h)
			heights, beyond, most := s.heights()
			n, over := beyond, beyond
			for i, c := range heights {
				n += c
				if h.Limit > 0 && int64(i)*s.step() >= h.Limit {
					over += c
				}
			}
			if n != h.N || most == 0 || s.bars > chartBars+1 || s.bars < 1 {
				t.Fatalf("%d of %d numbers in %d bars, the largest %d", n, h.N, s.bars, most)
			}
			if h.Limit > 0 && !s.broken && h.Limit%s.step() == 0 && over != h.Over {
				t.Fatalf("%d over the limit, want %d", over, h.Over)
			}
			c := chartOf(&h, u, "things")
			if (c.Limit != nil) != (h.Limit > 0) || len(c.Ticks) == 0 || len(c.Ticks) > 12 || len(c.Bars) > chartBars+2 {
				t.Fatalf("limit %v, %d ticks, %d bars", c.Limit, len(c.Ticks), len(c.Bars))
			}
		}
	})
}

// TestTimeline: uses that meet do not overlap, and those that overlap are seen.
func TestTimeline(t *testing.T) {
	second := time.Second
	v := survey.Video{Duration: 100 * second, Uses: []survey.Use{
		{Split: videotune.Train, Start: 0, Length: 10 * second}, {Split: videotune.Train, Start: 10 * second, Length: 10 * second},
		{Split: videotune.Train, Start: 15 * second, Length: 10 * second}, {Split: videotune.Validation, Start: 24 * second, Length: 2 * second},
		{Split: videotune.Validation, Start: 90 * second},
	}}
	got := timelineOf(&v)
	var lanes []string
	for _, lane := range [][]runView{got.Train, got.Validation, got.Shared} {
		s := ""
		for _, r := range lane {
			s += r.Title + "; "
		}
		lanes = append(lanes, s)
	}
	want := []string{"0:00 – 0:15: 1 use; 0:15 – 0:20: 2 uses; 0:20 – 0:25: 1 use; ", "0:24 – 0:26: 1 use; 1:30 – 1:40: 1 use; ", "0:24 – 0:25: 1 use; "}
	if strings.Join(lanes, "|") != strings.Join(want, "|") || got.End != "1:40" || got.Unknown {
		t.Errorf("%q, want %q", lanes, want)
	}
	if got.Words != "5 uses; training 25 s (25 %); validation 2 s (2 %); the video is 1 min 40 s long; 1 of them of unknown length" {
		t.Errorf("%q", got.Words)
	}
	// A use to an end that nobody knows has its place, behind where it starts.
	open := timelineOf(&survey.Video{Uses: []survey.Use{{Start: 8 * second}}})
	if !open.Unknown || len(open.Train) != 1 || open.Train[0].X != 640 || open.Train[0].W != 160 || open.Words != "1 use; of unknown length" {
		t.Errorf("%+v", open)
	}
	many := survey.Video{}
	for i := range survey.MaxUses {
		many.Uses = append(many.Uses, survey.Use{Start: time.Duration(i*i) * second / 7, Length: time.Duration(1+i%5) * second})
	}
	if got := timelineOf(&many); len(got.Train)+len(got.Validation)+len(got.Shared) > maxRuns || got.Unknown || !strings.HasPrefix(got.End, "used up to ") {
		t.Errorf("%d runs, %s", len(got.Train), got.End)
	}
	for _, uses := range [][]survey.Use{nil, {{}}, {{Start: math.MaxInt64}}, {{Start: math.MaxInt64 / 2, Length: math.MaxInt64 / 2}}} {
		timelineOf(&survey.Video{Uses: uses})
	}
}

// TestUnits: an axis has one unit, by its end; nothing has none.
func TestUnits(t *testing.T) {
	for _, tt := range []struct {
		n, top int64
		want   string
	}{
		{0, 100_000, "0"}, {50_000, 100_000, "50 kB"}, {200_000, 1_000_000, "0.2 MB"}, {999, 999, "999 bytes"}, {200, 1000, "0.2 kB"},
		{104_857_600, 104_857_600, "104.8 MB"}, {math.MaxInt64, math.MaxInt64, "9,223,372,036,854.7 MB"},
	} {
		if got := bytesUnit.tick(tt.n, tt.top); got != tt.want {
			t.Errorf("%d of %d: %q, want %q", tt.n, tt.top, got, tt.want)
		}
	}
	h := survey.Histogram{Limit: int64(20 * time.Minute), Width: int64(time.Second)}
	h.Add(int64(90 * time.Second))
	c := chartOf(&h, timeUnit, "segments")
	if last := c.Ticks[len(c.Ticks)-1]; c.Break == "" || last.Label != "1 min 30 s" || last.Anchor != "end" || last.Class != "axis" {
		t.Errorf("the last tick before the break: %+v", last)
	}
	if got := chartOf(&survey.Histogram{Width: 1, N: 1, Max: int64(time.Hour), Counts: []int{1}}, timeUnit, "x"); got.Ticks[0].Label != "0" {
		t.Errorf("%+v", got.Ticks)
	}
}
