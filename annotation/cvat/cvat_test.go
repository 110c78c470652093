package cvat

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

// fps returns options with one rate.
func fps(num, den int64) annotation.Options {
	return annotation.Options{FPS: annotation.Rates{All: videotune.Rational{Num: num, Den: den}}}
}

func TestGolden(t *testing.T) {
	by := annotation.Rates{By: map[string]videotune.Rational{"yard_a.mp4": {Num: 25, Den: 1}, "yard_b": {Num: 50, Den: 1}, "yard_c": {Num: 25, Den: 1}}}
	readingtest.Golden(t, Read,
		readingtest.Case{File: "task.xml", Options: fps(10, 1)},
		readingtest.Case{File: "steps.xml", Options: fps(30000, 1001)},
		readingtest.Case{File: "project.xml", Options: annotation.Options{FPS: by, URI: "gs://bucket/{name}.mp4"}},
		readingtest.Case{File: "images.xml", Options: fps(1, 1)},
	)
}

// told collects the codes of what is told.
func told(o *annotation.Options) *[]annotation.Diagnostic {
	list := new([]annotation.Diagnostic)
	o.OnDiagnostic = func(d annotation.Diagnostic) { *list = append(*list, d) }
	return list
}

// brief returns events as lines.
func brief(events []annotation.Event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%s %v-%v %s %q", e.Kind, e.Start, e.End, strings.Join(e.Labels, "+"), e.Text)
		if e.End == annotation.ToEnd {
			b.WriteString(" to the end")
		}
		fmt.Fprintf(&b, " %v\n", e.Attributes)
	}
	return b.String()
}

func TestLabelFrom(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "task.xml"))
	if err != nil {
		t.Fatal(err)
	}
	o := fps(10, 1)
	o.LabelFrom = "action"
	list := told(&o)
	v := readingtest.Videos(t, Read, string(data), o)
	want := `segment 0s-500ms idle "" map[name:A & B source:manual track_id:0 track_label:person]
segment 500ms-1s cut "" map[name:A & B source:manual track_id:0 track_label:person]
segment 2s-4s stir "" map[name:A & B source:manual track_id:0 track_label:person]
`
	if diff := cmp.Diff(want, brief(v[0].Events)); diff != "" {
		t.Error(diff)
	}
	blank := 0
	for _, d := range *list {
		if d.Code == annotation.CodeSkipped {
			blank++
		}
	}
	if blank != 1 {
		t.Errorf("tracks without the attribute are not told: %v", *list)
	}

	o.TextAttributes = []string{"name", "action"}
	v = readingtest.Videos(t, Read, string(data), o)
	want = `segment 0s-500ms idle "A & B\nidle" map[source:manual track_id:0 track_label:person]
segment 500ms-1s cut "A & B\ncut" map[source:manual track_id:0 track_label:person]
segment 2s-4s stir "A & B\nstir" map[source:manual track_id:0 track_label:person]
`
	if diff := cmp.Diff(want, brief(v[0].Events)); diff != "" {
		t.Error(diff)
	}
}

// export returns one of a task with 100 frames around some elements.
func export(inner string) string {
	return `<annotations><version>1.1</version><meta><task><id>1</id><name>n</name><size>100</size><start_frame>0</start_frame>` +
		`<stop_frame>99</stop_frame><frame_filter></frame_filter><source>a.mp4</source></task></meta>` + "\n" + inner + "\n</annotations>"
}

// box returns a shape.
func box(frame string, outside int, attributes ...string) string {
	s := fmt.Sprintf(`<box frame=%q outside="%d">`, frame, outside)
	for i := 0; i < len(attributes); i += 2 {
		s += fmt.Sprintf(`<attribute name=%q>%s</attribute>`, attributes[i], attributes[i+1])
	}
	return s + "</box>"
}

func TestStretches(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"one", box("1", 0) + box("4", 1), "1s-4s"},
		{"keyframes only", box("1", 0) + box("7", 0) + box("9", 1), "1s-9s"},
		{"several", box("1", 0) + box("4", 1) + box("8", 0) + box("9", 1), "1s-4s 8s-9s"},
		{"any order", box("8", 0) + box("9", 1) + box("1", 0) + box("4", 1), "1s-4s 8s-9s"},
		{"outside at first", box("1", 1) + box("4", 0) + box("5", 1) + box("6", 1), "4s-5s"},
		{"never inside", box("1", 1), ""},
		{"none", "", ""},
		{"gone and back at one frame", box("1", 0) + box("4", 1) + box("4", 0) + box("6", 1), "1s-6s"},
		{"back and gone at one frame", box("1", 0) + box("4", 0) + box("4", 1), "1s-4s"},
		{"to the last frame", box("90", 0) + box("99", 0), "1m30s-1m40s"},
		{"stops early", box("90", 0) + box("95", 0), "1m30s-1m40s"},
		{"one frame at the end", box("98", 0), "1m38s-1m39s"},
		{"one frame, to the end", box("20", 0), "20s-1m40s"},
		{"outside behind the last frame", box("97", 0) + box("100", 1), "1m37s-1m40s"},
		{"no outside", `<mask frame="3"/><mask frame="5" outside="true"/>`, "3s-5s"},
		{"a skeleton without parts", `<skeleton frame="3"/><skeleton frame="5" outside="1"/>`, "3s-5s"},
		{"a changing attribute", box("1", 0, "a", "x") + box("2", 0, "a", "y") + box("3", 0, "a", "x") + box("4", 1), "1s-4s"},
		{"tracks of parts", `<track label="p">` + box("1", 0) + box("3", 1) + `</track><track label="q">` + box("5", 0) + box("6", 1) + `</track>`, "1s-3s 5s-6s"},
	}
	for _, tt := range tests {
		v := readingtest.Videos(t, Read, export(`<track label="x">`+tt.in+`</track>`), fps(1, 1))
		var got []string
		for _, e := range v[0].Events {
			got = append(got, fmt.Sprintf("%v-%v", e.Start, e.End))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
	}
}

func TestAttributes(t *testing.T) {
	in := export(`<track id="3" label="x" source="auto">` + box("1", 0, "a", "x", "track_id", "own", "b", " 1 ") + box("2", 0, "a", "y", "track_id", "own", "b", "1") +
		box("3", 0, "a", "x", "track_id", "own", "b", "1") + box("4", 1) + `</track>`)
	v := readingtest.Videos(t, Read, in, fps(1, 1))
	want := map[string]any{"a": []any{"x", "y", "x"}, "b": "1", "track_id": "own", "@track_id": "3", "source": "auto"}
	if diff := cmp.Diff(want, v[0].Events[0].Attributes); diff != "" {
		t.Error(diff)
	}
}

// An export without meta has tracks that may last to the end of the video.
func TestNoMeta(t *testing.T) {
	o := fps(25, 1)
	o.URI = "gs://bucket/clip.mp4"
	list := told(&o)
	v := readingtest.Videos(t, Read, `<annotations><track label="x">`+box("25", 0)+`</track></annotations>`, o)
	if v[0].ID != "file" || v[0].URI != o.URI || brief(v[0].Events) != brief([]annotation.Event{{Kind: "track", Start: time.Second, End: annotation.ToEnd, Labels: []string{"x"}}}) {
		t.Errorf("%s %s %s", v[0].ID, v[0].URI, brief(v[0].Events))
	}
	if len(*list) != 2 || (*list)[0].Code != annotation.CodeDisagree {
		t.Errorf("told: %v", *list)
	}
}

func TestRefused(t *testing.T) {
	one := fps(1, 1)
	track := `<track label="x">` + box("1", 0) + box("2", 1) + `</track>`
	project := func(tasks, inner string) string {
		return `<annotations><meta><project><tasks>` + tasks + `</tasks></project></meta>` + "\n" + inner + `</annotations>`
	}
	task := func(id, size string) string {
		return `<task><id>` + id + `</id><size>` + size + `</size><start_frame>0</start_frame><stop_frame>9</stop_frame></task>`
	}
	from := fps(1, 1)
	from.LabelFrom = "actoin"
	readingtest.Refused(t, Read, []readingtest.Bad{
		{Text: export(track), Code: annotation.CodeRateMissing, Line: 2, Record: 1, Says: "30000/1001"},
		{Text: export(`<image id="0"><tag label="x"/></image>`), Code: annotation.CodeRateMissing, Line: 2, Record: 1, Says: "fps"},
		{Text: `{"images": [], "annotations": []}`, Code: annotation.CodeFormat},
		{Text: `<annotation><folder>a</folder></annotation>`, Code: annotation.CodeFormat, Line: 1, Says: "its root is <annotation>"},
		{Text: "<?xml version=\"1.0\"?>\n<annotations></annotations>", Code: annotation.CodeFormat, Says: "neither meta nor tracks"},
		{Text: "<annotations><version>2.0</version></annotations>", Code: annotation.CodeFormat, Line: 1, Says: `version "2.0"`},
		{Text: "", Code: annotation.CodeSyntax, Says: "empty"},
		{Text: "<annotations>\n<meta>\n</annotations>", Code: annotation.CodeSyntax, Line: 3},
		{Text: "<annotations>\n<track label=\"x\"", Code: annotation.CodeSyntax, Line: 2, Says: "EOF"},
		{Text: export(track) + "\n<more/>", Code: annotation.CodeSyntax, Line: 4, Options: one},
		{Text: export(track) + "\nmore", Code: annotation.CodeSyntax, Line: 4, Options: one},
		{Text: "<annotations><meta><task><name>&a;</name></task></meta></annotations>", Code: annotation.CodeSyntax, Line: 1, Says: "entity"},
		{Text: export("<meta></meta>"), Code: annotation.CodeSyntax, Line: 2, Says: "twice"},
		{Text: "<annotations>" + strings.Repeat("<a>", 40), Code: annotation.CodeTooLarge, Line: 1, Says: "deeper"},
		{Text: "<annotations>" + track + "</annotations>", Options: one, Code: annotation.CodeVideoMissing, Line: 1, Says: "uri"},
		{Text: export("<track>" + box("1", 0) + "</track>"), Options: one, Code: annotation.CodeLabelMissing, Line: 2, Record: 1},
		{Text: export(`<image id="1"><tag/></image>`), Options: one, Code: annotation.CodeLabelMissing, Line: 2, Record: 1},
		{Text: export(track + "\n<track label=\"x\">\n" + box("x", 0) + "</track>"), Options: one, Code: annotation.CodeValue, Line: 4, Record: 2, Says: `"x"`},
		{Text: export(`<track label="x">` + box("-1", 0) + "</track>"), Options: one, Code: annotation.CodeValue, Line: 2, Record: 1},
		{Text: export(`<track label="x">` + box("99999999999999999999", 0) + "</track>"), Options: one, Code: annotation.CodeValue, Line: 2, Record: 1},
		{Text: export(`<track label="x">` + box("9007199254740993", 0) + "</track>"), Options: fps(1, 1000000), Code: annotation.CodeValue, Line: 2, Record: 1, Says: "more than a time can hold"},
		{Text: export(`<image id="first"/>`), Options: one, Code: annotation.CodeValue, Line: 2, Record: 1},
		{Text: export(`<track label="x"><box frame="1" outside="maybe"/></track>`), Options: one, Code: annotation.CodeValue, Line: 2, Record: 1, Says: "outside"},
		{Text: export(`<track label="x"><skeleton frame="1"><points outside="2"/></skeleton></track>`), Options: one, Code: annotation.CodeValue, Line: 2, Record: 1, Says: "outside"},
		{Text: "<annotations><meta><task><size>many</size></task></meta></annotations>", Code: annotation.CodeValue, Line: 1, Says: "task/size"},
		{Text: "<annotations><meta><task>\n<frame_filter>each third</frame_filter></task></meta></annotations>", Code: annotation.CodeValue, Line: 2, Says: "step=3"},
		{Text: project(task("1", "10")+task("2", "10"), `<track label="x" task_id="2">`+box("5", 0)+`</track>`), Options: one, Code: annotation.CodeValue, Line: 2, Record: 1, Says: "export the task itself"},
		{Text: project(task("1", "10")+task("2", "10"), `<track label="x" task_id="2">`+box("21", 0)+`</track>`), Options: one, Code: annotation.CodeValue, Line: 2, Record: 1, Says: "none of the task's"},
		{Text: project(task("1", "")+task("2", "10"), `<track label="x" task_id="2">`+box("12", 0)+`</track>`), Options: one, Code: annotation.CodeValue, Line: 2, Record: 1, Says: "do not say how long"},
		{Text: `<annotations><meta><project><tasks>` + strings.ReplaceAll(task("1", "10")+task("2", "10"), "<size>", "<subset>default</subset><size>") + `</tasks><subsets>default` + "\n" +
			`default</subsets></project></meta><track label="x" task_id="2">` + box("12", 0) + `</track></annotations>`, Options: one, Code: annotation.CodeValue, Line: 2, Record: 1, Says: "do not say how long"},
		{Text: project(task("1", "10")+task("2", "10"), `<track label="x" task_id="3">`+box("5", 0)+`</track>`), Options: one, Code: annotation.CodeVideoMissing, Line: 2, Record: 1, Says: `"3"`},
		{Text: project(task("1", "10")+task("2", "10"), `<track label="x">`+box("5", 0)+`</track>`), Options: one, Code: annotation.CodeVideoMissing, Line: 2, Record: 1},
		{Text: export(`<track label="x">` + box("1", 0, "action", "a") + box("2", 1) + `</track>`), Options: from, Code: annotation.CodeOptionInvalid, Says: "did you mean action?"},
		{Text: export(track), Options: annotation.Options{FrameEnd: annotation.FrameInclusive}, Code: annotation.CodeOptionUnfit, Says: "frame_end"},
	})
}

func TestTold(t *testing.T) {
	subset := strings.Replace(export(""), "<name>", "<subset>mine</subset><name>", 1)
	images := strings.Replace(export(`<image id="0"><tag label="x"/></image>`), "<name>", "<mode>annotation</mode><name>", 1)
	twice := `<annotations><meta><project><tasks><task><id>1</id><source>a.mp4</source></task><task><id>2</id><source>a.mp4</source></task></tasks></project></meta></annotations>`
	from := fps(1, 1)
	from.LabelFrom = "a"
	readingtest.Told(t, Read, []readingtest.Bad{
		{Text: subset, Code: annotation.CodeSkipped, Line: 1, Says: `"mine"`},
		{Text: export("<relation/><relation/>"), Code: annotation.CodeSkipped, Says: "2 elements <relation>"},
		{Text: export(`<track label="x"><comment/></track>`), Code: annotation.CodeSkipped, Says: "<comment>"},
		{Text: export(`<image id="3"><box label="x"/><polygon label="y"/></image>`), Code: annotation.CodeUnsupported, Says: "2 shapes"},
		{Text: images, Options: fps(1, 1), Code: annotation.CodeUnsupported, Says: "single images"},
		{Text: export(`<image id="0"/>`), Options: annotation.Options{TextAttributes: []string{"note"}}, Code: annotation.CodeSkipped, Says: `"note"`},
		{Text: twice, Code: annotation.CodeVideoTwice},
		{Text: export(`<image id="0"><tag label="x"><attribute name="a">1</attribute></tag><tag label="x"/></image>`), Options: from, Code: annotation.CodeSkipped, Says: `no value of the attribute "a"`},
		{Text: export(`<image id="100"><tag label="x"/></image><image id="200"><tag label="x"/></image>`), Options: fps(1, 1), Code: annotation.CodeDisagree, Says: "1 numbers"},
	})
}

func TestBounds(t *testing.T) {
	const limit = 100
	long := strings.Repeat("x", limit)
	tests := []struct {
		in   string
		want error
	}{
		{"<a><b>" + long[:limit-5] + "</b></a>", nil},
		{"<a b=\"" + long + "\"></a>", errTooLong},
		{"<a><b>" + long + "</b></a>", errTooLong},
		{"<a><b>" + long[:limit-5] + "<!-- -->" + long + "</b></a>", errTooLong},
		{"<a><b>" + long[:60] + "<c></c>" + long[:60] + "</b></a>", errTooLong},
	}
	for _, tt := range tests {
		s := newScanner(bufio.NewReader(strings.NewReader(tt.in)))
		s.limit = limit
		_, err := s.next()
		if err == nil {
			err = s.children(func(xml.StartElement) error {
				_, err := s.text()
				return err
			})
		}
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.in, err, tt.want)
		}
	}
}
