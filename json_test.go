package videotune

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

// full uses every member that a line can have.
func full() *Example {
	p := Video("gs://b/dog.mp4").Segment(5500*time.Millisecond, 25*time.Second)
	p.VideoMetadata.FPS = 0.5
	p.MediaResolution = &PartMediaResolution{Level: ResolutionHigh}
	return &Example{
		SystemInstruction: &Content{Parts: []Part{Text("a <b> & c\u2028\u2029\u0085\t\x01é😀")}},
		Contents: []Content{
			User(p, Text(`which "animal"?`)),
			Model(Part{FunctionCall: &FunctionCall{Name: "f", Args: json.RawMessage(`{"z":1.50,"a":"<"}`)}}),
			{Parts: []Part{{FunctionResponse: &FunctionResponse{Name: "f", Response: json.RawMessage(`{"r":[]}`)}}}},
			Model(Text("dog")),
		},
		Tools:            json.RawMessage(`[{"functionDeclarations":[{"name":"f"}]}]`),
		GenerationConfig: GenerationConfig{MediaResolution: ResolutionLow},
	}
}

const fullLine = `{"systemInstruction":{"parts":[{"text":"a <b> & c\u2028\u2029\u0085\t\u0001é😀"}]},` +
	`"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/dog.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"5.5s","endOffset":"25s","fps":0.5},"mediaResolution":{"level":"MEDIA_RESOLUTION_HIGH"}},{"text":"which \"animal\"?"}]},` +
	`{"role":"model","parts":[{"functionCall":{"name":"f","args":{"z":1.50,"a":"<"}}}]},` +
	`{"parts":[{"functionResponse":{"name":"f","response":{"r":[]}}}]},` +
	`{"role":"model","parts":[{"text":"dog"}]}],` +
	`"tools":[{"functionDeclarations":[{"name":"f"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`

func TestAppendJSON(t *testing.T) {
	got, err := full().AppendJSON([]byte("x"))
	if err != nil || string(got) != "x"+fullLine {
		t.Errorf("AppendJSON = %s, %v\nwant %s", got, err, fullLine)
	}
}

// TestEncodingJSON pins that encoding/json gives the Writer's bytes, by value
// and by pointer, and what json.Marshal does to them.
func TestEncodingJSON(t *testing.T) {
	for _, v := range []any{full(), *full()} {
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil || buf.String() != fullLine+"\n" {
			t.Errorf("Encode(%T) = %s, %v", v, buf.String(), err)
		}
		escaped := strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`).Replace(fullLine)
		if b, err := json.Marshal(v); err != nil || string(b) != escaped {
			t.Errorf("Marshal(%T) = %s, %v", v, b, err)
		}
	}
}

func TestUnmarshalJSON(t *testing.T) {
	var ex Example
	if err := json.Unmarshal([]byte(fullLine), &ex); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(&ex, full()) {
		t.Errorf("Unmarshal = %+v\nwant %+v", ex, *full())
	}
	// The parts of a line, each alone, read what they wrote.
	ex = *full()
	user := ex.Contents[0]
	for _, v := range []any{
		user, user.Parts[0], *user.Parts[0].FileData, *user.Parts[0].VideoMetadata, *user.Parts[0].MediaResolution,
		*ex.Contents[1].Parts[0].FunctionCall, *ex.Contents[2].Parts[0].FunctionResponse, ex.GenerationConfig, GenerationConfig{},
		At(300 * time.Millisecond), Offset{}, VideoMetadata{},
	} {
		b, err := marshalNoEscape(v) // json.Marshal would escape < in raw JSON
		if err != nil {
			t.Errorf("Marshal(%+v): %v", v, err)
			continue
		}
		back := reflect.New(reflect.TypeOf(v))
		if err := json.Unmarshal(b, back.Interface()); err != nil || !reflect.DeepEqual(back.Elem().Interface(), v) {
			t.Errorf("%T: %s reads back as %+v, %v", v, b, back.Elem().Interface(), err)
		}
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for _, tt := range []struct {
		into any
		json string
		rule Rule
		ptr  Pointer
		col  int
	}{
		{new(Example), `{"Contents":[]}`, RuleMemberCase, "/Contents", 2},
		{new(Example), `{"contents":[],"contents":[]}`, RuleMemberDuplicate, "/contents", 16},
		{new(Example), `{"contents":[{"parts":[{"videoMetadata":{"startOffset":"1m30s"}}]}]}`, RuleOffsetSpelling, "/contents/0/parts/0/videoMetadata/startOffset", 56},
		{new(Content), `{"role":1}`, RuleMemberType, "/role", 9},
		{new(Part), `{"file":{}}`, RuleMemberUnknown, "/file", 2},
		{new(FileData), `{"fileURI":"gs://b/o"}`, RuleMemberCase, "/fileURI", 2},
		{new(VideoMetadata), `{"endOffset":"00:05"}`, RuleOffsetSpelling, "/endOffset", 14},
		{new(VideoMetadata), `{"fps":0}`, RuleFPSRange, "/fps", 8},
		{new(GenerationConfig), `{"mediaResolution":1}`, RuleMemberType, "/mediaResolution", 20},
		{new(Offset), `5`, RuleOffsetSpelling, "", 0},
	} {
		err := json.Unmarshal([]byte(tt.json), tt.into)
		ps, ok := AsProblems(err)
		if !ok || len(ps) != 1 || ps[0].Rule != tt.rule || ps[0].Pointer != tt.ptr || ps[0].Column != tt.col {
			t.Errorf("%T %s: %+v, want %s at %s, column %d", tt.into, tt.json, err, tt.rule, tt.ptr, tt.col)
		}
		if !errors.Is(err, tt.rule) {
			t.Errorf("errors.Is(%v, %s) is false", err, tt.rule)
		}
	}
}

// TestUnmarshalDamaged reads lines that are cut, or have any byte anywhere: each is
// refused, or good.
func TestUnmarshalDamaged(t *testing.T) {
	const line = `{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/o"},"videoMetadata":{"startOffset":"1.5s","endOffset":"9s","fps":2}}]}]}`
	for i := range len(line) {
		var ex Example
		if err := ex.UnmarshalJSON([]byte(line[:i])); err == nil {
			t.Errorf("%s is good", line[:i])
		}
		for _, c := range []byte("\"\\\xff\x00 -0,}sx") {
			data := []byte(line)
			data[i] = c
			var ex Example
			if err := ex.UnmarshalJSON(data); err != nil {
				if _, ok := AsProblems(err); !ok {
					t.Errorf("%s: %v", data, err)
				}
			}
		}
	}
	for _, in := range []string{`{"startOffset":"\ud800"}`, "{\"endOffset\":\"\xff\"}", `{"startOffset":"`, `{"startOffset":""}`} {
		var m VideoMetadata
		if err := m.UnmarshalJSON([]byte(in)); err == nil {
			t.Errorf("%s is good: %+v", in, m)
		}
	}
}

func TestAppendJSONFails(t *testing.T) {
	for name, change := range map[string]func(*Example){
		"invalid UTF-8": func(ex *Example) { ex.Contents[0].Parts[1].Text = "a\xffb" },
		"NaN":           func(ex *Example) { ex.Contents[0].Parts[0].VideoMetadata.FPS = math.NaN() },
		"broken tools":  func(ex *Example) { ex.Tools = json.RawMessage(`[1,]`) },
		"args no object": func(ex *Example) {
			ex.Contents[1].Parts[0].FunctionCall.Args = json.RawMessage(`[]`)
		},
		"response twice": func(ex *Example) {
			ex.Contents[2].Parts[0].FunctionResponse.Response = json.RawMessage(`{"a":1,"a":2}`)
		},
	} {
		ex := full()
		change(ex)
		if got, err := ex.AppendJSON([]byte("x")); err == nil || string(got) != "x" {
			t.Errorf("%s: AppendJSON = %q, %v", name, got, err)
		}
		if err := Validate(ex, nil).Err(); err == nil {
			t.Errorf("%s: Validate finds nothing", name)
		}
	}
}
