package vertexai

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// micros draws a time in whole microseconds.
func micros(t *rapid.T, least time.Duration) time.Duration {
	return least + time.Duration(rapid.Int64Range(1, 1e10).Draw(t, "us"))*time.Microsecond
}

// events draws events of kinds. Their labels differ, so that none stands twice.
func events(t *rapid.T, kinds ...annotation.Kind) []annotation.Event {
	var list []annotation.Event
	for i := range rapid.IntRange(1, 6).Draw(t, "events") {
		e := annotation.Event{
			Kind:   rapid.SampledFrom(kinds).Draw(t, "kind"),
			Labels: []string{fmt.Sprint(rapid.StringMatching(`[a-zA-Z,"ü'][ -~]{0,8}`).Draw(t, "label"), i)},
		}
		if e.Kind != annotation.KindWhole {
			e.Start = micros(t, 0)
			e.End = e.Start
		}
		switch e.Kind {
		case annotation.KindSegment:
			e.End = annotation.ToEnd
			if rapid.Bool().Draw(t, "bounded") {
				e.End = micros(t, e.Start)
			}
		case annotation.KindTrack:
			e.End = micros(t, e.Start)
			fallthrough
		case annotation.KindPoint:
			if kinds[0] == annotation.KindTrack {
				e.Attributes = map[string]any{"instance": fmt.Sprint("o", i), "boxes": boxesOf(e)}
			}
		}
		list = append(list, e)
	}
	return list
}

// boxesOf are those at the start and the end of an event.
func boxesOf(e annotation.Event) []any {
	list := []any{map[string]any{"timeOffset": pbtime.Format(e.Start), "xMin": json.Number("0.1"), "yMin": json.Number("0.25"), "xMax": json.Number("0.5"), "yMax": json.Number("1")}}
	if e.End > e.Start {
		list = append(list, map[string]any{"timeOffset": pbtime.Format(e.End), "xMin": json.Number("0"), "yMin": json.Number("0.125"), "xMax": json.Number("0.5"), "yMax": json.Number("0.75")})
	}
	return list
}

func sorted(list []annotation.Event) []annotation.Event {
	v := annotation.Video{Events: slices.Clone(list)}
	v.Sort()
	return v.Events
}

func trip(t *rapid.T, read readingtest.Reader, text string, o annotation.Options, want []annotation.Event) {
	o.OnDiagnostic = func(d annotation.Diagnostic) { t.Errorf("told: %v", d) }
	videos := readingtest.Videos(t, read, text, o)
	if len(videos) != 1 {
		t.Fatalf("%d videos, want 1\n%s", len(videos), text)
	}
	readingtest.Equal(t, videos[0].Events, sorted(want))
}

func TestTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := events(t, annotation.KindSegment, annotation.KindPoint, annotation.KindWhole)
		objects := events(t, annotation.KindTrack, annotation.KindPoint)
		var segments, boxes []any
		for _, e := range want {
			m := map[string]any{"displayName": e.Labels[0]}
			if e.Kind != annotation.KindWhole {
				m["start_time"], m["endTime"] = pbtime.Format(e.Start), "Infinity"
			}
			if e.Kind != annotation.KindWhole && e.End != annotation.ToEnd {
				m["endTime"] = pbtime.Format(e.End)
			}
			segments = append(segments, m)
		}
		for _, e := range objects {
			list := e.Attributes["boxes"].([]any)
			for _, b := range slices.Backward(list) {
				m := map[string]any{"displayName": e.Labels[0], "instanceId": e.Attributes["instance"]}
				for name, v := range b.(map[string]any) {
					m[name] = v
				}
				boxes = append(boxes, m)
			}
		}
		text, err := json.Marshal(map[string]any{"videoGcsUri": "gs://b/v.mp4", "timeSegmentAnnotations": segments, "temporalBoundingBoxAnnotations": boxes})
		if err != nil {
			t.Fatal(err)
		}
		trip(t, Read, string(text), annotation.Options{}, append(want, objects...))
	})
}

func seconds(d time.Duration) string {
	if d == annotation.ToEnd {
		return "inf"
	}
	return strings.TrimSuffix(pbtime.Format(d), "s")
}

func TestTripCSV(t *testing.T) {
	number := func(b any, name string) string { return string(b.(map[string]any)[name].(json.Number)) }
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]annotation.AutoML{annotation.AutoMLClassification, annotation.AutoMLAction, annotation.AutoMLTracking}).Draw(t, "kind")
		kinds := map[annotation.AutoML][]annotation.Kind{
			annotation.AutoMLClassification: {annotation.KindSegment, annotation.KindWhole, annotation.KindPoint},
			annotation.AutoMLAction:         {annotation.KindPoint, annotation.KindSegment, annotation.KindWhole},
			annotation.AutoMLTracking:       {annotation.KindTrack, annotation.KindPoint},
		}[kind]
		want := events(t, kinds...)
		var rows [][]string
		for _, e := range want {
			start, end := seconds(e.Start), seconds(e.End)
			if e.Kind == annotation.KindWhole {
				start, end = "", ""
			}
			switch {
			case kind == annotation.AutoMLClassification:
				rows = append(rows, []string{e.Labels[0], start, end})
			case kind == annotation.AutoMLTracking:
				list := e.Attributes["boxes"].([]any)
				for i, b := range list {
					rows = append(rows, []string{e.Labels[0], "o" + e.Attributes["instance"].(string)[1:], []string{start, end}[i],
						number(b, "xMax"), number(b, "yMin"), "", "", number(b, "xMin"), number(b, "yMax"), "", ""})
				}
			case e.Kind == annotation.KindPoint:
				rows = append(rows, []string{"", "", e.Labels[0], start})
			default:
				rows = append(rows, []string{start, end, e.Labels[0], ""})
			}
		}
		var b strings.Builder
		w := csv.NewWriter(&b)
		for _, row := range rows {
			row = slices.Concat([]string{"gs://b/v.mp4"}, row)
			if rapid.Bool().Draw(t, "ml_use") {
				row = slices.Concat([]string{"TRAINING"}, row)
			}
			if err := w.Write(row); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		trip(t, ReadCSV, b.String(), automl(kind), want)
	})
}

// TestTracks compares with what a track is: from the first box to the last.
func TestTracks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		boxes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) box {
			return box{
				label:    rapid.SampledFrom([]string{"a", "b"}).Draw(t, "label"),
				instance: rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "instance"),
				at:       micros(t, 0),
			}
		}), 0, 12).Draw(t, "boxes")
		count := 0
		for _, e := range tracks(boxes) {
			list := e.Attributes["boxes"].([]any)
			count += len(list)
			instance, _ := e.Attributes["instance"].(string)
			var times []time.Duration
			for _, b := range boxes {
				if b.label == e.Labels[0] && b.instance == instance && (instance != "" || b.at == e.Start) {
					times = append(times, b.at)
				}
			}
			if e.Start != slices.Min(times) || e.End != slices.Max(times) || (e.Kind == annotation.KindTrack) != (cmp.Compare(e.Start, e.End) < 0) {
				t.Errorf("%v to %v, %s, of boxes at %v", e.Start, e.End, e.Kind, times)
			}
		}
		if count != len(boxes) {
			t.Errorf("%d boxes became %d", len(boxes), count)
		}
	})
}

func FuzzRead(f *testing.F) {
	readingtest.Seeds(f, "testdata/*.jsonl", func(text string) {
		for line := range strings.Lines(text) {
			f.Add(line)
		}
	})
	f.Fuzz(func(t *testing.T, text string) { readingtest.Sound(t, Read, text, annotation.Options{}) })
}

func FuzzReadCSV(f *testing.F) {
	kinds := []annotation.AutoML{annotation.AutoMLClassification, annotation.AutoMLAction, annotation.AutoMLTracking}
	readingtest.Seeds(f, "testdata/*.csv", func(text string) {
		for i := range kinds {
			f.Add(text, byte(i))
		}
	})
	f.Fuzz(func(t *testing.T, text string, kind byte) {
		readingtest.Sound(t, ReadCSV, text, automl(kinds[int(kind)%len(kinds)]))
	})
}
