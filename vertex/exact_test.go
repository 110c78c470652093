package vertex

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

// TestExactOverTheWire looks at what a server gets.
func TestExactOverTheWire(t *testing.T) {
	server := vertextest.NewServer()
	defer server.Close()
	client, err := server.Client(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ex := segment(3500*time.Millisecond, 9250*time.Millisecond)
	ex.SystemInstruction = &videotune.Content{Parts: []videotune.Part{videotune.Text("You label.")}}
	contents, config, err := (&Conversion{Exact: true}).Request("gemini-2.5-flash", ex)
	if err != nil {
		t.Fatal(err)
	}
	more := append(contents, genai.NewContentFromText("sure?", genai.RoleUser))
	for _, c := range [][]*genai.Content{contents, more} {
		if _, err := client.Models.GenerateContent(t.Context(), "projects/my-project/locations/us-central1/endpoints/3", c, config); err != nil {
			t.Fatal(err)
		}
	}
	requests := server.Requests(vertextest.Generate)
	want := `{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"3.5s","endOffset":"9.25s"}},{"text":"What?"}],"role":"user"}],
		"systemInstruction":{"parts":[{"text":"You label."}]},
		"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW","thinkingConfig":{"thinkingBudget":0}}}`
	mustEqual(t, want, requests[0].Body)
	mustEqual(t, strings.Replace(want, `"role":"user"}]`, `"role":"user"},{"parts":[{"text":"sure?"}],"role":"user"}]`, 1), requests[1].Body)

	// What was changed or is missing is not sent.
	if _, err = client.Models.GenerateContent(t.Context(), "gemini-2.5-flash", nil, config); err == nil {
		t.Error("a request without contents was sent")
	}
	contents[0].Parts[0].VideoMetadata.EndOffset = time.Minute
	_, err = client.Models.GenerateContent(t.Context(), "gemini-2.5-flash", contents, config)
	var ce *ConversionError
	if !errors.As(err, &ce) || ce.Pointer != "/contents" || len(server.Requests(vertextest.Generate)) != 2 {
		t.Errorf("the error of a changed request is %v", err)
	}
}

// TestExactHolds changes what was converted: it is not sent then, unless a line could not
// have what was set.
func TestExactHolds(t *testing.T) {
	server := vertextest.NewServer()
	defer server.Close()
	client, err := server.Client(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	full := segment(3500*time.Millisecond, 9*time.Second)
	full.SystemInstruction = &videotune.Content{Parts: []videotune.Part{videotune.Text("You label.")}}
	full.Tools = json.RawMessage(`[{"googleSearch":{}}]`)
	bare := segment(3500*time.Millisecond, 9*time.Second)
	bare.GenerationConfig = videotune.GenerationConfig{}
	other := genai.NewContentFromText("other", genai.RoleUser)
	for name, c := range map[string]struct {
		ex      *videotune.Example
		change  func(contents []*genai.Content, config *genai.GenerateContentConfig) []*genai.Content
		pointer videotune.Pointer // "" where it is sent
	}{
		"nothing":         {full, func(c []*genai.Content, _ *genai.GenerateContentConfig) []*genai.Content { return c }, ""},
		"nothing of bare": {bare, func(c []*genai.Content, _ *genai.GenerateContentConfig) []*genai.Content { return c }, ""},
		"other settings": {bare, func(c []*genai.Content, g *genai.GenerateContentConfig) []*genai.Content {
			g.Temperature, g.ThinkingConfig = genai.Ptr[float32](0), &genai.ThinkingConfig{}
			return c
		}, ""},
		"a turn": {full, func(c []*genai.Content, _ *genai.GenerateContentConfig) []*genai.Content {
			c[1] = other
			return c
		}, "/contents"},
		"a turn less": {full, func(c []*genai.Content, _ *genai.GenerateContentConfig) []*genai.Content { return c[:1] }, "/contents"},
		"resolution": {full, func(c []*genai.Content, g *genai.GenerateContentConfig) []*genai.Content {
			g.MediaResolution = genai.MediaResolutionHigh
			return c
		}, "/generationConfig/mediaResolution"},
		"no resolution": {full, func(c []*genai.Content, g *genai.GenerateContentConfig) []*genai.Content {
			g.MediaResolution = ""
			return c
		}, "/generationConfig/mediaResolution"},
		"a resolution of bare": {bare, func(c []*genai.Content, g *genai.GenerateContentConfig) []*genai.Content {
			g.MediaResolution = genai.MediaResolutionHigh
			return c
		}, "/generationConfig/mediaResolution"},
		"instruction": {full, func(c []*genai.Content, g *genai.GenerateContentConfig) []*genai.Content {
			g.SystemInstruction = other
			return c
		}, "/systemInstruction"},
		"no instruction": {full, func(c []*genai.Content, g *genai.GenerateContentConfig) []*genai.Content {
			g.SystemInstruction = nil
			return c
		}, "/systemInstruction"},
		"an instruction of bare": {bare, func(c []*genai.Content, g *genai.GenerateContentConfig) []*genai.Content {
			g.SystemInstruction = other
			return c
		}, "/systemInstruction"},
		"tools": {full, func(c []*genai.Content, g *genai.GenerateContentConfig) []*genai.Content {
			g.Tools = []*genai.Tool{{CodeExecution: &genai.ToolCodeExecution{}}}
			return c
		}, "/tools"},
		"no tools": {full, func(c []*genai.Content, g *genai.GenerateContentConfig) []*genai.Content {
			g.Tools = nil
			return c
		}, "/tools"},
		"tools of bare": {bare, func(c []*genai.Content, g *genai.GenerateContentConfig) []*genai.Content {
			g.Tools = []*genai.Tool{{CodeExecution: &genai.ToolCodeExecution{}}}
			return c
		}, "/tools"},
	} {
		t.Run(name, func(t *testing.T) {
			contents, config, err := (&Conversion{Exact: true}).Contents(c.ex)
			if err != nil {
				t.Fatal(err)
			}
			before := len(server.Requests(vertextest.Generate))
			_, err = client.Models.GenerateContent(t.Context(), "gemini-2.5-flash", c.change(contents, config), config)
			made := len(server.Requests(vertextest.Generate)) - before
			var ce *ConversionError
			switch errors.As(err, &ce); {
			case c.pointer == "" && (err != nil || made != 1):
				t.Errorf("it was not sent: %v", err)
			case c.pointer != "" && (ce == nil || ce.Pointer != c.pointer || made != 0):
				t.Errorf("want an error at %s, got %v and %d requests", c.pointer, err, made)
			}
		})
	}
}

// TestExactTools: a list without tools, which the SDK leaves out, is sent as it is; a tool
// that it cannot send at all is no request.
func TestExactTools(t *testing.T) {
	ex := segment(0, time.Second)
	ex.Tools = json.RawMessage(`[]`)
	contents, config, err := (&Conversion{Exact: true}).Contents(ex)
	if err != nil {
		t.Fatal(err)
	}
	if tools, ok := overTheWire(t)(t, contents, config)["tools"].([]any); !ok || len(tools) != 0 {
		t.Errorf("tools are %v", tools)
	}
	for _, tools := range []string{`[null]`, `[{"mcpServers":[null]}]`} {
		ex.Tools = json.RawMessage(tools)
		var ce *ConversionError
		if _, _, err := (&Conversion{Exact: true}).Contents(ex); !errors.As(err, &ce) {
			t.Errorf("%s: %v", tools, err)
		}
	}
}
