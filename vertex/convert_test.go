package vertex

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"math/big"
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

// roundTrip converts there and back. The way is exact or an error that points
// somewhere; with Exact what is sent is exact.
func roundTrip(t *testing.T, ex *videotune.Example) (converted bool) {
	t.Helper()
	contents, config, err := Contents(ex)
	if err != nil {
		var ce *ConversionError
		if !errors.As(err, &ce) || ce.Reason == "" {
			t.Fatalf("the error is no ConversionError: %v", err)
		}
		return false
	}
	back, err := Example(contents, config)
	if err != nil {
		t.Fatalf("what was converted cannot be converted back: %v", err)
	}
	if d := same(t, ex, back); d != nil {
		t.Fatalf("%s: %s became %s", d.pointer, d.want, d.got)
	}
	sent, err := members(contents, config)
	if err != nil {
		t.Fatal(err)
	}
	if d := firstDifference("", lineTree(t, ex), sent); d != nil {
		t.Fatalf("%s: the line has %s, the SDK sends %s", d.pointer, d.want, d.got)
	}
	return true
}

func TestRoundTripOfVectors(t *testing.T) {
	vectors, err := videotunetest.LoadVectors()
	if err != nil {
		t.Fatal(err)
	}
	converted, refused := 0, 0
	for i := range vectors {
		v := &vectors[i]
		for _, name := range append(append([]string{}, v.Train...), v.Validation...) {
			f, err := v.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			for rec, err := range videotune.NewReader(f, nil).All() {
				if rec == nil || err != nil && len(rec.Example.Contents) == 0 {
					continue
				}
				if _, err := rec.Example.AppendJSON(nil); err != nil {
					continue // it never was a line
				}
				t.Run(v.Name, func(t *testing.T) {
					if roundTrip(t, &rec.Example) {
						converted++
					} else {
						refused++
					}
				})
			}
			f.Close()
		}
	}
	t.Logf("%d examples converted, %d refused", converted, refused)
	if converted < 1000 || refused < 10 {
		t.Errorf("%d examples were converted and %d refused: the vectors are not what they were", converted, refused)
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
	for _, c := range []struct {
		name    string
		ex      *videotune.Example
		pointer videotune.Pointer
		says    string
	}{
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
	if !roundTrip(t, ex) {
		_, _, err := Contents(ex)
		t.Error(err)
	}
}

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

// TestPlainOverTheWire holds compare to what the SDK really sends.
func TestPlainOverTheWire(t *testing.T) {
	server := vertextest.NewServer()
	defer server.Close()
	client, err := server.Client(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ex := segment(0, 25*time.Second)
	ex.Contents[0].Parts[0].VideoMetadata.FPS = 2
	contents, config, err := Request("gemini-3.5-flash", ex)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Models.GenerateContent(t.Context(), "gemini-3.5-flash", contents, config); err != nil {
		t.Fatal(err)
	}
	mustEqual(t, `{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"0s","endOffset":"25s","fps":2}},{"text":"What?"}],"role":"user"}],
		"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW","thinkingConfig":{"thinkingLevel":"MINIMAL"}}}`, server.Requests(vertextest.Generate)[0].Body)
}

func TestRequestRefuses(t *testing.T) {
	noAnswer := segment(0, time.Second)
	noAnswer.Contents = noAnswer.Contents[:1]
	onlyAnswer := segment(0, time.Second)
	onlyAnswer.Contents = onlyAnswer.Contents[1:]
	for _, ex := range []*videotune.Example{nil, {}, noAnswer, onlyAnswer} {
		var ce *ConversionError
		if _, _, err := Request("gemini-2.5-flash", ex); !errors.As(err, &ce) {
			t.Errorf("%v: %v", ex, err)
		}
	}
	var me *videotune.ModelError
	if _, _, err := Request("gemini-9", segment(0, time.Second)); !errors.As(err, &me) {
		t.Errorf("an unknown model: %v", err)
	}
}

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
			roundTrip(t, &ex)
		}
	})
}

func FuzzSameNumber(f *testing.F) {
	for _, s := range []string{"0", "-0", "1", "1.0", "1e2", "100", "0.1", "1E-3", "10.010", "-1.5e+10"} {
		f.Add(s, "100")
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if !json.Valid([]byte(a)) || !json.Valid([]byte(b)) || len(a) > 40 || len(b) > 40 {
			return
		}
		x, okX := new(big.Rat).SetString(a)
		y, okY := new(big.Rat).SetString(b)
		if !okX || !okY || strings.ContainsAny(a+b, " \t\r\n\"") {
			return
		}
		if x.Sign() == 0 && y.Sign() == 0 {
			return // -0 is not 0
		}
		if got := sameNumber(a, b); got != (x.Cmp(y) == 0) {
			t.Errorf("sameNumber(%s, %s) is %v", a, b, got)
		}
	})
}
