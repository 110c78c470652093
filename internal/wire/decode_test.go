package wire

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// fullLine has every member that tuning documents.
const fullLine = `{"systemInstruction":{"role":"system","parts":[{"text":"Be brief."}]},` +
	`"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},` +
	`"videoMetadata":{"startOffset":"5s","endOffset":"25.5s","fps":1.5},"mediaResolution":{"level":"MEDIA_RESOLUTION_LOW"}},` +
	`{"text":"What happens?\nA \"goal\" \u2028 <b>é</b>"}]},` +
	`{"role":"model","parts":[{"functionCall":{"name":"find","args":{"q":[1,2.50,"x"]}}}]},` +
	`{"parts":[{"functionResponse":{"name":"find","response":{"r":null}}}]},` +
	`{"role":"model","parts":[{"text":""}]}],` +
	`"tools":[{"functionDeclarations":[{"name":"find"}]}],` +
	`"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`

func TestDecodeValues(t *testing.T) {
	var d Decoder
	x := d.Decode([]byte(fullLine))
	if len(x.Faults) > 0 || x.Broken || x.Lossy || x.Format != Gemini || x.FormatAt != NoPos {
		t.Fatalf("%+v", x)
	}
	if want := SystemInstruction | Contents | Tools | GenerationConfig; x.Seen != want || x.Bad != 0 {
		t.Errorf("Seen = %b, Bad = %b", x.Seen, x.Bad)
	}
	at := func(s string) int { // the first place of s in the line
		t.Helper()
		i := strings.Index(fullLine, s)
		if i < 0 {
			t.Fatalf("no %q in the line", s)
		}
		return i
	}
	equal := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s = %#v, want %#v", what, got, want)
		}
	}
	equal("System.At", x.System.At, at(`{"role":"system"`))
	equal("System.Role", x.System.Role, Value{"system", at(`"system",`)})
	equal("System.Parts", len(x.System.Parts), 1)
	equal("System text", x.System.Parts[0].Text, Value{"Be brief.", at(`"Be brief`)})
	equal("ContentsAt", x.ContentsAt, at(`[{"role":"user"`))
	equal("len(Contents)", len(x.Contents), 4)
	equal("Contents[0].Seen", x.Contents[0].Seen, Role|Parts)
	equal("Contents[2].Seen", x.Contents[2].Seen, Parts)
	equal("Contents[2].Role", x.Contents[2].Role, Value{"", NoPos})

	video := x.Contents[0].Parts[0]
	file, meta := at(`{"fileUri"`), at(`{"startOffset"`)
	equal("video", video, Part{
		Seen: FileData | VideoMetadata | PartResolution, At: at(`{"fileData"`),
		Text:   noValue,
		FileAt: file, File: FileURI | MIMEType,
		FileURI: Value{"gs://b/v.mp4", at(`"gs://`)}, MIMEType: Value{"video/mp4", at(`"video/mp4"`)},
		MetaAt: meta, Meta: StartOffset | EndOffset | FPS,
		Start: Offset{String, "5s", at(`"5s"`), 5 * time.Second, pbtime.Strict},
		End:   Offset{String, "25.5s", at(`"25.5s"`), 25500 * time.Millisecond, pbtime.Strict},
		FPS:   1.5, FPSAt: at(`1.5}`),
		ResolutionAt: at(`{"level"`), ResolutionSeen: Level, Level: Value{"MEDIA_RESOLUTION_LOW", at(`"MEDIA_RESOLUTION_LOW"`)},
		CallAt: NoPos, Call: noFunc, ResponseAt: NoPos, Response: noFunc,
	})
	equal("text", x.Contents[0].Parts[1].Text.S, "What happens?\nA \"goal\" \u2028 <b>é</b>")
	call := x.Contents[1].Parts[0]
	equal("CallAt", call.CallAt, at(`{"name":"find","args"`))
	equal("Call", call.Call, Func{Seen: Name | Args, Name: Value{"find", at(`"find","args`)},
		Body: `{"q":[1,2.50,"x"]}`, BodyAt: at(`{"q"`)})
	response := x.Contents[2].Parts[0]
	equal("Response", response.Response, Func{Seen: Name | Response, Name: Value{"find", at(`"find","response`)},
		Body: `{"r":null}`, BodyAt: at(`{"r"`)})
	equal("empty text", x.Contents[3].Parts[0].Seen, Text)
	equal("Tools", x.Tools, `[{"functionDeclarations":[{"name":"find"}]}]`)
	equal("ToolsAt", x.ToolsAt, at(`[{"functionDecl`))
	equal("ConfigAt", x.ConfigAt, at(`{"mediaResolution":"`))
	equal("Config", x.Config, MediaResolution)
	equal("Resolution", x.Resolution.S, "MEDIA_RESOLUTION_LOW")

	// The memory is used again, and nothing of the old line shows.
	if x = d.Decode([]byte(`{}`)); !reflect.DeepEqual(x.Contents, []Content{}) {
		t.Errorf("Contents = %+v", x.Contents)
	}
	got := *x
	got.Contents, got.Faults = nil, nil
	want := noLine
	want.At = 0
	equal("empty line", got, want)
	x = d.Decode([]byte(`{"contents":[{"parts":[{}]}]}`))
	equal("empty part", x.Contents[0].Parts[0].Text, noValue)
}

func TestDecodeRaw(t *testing.T) {
	var d Decoder
	x := d.Decode([]byte("{\"tools\": [ {\"b\" :1, \"a\":\"\u2028 \\u00e9 \u0085\u2029 é\"} , [ ],{ }, 1.0E+2 ], \"contents\":[" +
		"{\"parts\":[{\"functionCall\":{\"args\":{ \"x\":\t1}}},{\"functionResponse\":{\"response\":{\"\u2028\":1}}}]}]}"))
	if len(x.Faults) > 0 {
		t.Fatal(x.Faults)
	}
	if want := `[{"b":1,"a":"\u2028 \u00e9 \u0085\u2029 é"},[],{},1.0E+2]`; x.Tools != want {
		t.Errorf("got %s", x.Tools)
	}
	if got := x.Contents[0].Parts[0].Call.Body; got != `{"x":1}` {
		t.Errorf("got %s", got)
	}
	if got := x.Contents[0].Parts[1].Response.Body; got != `{"\u2028":1}` {
		t.Errorf("got %s", got)
	}
}

func TestDecodeOffsets(t *testing.T) {
	var d Decoder
	long := `{"a":"` + strings.Repeat("é", 60) + `"}`
	for _, c := range []struct {
		in   string
		want Offset
		bad  bool
	}{
		{`"5.25s"`, Offset{String, "5.25s", 0, 5250 * time.Millisecond, pbtime.Strict}, false},
		{`"05s"`, Offset{String, "05s", 0, 5 * time.Second, pbtime.Loose}, false},
		{`"\u0035s"`, Offset{String, "5s", 0, 5 * time.Second, pbtime.Strict}, false},
		{`"00:05"`, Offset{String, "00:05", 0, 0, pbtime.Clock}, true},
		{`""`, Offset{String, "", 0, 0, pbtime.Empty}, true},
		{`5`, Offset{Kind: Number, Text: "5"}, true},
		{`true`, Offset{Kind: Bool, Text: "true"}, true},
		{`{"seconds": 5}`, Offset{Kind: Object, Text: `{"seconds": 5}`}, true},
		{`["5s"]`, Offset{Kind: Array, Text: `["5s"]`}, true},
		{long, Offset{Kind: Object, Text: long[:64]}, true},
		{`{"aa":"` + long[6:], Offset{Kind: Object, Text: `{"aa":"` + long[6:62]}, true},
		{`null`, Offset{At: NoPos}, false},
	} {
		in := `{"videoMetadata":{"endOffset":` + c.in + `}}`
		p := d.DecodePart([]byte(in)).Contents[0].Parts[0]
		if c.want.At == 0 {
			c.want.At = strings.Index(in, c.in)
		}
		if p.End != c.want || p.MetaBad.Has(EndOffset) != c.bad || p.Meta.Has(EndOffset) != (c.want.Kind != Absent) {
			t.Errorf("%s: %+v, bad %v, want %+v", c.in, p.End, p.MetaBad, c.want)
		}
	}
}

func TestDecodeSets(t *testing.T) {
	var d Decoder
	part := func(in string) Part { return d.DecodePart([]byte(in)).Contents[0].Parts[0] }
	for _, c := range []struct {
		in        string
		seen, bad Members
		lossy     bool
	}{
		{`{}`, 0, 0, false},
		{`{"text":null}`, 0, 0, false},
		{`{"text":"a","text":1}`, Text, 0, true},
		{`{"text":1}`, Text, Text, true},
		{`{"inlineData":{}}`, InlineData, 0, true},
		{`{"executableCode":{}}`, OtherData, 0, true},
		{`{"codeExecutionResult":{}}`, OtherData, 0, true},
		{`{"executable_code":null}`, 0, 0, false},
		{`{"thought":true}`, 0, 0, true},
		{`{"thought":null}`, 0, 0, false},
		{`{"foo":null}`, 0, 0, true},
		{`{"file_data":{}}`, FileData, 0, false},
		{`{"fileData":1,"mediaResolution":"X"}`, FileData | PartResolution, FileData | PartResolution, true},
	} {
		p := part(c.in)
		if p.Seen != c.seen || p.Bad != c.bad || d.line.Lossy != c.lossy {
			t.Errorf("%s: Seen %b, Bad %b, Lossy %v", c.in, p.Seen, p.Bad, d.line.Lossy)
		}
	}
	x := d.Decode([]byte(`{"contents":[null,{"parts":[7]}]}`))
	if c := x.Contents[0]; c.Seen != Role|Parts|NotObject || c.Bad != c.Seen || c.At != 13 || c.Parts != nil {
		t.Errorf("%+v", c)
	}
	if p := x.Contents[1].Parts[0]; p.Seen != Text|NotObject || p.Bad != p.Seen || p.At != 28 {
		t.Errorf("%+v", p)
	}
	if x = d.DecodeContent([]byte(`[`)); len(x.Contents) != 1 || !x.Broken {
		t.Errorf("%+v", x)
	}
	if x = d.DecodePart([]byte(``)); len(x.Contents[0].Parts) != 1 || !x.Broken {
		t.Errorf("%+v", x)
	}
}

func TestFormats(t *testing.T) {
	var d Decoder
	for in, want := range map[string]Format{
		`{"a":1,§"messages":[],"prompt":1}`:   ChatMessages,
		`{§"prompt":"","completion":""}`:      PromptCompletion,
		`{§"completion":""}`:                  PromptCompletion,
		`{§"input_text":"","output_text":""}`: InputOutput,
		`{§"output_text":""}`:                 InputOutput,
		`{§"text_input":""}`:                  InputOutput,
		`{§"output":""}`:                      InputOutput,
		`{"key":"1",§"request":{}}`:           BatchRequest,
		`{"contents":[],§"completions":[]}`:   Preference,
		`{§"references":{},"contents":[]}`:    Reinforcement,
		`{"contents":[],§"response":{}}`:      ResponseMember,
	} {
		in, marks := draw(in)
		x := d.Decode([]byte(in))
		if x.Format != want || x.FormatAt != marks[0] || !x.Lossy || len(x.Faults) > 0 {
			t.Errorf("%s: %d at %d, %+v", in, x.Format, x.FormatAt, x.Faults)
		}
	}
	if x := d.Decode([]byte(`{"contents":[{"messages":1}]}`)); x.Format != Gemini || len(x.Faults) != 1 {
		t.Errorf("%+v", x)
	}
}

func TestFPS(t *testing.T) {
	var d Decoder
	for in, want := range map[string]float64{
		"1": 1, "24": 24, "0": 0, "-1": -1, "0.1": 0.1, "1e-9": 1e-9, "1.50": 1.5, "25": 25, "100000000000000000000000": 1e23,
		"1e-999": 0, "-0": math.Copysign(0, -1),
	} {
		x := d.DecodePart(fmt.Appendf(nil, `{"videoMetadata":{"fps":%s}}`, in))
		p := x.Contents[0].Parts[0]
		if p.FPS != want || math.Signbit(p.FPS) != math.Signbit(want) || !p.Meta.Has(FPS) || p.MetaBad != 0 {
			t.Errorf("%s: %v", in, p.FPS)
		}
	}
}

// lookup is written out by hand; it must say what the tables say.
func TestLookup(t *testing.T) {
	for o := range knowns {
		obj := object(o)
		for _, k := range knowns[o] {
			if m := lookup(obj, k.name); m != k.m {
				t.Errorf("%d %s: %b", o, k.name, m)
			}
			if s := snakeName(k.name); s != k.name && lookup(obj, s) != k.m|snake {
				t.Errorf("%d %s: %b", o, s, lookup(obj, s))
			}
			if camelName(obj, k.m) != k.name {
				t.Errorf("%d %s: camelName", o, k.name)
			}
			for other := range knowns {
				m := lookup(object(other), k.name)
				known := false
				for _, l := range knowns[other] {
					known = known || l.name == k.name && l.m == m
				}
				if m != 0 && !known {
					t.Errorf("%s is known in %d", k.name, other)
				}
			}
		}
		for _, name := range undocumenteds[o] {
			if lookup(obj, name) != 0 || undocumented(obj, snakeName(name)) != name {
				t.Errorf("%d %s", o, name)
			}
		}
	}
	if Response >= executableCode || snake >= NotObject {
		t.Error("the bits overlap")
	}
}
