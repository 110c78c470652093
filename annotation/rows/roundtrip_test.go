package rows

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

// drawVideo draws a video with events.
func drawVideo(t *rapid.T) *annotation.Video {
	word := rapid.StringMatching(`[a-z"',;\[{#é ]{0,6}[a-z]`)
	micros := rapid.Int64Range(0, 1e12)
	v := &annotation.Video{ID: "v"}
	for range rapid.IntRange(1, 5).Draw(t, "events") {
		e := annotation.Event{Kind: annotation.KindSegment, Labels: []string{strings.TrimSpace(word.Draw(t, "label"))}}
		e.Start = time.Duration(micros.Draw(t, "start")) * time.Microsecond
		e.End = e.Start + time.Duration(1+micros.Draw(t, "length"))*time.Microsecond
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			e.Kind, e.Start, e.End = annotation.KindWhole, 0, 0
		case 1:
			e.Kind, e.End = annotation.KindPoint, e.Start
		case 2:
			e.End = annotation.ToEnd
		}
		if rapid.Bool().Draw(t, "text") {
			e.Text = word.Draw(t, "text")
			e.Text = strings.TrimSpace(e.Text)
		}
		if rapid.Bool().Draw(t, "attribute") {
			e.Attributes = map[string]any{"note": word.Draw(t, "note")}
		}
		v.Events = append(v.Events, e)
	}
	v.Sort()
	return v
}

// cells are the cells of an event: label, text, start, end, note; nil is NULL.
func cells(e annotation.Event) []any {
	c := []any{e.Labels[0], nil, nil, nil, nil}
	if e.Text != "" {
		c[1] = e.Text
	}
	seconds := func(d time.Duration) json.Number {
		return json.Number(strings.TrimSuffix(videotune.At(d).String(), "s"))
	}
	if e.Kind != annotation.KindWhole {
		c[2] = seconds(e.Start)
	}
	switch {
	case e.Kind != annotation.KindSegment:
	case e.End == annotation.ToEnd:
		c[3] = "inf"
	default:
		c[3] = seconds(e.End)
	}
	if note, ok := e.Attributes["note"]; ok {
		c[4] = note
	}
	return c
}

var header = []string{"video", "label", "text", "start", "end", "note"}

// table writes events as a table.
func tableOf(events []annotation.Event, comma rune) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = comma
	record := slices.Clone(header)
	for i := 0; ; i++ {
		_ = w.Write(record)
		if i == len(events) {
			break
		}
		record = []string{"v"}
		for _, c := range cells(events[i]) {
			switch c := c.(type) {
			case nil:
				record = append(record, "")
			case string:
				record = append(record, c)
			case json.Number:
				record = append(record, c.String())
			}
		}
	}
	w.Flush()
	return b.String()
}

// linesOf writes events as JSON lines.
func linesOf(events []annotation.Event) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	for _, e := range events {
		m := map[string]any{"video": "v"}
		for i, c := range cells(e) {
			m[header[i+1]] = c
		}
		_ = enc.Encode(m)
	}
	return b.String()
}

// TestRoundTrip writes events as CSV, TSV, JSON lines, and as one list, reads them, and
// wants the same events from all.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawVideo(t)
		o := annotation.Options{TimeUnit: annotation.UnitSeconds, Repair: annotation.Repair{Duplicate: annotation.RemedyKeep}}
		tabs := o
		tabs.Delimiter = "tab"
		for _, form := range []struct {
			text string
			o    annotation.Options
		}{{tableOf(v.Events, ','), o}, {tableOf(v.Events, '\t'), tabs}, {linesOf(v.Events), o}} {
			var got []annotation.Event
			for _, r := range readingtest.Videos(t, Read, form.text, form.o) {
				got = append(got, r.Events...)
			}
			readingtest.Equal(t, got, v.Events)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"video,label,start_s,end_s\nv,a,1,2\nv,\"b \"\"c\"\"\",inf,-1\n",
		"sep=;\nvideo;label;start;duration_frame;fps\nv;a;1,5;10;30000/1001\n",
		"# c\nvideo\tlabel\tstart_frame\tend_frame\tlength\nv\ta\t1\t2\t00:00:03\n",
		`{"video":"v","label":["a"],"start_ms":1e3,"end_us":"2000000","x":{"y":[1,null]}}` + "\n{\"video\":1}",
		`[{"video":"v","events":"[{\"label\":\"a\",\"start_s\":1,\"length_s\":2},\"b\",null]","attributes":"{\"a\":1}"}]`,
		"video,events,split\nv,\"[{\"\"text\"\":\"\"a\"\",\"\"start\"\":\"\"1:02\"\"}]\",VAL\n",
		"video,label\nv,[\"a\",1]\nw,['a']\nv,[]\n",
	} {
		for i := range 8 {
			f.Add(text, uint8(i))
		}
	}
	fixtures, err := filepath.Glob("testdata/*[a-z]")
	if err != nil || len(fixtures) == 0 {
		f.Fatal(fixtures, err)
	}
	for _, path := range fixtures {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // a folder
		}
		f.Add(string(data), uint8(1))
	}
	f.Fuzz(func(t *testing.T, text string, choice uint8) {
		readingtest.Sound(t, Read, text, fuzzOptions(choice))
	})
}

// fuzzOptions makes options of the bits of a number.
func fuzzOptions(bits uint8) annotation.Options {
	units := []annotation.Unit{annotation.UnitNone, annotation.UnitSeconds, annotation.UnitMilliseconds, annotation.UnitClock}
	o := annotation.Options{TimeUnit: units[bits&3], Comment: "#"}
	if bits&4 != 0 {
		o.FPS.All, o.Base, o.FrameEnd = videotune.Rational{Num: 25, Den: 1}, annotation.BaseOne, annotation.FrameInclusive
	}
	if bits&8 != 0 {
		o.Group, o.Sentinels = annotation.GroupBuffer, []string{"-1", "none"}
	}
	if bits&16 != 0 {
		o.Decimal, o.Delimiter = ",", ";"
	}
	if bits&32 != 0 {
		o.Null, o.Delimiter = []string{"NA"}, "tab"
	}
	if bits&64 != 0 {
		o.Header, o.Columns = new(bool), map[string]annotation.Column{"video": {Index: 0}, "label": {Index: 1}, "start": {Index: 2}, "end": {Index: 3}}
	}
	o.Strict = bits&128 != 0
	return o
}

// TestNames is of the numbers in messages: a place is counted from 0.
func TestNames(t *testing.T) {
	l, _, err := (&scheme{}).layout([]string{"", "video", "x", "x"})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"column 0", "x", "x (column " + strconv.Itoa(3) + ")"}; !slices.Equal(l.attrs, want) {
		t.Errorf("got %q, want %q", l.attrs, want)
	}
}
