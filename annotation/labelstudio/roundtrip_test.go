package labelstudio

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

// write returns a task with these events, in frames of a rate or in seconds.
func write(t *rapid.T, events []annotation.Event, rate videotune.Rational, first int64) string {
	frameOf := func(d time.Duration) int64 {
		per := int64(time.Second) * rate.Den
		return (int64(d)*rate.Num + per/2) / per
	}
	var results []any
	for i, e := range events {
		id := string(rune('a' + i))
		result := func(kind, from string, value object) {
			r := object{"id": id, "type": kind, "from_name": from, "to_name": "video", "value": value}
			if e.Confidence != nil {
				r["score"] = *e.Confidence
			}
			results = append(results, r)
		}
		// The last frame of a stretch is in it.
		start, end := frameOf(e.Start)+first, frameOf(e.End)-1+first
		switch e.Kind {
		case annotation.KindWhole:
			result("choices", "scene", object{"choices": e.Labels})
		case annotation.KindTrack:
			result("videorectangle", "box", object{"labels": e.Labels, "sequence": []any{
				object{"frame": start, "enabled": start != end}, object{"frame": end, "enabled": false},
			}})
		default:
			result("timelinelabels", "actions", object{"timelinelabels": e.Labels, "ranges": []any{object{"start": start, "end": end}}})
		}
		if e.Text != "" {
			result("textarea", "note", object{"text": []string{e.Text}})
		}
	}
	data, err := json.Marshal([]any{object{"id": 1, "data": object{"video": "gs://b/v.mp4"}, "annotations": []any{
		object{"id": 1, "completed_by": "ann", "result": results},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		per := rapid.SampledFrom([]videotune.Rational{rate(24, 1), rate(25, 1), rate(30000, 1001), rate(2397, 100)}).Draw(rt, "rate")
		base := rapid.SampledFrom([]annotation.FrameBase{annotation.BaseUnset, annotation.BaseZero, annotation.BaseOne}).Draw(rt, "base")
		first := int64(1)
		if base == annotation.BaseZero {
			first = 0
		}
		want := annotation.Video{}
		kinds := []annotation.Kind{annotation.KindSegment, annotation.KindTrack}
		for i := range rapid.IntRange(0, 6).Draw(rt, "n") {
			e := annotation.Event{Kind: rapid.SampledFrom(kinds).Draw(rt, "kind"), Annotator: "ann"}
			if i == 0 && rapid.Bool().Draw(rt, "whole") {
				e.Kind = annotation.KindWhole
			} else {
				n := rapid.Int64Range(0, 200_000).Draw(rt, "start")
				length := rapid.Int64Range(1, 5000).Draw(rt, "length")
				start, err1 := annotation.FrameTime(n, per)
				end, err2 := annotation.FrameTime(n+length, per)
				if err1 != nil || err2 != nil {
					rt.Fatal(err1, err2)
				}
				e.Start, e.End = start.Duration, end.Duration
			}
			e.Labels = rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Za-z_,é]{1,5}( [a-z]{1,3})?`), 1, 3, rapid.ID).Draw(rt, "labels")
			e.Text = rapid.StringMatching(`([a-z][a-z "\\\n]{0,8}[a-z])?`).Draw(rt, "text")
			if rapid.Bool().Draw(rt, "scored") {
				score := rapid.Float64Range(0, 1).Draw(rt, "score")
				e.Confidence = &score
			}
			want.Events = append(want.Events, e)
		}
		text := write(rt, want.Events, per, first)
		want.Sort()
		got := readingtest.Videos(t, Read, text, annotation.Options{
			FPS: annotation.Rates{All: per}, Base: base, Repair: annotation.Repair{Duplicate: annotation.RemedyKeep},
		})
		readingtest.Equal(rt, got[0].Events, want.Events)
	})
}

func FuzzRead(f *testing.F) {
	fixtures, err := filepath.Glob("testdata/*.json*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range fixtures {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if !strings.HasSuffix(name, ".golden") {
			f.Add(string(data), false, false)
			f.Add(string(data), true, true)
		}
	}
	config, err := os.ReadFile("testdata/config.xml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(task1(track(timed), timeline("1", "5"), choice("a", "x"), written("b", "y")), true, false)
	f.Fuzz(func(t *testing.T, text string, derive, configured bool) {
		o := annotation.Options{FPSDerive: derive, Fields: map[string]string{"scene": "choices", "summary": "text"}}
		if configured {
			o.LabelConfig, o.Annotations = string(config), annotation.TakeAll
		}
		readingtest.Sound(t, Read, text, o)
		if !derive {
			o.FPS, o.LabelFrom = at25.FPS, "scene"
			readingtest.Sound(t, Read, text, o)
		}
	})
}
