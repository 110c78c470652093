package e2e

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/schema"
)

// compile returns a judge for a JSON Schema.
func compile(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	const name = "schema.json"
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func lineSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := schema.Line()
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, text)
}

// judge returns what s says against a JSON text.
func judge(s *jsonschema.Schema, text []byte) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return s.Validate(doc)
}

// Whatever a Writer writes is valid under the schema.
func TestSchemaAcceptsWhatIsWritten(t *testing.T) {
	s := lineSchema(t)
	written, tried := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		ex := example.Draw(t, "example")
		model := rapid.SampledFrom([]string{"gemini-2.5-flash", "gemini-3.5-flash"}).Draw(t, "model")
		limits, err := videotune.LimitsFor(model, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		w := videotune.NewWriter(&b, &videotune.WriterOptions{
			Policy:     &videotune.Policy{Limits: limits},
			Resolution: ex.GenerationConfig.MediaResolution,
		})
		tried++
		if err := w.Write(&ex); err != nil {
			return
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		written++
		if err := judge(s, b.Bytes()); err != nil {
			t.Fatalf("the schema refuses what was written:\n%s%v", b.Bytes(), err)
		}
	})
	// A generator whose examples are all refused would test nothing.
	if written*4 < tried {
		t.Errorf("only %d of %d examples were written", written, tried)
	}
}

// What can be seen in one line without comparing members is refused by the
// schema and by the Reader alike.
func TestSchemaRefuses(t *testing.T) {
	const (
		file   = `{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}}`
		answer = `{"role":"model","parts":[{"text":"dog"}]}`
		config = `"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}`
	)
	line := func(part string) string {
		return `{"contents":[{"role":"user","parts":[` + part + `,{"text":"What?"}]},` + answer + `],` + config + `}`
	}
	segment := func(meta string) string {
		return line(`{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"videoMetadata":` + meta + `}`)
	}
	s := lineSchema(t)
	for _, good := range []string{
		line(file),
		segment(`{"startOffset":"0s","endOffset":"0.000000001s"}`),
		segment(`{"endOffset":"25s","fps":24}`),
		segment(`{}`),
		`{"systemInstruction":{"role":"system","parts":[{"text":"Be brief."}]},` + line(file)[1:],
	} {
		if err := judge(s, []byte(good)); err != nil {
			t.Errorf("the schema refuses %s\n%v", good, err)
		}
		if ps := read(t, good); ps.Err() != nil {
			t.Errorf("the Reader refuses %s\n%v", good, ps)
		}
	}
	for name, bad := range map[string]string{
		"no object":                   `[]`,
		"no contents":                 `{` + config + `}`,
		"contents empty":              `{"contents":[],` + config + `}`,
		"contents not an array":       `{"contents":{},` + config + `}`,
		"unknown member":              `{"content":[],` + line(file)[1:],
		"wrong case":                  strings.Replace(line(file), "fileUri", "fileURI", 1),
		"unknown member of a part":    line(`{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"weight":1}`),
		"no role of the model":        `{"contents":[{"role":"user","parts":[` + file + `]}],` + config + `}`,
		"role of another vendor":      strings.Replace(line(file), `"model"`, `"assistant"`, 1),
		"no parts":                    `{"contents":[{"role":"user"},` + answer + `],` + config + `}`,
		"parts empty":                 `{"contents":[{"role":"user","parts":[]},` + answer + `],` + config + `}`,
		"part empty":                  line(`{}`),
		"part with two data":          line(`{"text":"What?","fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}}`),
		"part with a segment only":    line(`{"videoMetadata":{"startOffset":"0s"}}`),
		"segment beside text":         line(`{"text":"What?","videoMetadata":{"startOffset":"0s"}}`),
		"segment in the file":         line(`{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4","videoMetadata":{}}}`),
		"text not a string":           line(`{"text":1}`),
		"inline data":                 line(`{"inlineData":{"mimeType":"video/mp4","data":"AAAA"}}`),
		"no file URI":                 line(`{"fileData":{"mimeType":"video/mp4"}}`),
		"no MIME type":                line(`{"fileData":{"fileUri":"gs://b/v.mp4"}}`),
		"MIME type unknown":           line(`{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"mp4"}}`),
		"URI without a scheme":        line(`{"fileData":{"fileUri":"v.mp4","mimeType":"video/mp4"}}`),
		"URI of a folder":             line(`{"fileData":{"fileUri":"gs://b/v/","mimeType":"video/mp4"}}`),
		"URI of a bucket":             line(`{"fileData":{"fileUri":"gs://b","mimeType":"video/mp4"}}`),
		"URI of another cloud":        line(`{"fileData":{"fileUri":"s3://b/v.mp4","mimeType":"video/mp4"}}`),
		"offset without a unit":       segment(`{"startOffset":"5"}`),
		"offset in minutes":           segment(`{"startOffset":"1m30s"}`),
		"offset as a clock":           segment(`{"startOffset":"00:05"}`),
		"offset with a capital":       segment(`{"startOffset":"5S"}`),
		"offset a number":             segment(`{"startOffset":5}`),
		"offset an object":            segment(`{"startOffset":{"seconds":5}}`),
		"offset negative":             segment(`{"startOffset":"-1s"}`),
		"offset with ten digits":      segment(`{"startOffset":"0.0000000001s"}`),
		"fps zero":                    segment(`{"fps":0}`),
		"fps negative":                segment(`{"fps":-1}`),
		"fps over 24":                 segment(`{"fps":24.01}`),
		"fps a string":                segment(`{"fps":"1"}`),
		"resolution in lower case":    strings.Replace(line(file), "MEDIA_RESOLUTION_LOW", "low", 1),
		"resolution an object":        strings.Replace(line(file), `"MEDIA_RESOLUTION_LOW"`, `{"level":"MEDIA_RESOLUTION_LOW"}`, 1),
		"resolution at the top":       `{"mediaResolution":"MEDIA_RESOLUTION_LOW",` + line(file)[1:],
		"system instruction a string": `{"systemInstruction":"Be brief.",` + line(file)[1:],
		"system instruction a video":  `{"systemInstruction":{"parts":[` + file + `]},` + line(file)[1:],
		"tools an object":             `{"tools":{},` + line(file)[1:],
		"call without a name":         line(`{"functionCall":{"args":{}}}`),
		"arguments an array":          line(`{"functionCall":{"name":"f","args":[]}}`),
		"response a string":           line(`{"functionResponse":{"name":"f","response":"x"}}`),
	} {
		if !json.Valid([]byte(bad)) {
			t.Errorf("%s: the test is wrong, no JSON: %s", name, bad)
		}
		if judge(s, []byte(bad)) == nil {
			t.Errorf("%s: the schema accepts %s", name, bad)
		}
		if read(t, bad).Err() == nil {
			t.Errorf("%s: the Reader accepts %s", name, bad)
		}
	}
}

// read returns what the Reader says against a line.
func read(t *testing.T, line string) videotune.Problems {
	t.Helper()
	for rec, err := range videotune.NewReader(strings.NewReader(line), nil).All() {
		if rec != nil {
			return rec.Problems
		}
		if ps, ok := videotune.AsProblems(err); ok {
			return ps // of the file as such
		}
		t.Fatal(err)
	}
	t.Fatalf("the Reader yields nothing for %q", line)
	return nil
}

// example generates examples of all shapes, most of which a Writer takes.
var example = rapid.Custom(func(t *rapid.T) videotune.Example {
	var ex videotune.Example
	if rapid.Bool().Draw(t, "system") {
		c := videotune.Content{Parts: rapid.SliceOfN(textPart, 1, 2).Draw(t, "system parts")}
		c.Role = rapid.SampledFrom([]videotune.Role{"", "system", "user"}).Draw(t, "system role")
		ex.SystemInstruction = &c
	}
	for range rapid.IntRange(0, 2).Draw(t, "earlier turns") {
		ex.Contents = append(ex.Contents,
			videotune.User(textPart.Draw(t, "question")),
			videotune.Model(rapid.OneOf(textPart, callPart).Draw(t, "answer")))
	}
	user := videotune.User(filePart.Draw(t, "file"), textPart.Draw(t, "question"))
	if rapid.IntRange(0, 9).Draw(t, "with response") == 0 {
		user = videotune.User(responsePart.Draw(t, "response"))
	}
	ex.Contents = append(ex.Contents, user, videotune.Model(rapid.SliceOfN(rapid.OneOf(textPart, callPart), 1, 2).Draw(t, "answer")...))
	if rapid.Bool().Draw(t, "no roles") && len(ex.Contents) == 2 {
		ex.Contents[0].Role = ""
	}
	if rapid.Bool().Draw(t, "tools") {
		ex.Tools = json.RawMessage(`[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT"}}]}]`)
	}
	ex.GenerationConfig.MediaResolution = rapid.SampledFrom([]videotune.MediaResolution{
		videotune.ResolutionLow, videotune.ResolutionMedium, videotune.ResolutionHigh,
	}).Draw(t, "resolution")
	return ex
})

var text = rapid.OneOf(rapid.StringN(1, 40, -1), rapid.StringMatching(`[<>&"\\\n\t{}\x{2028}\x{85}日é ]{1,20}`))

var textPart = rapid.Custom(func(t *rapid.T) videotune.Part { return videotune.Text(text.Draw(t, "text")) })

var object = rapid.Custom(func(t *rapid.T) json.RawMessage {
	m := rapid.MapOfN(text, rapid.OneOf(rapid.Float64Range(-1e9, 1e9).AsAny(), text.AsAny(), rapid.Bool().AsAny()), 0, 4).Draw(t, "object")
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return b
})

var callPart = rapid.Custom(func(t *rapid.T) videotune.Part {
	call := videotune.FunctionCall{Name: rapid.StringMatching(`[a-z_]{1,12}`).Draw(t, "name")}
	if rapid.Bool().Draw(t, "args") {
		call.Args = object.Draw(t, "args")
	}
	return videotune.Part{FunctionCall: &call}
})

var responsePart = rapid.Custom(func(t *rapid.T) videotune.Part {
	resp := videotune.FunctionResponse{Name: rapid.StringMatching(`[a-z_]{1,12}`).Draw(t, "name")}
	if rapid.Bool().Draw(t, "response") {
		resp.Response = object.Draw(t, "response")
	}
	return videotune.Part{FunctionResponse: &resp}
})

var filePart = rapid.Custom(func(t *rapid.T) videotune.Part {
	name := rapid.StringMatching(`[A-Za-z0-9_ .~()-]{1,12}(/[^/*?\[\]#\x00-\x1f\x7f]{1,8}){0,2}`).Draw(t, "object")
	ext, mime := "", ""
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		ext, mime = ".png", "image/png"
	case 1:
		ext, mime = ".mov", rapid.SampledFrom([]string{"video/quicktime", "video/mov"}).Draw(t, "mime")
	default:
		ext, mime = ".mp4", "video/mp4"
	}
	base := rapid.SampledFrom([]string{"gs://my-bucket/", "https://example.com/", "http://media.example.com:8080/"}).Draw(t, "base")
	part := videotune.File(base+name+ext, mime)
	if mime == "image/png" {
		return part
	}
	start := time.Duration(rapid.Int64Range(0, int64(30*time.Minute)).Draw(t, "start"))
	length := time.Duration(rapid.Int64Range(1, int64(5*time.Minute)).Draw(t, "length"))
	switch rapid.IntRange(0, 3).Draw(t, "segment") {
	case 0:
		part = part.Segment(start, start+length)
	case 1:
		part = part.From(start)
	case 2:
		part.VideoMetadata = &videotune.VideoMetadata{
			EndOffset: videotune.At(length),
			FPS:       rapid.SampledFrom([]float64{0, 0.1, 1, 2.5, 24}).Draw(t, "fps"),
		}
	}
	if rapid.IntRange(0, 4).Draw(t, "level") == 0 {
		part.MediaResolution = &videotune.PartMediaResolution{Level: videotune.ResolutionHigh}
	}
	return part
})
