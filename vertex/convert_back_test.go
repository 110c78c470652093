package vertex

import (
	"encoding/json"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"google.golang.org/genai"
)

func TestExampleRefuses(t *testing.T) {
	one := func(p *genai.Part) []*genai.Content { return []*genai.Content{{Role: "user", Parts: []*genai.Part{p}}} }
	hello := one(&genai.Part{Text: "hello"})
	for _, c := range []struct {
		contents []*genai.Content
		config   *genai.GenerateContentConfig
		pointer  videotune.Pointer
	}{
		{[]*genai.Content{nil}, nil, "/contents/0"},
		{one(nil), nil, "/contents/0/parts/0"},
		{one(&genai.Part{InlineData: &genai.Blob{}}), nil, "/contents/0/parts/0/inlineData"},
		{one(&genai.Part{Text: "x", Thought: true}), nil, "/contents/0/parts/0/thought"},
		{one(&genai.Part{FileData: &genai.FileData{DisplayName: "x"}}), nil, "/contents/0/parts/0/fileData/displayName"},
		{one(&genai.Part{MediaResolution: &genai.PartMediaResolution{NumTokens: genai.Ptr[int32](3)}}), nil, "/contents/0/parts/0/mediaResolution/numTokens"},
		{one(&genai.Part{FunctionCall: &genai.FunctionCall{ID: "7"}}), nil, "/contents/0/parts/0/functionCall/id"},
		{one(&genai.Part{FunctionCall: &genai.FunctionCall{Args: map[string]any{"f": math.NaN()}}}), nil, "/contents/0/parts/0/functionCall/args"},
		{one(&genai.Part{FunctionResponse: &genai.FunctionResponse{Scheduling: "SILENT"}}), nil, "/contents/0/parts/0/functionResponse/scheduling"},
		{one(&genai.Part{VideoMetadata: &genai.VideoMetadata{FPS: genai.Ptr(0.0)}}), nil, "/contents/0/parts/0/videoMetadata/fps"},
		{one(&genai.Part{VideoMetadata: &genai.VideoMetadata{FPS: genai.Ptr(math.NaN())}}), nil, "/contents/0/parts/0/videoMetadata/fps"},
		{one(&genai.Part{VideoMetadata: &genai.VideoMetadata{FPS: genai.Ptr(math.Inf(-1))}}), nil, "/contents/0/parts/0/videoMetadata/fps"},
		{[]*genai.Content{{Role: "us\xff"}}, nil, "/contents/0/role"},
		{one(&genai.Part{Text: "\xff"}), nil, "/contents/0/parts/0/text"},
		{one(&genai.Part{FileData: &genai.FileData{FileURI: "gs://b/\xff"}}), nil, "/contents/0/parts/0/fileData/fileUri"},
		{one(&genai.Part{FunctionCall: &genai.FunctionCall{Name: "\xff"}}), nil, "/contents/0/parts/0/functionCall/name"},
		{one(&genai.Part{FunctionCall: &genai.FunctionCall{Args: map[string]any{"a": "\xff"}}}), nil, "/contents/0/parts/0/functionCall/args/a"},
		{one(&genai.Part{FunctionCall: &genai.FunctionCall{Args: map[string]any{"a": []any{1, map[string]string{"x/y": "\xff"}}}}}), nil, "/contents/0/parts/0/functionCall/args/a/1/x~1y"},
		{one(&genai.Part{FunctionResponse: &genai.FunctionResponse{Response: map[string]any{"a": map[string]any{"\xff": 1}}}}), nil, "/contents/0/parts/0/functionResponse/response/a"},
		{one(&genai.Part{FunctionResponse: &genai.FunctionResponse{Response: map[string]any{"a": json.RawMessage("\"\xff\"")}}}), nil, ""},
		{hello, &genai.GenerateContentConfig{SystemInstruction: genai.NewContentFromText("\xff", "")}, "/config/systemInstruction/parts/0/text"},
		{hello, &genai.GenerateContentConfig{Tools: []*genai.Tool{{FunctionDeclarations: []*genai.FunctionDeclaration{{Name: "f", ParametersJsonSchema: map[string]any{"\xff": 1}}}}}}, "/config/tools/0/functionDeclarations/0/parametersJsonSchema"},
		{hello, &genai.GenerateContentConfig{Tools: []*genai.Tool{{GoogleSearch: &genai.GoogleSearch{}}, {MCPServers: []*genai.MCPServer{}}}}, "/config/tools/1/mcpServers"},
		{hello, &genai.GenerateContentConfig{Temperature: genai.Ptr[float32](0)}, "/config/temperature"},
		{hello, &genai.GenerateContentConfig{HTTPOptions: &genai.HTTPOptions{ExtraBody: map[string]any{"a": 1}}}, "/config/httpOptions"},
		{hello, &genai.GenerateContentConfig{Tools: []*genai.Tool{nil}}, "/config/tools/0"},
		{hello, &genai.GenerateContentConfig{SystemInstruction: &genai.Content{Parts: []*genai.Part{nil}}}, "/config/systemInstruction/parts/0"},
	} {
		_, err := Example(c.contents, c.config)
		var ce *ConversionError
		if !errors.As(err, &ce) || ce.Pointer != c.pointer {
			t.Errorf("want an error at %s, got %v", c.pointer, err)
		}
	}
	ex, err := Example(hello, &genai.GenerateContentConfig{HTTPOptions: &genai.HTTPOptions{Timeout: genai.Ptr(time.Second)}})
	if err != nil || ex.Contents[0].Parts[0].Text != "hello" {
		t.Errorf("a timeout is no part of the line: %v", err)
	}
	if ex, err = Example(hello, &genai.GenerateContentConfig{Tools: []*genai.Tool{}}); err != nil || ex.Tools != nil {
		t.Errorf("no tools became %s: %v", ex.Tools, err)
	}
	for range 20 { // maps have no order
		args := map[string]any{"c": "\xff", "a": 1, "b": "\xff"}
		var ce *ConversionError
		if _, err := Example(one(&genai.Part{FunctionCall: &genai.FunctionCall{Args: args}}), nil); !errors.As(err, &ce) || ce.Pointer != "/contents/0/parts/0/functionCall/args/b" {
			t.Fatalf("want the first one: %v", err)
		}
	}
	loop := map[string]any{}
	loop["a"], loop["b"] = loop, loop
	var ce *ConversionError
	if _, err = Example(one(&genai.Part{FunctionCall: &genai.FunctionCall{Args: loop}}), nil); !errors.As(err, &ce) || ce.Pointer != "/contents/0/parts/0/functionCall/args" {
		t.Errorf("args that hold themselves: %v", err)
	}
}

// TestExampleKeepsFractions: on the way back nothing is rounded.
func TestExampleKeepsFractions(t *testing.T) {
	ex, err := Example([]*genai.Content{{Role: "user", Parts: []*genai.Part{{
		FileData:      &genai.FileData{FileURI: "gs://b/v.mp4", MIMEType: "video/mp4"},
		VideoMetadata: &genai.VideoMetadata{EndOffset: 1500 * time.Millisecond},
	}}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := ex.Contents[0].Parts[0].VideoMetadata
	if m.StartOffset != videotune.At(0) || m.EndOffset != videotune.At(1500*time.Millisecond) {
		t.Errorf("the segment is %v to %v", m.StartOffset, m.EndOffset)
	}
}
