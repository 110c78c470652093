package vertex

import (
	"encoding/json"
	"slices"

	"github.com/seed-57910ec4/videotune"
	"google.golang.org/genai"
)

// A Conversion makes requests of the SDK of examples. Its zero value is what
// [Contents] and [Request] use; nil is one too.
type Conversion struct {
	// Exact sends what the SDK's own JSON cannot say as the line says it: the
	// configuration then has an HTTPOptions.ExtrasRequestProvider that puts the line's
	// own JSON in place of the SDK's, offsets of fractions of a second first of all.
	//
	// Use the contents and the configuration in one call. Turns may be added at the end,
	// and settings that a line does not have, such as a temperature. Where a turn, the
	// system instruction, the tools or the resolution were changed, taken away, or added
	// to an example that had none, the request is not sent, and the call's error is a
	// [*ConversionError]. Put further transport settings into the HTTPOptions that are
	// there; without the ExtrasRequestProvider the SDK rounds again.
	//
	// Without Exact, an example that the SDK would send differently is refused.
	Exact bool
}

// Contents returns the turns of an example as the SDK has them, its answer
// included, and a configuration with its system instruction, tools and resolution.
//
// What the SDK sends of both says what the line says, no more and no less, by what its
// own client makes of them; where it would not, the error is a [*ConversionError] that
// points to the first such place. The SDK rounds offsets to whole seconds, leaves out an
// offset of 0 alone, an empty text and empty lists, adds a startOffset to an endOffset,
// holds numbers of functions as float64, and has no place for some tools. See
// [Conversion] for a way around. (It also gives a system instruction without a role the
// role user, which the service ignores there, and sends a generationConfig without any
// member where there is none.) An example without any turn cannot be
// sent, and is an error too. Whether the example is good is not judged; see
// [videotune.Validate].
//
// The results share no memory with ex.
func Contents(ex *videotune.Example) ([]*genai.Content, *genai.GenerateContentConfig, error) {
	return new(Conversion).Contents(ex)
}

// Contents is like the function [Contents], in the way that c says.
func (c *Conversion) Contents(ex *videotune.Example) ([]*genai.Content, *genai.GenerateContentConfig, error) {
	if ex == nil {
		return nil, nil, refuse("", "the example is nil")
	}
	// What no JSON can hold, such as invalid UTF-8, ends here: the SDK would replace
	// it, or send a request without any contents.
	line, err := ex.AppendJSON(nil)
	if err != nil {
		return nil, nil, &ConversionError{Reason: err.Error(), Err: err}
	}
	if len(ex.Contents) == 0 {
		return nil, nil, refuse("/contents", "there is no turn; a request has one at least")
	}
	contents := make([]*genai.Content, len(ex.Contents))
	for i := range ex.Contents {
		if contents[i], err = toContent(at("", "contents", i), &ex.Contents[i]); err != nil {
			return nil, nil, err
		}
	}
	config := &genai.GenerateContentConfig{MediaResolution: genai.MediaResolution(ex.GenerationConfig.MediaResolution)}
	if ex.SystemInstruction != nil {
		if config.SystemInstruction, err = toContent("/systemInstruction", ex.SystemInstruction); err != nil {
			return nil, nil, err
		}
	}
	if len(ex.Tools) > 0 {
		if config.Tools, err = toTools(ex.Tools); err != nil {
			return nil, nil, err
		}
	}
	if c != nil && c.Exact {
		err = sendExactly(line, contents, config)
	} else {
		err = compare(line, contents, config)
	}
	if err != nil {
		return nil, nil, err
	}
	return contents, config, nil
}

func toTools(raw json.RawMessage) (tools []*genai.Tool, err error) {
	if err := json.Unmarshal(raw, &tools); err != nil {
		return nil, &ConversionError{Pointer: "/tools", Reason: "the SDK's Tool cannot hold it: " + err.Error(), Err: err}
	}
	if i := slices.Index(tools, nil); i >= 0 {
		return nil, refuse(at("/tools", i), "null is no tool; leave it out")
	}
	return tools, nil
}

func toContent(pointer videotune.Pointer, c *videotune.Content) (*genai.Content, error) {
	out := &genai.Content{Role: string(c.Role), Parts: make([]*genai.Part, len(c.Parts))}
	for i := range c.Parts {
		var err error
		if out.Parts[i], err = toPart(at(pointer, "parts", i), &c.Parts[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func toPart(pointer videotune.Pointer, p *videotune.Part) (*genai.Part, error) {
	out := &genai.Part{Text: p.Text}
	if f := p.FileData; f != nil {
		out.FileData = &genai.FileData{FileURI: f.FileURI, MIMEType: f.MIMEType}
	}
	if m := p.VideoMetadata; m != nil {
		start, _ := m.StartOffset.Duration()
		end, _ := m.EndOffset.Duration()
		out.VideoMetadata = &genai.VideoMetadata{StartOffset: start, EndOffset: end}
		if m.FPS != 0 {
			out.VideoMetadata.FPS = genai.Ptr(m.FPS)
		}
	}
	if r := p.MediaResolution; r != nil {
		out.MediaResolution = &genai.PartMediaResolution{Level: genai.PartMediaResolutionLevel(r.Level)}
	}
	if f := p.FunctionCall; f != nil {
		out.FunctionCall = &genai.FunctionCall{Name: f.Name}
		if err := toMap(at(pointer, "functionCall", "args"), f.Args, &out.FunctionCall.Args); err != nil {
			return nil, err
		}
	}
	if f := p.FunctionResponse; f != nil {
		out.FunctionResponse = &genai.FunctionResponse{Name: f.Name}
		if err := toMap(at(pointer, "functionResponse", "response"), f.Response, &out.FunctionResponse.Response); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func toMap(pointer videotune.Pointer, raw json.RawMessage, out *map[string]any) error {
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return &ConversionError{Pointer: pointer, Reason: "the SDK cannot hold it: " + err.Error(), Err: err}
	}
	return nil
}
