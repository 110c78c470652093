package via

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

// drawEvents draws events that VIA can hold: of classes, with a caption or none.
func drawEvents(t *rapid.T, classes []string) []annotation.Event {
	event := rapid.Custom(func(t *rapid.T) annotation.Event {
		at := func(name string) time.Duration {
			return time.Duration(rapid.Int64Range(0, 1e10).Draw(t, name)) * time.Microsecond
		}
		e := annotation.Event{Kind: annotation.KindSegment, Labels: []string{rapid.SampledFrom(classes).Draw(t, "class")}}
		e.Text = rapid.StringMatching(`([a-zß"',{}\\<&][a-z ,"]{0,9}[a-z])?`).Draw(t, "text")
		e.Start = at("start")
		e.End = e.Start + at("length") + time.Microsecond
		if rapid.Bool().Draw(t, "point") {
			e.Kind, e.End = annotation.KindPoint, e.Start
		}
		return e
	})
	v := annotation.Video{Events: rapid.SliceOfNDistinct(event, 0, 20, func(e annotation.Event) string { return fmt.Sprintf("%+v", e) }).Draw(t, "events")}
	if len(v.Events) == 0 {
		return nil
	}
	v.Sort()
	return v.Events
}

func marshal(t *rapid.T, v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestRoundTrip writes events as a project and as its CSV file, and reads both.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		classes := []string{"run", "sit, down", "1"}
		want := drawEvents(t, classes)
		options := map[string]string{}
		for i, c := range classes {
			options[fmt.Sprint(i)] = c
		}
		attributes := map[string]any{
			"1": map[string]any{"aname": "act", "anchor_id": anchorSegment, "type": 4, "options": options},
			"2": map[string]any{"aname": "caption", "anchor_id": anchorSegment, "type": 1, "options": map[string]string{}},
		}
		metadata := map[string]any{}
		var b strings.Builder
		b.WriteString("# ATTRIBUTE = " + marshal(t, attributes) + "\n# CSV_HEADER = metadata_id,file_list,flags,temporal_coordinates,spatial_coordinates,metadata\n")
		w := csv.NewWriter(&b)
		for i, e := range want {
			av := map[string]string{}
			for id, c := range options {
				if c == e.Labels[0] {
					av["1"] = id
				}
			}
			if e.Text != "" {
				av["2"] = e.Text
			}
			z := []json.Number{json.Number(strings.TrimSuffix(videotune.At(e.Start).String(), "s"))}
			if e.Kind == annotation.KindSegment {
				z = append(z, json.Number(strings.TrimSuffix(videotune.At(e.End).String(), "s")))
			}
			metadata[fmt.Sprintf("1_%d", i)] = map[string]any{"vid": "1", "flg": 0, "z": z, "xy": []int{}, "av": av}
			if err := w.Write([]string{fmt.Sprintf("1_%d", i), `["a.mp4"]`, "0", marshal(t, z), "[]", marshal(t, av)}); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		whole := marshal(t, map[string]any{
			"project": map[string]any{"vid_list": []string{"1"}}, "attribute": attributes, "metadata": metadata,
			"file": map[string]any{"1": map[string]any{"fname": "a.mp4", "type": 4, "loc": 1}},
			"view": map[string]any{"1": map[string]any{"fid_list": []string{"1"}}},
		})
		o := annotation.Options{TextAttributes: []string{"caption"}}
		got := readingtest.Videos(t, Read, whole, o)
		if len(got) != 1 {
			t.Fatalf("%d videos", len(got))
		}
		readingtest.Equal(t, got[0].Events, want)
		table := readingtest.Videos(t, ReadCSV, b.String(), o)
		if len(want) == 0 && len(table) == 0 {
			return
		}
		readingtest.Equal(t, table[0].Events, want)
		if diff := cmp.Diff(got[0].URI, table[0].URI); diff != "" {
			t.Error(diff)
		}
	})
}

func seeds(f *testing.F, pattern string) {
	files, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data), "", "")
		f.Add(string(data), "action", "caption")
	}
}

// sound reads with all options that can matter.
func sound(t *testing.T, read readingtest.Reader, text, from, texts string, ids map[string]map[string]string) {
	o := annotation.Options{LabelFrom: from, AttributeOptions: ids}
	if texts != "" {
		o.TextAttributes = []string{texts}
	}
	readingtest.Sound(t, read, text, o)
}

func FuzzRead(f *testing.F) {
	seeds(f, "*.json")
	f.Fuzz(func(t *testing.T, text, from, texts string) { sound(t, Read, text, from, texts, nil) })
}

func FuzzReadCSV(f *testing.F) {
	seeds(f, "*.csv")
	f.Fuzz(func(t *testing.T, text, from, texts string) {
		sound(t, ReadCSV, text, from, texts, nil)
		sound(t, ReadCSV, text, from, texts, map[string]map[string]string{from: {"0": "cut", "1": "stir"}, "quality": {}})
	})
}
