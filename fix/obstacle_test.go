package fix_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/fix"
)

// chatOf is a chat of one message.
func chatOf(message string) string { return `{"messages":[` + message + `]}` }

// userOf is a chat whose first message holds a part.
func userOf(part string) string {
	return chatOf(`{"role":"user","content":[{"type":"text","text":"a"},` + part + `]},{"role":"assistant","content":"b"}`)
}

// TestObstacles tells what was in the way, at its place in the input.
func TestObstacles(t *testing.T) {
	bare := func(offset string) string {
		return `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"videoMetadata":{"endOffset":` + offset + `}}]},{"role":"model","parts":[{"text":"b"}]}]}`
	}
	for _, c := range []struct{ in, at, what string }{
		{`{"a":NaN}`, "1:6 ", "no number of JSON"},
		{"\ufeff" + x + "\n\n" + `{'a':f'b'}`, "3:6 ", "not one of plain text"},
		{"\ufeff" + `{"a":1 /}`, "1:11 ", "no comment"},
		{x + ` {"a":tru}`, fmt.Sprintf("1:%d ", len(x)+7), `found "tru"`},
		{"[\n" + x + ",\n" + `  {"a":\x}` + "\n]", "3:8 ", "where a value belongs"},
		{"{\n\"contents\":\n nan}", "3:2 ", "no number of JSON"},
		{x + " x", fmt.Sprintf("1:%d ", len(x)+2), "behind the object"},
		{x + "\nhello", "2:1 ", "where an object begins"},
		{"hello", "0:0 ", "not in the file"}, // no file that is looked into
		{x + "\n/* a", "2:1 ", "comment"},
		{x + "\n[1]", "2:2 ", "only one of objects"},
		{x + "\n[", "2:2 ", "the end of the file"},
		{x[:30] + "\n" + y, "1:31 ", "another begins on the next"},
		{x[:30], "1:31 ", "the file ends within"},
		{`{"a":"` + strings.Repeat("b", 500) + `"}`, "1:401 ", "more than 400 bytes"},
		{string(encode(x+"\n{\"é\":b'c'}\n", true, true)), "2:7 ", "not one of plain text"},

		{bare("-5"), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "endOffset is -5, and nothing lies before"},
		{bare(`"-0.5"`), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "nothing lies before"},
		{bare("1e30"), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "larger than any time"},
		{bare("1e-100"), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "or finer"},
		{bare("5"), "1:0 /contents/0/parts/0/videoMetadata/endOffset", `endOffset is 5, which does not say its unit`}, {bare(`"90,5"`), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "does not say its unit"},
		{bare(`"start"`), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "only by a guess"}, {bare(`"1m30"`), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "only by a guess"},
		{bare(`"01:30"`), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "minutes and seconds or hours"}, {bare(`"00:00:90,500"`), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "below 60"},
		{bare(`"1,500s"`), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "thousands"}, {bare(`"2250f"`), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "counts frames"},
		{bare(`"12.533333333333333s"`), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "finer than a nanosecond"},
		{bare(`true`), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "a boolean"}, {bare(`{"a":1}`), "1:0 /contents/0/parts/0/videoMetadata/endOffset", "no time in seconds and nanos"},

		{strings.Replace(x, `"user"`, `"human"`, 1), "1:0 /contents/0/role", `"human"`},
		{strings.Replace(bare(`"5s"`), `"video/mp4"`, `"mp4"`, 1), "1:0 /contents/0/parts/0/fileData/mimeType", "tells video/mp4"},
		{x[:len(x)-1] + `,"surprise":1}`, "1:0 /surprise", "--remove-unknown"}, {x[:len(x)-1] + `,"videos":["gs://b/v.mp4"]}`, "1:0 /videos", "another format"},
		{`{"video":"a.mp4","conversations":[]}`, "1:0 /video", "another format"}, {`{"conversations":{}}`, "1:0 /conversations", "no list"},
		{x + "\n" + `{"contents":[{"role":"user","parts":[{"text":"smart ”}]},` + "\n" + y, "2:53 ", "typographic"},

		{`{"request":{"contents":[]},"contents":1}`, "1:0 /contents", "beside the request and in it"},
		{`{"request":{"contents":[],"key":1},"key":2}`, "1:0 /key", "beside the request and in it"},
		{`{"request":7}`, "1:0 /request", "no object"},
		{`{"request":{"a":1}}`, "1:0 /request", "no contents"},

		{chatOf(`{"role":"user","content":"a","name":"Ann"}`), "1:0 /messages/0/name", "the member name"},
		{chatOf(`{"role":"user","content":"a"},{"role":"assistant","content":"b","weight":0}`), "1:0 /messages/1/weight", "the member weight"},
		{chatOf(`{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[{}]}`), "1:0 /messages/1/tool_calls", "the member tool_calls"},
		{chatOf(`{"role":"user","content":"a"},{"role":"assistant","content":null}`), "1:0 /messages/1/content", "no content"},
		{chatOf(`{"role":"user","content":"a"},{"role":"system","content":"b"}`), "1:0 /messages/1/role", "behind a turn"},
		{chatOf(`{"role":"tool","content":"b"}`), "1:0 /messages/0/role", `the role "tool"`},
		{chatOf(`{"content":"b"}`), "1:0 /messages/0/role", "no role"},
		{chatOf(`7`), "1:0 /messages/0", "no object"},
		{chatOf(`{"role":"user","content":7}`), "1:0 /messages/0/content", "neither"},
		{chatOf(`{"role":"user","content":[]}`), "1:0 /messages/0/content", "empty list"},
		{chatOf(`{"role":"system","content":"a"}`), "1:0 /messages", "no turn"},
		{`{"messages":{}}`, "1:0 /messages", "no list"},
		{`{"tools":[],"messages":[]}`, "1:0 /tools", "another form"},
		{userOf(`{"type":"input_audio","input_audio":{}}`), "1:0 /messages/0/content/1/type", `"input_audio" is not converted`},
		{userOf(`{"text":"b"}`), "1:0 /messages/0/content/1/type", "no type"},
		{userOf(`{"type":"text"}`), "1:0 /messages/0/content/1", "no text"},
		{userOf(`{"type":"text","text":{}}`), "1:0 /messages/0/content/1/text", "no string"},
		{userOf(`{"type":"text","text":"b","a/b":1}`), "1:0 /messages/0/content/1/a~1b", "the member a/b"},
		{userOf(`{"type":"video_url","video_url":{"url":"clips/a.mp4"}}`), "1:0 /messages/0/content/1/video_url/url", "no gs://"},
		{userOf(`{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}`), "1:0 /messages/0/content/1/image_url/url", "no gs://"},
		{userOf(`{"type":"video_url","video_url":{"url":"gs://b/v"}}`), "1:0 /messages/0/content/1/video_url/url", "does not tell the type"},
		{userOf(`{"type":"image_url","image_url":{"url":"gs://b/v.png","detail":"low"}}`), "1:0 /messages/0/content/1/image_url/detail", "the member detail"},

		{`{"contents":{"0":[],"1":[]}}`, "1:0 /contents", "a whole table"},
		{`{"columns":["contents"],"data":[[[]]]}`, "1:0 /data", "a whole table"},
	} {
		out, report := mend(t, []byte(c.in), &fix.Options{MaxValueBytes: 400})
		at, what, n := "", "", 0
		for _, l := range report.Left {
			if o := l.Obstacle; o != nil && l.Severity >= videotune.SeverityDrop && n == 0 {
				at, what = fmt.Sprintf("%d:%d %s", o.Line, o.Column, o.Pointer), o.Message
				n++
			} else if o == nil && l.Severity >= videotune.SeverityDrop {
				t.Errorf("%.200s: %s has no reason", c.in, l.Rule)
			}
		}
		if at != c.at || !strings.Contains(what, c.what) || (n == 0) != (c.what == "") {
			t.Errorf("%.200s: %s %q (%d); want %s %q\n%s", c.in, at, what, n, c.at, c.what, out)
		}
	}
}

// TestObstacleOfEachLine brings every obstacle to its own line, of more lines than are
// checked at a time, and for as many problems as are listed.
func TestObstacleOfEachLine(t *testing.T) {
	const lines = 3000
	var in strings.Builder
	for i := range lines {
		fmt.Fprintf(&in, "%s\n{'n':w%d}\n", x, i)
	}
	_, report := mend(t, []byte(in.String()), &fix.Options{MaxProblems: 2 * lines})
	n := 0
	for _, l := range report.Left {
		if l.Rule != videotune.RuleJSONSingleQuotes {
			continue
		}
		if want := fmt.Sprintf(`"w%d"`, n); l.Obstacle == nil || !strings.Contains(l.Obstacle.Message, want) || l.Obstacle.Line != 2*n+2 {
			t.Fatalf("line %d: %+v, want %s", l.Line, l.Obstacle, want)
		}
		n++
	}
	if n != lines {
		t.Errorf("%d of %d are listed", n, lines)
	}
}

// TestLeftJSON writes what is left with what was in the way.
func TestLeftJSON(t *testing.T) {
	_, report := mend(t, []byte("\n"+`{"a":<NaN>}`+"\n"), nil)
	data, err := json.Marshal(&report.Left[0])
	var got struct {
		Source   int
		Rule     string
		Obstacle struct {
			Line, Column int
			Message      string
		}
	}
	if err != nil || json.Unmarshal(data, &got) != nil || got.Source != 2 || got.Rule == "" || got.Obstacle.Line != 2 || got.Obstacle.Column != 6 || !strings.Contains(got.Obstacle.Message, "<") {
		t.Errorf("%s, %v", data, err)
	}
	if !bytes.HasPrefix(data, []byte(`{"source":2,`)) {
		t.Errorf("%s", data)
	}
}

// TestValues mends values and names that are only spelt otherwise.
func TestValues(t *testing.T) {
	turns := func(user, model string) string {
		return `{"contents":[{"role":` + user + `,"parts":[{"text":"a"}]},{"role":` + model + `,"parts":[{"text":"b"}]}]`
	}
	good := turns(`"user"`, `"model"`)
	tools := func(s string) string { return good + `,"tools":` + s + "}" }
	for _, c := range []struct{ in, want string }{
		{turns(`"User"`, `"MODEL"`) + "}", good + "}"},
		{turns(`" user "`, `"Assistant"`) + "}", good + "}"},
		{turns(`"bot"`, `"system"`) + "}", ""},
		{turns(`7`, `null`) + "}", ""},

		{tools(`[{"function_declarations":[{"name":"f","parameters":{"any_of":[{"min_items":1}],"items":{"max_length":2},"properties":{"min_items":{"min_items":3}},"enum":["any_of"]}}]}]`),
			tools(`[{"functionDeclarations":[{"name":"f","parameters":{"anyOf":[{"minItems":1}],"items":{"maxLength":2},"properties":{"min_items":{"minItems":3}},"enum":["any_of"]}}]}]`)},
		{tools(`[{"functionDeclarations":[{"parameters_json_schema":{"any_of":1},"response":{"additional_properties":{"max_items":1}}}],"google_search":{"x_y":1}}]`),
			tools(`[{"functionDeclarations":[{"parametersJsonSchema":{"any_of":1},"response":{"additionalProperties":{"maxItems":1}}}],"googleSearch":{"x_y":1}}]`)},
		{tools(`[{"functionDeclarations":[{"parameters":{"any_of":[],"anyOf":[]}}]},7,[],{"function_declarations":7}]`),
			tools(`[{"functionDeclarations":[{"parameters":{"any_of":[],"anyOf":[]}}]},7,[],{"functionDeclarations":7}]`)},
		{tools(`[{"functionDeclarations":[{"parameters":{"properties":[{"any_of":1}],"items":7,"anyOf":{"any_of":1}}}]}]`), ""},

		{userOf(`{"type":"image_url","image_url":{"url":"https://h/a.PNG?x=1","detail":"auto"}}`),
			`{"contents":[{"role":"user","parts":[{"text":"a"},{"fileData":{"fileUri":"https://h/a.PNG?x=1","mimeType":"image/png"}}]},{"role":"model","parts":[{"text":"b"}]}]}`},
		{userOf(`{"type":"video","video":"gs://b/v.MP4","cache_control":null}`),
			`{"contents":[{"role":"user","parts":[{"text":"a"},{"fileData":{"fileUri":"gs://b/v.MP4","mimeType":"video/mp4"}}]},{"role":"model","parts":[{"text":"b"}]}]}`},
		{chatOf(`{"role":"user","content":[{"type":"input_text","text":"a"}]},{"role":"assistant","content":[{"type":"output_text","text":"b","annotations":[ ]}],"refusal":null,"tool_calls":null}`), good + "}"},
	} {
		want := c.want
		if want == "" {
			want = c.in
		}
		out, report := mend(t, []byte(c.in+"\n"), nil)
		if string(out) != want+"\n" || report.Edited() != (want != c.in) {
			t.Errorf("%s\nbecame %swant   %s", c.in, out, want)
		}
		if again, second := mend(t, out, nil); string(again) != string(out) || second.Edited() {
			t.Errorf("again: %s", again)
		}
	}
}

// TestDuplicates holds examples to be the same whatever the spelling of their values,
// and different where a value is.
func TestDuplicates(t *testing.T) {
	line := func(rest string) string { return x[:len(x)-1] + rest + "}" }
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{x, strings.Replace(x, `"a"`, `"\u0061"`, 1), true},
		{line(`,"generationConfig":{"temperature":1}`), line(`,"generationConfig":{"temperature":1.0}`), true},
		{line(`,"generationConfig":{"temperature":1}`), line(` , "generationConfig" : {"temperature":1e0}`), true},
		{line(`,"generationConfig":{"seed":9007199254740993}`), line(`,"generationConfig":{"seed":9007199254740992}`), false},
		{line(`,"generationConfig":{"seed":1,"topK":2}`), line(`,"generationConfig":{"topK":2,"seed":1}`), true},
		{line(`,"generationConfig":{"seed":1}`), line(`,"generationConfig":{"seed":"1"}`), false},
		{line(`,"tools":[{"functionDeclarations":[{"name":"f","parameters":{"maximum":1}}]}]`), line(`,"tools":[{"functionDeclarations":[{"parameters":{"maximum":1.0},"name":"f"}]}]`), true},
		{line(`,"a":1,"a":2`), line(`,"a":2,"a":2`), false},
		{x, y, false},
	} {
		out, report := mend(t, []byte(c.a+"\n"+c.b+"\n"), &fix.Options{DropDuplicates: true})
		if same := report.Duplicates == 1; same != c.same || same != (string(out) == c.a+"\n") {
			t.Errorf("%s\n%s\nthe same: %t, want %t", c.a, c.b, same, c.same)
		}
	}
}
