package vertex

import (
	"encoding/json"
	"math"
	"reflect"

	"github.com/seed-57910ec4/videotune"
	"google.golang.org/genai"
)

// Example returns the line of a dataset that says what contents and config say. It is
// the way back from [Contents]; config may be nil.
//
// What a line cannot hold is an error, a [*ConversionError] that points to it, and
// never left out: inline data, thoughts, code, ids of calls, and every setting but
// the system instruction, tools and resolution. Clear in a copy what the line is to
// do without. Transport settings in config.HTTPOptions (headers, timeout, retries)
// are no part of a line and are passed over, unless they change the body.
//
// Offsets are taken as they are, to the nanosecond. An offset of 0 is none, but for
// a start before an end, which the SDK sends as well, and an empty list of tools is
// none, which the SDK does not send. Text that is no UTF-8 is an error. Whether the
// example is good is not judged; see [videotune.Validate]. The result shares no memory
// with the arguments.
func Example(contents []*genai.Content, config *genai.GenerateContentConfig) (*videotune.Example, error) {
	ex := &videotune.Example{}
	if contents != nil {
		ex.Contents = make([]videotune.Content, 0, len(contents))
	}
	for i, c := range contents {
		content, err := fromContent(at("", "contents", i), c)
		if err != nil {
			return nil, err
		}
		ex.Contents = append(ex.Contents, *content)
	}
	if config != nil {
		if err := fromConfig(ex, config); err != nil {
			return nil, err
		}
	}
	// All was marshalled by now, so that nothing holds itself.
	if err := onlyText(contents, config); err != nil {
		return nil, err
	}
	if _, err := ex.AppendJSON(nil); err != nil {
		return nil, &ConversionError{Reason: err.Error(), Err: err}
	}
	return ex, nil
}

// onlyText returns an error that points to the first text which is no UTF-8. JSON has
// no place for it; encoding/json would put something else there.
func onlyText(contents []*genai.Content, config *genai.GenerateContentConfig) error {
	at, ok := notUTF8("/contents", reflect.ValueOf(contents))
	if !ok && config != nil {
		rest := *config
		rest.HTTPOptions = nil
		at, ok = notUTF8("/config", reflect.ValueOf(rest))
	}
	if !ok {
		return nil
	}
	return refuse(at, "it has bytes that are no UTF-8, which JSON cannot hold; decode the text it was read from, or take them out")
}

func fromConfig(ex *videotune.Example, config *genai.GenerateContentConfig) (err error) {
	rest := *config
	rest.SystemInstruction, rest.Tools, rest.MediaResolution, rest.HTTPOptions = nil, nil, "", nil
	if err := nothingElse("/config", rest, "a line of a dataset has no such setting"); err != nil {
		return err
	}
	if o := config.HTTPOptions; o != nil && (o.ExtraBody != nil || o.ExtrasRequestProvider != nil) {
		return refuse("/config/httpOptions", "it changes the body of the request, so that what is asked is not what the contents say")
	}
	ex.GenerationConfig.MediaResolution = videotune.MediaResolution(config.MediaResolution)
	if config.SystemInstruction != nil {
		if ex.SystemInstruction, err = fromContent("/config/systemInstruction", config.SystemInstruction); err != nil {
			return err
		}
	}
	if len(config.Tools) > 0 {
		ex.Tools, err = fromTools(config.Tools)
	}
	return err
}

func fromTools(tools []*genai.Tool) (json.RawMessage, error) {
	for i, tool := range tools {
		if tool == nil {
			return nil, refuse(at("/config/tools", i), "nil is no tool")
		}
		if tool.MCPServers != nil { // the SDK rounds their timeouts
			return nil, refuse(at("/config/tools", i, "mcpServers"), "Vertex AI has no such tool")
		}
	}
	data, err := marshal(tools)
	if err != nil {
		return nil, &ConversionError{Pointer: "/config/tools", Reason: err.Error(), Err: err}
	}
	return data, nil
}

func fromContent(pointer videotune.Pointer, c *genai.Content) (*videotune.Content, error) {
	if c == nil {
		return nil, refuse(pointer, "nil is no content")
	}
	out := &videotune.Content{Role: videotune.Role(c.Role)}
	for i, p := range c.Parts {
		part, err := fromPart(at(pointer, "parts", i), p)
		if err != nil {
			return nil, err
		}
		out.Parts = append(out.Parts, part)
	}
	return out, nil
}

const noSuchMember = "a line of a dataset has no such member"

func fromPart(pointer videotune.Pointer, p *genai.Part) (out videotune.Part, err error) {
	if p == nil {
		return out, refuse(pointer, "nil is no part")
	}
	rest := *p
	rest.Text, rest.FileData, rest.VideoMetadata, rest.MediaResolution = "", nil, nil, nil
	rest.FunctionCall, rest.FunctionResponse = nil, nil
	if err := nothingElse(pointer, rest, noSuchMember); err != nil {
		return out, err
	}
	out.Text = p.Text
	if f := p.FileData; f != nil {
		rest := *f
		rest.FileURI, rest.MIMEType = "", ""
		if err := nothingElse(at(pointer, "fileData"), rest, noSuchMember); err != nil {
			return out, err
		}
		out.FileData = &videotune.FileData{FileURI: f.FileURI, MIMEType: f.MIMEType}
	}
	if r := p.MediaResolution; r != nil {
		if r.NumTokens != nil {
			return out, refuse(at(pointer, "mediaResolution", "numTokens"), noSuchMember)
		}
		out.MediaResolution = &videotune.PartMediaResolution{Level: videotune.MediaResolution(r.Level)}
	}
	if out.VideoMetadata, err = fromVideoMetadata(at(pointer, "videoMetadata"), p.VideoMetadata); err != nil {
		return out, err
	}
	if out.FunctionCall, err = fromCall(at(pointer, "functionCall"), p.FunctionCall); err != nil {
		return out, err
	}
	out.FunctionResponse, err = fromResponse(at(pointer, "functionResponse"), p.FunctionResponse)
	return out, err
}

func fromVideoMetadata(pointer videotune.Pointer, m *genai.VideoMetadata) (*videotune.VideoMetadata, error) {
	if m == nil {
		return nil, nil
	}
	rest := *m
	rest.StartOffset, rest.EndOffset, rest.FPS = 0, 0, nil
	if err := nothingElse(pointer, rest, noSuchMember); err != nil {
		return nil, err
	}
	out := &videotune.VideoMetadata{}
	if m.StartOffset != 0 || m.EndOffset != 0 {
		out.StartOffset = videotune.At(m.StartOffset)
	}
	if m.EndOffset != 0 {
		out.EndOffset = videotune.At(m.EndOffset)
	}
	if m.FPS != nil {
		switch {
		case *m.FPS == 0:
			return nil, refuse(at(pointer, "fps"), "0 is no rate of frames; leave it out for the default of 1")
		case math.IsNaN(*m.FPS) || math.IsInf(*m.FPS, 0):
			return nil, refuse(at(pointer, "fps"), "%v is no rate of frames", *m.FPS)
		}
		out.FPS = *m.FPS
	}
	return out, nil
}

func fromCall(pointer videotune.Pointer, f *genai.FunctionCall) (*videotune.FunctionCall, error) {
	if f == nil {
		return nil, nil
	}
	rest := *f
	rest.Name, rest.Args = "", nil
	if err := nothingElse(pointer, rest, noSuchMember); err != nil {
		return nil, err
	}
	args, err := fromMap(at(pointer, "args"), f.Args)
	return &videotune.FunctionCall{Name: f.Name, Args: args}, err
}

func fromResponse(pointer videotune.Pointer, f *genai.FunctionResponse) (*videotune.FunctionResponse, error) {
	if f == nil {
		return nil, nil
	}
	rest := *f
	rest.Name, rest.Response = "", nil
	if err := nothingElse(pointer, rest, noSuchMember); err != nil {
		return nil, err
	}
	response, err := fromMap(at(pointer, "response"), f.Response)
	return &videotune.FunctionResponse{Name: f.Name, Response: response}, err
}

func fromMap(pointer videotune.Pointer, m map[string]any) (json.RawMessage, error) {
	if m == nil {
		return nil, nil
	}
	data, err := marshal(m)
	if err != nil {
		return nil, &ConversionError{Pointer: pointer, Reason: err.Error(), Err: err}
	}
	return data, nil
}

// nothingElse returns an error that names the first field of the struct rest that is
// set. Fields that were converted are cleared in it before; so what a later version
// of the SDK adds is refused, not lost.
func nothingElse(pointer videotune.Pointer, rest any, reason string) error {
	v := reflect.ValueOf(rest)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			continue
		}
		field := v.Type().Field(i)
		return refuse(at(pointer, memberName(field)), "%s; clear it in a copy if the line is to do without", reason)
	}
	return nil
}
