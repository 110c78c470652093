package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

func TestAppendGolden(t *testing.T) {
	var d Decoder
	for _, c := range []struct{ in, want string }{
		{`{}`, `{}`},
		{`{"contents":[]}`, `{"contents":[]}`},
		{`{"contents":[{}]}`, `{"contents":[{}]}`},
		{`{"contents":[{"parts":[{}]}]}`, `{"contents":[{"parts":[{"text":""}]}]}`},
		{`{"contents":[{"parts":[],"role":""}]}`, `{"contents":[{"role":"","parts":[]}]}`},
		{`{"generationConfig":{}}`, `{"generationConfig":{}}`},
		{`{"tools":[ ],"systemInstruction":{}}`, `{"systemInstruction":{},"tools":[]}`},
		{`{"contents":[{"parts":[{"fileData":{},"videoMetadata":{},"mediaResolution":{},"functionCall":{},"functionResponse":{},"text":""}]}]}`,
			`{"contents":[{"parts":[{"text":"","fileData":{},"videoMetadata":{},"mediaResolution":{},"functionCall":{},"functionResponse":{}}]}]}`},
		{`{"contents":[{"parts":[{"videoMetadata":{"fps":1.50,"endOffset":"05.50s","startOffset":"-0s"}}]}]}`,
			`{"contents":[{"parts":[{"videoMetadata":{"startOffset":"0s","endOffset":"5.5s","fps":1.5}}]}]}`},
		{`{"contents":[{"parts":[{"text":"\u0041\/\u00e9\u2028\u0085\u0001\u007f<&>\ud83d\ude00"}]}]}`,
			"{\"contents\":[{\"parts\":[{\"text\":\"A/é\\u2028\\u0085\\u0001\x7f<&>\U0001F600\"}]}]}"},
		{`{"contents":[{"parts":[{"functionCall":{"args":{"b":1.0 ,"a":"\u0041"},"name":"f"}}]}]}`,
			`{"contents":[{"parts":[{"functionCall":{"name":"f","args":{"b":1.0,"a":"\u0041"}}}]}]}`},
	} {
		got, err := new(Encoder).AppendLine([]byte("before"), d.Decode([]byte(c.in)))
		if err != nil || string(got) != "before"+c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.in, err, got, c.want)
		}
	}
	got, err := new(Encoder).AppendLine(nil, d.Decode([]byte(fullLine)))
	if err != nil || string(got) != fullLine {
		t.Errorf("%v\n got %s\nwant %s", err, got, fullLine)
	}
}

func TestAppendContentAndPart(t *testing.T) {
	part := Part{Seen: FileData | VideoMetadata, File: FileURI, FileURI: Value{S: "gs://b/o"}, Meta: StartOffset | FPS,
		Start: Offset{D: 1500 * time.Millisecond}, FPS: 0.25}
	const want = `{"fileData":{"fileUri":"gs://b/o"},"videoMetadata":{"startOffset":"1.5s","fps":0.25}}`
	got, err := new(Encoder).AppendPart(nil, &part)
	if err != nil || string(got) != want {
		t.Errorf("%v: %s", err, got)
	}
	content := Content{Seen: Role | Parts, Role: Value{S: "user"}, Parts: []Part{part, {}}}
	got, err = new(Encoder).AppendContent(nil, &content)
	if err != nil || string(got) != `{"role":"user","parts":[`+want+`,{"text":""}]}` {
		t.Errorf("%v: %s", err, got)
	}
}

func TestAppendErrors(t *testing.T) {
	text := func(s string) Part { return Part{Seen: Text, Text: Value{S: s}} }
	line := func(p ...Part) *Line {
		return &Line{Seen: Contents, Contents: []Content{{}, {Seen: Parts, Parts: p}}}
	}
	for _, c := range []struct {
		x    *Line
		want string
		at   int
	}{
		{line(text("ok"), text("abc\xff")), "/contents/1/parts/1/text: byte 3 (0xFF) is not valid UTF-8", 3},
		{line(text("12345678é\xc3")), "/contents/1/parts/0/text: byte 10 (0xC3) is not valid UTF-8", 10},
		{line(text("\xed\xa0\x80")), "/contents/1/parts/0/text: byte 0 (0xED) is not valid UTF-8", 0},
		{line(Part{Seen: FileData, File: MIMEType, MIMEType: Value{S: "\x80"}}), "/contents/1/parts/0/fileData/mimeType: byte 0 (0x80) is not valid UTF-8", 0},
		{line(Part{Seen: PartResolution, ResolutionSeen: Level, Level: Value{S: "\x80"}}), "/contents/1/parts/0/mediaResolution/level: byte 0 (0x80) is not valid UTF-8", 0},
		{line(Part{Seen: VideoMetadata, Meta: FPS, FPS: math.NaN()}), "/contents/1/parts/0/videoMetadata/fps: NaN has no JSON form", 0},
		{line(Part{Seen: VideoMetadata, Meta: FPS, FPS: math.Inf(-1)}), "/contents/1/parts/0/videoMetadata/fps: -Inf has no JSON form", 0},
		{line(Part{Seen: FunctionCall, Call: Func{Seen: Args, Body: `{"a":[1,{"b":tru}]}`}}),
			`/contents/1/parts/0/functionCall/args/a/1/b: raw JSON is not sound at byte 13: Syntax "tru"`, 13},
		{line(Part{Seen: FunctionResponse, Response: Func{Seen: Response, Body: `[]`}}),
			"/contents/1/parts/0/functionResponse/response: raw JSON must be an object", 0},
		{line(Part{Seen: FunctionResponse, Response: Func{Seen: Name, Name: Value{S: "\xff"}}}),
			"/contents/1/parts/0/functionResponse/name: byte 0 (0xFF) is not valid UTF-8", 0},
		{&Line{Seen: SystemInstruction, System: Content{Seen: Role, Role: Value{S: "\xff"}}}, "/systemInstruction/role: byte 0 (0xFF) is not valid UTF-8", 0},
		{&Line{Seen: Tools}, "/tools: raw JSON is not sound at byte 0: CutShort", 0},
		{&Line{Seen: Tools, Tools: `[1,{"a":1,"a":2}]`}, `/tools/1/a: raw JSON is not sound at byte 10: DuplicateMember "a"`, 10},
		{&Line{Seen: Tools, Tools: `[]x`}, `/tools: raw JSON is not sound at byte 2: TrailingData "x"`, 2},
		{&Line{Seen: GenerationConfig, Config: MediaResolution, Resolution: Value{S: "\xff"}}, "/generationConfig/mediaResolution: byte 0 (0xFF) is not valid UTF-8", 0},
	} {
		dst := []byte("before")
		got, err := new(Encoder).AppendLine(dst, c.x)
		var fail *AppendError
		if !errors.As(err, &fail) || err.Error() != c.want || fail.At != c.at {
			t.Errorf("got %v, want %s", err, c.want)
		}
		if string(got) != "before" || &got[0] != &dst[0] {
			t.Errorf("dst = %q", got)
		}
	}
	if _, err := AppendString(nil, "\xff"); err == nil || err.Error() != "value: byte 0 (0xFF) is not valid UTF-8" {
		t.Error(err)
	}
	if _, err := new(Encoder).AppendPart(nil, &Part{Seen: Text, Text: Value{S: "\xff"}}); err == nil || !strings.HasPrefix(err.Error(), "/text: ") {
		t.Error(err)
	}
	if _, err := new(Encoder).AppendContent(nil, &Content{Seen: Role, Role: Value{S: "\xff"}}); err == nil || !strings.HasPrefix(err.Error(), "/role: ") {
		t.Error(err)
	}
}

// Raw JSON in a line must not be deeper than the line can be read back.
func TestAppendDepth(t *testing.T) {
	var d Decoder
	for n := MaxDepth - 10; n <= MaxDepth; n++ {
		for _, x := range []*Line{
			{Seen: Tools, Tools: nested(n)},
			{Seen: Contents, Contents: []Content{{Seen: Parts, Parts: []Part{
				{Seen: FunctionCall, Call: Func{Seen: Args, Body: `{"a":` + nested(n-1) + `}`}}}}}},
			{Seen: SystemInstruction, System: Content{Seen: Parts, Parts: []Part{
				{Seen: FunctionCall, Call: Func{Seen: Args, Body: `{"a":` + nested(n-1) + `}`}}}}},
		} {
			raw := x.Tools
			line := []byte(`{"tools":` + raw + `}`)
			if x.Seen.Has(Contents) {
				raw = x.Contents[0].Parts[0].Call.Body
				line = []byte(`{"contents":[{"parts":[{"functionCall":{"args":` + raw + `}}]}]}`)
			} else if x.Seen.Has(SystemInstruction) {
				raw = x.System.Parts[0].Call.Body
				line = []byte(`{"systemInstruction":{"parts":[{"functionCall":{"args":` + raw + `}}]}}`)
			}
			_, err := new(Encoder).AppendLine(nil, x)
			if readable := len(d.Decode(line).Faults) == 0; readable != (err == nil) {
				t.Errorf("%d deep: read %v, written: %v", n, readable, err)
			}
		}
	}
}

func TestAppendFloat(t *testing.T) {
	for _, x := range []float64{0, math.Copysign(0, -1), 1, 24, 0.1, 1.5, -3, 1e-6, 9.99e-7, 1e-9, 1.5e-10, 1e20, 1e21, 1e22, 1e100, 1e-100,
		math.MaxFloat64, math.SmallestNonzeroFloat64, 123456789.125, 1.0 / 3} {
		want, _ := json.Marshal(x)
		if got := appendFloat(nil, x); !bytes.Equal(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestAppendRoom appends texts that grow into memory of all sizes.
func TestAppendRoom(t *testing.T) {
	for _, many := range []string{"\"", "\x01", "\u2028", "é", "x"} {
		for n := range 50 {
			for plain := range 30 {
				s := strings.Repeat(many, n) + strings.Repeat("p", plain) + many
				want, _ := slowAppendString(s)
				for _, size := range []int{0, len(s), len(s) + 17, len(s) + 40, len(want), 2 * len(want)} {
					got, err := AppendString(make([]byte, 0, size), s)
					if err != nil || string(got) != want {
						t.Fatalf("%q into %d bytes: %s, %v", s, size, got, err)
					}
				}
			}
		}
	}
}

func TestAppendAllocs(t *testing.T) {
	var d Decoder
	x := d.Decode([]byte(fullLine))
	var e Encoder
	var buf []byte
	run := func() {
		var err error
		if buf, err = e.AppendLine(buf[:0], x); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 { // until what is remembered of texts does not change any more
		run()
	}
	if n := testing.AllocsPerRun(1000, run); n != 0 && !raceEnabled { // which allocates by itself
		t.Errorf("%v allocations", n)
	}
}

func TestAppendRaw(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{` { "b" : [ 1 , 2.50 ] , "a" : "\u0041 \" x" } `, `{"b":[1,2.50],"a":"\u0041 \" x"}`},
		{"\"\u0085\u2028\u2029\u2027é\u00c2\"", "\"\\u0085\\u2028\\u2029\u2027é\u00c2\""},
		{"[\"\\\\\u2028\\\"\u2028\"]", `["\\\u2028\"\u2028"]`},
		{`null`, `null`}, {`1e5`, `1e5`}, {`""`, `""`}, {" [\t]\n", `[]`},
		{`{"a":1,"A":1,"":1}`, `{"a":1,"A":1,"":1}`},
		{nested(100), nested(100)},
	} {
		got, fault := AppendRaw([]byte("before"), []byte(c.in))
		if fault != nil || string(got) != "before"+c.want {
			t.Errorf("%s: %+v\n got %s\nwant %s", c.in, fault, got, c.want)
		}
	}
	for in, want := range map[string]string{
		`§`:                             `CutShort`,
		`{"a":1,§"\u0061":2}`:           `DuplicateMember | /a | a`,
		`[{"a":[{"b":1,§"b":1}]}]`:      `DuplicateMember | /0/a/0/b | b`,
		`{"a":1,§"a":2,}`:               `DuplicateMember | /a | a`,
		`[1§,]`:                         `TrailingComma |  | ,`,
		`"§\ud800"`:                     `LoneSurrogate |  | \ud800 | a pair of surrogates`,
		"[\"a\",\"§\xff\"]":             `InvalidUTF8 | /1 | 0xFF`,
		`1 §2`:                          `TrailingData |  | 2 | the end of the line`,
		strings.Repeat("[", 100) + "§[": `TooDeep | ` + strings.Repeat("/0", 100),
	} {
		in, marks := draw(in)
		dst := []byte("before")
		got, fault := AppendRaw(dst, []byte(in))
		if fault == nil || told(*fault) != want || fault.At != marks[0] || string(got) != "before" {
			t.Errorf("%s: %+v", in, fault)
		}
	}
	src, buf := []byte(fullLine+" "), []byte(nil)
	run := func() { buf, _ = AppendRaw(buf[:0], src) }
	run()
	if n := testing.AllocsPerRun(1000, run); n > 0 && !raceEnabled {
		t.Errorf("%v allocations", n)
	}
}
