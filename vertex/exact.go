package vertex

import (
	"encoding/json"
	"maps"
	"reflect"

	"github.com/seed-57910ec4/videotune"
	"google.golang.org/genai"
)

// An exactBody puts the members of a line into the body of a request.
type exactBody struct {
	contents []json.RawMessage // of the line
	others   map[string]json.RawMessage
	expected map[string]any // what the SDK sends, in its own way
}

// held are the members of a request, beside its contents, that a line may have; whether
// it has them or not, they must be as they were.
var held = []string{"systemInstruction", "tools"}

// sendExactly makes config send the members of line.
func sendExactly(line []byte, contents []*genai.Content, config *genai.GenerateContentConfig) error {
	b := &exactBody{}
	if err := json.Unmarshal(line, &b.others); err != nil {
		return &ConversionError{Reason: err.Error(), Err: err}
	}
	if err := json.Unmarshal(b.others["contents"], &b.contents); err != nil {
		return &ConversionError{Pointer: "/contents", Reason: err.Error(), Err: err}
	}
	var err error
	if b.expected, err = sent(contents, config); err != nil {
		return err
	}
	config.HTTPOptions = &genai.HTTPOptions{ExtrasRequestProvider: b.provide}
	return nil
}

// provide changes the body of a request. It has no error to return; a member that
// fails to marshal keeps the SDK from sending the request.
func (b *exactBody) provide(body map[string]any) map[string]any {
	if err := b.put(body); err != nil {
		return map[string]any{"contents": unsendable{err}}
	}
	return body
}

func (b *exactBody) put(body map[string]any) error {
	now, err := plain(body)
	if err != nil {
		return &ConversionError{Reason: err.Error(), Err: err}
	}
	turns, _ := now["contents"].([]any)
	expected, _ := b.expected["contents"].([]any)
	if len(turns) < len(expected) || !reflect.DeepEqual(turns[:len(expected)], expected) {
		return changed("/contents")
	}
	if resolution(now) != resolution(b.expected) { // which the SDK sends as it is
		return changed("/generationConfig/mediaResolution")
	}
	for _, name := range held {
		if !reflect.DeepEqual(roleless(now[name]), roleless(b.expected[name])) {
			return changed(at("", name))
		}
		if raw, ok := b.others[name]; ok {
			body[name] = raw
		}
	}
	exact := make([]any, len(turns))
	for i := range turns {
		exact[i] = turns[i]
		if i < len(b.contents) {
			exact[i] = b.contents[i]
		}
	}
	body["contents"] = exact
	return nil
}

// resolution returns the resolution in the body of a request; nil if there is none.
func resolution(body map[string]any) any {
	settings, _ := body["generationConfig"].(map[string]any)
	return settings["mediaResolution"]
}

// roleless returns v without the role that the SDK gives a system instruction when a
// call is made.
func roleless(v any) any {
	m, ok := v.(map[string]any)
	if !ok || m["role"] != genai.RoleUser {
		return v
	}
	m = maps.Clone(m)
	delete(m, "role")
	return m
}

func changed(pointer videotune.Pointer) error {
	return refuse(pointer, "changed since it was converted, so that what the line has cannot be put in; "+
		"convert the changed example, or add turns at the end only")
}

// An unsendable is a value that cannot be marshalled.
type unsendable struct{ err error }

// MarshalJSON returns the error.
func (u unsendable) MarshalJSON() ([]byte, error) { return nil, u.err }
