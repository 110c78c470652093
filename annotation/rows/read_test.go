package rows

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

type opts = annotation.Options

var (
	inSeconds = opts{TimeUnit: annotation.UnitSeconds}
	byClock   = opts{TimeUnit: annotation.UnitClock}
	inComma   = opts{TimeUnit: annotation.UnitSeconds, Decimal: ",", Delimiter: ";"}
	headless  = new(bool)
)

// A bad is a readingtest.Bad in the order of its fields.
type bad struct {
	text         string
	options      opts
	code         annotation.Code
	line, record int
	says         string
}

func bads(list []bad) (all []readingtest.Bad) {
	for _, b := range list {
		all = append(all, readingtest.Bad{Text: b.text, Options: b.options, Code: b.code, Line: b.line, Record: b.record, Says: b.says})
	}
	return all
}

func TestRefusedTables(t *testing.T) {
	readingtest.Refused(t, Read, bads([]bad{
		{"", opts{}, annotation.CodeFormat, 0, 0, "no rows"},
		{"\n  \n", opts{}, annotation.CodeFormat, 0, 0, "no rows"},
		{"clip,label\nv,a\n", opts{}, annotation.CodeColumn, 1, 0, `no column has the role video; there are "clip", "label"`},
		{"video,class\nv,a\n", opts{}, annotation.CodeColumn, 1, 0, `columns: {"label": "…"}`},
		{"video;label\nv;a\n", opts{}, annotation.CodeColumn, 1, 0, `delimiter: ";"`},
		{"video\tlabel\nv\ta\n", opts{}, annotation.CodeColumn, 1, 0, `delimiter: "tab"`},
		{"video|label\nv|a\n", opts{}, annotation.CodeColumn, 1, 0, `delimiter: "|"`},
		{"video,label\nv,a\n", opts{Delimiter: ";"}, annotation.CodeColumn, 1, 0, `delimiter: ","`},
		{"video,label,begin\nv,a,1\n", opts{Columns: columns("start_s", "begun")}, annotation.CodeColumn, 1, 0, `did you mean begin?`},
		{"video,label\nv,a\n", opts{Columns: columns("text", 7)}, annotation.CodeColumn, 1, 0, `no column 7 (text)`},
		{"video,label,LABEL\nv,a,b\n", opts{}, annotation.CodeOptionMissing, 1, 0, `"label" and "LABEL" are both for label`},
		{"video,label,text,answer\nv,a,b,c\n", opts{}, annotation.CodeOptionMissing, 1, 0, `"text" and "answer"`},
		{"video,label,t0,T0\nv,a,1,2\n", opts{Columns: columns("start", "tO"), TimeUnit: "s"}, annotation.CodeColumn, 1, 0, `did you mean`},
		{"video,label,x,x\nv,a,1,2\n", opts{Columns: columns("start_s", "x")}, annotation.CodeOptionMissing, 1, 0, `two columns "x"`},
		{"video,label,ab,aB\nv,a,1,2\n", opts{Columns: columns("start_s", "AB")}, annotation.CodeOptionMissing, 1, 0, `spell the one that is meant`},
		{"video,label,x\nv,a,1\n", opts{Columns: columns("start_s", "x", "start_ms", "x")}, annotation.CodeOptionMissing, 1, 0, `both start_ms and start_s`},
		{"video,label,x\nv,a,1\n", opts{Strict: true}, annotation.CodeUnsupported, 1, 0, `"x" has no role`},
		{"v,a\n", opts{Header: headless}, annotation.CodeOptionMissing, 1, 0, `2 columns`},
		{"v,a\n", opts{Header: headless, Columns: columns("video", "v")}, annotation.CodeOptionInvalid, 1, 0, `counted from 0`},
		{"v,a\n", opts{Header: headless, Columns: columns("video", 0, "label", 2)}, annotation.CodeColumn, 1, 0, `no column 2 (label)`},
		{"v,a\nw,b,c\n", opts{Header: headless, Columns: columns("video", 0, "label", 1)}, annotation.CodeSyntax, 2, 2, `3 cells`},
		{"video,label\nv,a,b\n", opts{}, annotation.CodeSyntax, 2, 1, `the row has 3 cells, and there are 2 columns; the first that is too much is "b"`},
		{"video,label\nv,\"a\nw,b\n", opts{}, annotation.CodeSyntax, 2, 0, `no end`},
		{"video,label\nv,\"a\nw,\"b\"\n", opts{}, annotation.CodeSyntax, 2, 0, `no end`},
		{"video,label\nv,\"a\n\"w\",\"b\"\n", opts{}, annotation.CodeSyntax, 2, 0, `no end`},
		{"video\x00,label\n", opts{}, annotation.CodeEncoding, 1, 0, `option encoding`},
		{"video,label\rv,a\r", opts{}, annotation.CodeSyntax, 1, 0, `old Macs`},
		{"video,label\nv,\xff\n", opts{}, annotation.CodeEncoding, 2, 0, `encoding`},
		{"video,label\nv,a", opts{Delimiter: `"`}, annotation.CodeOptionInvalid, 0, 0, `delimiter`},
		{"video,label\nv,a", opts{Driver: "sqlite"}, annotation.CodeOptionUnfit, 0, 0, `driver`},
		{"video,label\n,a\n", opts{}, annotation.CodeVideoMissing, 2, 1, `video is NULL`},
		{"video,label\n\n\n  ,a\n", opts{}, annotation.CodeVideoMissing, 4, 1, `video is NULL`},
		{"video,label\n#NAME?,a\n", opts{}, annotation.CodeValue, 2, 1, `formula`},
		{"video,label\nv,#REF!\n", opts{}, annotation.CodeValue, 2, 1, `null: ["#REF!"]`},
		{"video,label\nv,['cat']\n", opts{}, annotation.CodeValue, 2, 1, `json.dumps`},
		{"video,label\nv,\"[\"\"cat\"\",\"\"\"\"]\"\n", opts{}, annotation.CodeLabelMissing, 2, 1, `blank label`},
		{"video,label\nv, \n", opts{Null: []string{"NA"}}, annotation.CodeLabelMissing, 2, 1, `blank`},
		{"video,label\nv,a\nw,b\nv,c\n", opts{}, annotation.CodeAdjacent, 4, 3, `group: "buffer"`},
		{"video,label,split\nv,a,fold1\n", opts{}, annotation.CodeValue, 2, 1, `train, validation or test`},
		{"video,label,fps\nv,a,0\n", opts{}, annotation.CodeValue, 2, 1, `frame rate`},
		{"video,label,fps\nv,a,\"29,97\"\n", opts{}, annotation.CodeValue, 2, 1, `decimal: ","`},
		{"video,label,confidence\nv,a,high\n", opts{}, annotation.CodeValue, 2, 1, `no number`},
		{"video,label,confidence\nv,a,NaN\n", opts{}, annotation.CodeValue, 2, 1, `no number`},
		{"video,label,uri\nv,a,x\nv,a,y\n", opts{}, annotation.CodeConflict, 3, 2, `uri is "y" here and was "x" in row 1`},
		{"video,label,duration\nv,a,10\nv,a,12\n", inSeconds, annotation.CodeConflict, 3, 2, `columns: {"length": "duration"}`},
		{"video,label,duration\nv,a,0\n", inSeconds, annotation.CodeValue, 2, 1, `sentinels`},
		{"video,label,duration\nv,a,inf\n", inSeconds, annotation.CodeValue, 2, 1, `sentinels`},
		{"sep=,;\nv,a\n", opts{}, annotation.CodeColumn, 1, 0, `no column has the role video; there are "sep=", ";"`},
		{"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v\n", opts{}, annotation.CodeColumn, 1, 0, `and 2 more`},
	}))
}

func TestRefusedTimes(t *testing.T) {
	const table = "video,label,start,end,length\n"
	frames := opts{FPS: annotation.Rates{All: videotune.Rational{Num: 25, Den: 1}}, Base: annotation.BaseOne, FrameEnd: annotation.FrameExclusive}
	noRate, noBase, noEnd := frames, frames, frames
	noRate.FPS, noBase.Base, noEnd.FrameEnd = annotation.Rates{}, annotation.BaseUnset, ""
	readingtest.Refused(t, Read, bads([]bad{
		{table + "v,a,1,2,\n", opts{}, annotation.CodeOptionMissing, 2, 1, `time_unit: "s"`},
		{table + "v,a,00:01,,\n", opts{}, annotation.CodeOptionMissing, 2, 1, `time_unit: "clock"`},
		{"video,label,start_s,end\nv,a,1,2\n", opts{}, annotation.CodeOptionMissing, 2, 1, `columns: {"end_ms": "end"}`},
		{"video,label,start_s,length\nv,a,1,2\n", opts{}, annotation.CodeOptionMissing, 2, 1, `length is "2"`},
		{"video,label,duration\nv,a,2\n", opts{}, annotation.CodeOptionMissing, 2, 1, `duration is "2"`},
		{table + "v,a,,2,\n", inSeconds, annotation.CodeValue, 2, 1, `no start`},
		{table + "v,a,,,2\n", inSeconds, annotation.CodeValue, 2, 1, `no start`},
		{table + "v,a,-1,2,\n", opts{TimeUnit: "s", Sentinels: []string{"-1"}}, annotation.CodeValue, 2, 1, `no start`},
		{table + "v,,1,2,\n", inSeconds, annotation.CodeLabelMissing, 2, 1, `neither a label nor a text`},
		{table + "v,,1,,\n", inSeconds, annotation.CodeLabelMissing, 2, 1, `neither a label nor a text`},
		{table + "v,a,NaN,2,\n", inSeconds, annotation.CodeValue, 2, 1, `start is "NaN": not a time`},
		{table + "v,a,inf,,\n", inSeconds, annotation.CodeValue, 2, 1, `no event starts there`},
		{table + "v,a,1,-inf,\n", inSeconds, annotation.CodeValue, 2, 1, `not a time`},
		{table + "v,a,1s,2,\n", inSeconds, annotation.CodeValue, 2, 1, `not a time`},
		{table + "v,a,00:01,2,\n", inSeconds, annotation.CodeValue, 2, 1, `time_unit: "clock"`},
		{table + "v,a,\"1,5\",2,\n", inSeconds, annotation.CodeValue, 2, 1, `decimal: ","`},
		{"video;label;start\nv;a;1.500\n", inComma, annotation.CodeValue, 2, 1, `other decimal sign`},
		{table + "v,a,1e99,2,\n", inSeconds, annotation.CodeValue, 2, 1, `more than a time can hold`},
		{table + "v,a,9e9,,9e9\n", inSeconds, annotation.CodeValue, 2, 1, `more than a time can hold`},
		{table + "v,a," + strings.Repeat("1:", 99999) + ",,\n", byClock, annotation.CodeValue, 2, 1, `not a time`},
		{table + "v,a,1:99,,\n", byClock, annotation.CodeValue, 2, 1, `not a time`},
		{"video,label,start_frame\nv,a,3\n", noRate, annotation.CodeRateMissing, 2, 1, `fps: 25`},
		{"video,label,start_frame\nv,a,3\n", noBase, annotation.CodeOptionMissing, 2, 1, `frame_base`},
		{"video,label,start_frame,end_frame\nv,a,3,4\n", noEnd, annotation.CodeOptionMissing, 2, 1, `frame_end`},
		{"video,label,start_frame\nv,a,3.5\n", frames, annotation.CodeValue, 2, 1, `no number of a frame`},
		{"video,label,start_frame\nv,a,9007199254740993\n", frames, annotation.CodeValue, 2, 1, `no number of a frame`},
		{"video,label,start_frame,end_frame,length\nv,a,1,26,2\n", frames, annotation.CodeOptionMissing, 2, 1, `length is "2", and nothing says in which unit`},
		{"video,label,start_frame,end_s\nv,a,,2\n", frames, annotation.CodeValue, 2, 1, `no start`},
		{"video,label,start_frame,fps\nv,a,9007199254740992,0.001\n", frames, annotation.CodeValue, 2, 1, `more than a time`},
	}))
}

func TestRefusedJSON(t *testing.T) {
	readingtest.Refused(t, Read, bads([]bad{
		{"{\"video\":\"v\",\"label\":\"a\"}\n{\"video\":\"v\",\n\"label\":NaN}", opts{}, annotation.CodeSyntax, 3, 0, `N`},
		{"{\"video\":\"v\"}\n[]", opts{}, annotation.CodeSyntax, 2, 2, `want an object`},
		{"{\"video\":\"v\",\"video\":\"w\"}", opts{}, annotation.CodeSyntax, 1, 1, `"video" stands twice`},
		{"{\"video\":\"v\",\"x\":{\"a\":1,\"a\":2}}", opts{}, annotation.CodeSyntax, 1, 1, `"a" stands twice`},
		{"{\"video\":\"v\",\"x\":" + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "}", opts{}, annotation.CodeSyntax, 1, 1, `nest deeper`},
		{"{\"label\":\"a\"}", opts{}, annotation.CodeVideoMissing, 1, 1, `there are "label"`},
		{"{\"video\":null,\"label\":\"a\"}", opts{}, annotation.CodeVideoMissing, 1, 1, `video is NULL`},
		{"{\"video\":\" \",\"label\":\"a\"}", opts{}, annotation.CodeVideoMissing, 1, 1, `video is " "`},
		{"{\"video\":[\"v\"],\"label\":\"a\"}", opts{}, annotation.CodeValue, 1, 1, `a text or a number`},
		{"{\"video\":\"v\",\"label\":\" \"}", opts{}, annotation.CodeLabelMissing, 1, 1, `blank`},
		{"{\"video\":\"v\",\"label\":{\"a\":1}}", opts{}, annotation.CodeValue, 1, 1, `list of texts`},
		{"{\"video\":\"v\",\"label\":[[\"a\"]]}", opts{}, annotation.CodeValue, 1, 1, `list of texts`},
		{"{\"video\":\"v\",\"label\":\"a\",\"start_s\":true}", opts{}, annotation.CodeValue, 1, 1, `no time`},
		{"{\"video\":\"v\",\"label\":\"a\",\"start_s\":[1,2]}", opts{}, annotation.CodeValue, 1, 1, `no time`},
		{"{\"video\":\"v\",\"label\":\"a\",\"confidence\":true}", opts{}, annotation.CodeValue, 1, 1, `no number`},
		{"{\"video\":\"v\",\"label\":\"a\",\"attributes\":[]}", opts{}, annotation.CodeValue, 1, 1, `want an object`},
		{"{\"video\":\"v\",\"label\":\"a\",\"attributes\":\"{'a':1}\"}", opts{}, annotation.CodeValue, 1, 1, `json.dumps`},
		{"{\"video\":\"v\",\"label\":\"a\",\"x\":1,\"attributes\":{\"x\":2}}", opts{}, annotation.CodeValue, 1, 1, `a member "x"`},
		{"{\"video\":\"v\",\"events\":\"[1\"}", opts{}, annotation.CodeValue, 1, 1, `unexpected EOF`},
		{"{\"video\":\"v\",\"events\":\"[] []\"}", opts{}, annotation.CodeValue, 1, 1, `more follows`},
		{"{\"video\":\"v\",\"events\":5}", opts{}, annotation.CodeValue, 1, 1, `it is a number`},
		{"{\"video\":\"v\",\"events\":[5]}", opts{}, annotation.CodeValue, 1, 1, `element 0 is no object`},
		{"{\"video\":\"v\",\"events\":{}}", opts{}, annotation.CodeValue, 1, 1, `want a list`},
		{"{\"video\":\"v\",\"events\":\"[(30, 39)]\"}", opts{}, annotation.CodeValue, 1, 1, `json.dumps`},
		{"{\"video\":\"v\",\"events\":[[30,39]]}", opts{}, annotation.CodeValue, 1, 1, `element 0 is no object`},
		{"{\"video\":\"v\",\"events\":[{\"label\":\"a\",\"start\":1}]}", opts{}, annotation.CodeOptionMissing, 1, 1, `time_unit`},
		{"{\"video\":\"v\",\"events\":[{\"label\":\"a\",\"start_s\":1,\"Duration\":2}]}", opts{}, annotation.CodeOptionMissing, 1, 1, `rename the member`},
		{"{\"video\":\"v\",\"events\":[{\"label\":\"a\",\"Label\":\"b\"}]}", opts{}, annotation.CodeValue, 1, 1, `both for label`},
		{"{\"video\":\"v\",\"events\":[{\"start_s\":1,\"end_s\":2}]}", opts{}, annotation.CodeLabelMissing, 1, 1, `neither`},
		{"{\"video\":\"v\",\"label\":\"a\"}\n", opts{Columns: columns("start_s", "from")}, annotation.CodeColumn, 0, 0, `no record has the member "from" (start_s)`},
		{"{\"video\":\"v\",\"class\":\"a\"}\n", opts{}, annotation.CodeColumn, 0, 0, `there is "class"`},
		{"{\"video\":\"v\",\"label\":\"a\"}\n", opts{Columns: columns("video", 0)}, annotation.CodeOptionInvalid, 0, 0, `no places`},
		{"{\"video\":\"v\",\"label\":\"a\"}\n", opts{Header: headless}, annotation.CodeOptionUnfit, 0, 0, `header`},
		{"{\"video\":\"v\",\"label\":\"a\"", opts{}, annotation.CodeSyntax, 1, 0, `ends within`},
	}))
}

func TestTold(t *testing.T) {
	const times = "video,label,start_s,end_s,length_s,start_frame,end_frame\n"
	frames := opts{FPS: annotation.Rates{All: videotune.Rational{Num: 10, Den: 1}}, FrameEnd: annotation.FrameExclusive, Base: annotation.BaseZero}
	marks := inSeconds
	marks.Sentinels = []string{"-1"}
	readingtest.Told(t, Read, bads([]bad{
		{"video,label\nv\nw\n", opts{}, annotation.CodeSyntax, 2, 1, `fewer cells than there are columns: 2`},
		{"video,label\nv,a\n , \n,\n", opts{}, annotation.CodeSkipped, 3, 2, `left out: 2`},
		{"video,label\n1.23E+11,a\n1.23E+11,b\n", opts{}, annotation.CodeValue, 2, 1, `rounded`},
		{"video,label,start_time\nv,a,3\n", opts{}, annotation.CodeOptionMissing, 1, 0, `columns: {"start_ms": "start_time"}`},
		{"video,label,start\nv,a,-1.0\n", marks, annotation.CodeSentinel, 2, 1, `stand for none`},
		{"video,label,start,end\nv,a,-1,\n", marks, annotation.CodeSentinel, 2, 1, `stand for none`},
		{times + "v,a,1,2,1.5,,\n", frames, annotation.CodeDisagree, 2, 1, `end at 2.5s, and the end is 2s`},
		{times + "v,a,1,2,,10,22\n", frames, annotation.CodeDisagree, 2, 1, `the end is 2s, and its frame is at 2.2s`},
		{times + "v,a,1,2,,8,22\n", frames, annotation.CodeDisagree, 2, 1, `the start is 1s, and its frame is at 800ms`},
		{times + "v,a,1,2,,8,22\nv,b,1,2,,8,22\n", opts{}, annotation.CodeDisagree, 2, 1, `not all known to compare`},
		{times + "v,a,0.3333333,,,,\n", frames, annotation.CodeRounded, 0, 0, `1 time that was finer`},
		{"video,label\nv,\nv,a\n", opts{}, annotation.CodeSkipped, 2, 1, `the row has no event`},
		{"video,label,x\nv,,1\nv,,2\n", opts{}, annotation.CodeConflict, 3, 2, `another value of "x"`},
	}))
}

// TestNotTold tests what is well, and of which nothing may be told.
func TestNotTold(t *testing.T) {
	frames := opts{FPS: annotation.Rates{All: videotune.Rational{Num: 10, Den: 1}}, FrameEnd: annotation.FrameExclusive, Base: annotation.BaseZero}
	frames.OnDiagnostic = func(d annotation.Diagnostic) { t.Errorf("told: %v", d) }
	readingtest.Videos(t, Read, "video,label,start_s,end_s,length_s,start_frame,end_frame\nv,a,1,2,1.001,11,19\n", frames) // a frame apart
	for _, text := range []string{
		"video,label\nv,a,\nv,b,,\n", // delimiters behind the last cell
		"\ufeffvideo,label\r\nv,\"a \"\"b\"\"\r\nc\"\r\n",
		"VIDEO,Label,split\nv,a,UNASSIGNED\nv,b,\n",
		"[{\"video\":\"v\",\"label\":\"a\"}]",
		"{\"video\":\"v\",\"events\":[null,{}]}{\"video\":\"w\",\"events\":\"\"}{\"video\":\"x\",\"events\":\"null\",\"attributes\":\"null\"}",
	} {
		readingtest.Videos(t, Read, text, opts{OnDiagnostic: frames.OnDiagnostic})
	}
}

// TestKinds tests which files are tables and which are JSON.
func TestKinds(t *testing.T) {
	const object, comma, tab = "{\"video\":\"v\",\"label\":\"a\"}", "video,label\nv,a", "video\tlabel\nv\ta"
	for _, tt := range []struct{ name, text, delimiter, says string }{
		{"x.csv", comma, "", ""}, {"x.CSV", comma, "", ""}, {"x", comma, "", ""}, {"x.txt", comma, "", ""},
		{"x.tsv", tab, "", ""}, {"x.tab", tab, "", ""}, {"x.csv", tab, "tab", ""}, {"x.jsonl", comma, ",", ""},
		{"x.jsonl", object, "", ""}, {"x.ndjson", object, "", ""}, {"x.json", "[" + object + "]", "", ""}, {"-", " [ " + object + "]", "", ""}, {"-", object, "", ""},
		{"x.csv", object, "", "give it a name that ends in .jsonl"}, {"x.tsv", object, "", "it is JSON, not a table, as the .tsv"},
		{"x.jsonl", comma, "", `begins with "v"`}, {"x.csv", "\x1f\x8b", "", "compressed"}, {"x.csv", "WEBVTT\n", "", "webvtt"},
	} {
		got := "one video"
		for v, err := range Read(videotune.Input{Name: tt.name, R: strings.NewReader(tt.text)}, &opts{Delimiter: tt.delimiter}) {
			if err != nil {
				got = err.Error()
			} else if v.ID != "v" || len(v.Events) != 1 {
				got = "another video"
			}
		}
		if want := tt.says; want == "" && got != "one video" || !strings.Contains(got, want) {
			t.Errorf("%s, %q: got %s, want %q", tt.name, tt.text, got, want)
		}
	}
}

// TestReadFails tests that an error of the file ends the reading, and is wrapped.
func TestReadFails(t *testing.T) {
	broken := errors.New("the disk is broken")
	for _, text := range []string{"", "video,label\n", "video,label\nv,\"a\n", "{\"video\":\"v\",", "{\"video\":\"v\"}\n"} {
		var last error
		for _, err := range Read(videotune.Input{Name: "x", R: io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))}, nil) {
			last = err
		}
		var e *annotation.Error
		if !errors.Is(last, broken) || !errors.As(last, &e) || e.Code != annotation.CodeRead {
			t.Errorf("%q: got %v", text, last)
		}
	}
}

// TestStop tests that a caller can leave off.
func TestStop(t *testing.T) {
	n := 0
	for range Read(videotune.Input{Name: "x", R: strings.NewReader("video,label\nv,a\nw,b\nx,c\n")}, nil) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d videos, want 2", n)
	}
}

// An endless reader is a head, and then the same row without end.
type endless struct {
	head, row string
	rest      string
}

func (e *endless) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if e.rest == "" {
			e.rest, e.head = e.head, e.row
		}
		k := copy(p[n:], e.rest)
		e.rest = e.rest[k:]
		n += k
	}
	return n, nil
}

// TestBounds tests that no file takes memory without end.
func TestBounds(t *testing.T) {
	const text = "video,label\nv,a\nv,b\nw,c\nw,d\n"
	for _, tt := range []struct {
		rows, bytes int
		group       annotation.Group
		says        string
	}{
		{2, 10, "", ""}, {1, 100, "", "the video has over"}, {100, 5, "", "the video has over"}, {4, 100, annotation.GroupBuffer, ""}, {3, 100, annotation.GroupBuffer, "leave the option out"},
	} {
		var last error
		o := &opts{Group: tt.group}
		for _, err := range reading.Videos(annotation.FormatRows, videotune.Input{Name: "x", R: strings.NewReader(text)}, o, func(r *reading.Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
			m := newMapper(r, emit)
			m.maxRows, m.maxBytes = tt.rows, tt.bytes
			if err := readTable(m, text, ","); err != nil {
				return err
			}
			return m.end()
		}) {
			last = err
		}
		var e *annotation.Error
		if tt.says == "" && last != nil || tt.says != "" && (!errors.As(last, &e) || e.Code != annotation.CodeTooLarge || !strings.Contains(fmt.Sprint(last), tt.says)) {
			t.Errorf("%v: got %v", tt, last)
		}
	}
}

// TestWideRows tests that many columns, and long names, are refused at once.
func TestWideRows(t *testing.T) {
	many, long := strings.Repeat("x,", 8<<20), strings.Repeat("start_", 2<<20)
	members := strings.Builder{}
	for i := range MaxColumns + 1 {
		fmt.Fprintf(&members, `"x%d":1,`, i)
	}
	readingtest.Refused(t, Read, bads([]bad{
		{many, opts{}, annotation.CodeTooLarge, 1, 0, "columns"},
		{"video,label\nv,a," + strings.ReplaceAll(many, "x", ""), opts{}, annotation.CodeTooLarge, 2, 0, "columns"},
		{"{" + members.String() + `"video":"v"}`, opts{}, annotation.CodeTooLarge, 1, 1, "columns"},
		{`{"video":"v","events":[{` + members.String() + `"label":"v"}]}`, opts{}, annotation.CodeValue, 1, 1, "columns"},
		{long + ",label\n", opts{Columns: columns("video", "id")}, annotation.CodeColumn, 1, 0, `no column "id"`},
	}))
}

// TestLongRows tests that a row that has no end is refused before it is held.
func TestLongRows(t *testing.T) {
	for _, tt := range []struct{ head, row string }{{"video,label\nv,\"", "aaaa\n"}, {"video,label\n", "aaaa"}} {
		var last error
		for _, err := range Read(videotune.Input{Name: "x", R: io.LimitReader(&endless{head: tt.head, row: tt.row}, 32<<20)}, nil) {
			last = err
		}
		var e *annotation.Error
		if !errors.As(last, &e) || e.Code != annotation.CodeTooLarge || e.Line != 2 {
			t.Errorf("%q: got %v", tt.row, last)
		}
	}
}

// TestOptions tests what options make of a table: the JSON lines, in short.
func TestOptions(t *testing.T) {
	for _, tt := range []struct {
		text string
		o    opts
		want string
	}{
		{"file,label\ngs://b/1.mp4,a\n", opts{Columns: columns("video", "FILE", "uri", "file", "recording", 0)}, "gs://b/1.mp4@gs://b/1.mp4@gs://b/1.mp4 a:whole;"},
		{"uri,label\nhttps://x/1.mp4,a\n", opts{}, "https://x/1.mp4@https://x/1.mp4@ a:whole;"},
		{"video,label\nv,a\nw,b\nv,c\n", opts{Group: annotation.GroupBuffer}, "v@@ a:whole c:whole;w@@ b:whole;"},
		{"video,label,start_s\nv,NA,NA\nv,a, NA \n", opts{Null: []string{"NA"}}, "v@@ a:whole;"},
		{"video,label,start_s\nv,a,1\n", opts{Columns: columns("text", "label", "start", "start_s"), TimeUnit: annotation.UnitMilliseconds}, "v@@ :point;"},
		{"video,label,start_s,end_s\nv,a,3,-1\nv,b,4,-1.0\n", opts{Sentinels: []string{"-1"}}, "v@@ a:point b:point;"},
		{"video,label\nv,Normal\nw,a\n", opts{NegativeLabels: []string{"Normal"}}, "v@@;w@@ a:whole;"},
		{"video,label\nv,a\n", opts{URI: "gs://b/{id}.mp4"}, "v@gs://b/v.mp4@ a:whole;"},
		{"video,events\nv,\"[{\"\"label\"\":\"\"NA\"\"},{\"\"label\"\":\"\"a\"\",\"\"start_s\"\":\"\"-1\"\",\"\"end_s\"\":-1}]\"\n", opts{Null: []string{"NA"}, Sentinels: []string{"-1"}}, "v@@;"},
	} {
		got := ""
		for _, v := range readingtest.Videos(t, Read, tt.text, tt.o) {
			got += v.ID + "@" + v.URI + "@" + v.Recording
			for _, e := range v.Events {
				got += fmt.Sprintf(" %s:%s", strings.Join(e.Labels, "+"), e.Kind)
			}
			got += ";"
		}
		if got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.text, got, tt.want)
		}
	}
}
