package vertex

import (
	"strings"

	"google.golang.org/genai"
)

// members returns the JSON that the SDK sends of contents and config, as far as a
// line has such members.
func members(contents []*genai.Content, config *genai.GenerateContentConfig) (map[string]any, error) {
	all := map[string]any{}
	if contents != nil {
		all["contents"] = contents
	}
	if config.SystemInstruction != nil {
		all["systemInstruction"] = config.SystemInstruction
	}
	if config.Tools != nil {
		all["tools"] = config.Tools
	}
	if config.MediaResolution != "" {
		all["generationConfig"] = map[string]any{"mediaResolution": config.MediaResolution}
	}
	return plain(all)
}

// compare returns an error if the SDK would send something else than the line says.
// It goes by what the SDK makes of its types, and not by a list of its habits, so
// that a later version with other ones cannot change a request unnoticed.
func compare(line []byte, contents []*genai.Content, config *genai.GenerateContentConfig) error {
	want, err := tree(line)
	if err != nil {
		return &ConversionError{Reason: err.Error(), Err: err}
	}
	got, err := members(contents, config)
	if err != nil {
		return &ConversionError{Reason: "the SDK cannot marshal it: " + err.Error(), Err: err}
	}
	d := firstDifference("", want, got)
	if d == nil {
		return nil
	}
	if strings.HasSuffix(string(d.pointer), "/startOffset") || strings.HasSuffix(string(d.pointer), "/endOffset") {
		return refuse(d.pointer, "the line has %s here, the SDK would send %s: it rounds offsets to whole seconds. "+
			"Cut at whole seconds, or set Conversion.Exact", d.want, d.got)
	}
	return refuse(d.pointer, "the line has %s here, the SDK would send %s; Conversion.Exact sends what the line has", d.want, d.got)
}
