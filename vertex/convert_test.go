package vertex

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"github.com/seed-57910ec4/videotune/videotunetest"
	"google.golang.org/genai"
)

// same returns where two examples say different things; nil if nowhere.
func same(t *testing.T, a, b *videotune.Example) *difference {
	t.Helper()
	return firstDifference("", lineTree(t, a), lineTree(t, b))
}

func lineTree(t *testing.T, ex *videotune.Example) any {
	t.Helper()
	line, err := ex.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	v, err := tree(line)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A sender makes a request and returns its body.
type sender func(t *testing.T, contents []*genai.Content, config *genai.GenerateContentConfig) map[string]any

// overTheWire returns a sender by which the SDK's own client sends to a server.
func overTheWire(t *testing.T) sender {
	t.Helper()
	server := vertextest.NewServer()
	t.Cleanup(server.Close)
	client, err := server.Client(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return func(t *testing.T, contents []*genai.Content, config *genai.GenerateContentConfig) map[string]any {
		t.Helper()
		if _, err := client.Models.GenerateContent(t.Context(), "gemini-2.5-flash", contents, config); err != nil {
			t.Fatalf("what was converted cannot be sent: %v", err)
		}
		requests := server.Requests(vertextest.Generate)
		body, err := tree(requests[len(requests)-1].Body)
		if err != nil {
			t.Fatal(err)
		}
		return body.(map[string]any)
	}
}

// notSent is a sender for tests that are many: it rehearses.
func notSent(t *testing.T, contents []*genai.Content, config *genai.GenerateContentConfig) map[string]any {
	t.Helper()
	body, err := sent(contents, config)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// roundTrip converts there and back. What is sent is what the line says, or nothing is
// converted and the error points somewhere.
func roundTrip(t *testing.T, ex *videotune.Example, c *Conversion, send sender) (converted bool) {
	t.Helper()
	contents, config, err := c.Contents(ex)
	if err != nil {
		var ce *ConversionError
		if !errors.As(err, &ce) || ce.Reason == "" {
			t.Fatalf("the error is no ConversionError: %v", err)
		}
		return false
	}
	if c == nil {
		back, err := Example(contents, config)
		if err != nil {
			t.Fatalf("what was converted cannot be converted back: %v", err)
		}
		if d := same(t, ex, back); d != nil {
			t.Fatalf("%s: %s became %s", d.pointer, d.want, d.got)
		}
	}
	body := send(t, contents, config)
	if settings, ok := body["generationConfig"].(map[string]any); ok && len(settings) == 0 {
		delete(body, "generationConfig")
	}
	if ex.SystemInstruction != nil && ex.SystemInstruction.Role == "" {
		body["systemInstruction"] = roleless(body["systemInstruction"])
	}
	if d := firstDifference("", lineTree(t, ex), body); d != nil {
		t.Fatalf("exact %v: %s: the line has %s, sent is %s", c != nil, d.pointer, d.want, d.got)
	}
	return true
}

func TestRoundTripOfVectors(t *testing.T) {
	vectors, err := videotunetest.LoadVectors()
	if err != nil {
		t.Fatal(err)
	}
	converted, refused, exact := 0, 0, 0
	for i := range vectors {
		v := &vectors[i]
		t.Run(v.Name, func(t *testing.T) {
			send := overTheWire(t)
			first := true
			for ex := range examplesOf(t, v) {
				ok := roundTrip(t, ex, nil, send)
				if ok {
					converted++
				} else {
					refused++
				}
				if (first || !ok) && roundTrip(t, ex, &Conversion{Exact: true}, send) {
					exact++
				}
				first = false
			}
		})
	}
	t.Logf("%d examples converted, %d refused; %d sent exactly", converted, refused, exact)
	if converted < 1000 || refused < 10 || exact < 100 {
		t.Errorf("%d examples were converted, %d refused, %d sent exactly: the vectors are not what they were", converted, refused, exact)
	}
}

// examplesOf yields the examples of a vector that were lines at all.
func examplesOf(t *testing.T, v *videotunetest.Vector) iter.Seq[*videotune.Example] {
	return func(yield func(*videotune.Example) bool) {
		for _, name := range append(append([]string{}, v.Train...), v.Validation...) {
			f, err := v.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			for rec, err := range videotune.NewReader(f, nil).All() {
				if rec == nil || err != nil && len(rec.Example.Contents) == 0 {
					continue
				}
				if _, err := rec.Example.AppendJSON(nil); err == nil && !yield(&rec.Example) {
					return
				}
			}
		}
	}
}

func segment(start, end time.Duration) *videotune.Example {
	return &videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.Video("gs://b/v.mp4").Segment(start, end), videotune.Text("What?")),
		videotune.Model(videotune.Text("<dog> & co")),
	}, GenerationConfig: videotune.GenerationConfig{MediaResolution: videotune.ResolutionLow}}
}

func TestContentsRefuses(t *testing.T) {
	meta := func(m videotune.VideoMetadata) *videotune.Example {
		ex := segment(0, time.Second)
		ex.Contents[0].Parts[0].VideoMetadata = &m
		return ex
	}
	call := func(args string) *videotune.Example {
		ex := segment(0, time.Second)
		ex.Contents[1].Parts = []videotune.Part{{FunctionCall: &videotune.FunctionCall{Name: "f", Args: json.RawMessage(args)}}}
		return ex
	}
	text := segment(0, time.Second)
	text.Contents[1].Parts[0].Text = "\xff"
	empty := segment(0, time.Second)
	empty.Contents[1].Parts = []videotune.Part{{}}
	tools := segment(0, time.Second)
	tools.Tools = json.RawMessage(`[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","new":1}}]}]`)
	snake := segment(0, time.Second)
	snake.Tools = json.RawMessage(`[{"function_declarations":[{"name":"f"}]}]`)
	withTools := func(tools string) *videotune.Example {
		ex := segment(0, time.Second)
		ex.Tools = json.RawMessage(tools)
		return ex
	}
	noTurns := segment(0, time.Second)
	noTurns.Contents = []videotune.Content{}
	ok := segment(0, time.Second)
	ok.Tools = json.RawMessage{} // is none, as in a line
	if !roundTrip(t, ok, nil, overTheWire(t)) {
		t.Error("no tools are refused")
	}
	for _, c := range []struct {
		name    string
		ex      *videotune.Example
		pointer videotune.Pointer
		says    string
	}{
		{"no contents", &videotune.Example{}, "/contents", "no turn"},
		{"empty contents", noTurns, "/contents", "no turn"},
		{"a null tool", withTools(`[{"googleSearch":{}},null]`), "/tools/1", "null"},
		{"no tools in a list", withTools(`[]`), "/tools", "nothing"},
		{"a tool that Vertex AI has not", withTools(`[{"fileSearch":{"fileSearchStoreNames":["a"]}}]`), "", "fileSearch"},
		{"a tool over which the SDK panics", withTools(`[{"mcpServers":[null]}]`), "", "panics"},
		{"fraction at the start", segment(3500*time.Millisecond, 9*time.Second), "/contents/0/parts/0/videoMetadata/startOffset", `"3.5s"`},
		{"fraction at the end", segment(3*time.Second, 2500*time.Millisecond), "/contents/0/parts/0/videoMetadata/endOffset", `"2.5s"`},
		{"a nanosecond", segment(0, time.Second+1), "/contents/0/parts/0/videoMetadata/endOffset", "whole seconds"},
		{"start 0 alone", meta(videotune.VideoMetadata{StartOffset: videotune.At(0)}), "/contents/0/parts/0/videoMetadata/startOffset", "nothing"},
		{"end alone", meta(videotune.VideoMetadata{EndOffset: videotune.At(time.Second)}), "/contents/0/parts/0/videoMetadata/startOffset", "nothing"},
		{"end 0", meta(videotune.VideoMetadata{StartOffset: videotune.At(time.Second), EndOffset: videotune.At(0)}), "/contents/0/parts/0/videoMetadata/endOffset", "nothing"},
		{"fps NaN", meta(videotune.VideoMetadata{FPS: math.NaN()}), "", "fps"},
		{"a large number", call(`{"n":12345678901234567891}`), "/contents/1/parts/0/functionCall/args/n", "12345678901234567891"},
		{"a number without end", call(`{"n":1e400}`), "/contents/1/parts/0/functionCall/args", "1e400"},
		{"args that are empty", call(`{}`), "/contents/1/parts/0/functionCall/args", "nothing"},
		{"args that are a list", call(`[1]`), "", ""},
		{"text that is no UTF-8", text, "", "UTF-8"},
		{"no text", empty, "/contents/1/parts/0/text", `""`},
		{"a tool with a new member", tools, "/tools/0/functionDeclarations/0/parameters/new", "nothing"},
		{"a tool in snake_case", snake, "/tools/0/function_declarations", "nothing"},
		{"nil", nil, "", "nil"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := Contents(c.ex)
			var ce *ConversionError
			if !errors.As(err, &ce) {
				t.Fatalf("no ConversionError: %v", err)
			}
			if ce.Pointer != c.pointer && c.pointer != "" || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error is %v, want one at %s that says %s", err, c.pointer, c.says)
			}
		})
	}
}

func TestContentsKeeps(t *testing.T) {
	ex := segment(0, 25*time.Second)
	ex.SystemInstruction = &videotune.Content{Parts: []videotune.Part{videotune.Text("You label.")}}
	ex.Contents[0].Parts[0].VideoMetadata.FPS = 0.5
	ex.Contents[0].Parts[0].MediaResolution = &videotune.PartMediaResolution{Level: videotune.ResolutionHigh}
	ex.Tools = json.RawMessage(`[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT"}}]}]`)
	ex.Contents = append(ex.Contents[:1],
		videotune.Content{Role: videotune.RoleModel, Parts: []videotune.Part{{FunctionCall: &videotune.FunctionCall{Name: "f", Args: json.RawMessage(`{"b":[1.0,-0,1e2,0.1],"a":null}`)}}}},
		videotune.Content{Role: videotune.RoleUser, Parts: []videotune.Part{{FunctionResponse: &videotune.FunctionResponse{Name: "f", Response: json.RawMessage(`{"ok":true}`)}}}},
		ex.Contents[1])
	if !roundTrip(t, ex, nil, overTheWire(t)) {
		_, _, err := Contents(ex)
		t.Error(err)
	}
}

func mustEqual(t *testing.T, want string, got []byte) {
	t.Helper()
	w, errW := tree([]byte(want))
	g, errG := tree(got)
	if errW != nil || errG != nil {
		t.Fatal(errW, errG)
	}
	if d := firstDifference("", w, g); d != nil {
		t.Errorf("%s: want %s, got %s in\n%s", d.pointer, d.want, d.got, got)
	}
}

func FuzzRoundTrip(f *testing.F) {
	vectors, err := videotunetest.LoadVectors()
	if err != nil {
		f.Fatal(err)
	}
	for i := range vectors {
		for _, name := range vectors[i].Train {
			r, err := vectors[i].Open(name)
			if err != nil {
				f.Fatal(err)
			}
			data, err := io.ReadAll(io.LimitReader(r, 4096))
			r.Close()
			if err != nil {
				f.Fatal(err)
			}
			line, _, _ := bytes.Cut(data, []byte("\n"))
			f.Add(line)
		}
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		var ex videotune.Example
		if json.Unmarshal(line, &ex) != nil {
			return
		}
		if _, err := ex.AppendJSON(nil); err == nil {
			roundTrip(t, &ex, nil, notSent)
			roundTrip(t, &ex, &Conversion{Exact: true}, notSent)
		}
	})
}
