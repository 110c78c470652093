package wire

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A faultCase is an input in which § stands before the byte of each fault, in
// order, and the faults: kind, pointer, name and want, with " | " between them
// and what is empty at the end left out.
type faultCase struct {
	in    string
	wants []string
}

// draw takes the marks out of in and returns the places where they stood.
func draw(in string) (string, []int) {
	var marks []int
	for {
		before, after, ok := strings.Cut(in, "§")
		if !ok {
			return in, marks
		}
		marks = append(marks, len(before))
		in = before + after
	}
}

// told is a fault in the form of the tables.
func told(f Fault) string {
	s := strings.Join([]string{f.Kind.String(), f.Pointer, f.Name, f.Want}, " | ")
	if f.Got != Absent {
		s += " | " + f.Got.String()
	}
	for strings.HasSuffix(s, " | ") {
		s = strings.TrimSuffix(s, " | ")
	}
	return s
}

func testFaults(t *testing.T, cases []faultCase, decode func(*Decoder, []byte) *Line) {
	t.Helper()
	var d Decoder
	seen := map[string]bool{}
	for _, c := range cases {
		if seen[c.in] {
			t.Errorf("twice in the table: %s", c.in)
		}
		seen[c.in] = true
		in, marks := draw(c.in)
		x := decode(&d, []byte(in))
		var got []string
		for _, f := range x.Faults {
			got = append(got, told(f))
		}
		if !slices.Equal(got, c.wants) {
			t.Errorf("%s\n got %q\nwant %q", c.in, got, c.wants)
			continue
		}
		var at []int
		for _, f := range x.Faults {
			at = append(at, f.At)
		}
		if !slices.Equal(at, marks) {
			t.Errorf("%s\n faults at %d, want %d", c.in, at, marks)
		}
		if n := len(x.Faults); x.Broken != (n > 0 && x.Faults[n-1].Kind.IsSyntax()) {
			t.Errorf("%s\n Broken = %v", c.in, x.Broken)
		}
	}
}

func decodeLine(d *Decoder, b []byte) *Line    { return d.Decode(b) }
func decodeContent(d *Decoder, b []byte) *Line { return d.DecodeContent(b) }
func decodePart(d *Decoder, b []byte) *Line    { return d.DecodePart(b) }

func TestLineFaults(t *testing.T) {
	testFaults(t, []faultCase{
		// Nothing to say.
		{`{}`, nil},
		{" {\t\"contents\" :\r\n[ ] , \"tools\":[\t] } ", nil},
		{`{"contents":[],"systemInstruction":{},"tools":[],"generationConfig":{}}`, nil},
		{`{"contents":null,"systemInstruction":null,"tools":null,"generationConfig":null}`, nil},
		{`{"contents":[{"parts":[{"text":"caf\u00e9 \ud83d\ude00 \"\\\/\b\f\n\r\t\u0000"}]}]}`, nil},
		{"{\"tools\":[\"\x7f\u2028é\U0010FFFF\",-0.5e+10,0,1E5,true,false,null]}", nil},

		// Names at the top.
		{`{§"foo":1}`, []string{`UnknownMember | /foo | foo`}},
		{`{§"foo":null}`, []string{`UnknownMember | /foo | foo`}},
		{`{§"":1}`, []string{`UnknownMember | /`}},
		{`{§"a/b~c":1}`, []string{`UnknownMember | /a~1b~0c | a/b~c`}},
		{`{§"a\/b\u007e\ud83d\ude00\"\\":1}`, []string{"UnknownMember | /a~1b~0\U0001F600\"\\ | a/b~\U0001F600\"\\"}},
		{`{§"content":[]}`, []string{`UnknownMember | /content | content | contents`}},
		{`{§"contants":[]}`, []string{`UnknownMember | /contants | contants | contents`}},
		{`{§"tool":[]}`, []string{`UnknownMember | /tool | tool | tools`}},
		{`{§"too":[]}`, []string{`UnknownMember | /too | too | tools`}},
		{`{§"to":[]}`, []string{`UnknownMember | /to | to`}},
		{`{§"systemInstructions":{}}`, []string{`UnknownMember | /systemInstructions | systemInstructions | systemInstruction`}},
		{`{§"Contents":[],§"CONTENTS":[]}`, []string{`WrongCase | /Contents | Contents | contents`, `WrongCase | /CONTENTS | CONTENTS | contents`}},
		{`{§"system_Instruction":1,§"generationconfig":{}}`, []string{
			`WrongCase | /system_Instruction | system_Instruction | systemInstruction`,
			`WrongCase | /generationconfig | generationconfig | generationConfig`}},
		{`{§"system_instruction":{},§"generation_config":{§"media_resolution":"X"}}`, []string{
			`SnakeCase | /system_instruction | system_instruction | systemInstruction`,
			`SnakeCase | /generation_config | generation_config | generationConfig`,
			`SnakeCase | /generation_config/media_resolution | media_resolution | mediaResolution`}},
		{`{"system_instruction":null}`, nil},
		{`{"contents":[],§"contents":[]}`, []string{`DuplicateMember | /contents | contents`}},
		{`{"contents":null,§"contents":[]}`, []string{`DuplicateMember | /contents | contents`}},
		{`{"contents":[],§"contents":null}`, []string{`DuplicateMember | /contents | contents`}},
		{`{"contents":[],§"c\u006fntents":[]}`, []string{`DuplicateMember | /contents | contents`}},
		{`{"systemInstruction":{},§"system_instruction":{}}`, []string{`BothSpellings | /system_instruction | system_instruction | systemInstruction`}},
		{`{§"system_instruction":{},§"systemInstruction":{},§"system_instruction":{}}`, []string{
			`SnakeCase | /system_instruction | system_instruction | systemInstruction`,
			`BothSpellings | /systemInstruction | systemInstruction | systemInstruction`,
			`DuplicateMember | /system_instruction | system_instruction`}},
		{`{"system_instruction":null,§"systemInstruction":{}}`, []string{`BothSpellings | /systemInstruction | systemInstruction | systemInstruction`}},
		{`{§"foo":1,§"foo":2,§"Foo":3}`, []string{`UnknownMember | /foo | foo`, `DuplicateMember | /foo | foo`, `UnknownMember | /Foo | Foo`}},
		{`{§"foo":{"x":1,"y":{"x":2}},§"x":1,§"y":2}`, []string{`UnknownMember | /foo | foo`, `UnknownMember | /x | x`, `UnknownMember | /y | y`}},
		{`{"contents":[{§"foo":1},{§"foo":1}],§"foo":1}`, []string{`UnknownMember | /contents/0/foo | foo`, `UnknownMember | /contents/1/foo | foo`, `UnknownMember | /foo | foo`}},
		{`{§"safetySettings":[],§"labels":{},§"toolConfig":{},§"cachedContent":"",§"model":"",§"modelArmorConfig":{}}`, []string{
			`UndocumentedMember | /safetySettings | safetySettings`,
			`UndocumentedMember | /labels | labels`,
			`UndocumentedMember | /toolConfig | toolConfig`,
			`UndocumentedMember | /cachedContent | cachedContent`,
			`UndocumentedMember | /model | model`,
			`UndocumentedMember | /modelArmorConfig | modelArmorConfig`}},
		{`{§"safety_settings":[],"tool_config":null}`, []string{`UndocumentedMember | /safety_settings | safety_settings`}},
		{`{§"safety_settings":[],§"safetySettings":[]}`, []string{
			`UndocumentedMember | /safety_settings | safety_settings`,
			`BothSpellings | /safetySettings | safetySettings | safetySettings`}},
		{`{§"Model":"x"}`, []string{`UnknownMember | /Model | Model`}},
		{`{§"mediaResolution":"X",§"role":"user",§"parts":[],§"videoMetadata":{},§"fileUri":"",§"text":"",§"fps":1}`, []string{
			`Misplaced | /mediaResolution | mediaResolution | in generationConfig`,
			`Misplaced | /role | role | in the turn, beside parts`,
			`Misplaced | /parts | parts | in a turn of contents`,
			`Misplaced | /videoMetadata | videoMetadata | in the part, beside fileData`,
			`Misplaced | /fileUri | fileUri | in fileData`,
			`Misplaced | /text | text | in a part`,
			`Misplaced | /fps | fps | in videoMetadata`}},
		{`{§"media_resolution":"X",§"name":"",§"args":{}}`, []string{
			`Misplaced | /media_resolution | media_resolution | in generationConfig`,
			`Misplaced | /name | name | in functionCall or functionResponse`,
			`Misplaced | /args | args | in functionCall`}},

		// generationConfig.
		{`{"generationConfig":{§"temperature":1,§"top_k":1,"seed":null,§"responseSchema":{"tpye":1,"topP":1}}}`, []string{
			`UndocumentedMember | /generationConfig/temperature | temperature`,
			`UndocumentedMember | /generationConfig/top_k | top_k`,
			`UndocumentedMember | /generationConfig/responseSchema | responseSchema`}},
		{`{"generationConfig":{§"contents":[],§"level":"X",§"mediaresolution":"X",§"foo":1}}`, []string{
			`Misplaced | /generationConfig/contents | contents | at the top of the line`,
			`Misplaced | /generationConfig/level | level | in the part's mediaResolution`,
			`WrongCase | /generationConfig/mediaresolution | mediaresolution | mediaResolution`,
			`UnknownMember | /generationConfig/foo | foo`}},
		{`{"generationConfig":{"mediaResolution":§{"level":"X"}}}`, []string{`WrongType | /generationConfig/mediaResolution |  | a string | an object`}},
		{`{"generationConfig":{"mediaResolution":null}}`, nil},

		// Types at the top.
		{`{"contents":§{}}`, []string{`WrongType | /contents |  | an array | an object`}},
		{`{"contents":§"x","tools":§{},"systemInstruction":§"x","generationConfig":§[]}`, []string{
			`WrongType | /contents |  | an array | a string`,
			`WrongType | /tools |  | an array | an object`,
			`WrongType | /systemInstruction |  | an object | a string`,
			`WrongType | /generationConfig |  | an object | an array`}},
		{`{"contents":§true,"tools":§-1}`, []string{`WrongType | /contents |  | an array | a boolean`, `WrongType | /tools |  | an array | a number`}},
		{`{"contents":[§null,{},§[],§"x",§1]}`, []string{
			`WrongType | /contents/0 |  | an object | null`,
			`WrongType | /contents/2 |  | an object | an array`,
			`WrongType | /contents/3 |  | an object | a string`,
			`WrongType | /contents/4 |  | an object | a number`}},
		{`§[{"contents":[]}]`, []string{`NotAnObject |  |  | an object | an array`}},
		{`§[{"a":1,§"a":2}]`, []string{`NotAnObject |  |  | an object | an array`, `DuplicateMember | /0/a | a`}},
		{` §"contents"`, []string{`NotAnObject |  |  | an object | a string`}},
		{`§null`, []string{`NotAnObject |  |  | an object | null`}},
		{`§12`, []string{`NotAnObject |  |  | an object | a number`}},
		{`§"contents"§: [`, []string{`NotAnObject |  |  | an object | a string`, `TrailingData |  | : [ | the end of the line`}},

		// Values that are not kept are read as strictly.
		{`{§"foo":{"a":1,"b":[0,{"c":1,§"c":2}],§"\u0061":3}}`, []string{
			`UnknownMember | /foo | foo`,
			`DuplicateMember | /foo/b/1/c | c`,
			`DuplicateMember | /foo/a | a`}},
		{`{"tools":[{"a":{"x":1},"b":{"x":2,§"x":null}}]}`, []string{`DuplicateMember | /tools/0/b/x | x`}},
		{`{§"foo":"§\ud800"}`, []string{`UnknownMember | /foo | foo`, `LoneSurrogate | /foo | \ud800 | a pair of surrogates`}},

		// Other formats.
		{`{"messages":[{"role":"user","content":"x"}]}`, nil},
		{`{"messages":[],"model":"gpt","temperature":1,"role":"x","Tools":[]}`, nil},
		{`{"prompt":"a","completion":"b"}`, nil},
		{`{"input_text":"a","output_text":"b","id":7}`, nil},
		{`{"contents":[],"completions":[],§"model":"x","foo":1,§"role":""}`, []string{
			`UndocumentedMember | /model | model`,
			`Misplaced | /role | role | in the turn, beside parts`}},
		{`{§"response":null}`, []string{`Misplaced | /response | response | in functionResponse`}},
	}, decodeLine)
}

func TestUndocumentedConfig(t *testing.T) {
	var d Decoder
	for _, camel := range undocumenteds[objConfig] {
		for _, name := range []string{camel, snakeName(camel)} {
			x := d.Decode(fmt.Appendf(nil, `{"generationConfig":{%q:{"tpye":1}}}`, name))
			if len(x.Faults) != 1 || x.Faults[0].Kind != UndocumentedMember || x.Faults[0].Name != name || !x.Lossy {
				t.Errorf("%s: %+v", name, x.Faults)
			}
		}
	}
}

// Every kind of fault comes from some line, and has a name.
func TestFaultKinds(t *testing.T) {
	seen := map[FaultKind]bool{NoFault: true, TooManyContents: true, TooManyParts: true}
	var d Decoder
	for _, in := range []string{
		`{"foo":1}`, `{"model":1}`, `{"contents":[],"contents":[]}`, `{"system_instruction":{},"systemInstruction":{}}`,
		`{"Contents":[]}`, `{"parts":[]}`, `{"contents":1}`, `[]`, `{"tools":[;`, `{`, `{"`, `{"tools":[],}`, `{"tools":[] "x":1}`,
		`{'a':1}`, `{"tools":None}`, `{//`, `{"tools":NaN}`, `{"tools"=1}`, `{a:1}`, `{"\x":1}`, `{"tools":01}`, `{"\ud800":1}`,
		"{\"\xff\":1}", "{\"\t\":1}", nested(101), `{}{}`, `{}x`,
	} {
		for _, f := range d.Decode([]byte(in)).Faults {
			seen[f.Kind] = true
		}
	}
	for k := range faultNames {
		if !seen[FaultKind(k)] || faultNames[k] == "" {
			t.Errorf("%v is not seen", FaultKind(k))
		}
	}
	if got := FaultKind(200).String(); got != "FaultKind(200)" {
		t.Error(got)
	}
}
