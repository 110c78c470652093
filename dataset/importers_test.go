package dataset_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/formats"
	"github.com/seed-57910ec4/videotune/annotation/rows"
	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/seed-57910ec4/videotune/task"
)

// An event is one of the two videos a.mp4 and b.mp4, in frames of 25 a second, so that
// every format can hold it.
type event struct {
	video      string
	start, end int64
	label      string
}

const frame = 40 * time.Millisecond

// events are what goes into every format and must come out of every answer.
var events = []event{
	{"a", 30, 85, "cat"}, {"a", 125, 188, "dog"}, {"a", 150, 300, "cat"},
	{"b", 0, 1, "dog"}, {"b", 1501, 1525, "cat"},
}

func (e event) seconds() (start, end string) { return seconds(e.start), seconds(e.end) }

func seconds(frames int64) string {
	return strings.TrimSuffix(videotune.At(time.Duration(frames)*frame).String(), "s")
}

func (e event) millis() (start, end int64) { return e.start * 40, e.end * 40 }

// each writes the events of a video by a template, with a separator between them.
func each(video, sep string, write func(event) string) string {
	var list []string
	for _, e := range events {
		if e.video == video || video == "" {
			list = append(list, write(e))
		}
	}
	return strings.Join(list, sep)
}

// stamp writes a time of subtitles.
func stamp(frames int64, comma string) string {
	ms := frames * 40
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", ms/3600000, ms/60000%60, ms/1000%60, comma, ms%1000)
}

// A made is the files of one format, with the options that they need.
type made struct {
	format  annotation.Format
	options string
	files   map[string]string
}

func (m made) source(t *testing.T) dataset.Source {
	o, err := annotation.ParseOptions([]byte(m.options))
	if err != nil {
		t.Fatal(err)
	}
	o.OnDiagnostic = func(d annotation.Diagnostic) {
		if d.Severity == annotation.Warning {
			t.Errorf("%s", d.String())
		}
	}
	return func(context.Context) iter.Seq2[*annotation.Video, error] {
		var in []videotune.Input
		for _, name := range []string{"a", "b", "all"} {
			for ext, text := range m.files {
				if base, _, _ := strings.Cut(ext, "."); base == name {
					in = append(in, videotune.Input{Name: ext, R: strings.NewReader(text)})
				}
			}
		}
		return formats.Read(m.format, in, o)
	}
}

// labelled are the files of all formats that hold labels.
func labelled() []made {
	const uri = `"uri":"gs://b/{name}.mp4"`
	line := func(sep string) func(event) string {
		return func(e event) string {
			s, n := e.seconds()
			return strings.Join([]string{e.video, e.label, s, n}, sep)
		}
	}
	return []made{
		{annotation.FormatRows, `{"time_unit":"s","uri":"gs://b/{id}.mp4"}`, map[string]string{"all.csv": "video,label,start,end\n" + each("", "\n", line(","))}},
		{annotation.FormatRows, `{"time_unit":"s","decimal":",","delimiter":";","uri":"gs://b/{id}.mp4"}`, map[string]string{"all.csv": "video;label;start;end\n" + strings.ReplaceAll(each("", "\n", line(";")), ".", ",")}},
		{annotation.FormatRows, `{"columns":{"start_ms":"s","end_ms":"e"},"uri":"gs://b/{id}.mp4"}`, map[string]string{"all.jsonl": each("", "\n", func(e event) string {
			s, n := e.millis()
			return fmt.Sprintf(`{"video":%q,"label":%q,"s":%d,"e":%d}`, e.video, e.label, s, n)
		})}},
		{annotation.FormatRows, `{"columns":{"start_frame":"s","end_frame":"e"},"fps":25,"frame_base":1,"frame_end":"inclusive","uri":"gs://b/{id}.mp4"}`, map[string]string{"all.tsv": "video\tlabel\ts\te\n" + each("", "\n", func(e event) string {
			return fmt.Sprintf("%s\t%s\t%d\t%d", e.video, e.label, e.start+1, e.end)
		})}},
		{annotation.FormatLabelStudio, `{"fps":25,` + uri + `}`, map[string]string{"all.json": labelStudio()}},
		{annotation.FormatVertex, `{}`, map[string]string{"all.jsonl": vertex()}},
		{annotation.FormatAutoML, `{"automl":"classification"}`, map[string]string{"all.csv": each("", "\n", func(e event) string {
			s, n := e.seconds()
			return fmt.Sprintf("TRAINING,gs://b/%s.mp4,%s,%s,%s", e.video, e.label, s, n)
		})}},
		{annotation.FormatActivityNet, `{"uri":"gs://b/{id}.mp4"}`, map[string]string{"all.json": `{"database":{` + activity("a") + `,` + activity("b") + `}}`}},
		{annotation.FormatCVAT, `{"fps":25,` + uri + `}`, map[string]string{"a.xml": cvat("a"), "b.xml": cvat("b")}},
		{annotation.FormatVIA, `{` + uri + `}`, map[string]string{"all.json": via()}},
		{annotation.FormatVIACSV, `{"attribute_options":{"act":{"0":"cat","1":"dog"}},` + uri + `}`, map[string]string{"all.csv": viaCSV()}},
	}
}

func labelStudio() string {
	var tasks []string
	for i, v := range []string{"a", "b"} {
		tasks = append(tasks, fmt.Sprintf(`{"id":%d,"data":{"video":"/data/upload/1/%s.mp4"},"annotations":[{"id":%d,"was_cancelled":false,"result":[%s]}]}`, i+1, v, i+10,
			each(v, ",", func(e event) string {
				return fmt.Sprintf(`{"id":"r%d","type":"timelinelabels","from_name":"tl","to_name":"video","value":{"ranges":[{"start":%d,"end":%d}],"timelinelabels":[%q]}}`, e.start, e.start+1, e.end, e.label)
			})))
	}
	return "[" + strings.Join(tasks, ",\n") + "]"
}

func vertex() string {
	var lines []string
	for _, v := range []string{"a", "b"} {
		lines = append(lines, fmt.Sprintf(`{"videoGcsUri":"gs://b/%s.mp4","timeSegmentAnnotations":[%s]}`, v, each(v, ",", func(e event) string {
			s, n := e.seconds()
			return fmt.Sprintf(`{"displayName":%q,"startTime":"%ss","endTime":"%ss"}`, e.label, s, n)
		})))
	}
	return strings.Join(lines, "\n")
}

func activity(video string) string {
	return fmt.Sprintf(`%q:{"duration":100,"subset":"training","annotations":[%s]}`, video, each(video, ",", func(e event) string {
		s, n := e.seconds()
		return fmt.Sprintf(`{"segment":[%s,%s],"label":%q}`, s, n, e.label)
	}))
}

func cvat(video string) string {
	n := 0
	return `<?xml version="1.0"?><annotations><version>1.1</version><meta><task><id>1</id><name>n</name><size>2500</size><start_frame>0</start_frame><stop_frame>2499</stop_frame><source>` + video + `.mp4</source></task></meta>` +
		each(video, "\n", func(e event) string {
			n++
			box := `occluded="0" keyframe="1" xtl="1" ytl="1" xbr="2" ybr="2" z_order="0"></box>`
			return fmt.Sprintf(`<track id="%d" label="%s" source="manual"><box frame="%d" outside="0" %s<box frame="%d" outside="1" %s</track>`, n, e.label, e.start, box, e.end, box)
		}) + `</annotations>`
}

func via() string {
	n := 0
	return `{"project":{"pname":"p","vid_list":["1","2"]},"config":{"file":{"loc_prefix":{}}},
"attribute":{"1":{"aname":"act","anchor_id":"FILE1_Z2_XY0","type":4,"options":{"0":"cat","1":"dog"}}},
"file":{"1":{"fid":1,"fname":"a.mp4","type":4,"loc":1,"src":"a.mp4"},"2":{"fid":2,"fname":"b.mp4","type":4,"loc":1,"src":"b.mp4"}},
"view":{"1":{"fid_list":[1]},"2":{"fid_list":[2]}},
"metadata":{` + each("", ",\n", func(e event) string {
		n++
		s, end := e.seconds()
		return fmt.Sprintf(`"m%d":{"vid":"%d","flg":0,"z":[%s,%s],"xy":[],"av":{"1":"%d"}}`, n, e.video[0]-'a'+1, s, end, strings.Index("cd", e.label[:1]))
	}) + `}}`
}

func viaCSV() string {
	n := 0
	return "# CSV_HEADER = metadata_id,file_list,temporal_segment_start,temporal_segment_end,metadata\n" + each("", "\n", func(e event) string {
		n++
		s, end := e.seconds()
		return fmt.Sprintf(`"m%d","[""%s.mp4""]",%s,%s,"{""act"":""%d""}"`, n, e.video, s, end, strings.Index("cd", e.label[:1]))
	})
}

// built builds and returns the contents of all examples, by the URIs of their videos.
func built(t *testing.T, c dataset.Config) map[string][]videotune.Content {
	t.Helper()
	dir := t.TempDir()
	c.Train = filepath.Join(dir, "train.jsonl")
	r, err := dataset.Build(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.LeftOut) > 0 {
		t.Errorf("left out: %v %v", r.LeftOut, r.Left)
	}
	all := map[string][]videotune.Content{}
	for _, name := range []string{c.Train, filepath.Join(dir, "validation.jsonl")} {
		data, err := os.ReadFile(name)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for rec, err := range videotune.NewReader(bytes.NewReader(data), nil).All() {
			if err != nil {
				t.Fatal(err)
			}
			all[rec.Example.Contents[0].Parts[0].FileData.FileURI] = rec.Example.Contents
		}
	}
	return all
}

// reply is the text of the last turn.
func reply(contents []videotune.Content) string { return contents[len(contents)-1].Parts[0].Text }

// TestEventsToAnswers writes the same events in every format, builds a dataset of it,
// and reads the answers back: they must be the events, up to the unit of the answer.
func TestEventsToAnswers(t *testing.T) {
	for _, unit := range []task.Unit{task.ClockMillis, task.ClockSeconds} {
		ask := &task.Localize{Labels: task.Labels{{Name: "cat"}, {Name: "dog"}}, Unit: unit}
		want := map[string]task.LocalizeAnswer{}
		for _, e := range events {
			uri := "gs://b/" + e.video + ".mp4"
			a := want[uri]
			a.Events = append(a.Events, task.LocalizedEvent{
				Start: unit.Start(time.Duration(e.start) * frame), End: unit.End(time.Duration(e.end) * frame), Label: e.label,
			})
			want[uri] = a
		}
		for _, m := range labelled() {
			t.Run(fmt.Sprintf("%s %s", m.format, unit), func(t *testing.T) {
				got := map[string]task.LocalizeAnswer{}
				for uri, contents := range built(t, dataset.Config{Source: m.source(t), Task: ask, Share: videotune.PinnedOnly}) {
					a, err := ask.Parse(reply(contents))
					if err != nil {
						t.Fatal(err)
					}
					got[uri] = a
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(- want, + got):\n%s", diff)
				}
			})
		}
	}
}

// TestCuesToAnswers does so with subtitles.
func TestCuesToAnswers(t *testing.T) {
	cue := func(comma string) func(event) string {
		return func(e event) string {
			return fmt.Sprintf("%s --> %s\n%s %d\n", stamp(e.start, comma), stamp(e.end, comma), e.label, e.start)
		}
	}
	for _, m := range []made{
		{annotation.FormatSRT, `{"uri":"gs://b/{name}.mp4"}`, map[string]string{"a.srt": "1\n" + each("a", "\n2\n", cue(",")), "b.srt": "1\n" + each("b", "\n2\n", cue(","))}},
		{annotation.FormatWebVTT, `{"uri":"gs://b/{name}.mp4"}`, map[string]string{"a.vtt": "WEBVTT\n\n" + each("a", "\n", cue(".")), "b.vtt": "WEBVTT\n\n" + each("b", "\n", cue("."))}},
	} {
		t.Run(string(m.format), func(t *testing.T) {
			ask := &task.Caption{Unit: task.ClockMillis}
			want := map[string]task.CaptionAnswer{}
			for _, e := range events {
				uri := "gs://b/" + e.video + ".mp4"
				a := want[uri]
				a.Cues = append(a.Cues, task.Cue{
					Start: task.ClockMillis.Start(time.Duration(e.start) * frame), End: task.ClockMillis.End(time.Duration(e.end) * frame), Text: fmt.Sprintf("%s %d", e.label, e.start),
				})
				want[uri] = a
			}
			got := map[string]task.CaptionAnswer{}
			for uri, contents := range built(t, dataset.Config{Source: m.source(t), Task: ask, Share: videotune.PinnedOnly}) {
				a, err := ask.Parse(reply(contents))
				if err != nil {
					t.Fatal(err)
				}
				got[uri] = a
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(- want, + got):\n%s", diff)
			}
		})
	}
}

// TestTurnsToContents does so with conversations, which become examples as they are.
func TestTurnsToContents(t *testing.T) {
	m := made{annotation.FormatChat, `{"uri":"gs://b/{name}.mp4"}`, map[string]string{"all.json": `[
{"messages":[{"role":"user","content":"<video>What is it?"},{"role":"assistant","content":"A cat."}],"videos":["a.mp4"]},
{"id":"x","video":"b.mp4","conversations":[{"from":"human","value":"<video>\nAnd this?"},{"from":"gpt","value":"A dog."}]}]`}}
	got := map[string]string{}
	for uri, contents := range built(t, dataset.Config{Source: m.source(t), Share: videotune.PinnedOnly}) {
		got[uri] = contents[0].Parts[1].Text + "|" + reply(contents)
	}
	want := map[string]string{"gs://b/a.mp4": "What is it?|A cat.", "gs://b/b.mp4": "And this?|A dog."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(- want, + got):\n%s", diff)
	}
}

// A cursor is a result of a database.
type cursor struct {
	rows [][]any
	next int
}

func (c *cursor) Columns() ([]string, error) {
	return []string{"video", "uri", "label", "start_ms", "end_ms"}, nil
}
func (c *cursor) Next() bool { c.next++; return c.next <= len(c.rows) }
func (c *cursor) Scan(to ...any) error {
	for i := range to {
		*to[i].(*any) = c.rows[c.next-1][i]
	}
	return nil
}
func (c *cursor) Err() error   { return nil }
func (c *cursor) Close() error { return nil }

// TestQueryToAnswers does so with the rows of a query.
func TestQueryToAnswers(t *testing.T) {
	c := new(cursor)
	for _, e := range events {
		s, n := e.millis()
		c.rows = append(c.rows, []any{e.video, []byte("gs://b/" + e.video + ".mp4"), e.label, s, float64(n)})
	}
	ask := &task.Localize{Labels: task.Labels{{Name: "cat"}, {Name: "dog"}}, Unit: task.ClockMillis}
	source := func(context.Context) iter.Seq2[*annotation.Video, error] { return rows.FromRows(c, nil) }
	n := 0
	for _, contents := range built(t, dataset.Config{Source: source, Task: ask, Share: videotune.PinnedOnly}) {
		a, err := ask.Parse(reply(contents))
		if err != nil {
			t.Fatal(err)
		}
		n += len(a.Events)
	}
	if n != len(events) {
		t.Errorf("%d events came out of %d", n, len(events))
	}
}
