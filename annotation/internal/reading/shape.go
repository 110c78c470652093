package reading

import (
	"encoding/json"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
)

// isJSON reports whether a text is JSON by its first bytes; a subtitle may begin with
// "[Music]" or "{\an8}".
func isJSON(text string) bool {
	rest := strings.TrimLeft(text[1:], " \t\r\n")
	switch text[0] {
	case '{':
		return rest == "" || rest[0] == '"' || rest[0] == '}'
	case '[':
		return rest == "" || strings.ContainsAny(rest[:1], `{["]`)
	}
	return false
}

// The bounds of an outline. They are what the formats need to be told.
const (
	outlineDepth   = 4
	outlineMembers = 64
)

// A shape is the outline of a JSON value: the names of the members of objects, and
// the first elements of lists. nil is one that is not there.
type shape struct {
	kind    byte // '{', '[', '"' or '0' for all else
	names   []string
	members map[string]*shape
	element *shape
}

// outline returns the shape of the first value of a text, as far as the text goes.
func outline(text string) *shape {
	return readShape(json.NewDecoder(strings.NewReader(text)), outlineDepth)
}

// readShape reads a value; nil if the text ends before it.
func readShape(dec *json.Decoder, depth int) *shape {
	t, err := dec.Token()
	if err != nil {
		return nil
	}
	s := &shape{kind: '0'}
	switch t := t.(type) {
	case string:
		s.kind = '"'
	case json.Delim:
		s.kind = byte(t)
		if depth == 0 {
			skip(dec)
			break
		}
		s.members = map[string]*shape{}
		for dec.More() {
			if !s.more(dec, depth-1) {
				return s
			}
		}
		_, _ = dec.Token() // the closing bracket; a fault shows again where the file is read
	}
	return s
}

// more reads the next member or element, and reports whether there may be another.
func (s *shape) more(dec *json.Decoder, depth int) bool {
	if s.kind == '[' {
		v := readShape(dec, depth)
		if s.element == nil {
			s.element = v
		}
		return v != nil
	}
	name, err := dec.Token()
	if err != nil {
		return false
	}
	v := readShape(dec, depth)
	if text, ok := name.(string); ok && len(s.names) < outlineMembers {
		s.names = append(s.names, text)
		s.members[text] = v
	}
	return v != nil
}

// skip reads to the end of the value whose bracket was read last.
func skip(dec *json.Decoder) {
	for open := 1; open > 0; {
		t, err := dec.Token()
		if err != nil {
			return
		}
		if d, ok := t.(json.Delim); ok {
			if d == '{' || d == '[' {
				open++
			} else {
				open--
			}
		}
	}
}

// is reports whether the shape is there and of a kind.
func (s *shape) is(kind byte) bool { return s != nil && s.kind == kind }

// member returns a member of an object; nil where there is none.
func (s *shape) member(name string) *shape {
	if s == nil {
		return nil
	}
	return s.members[name]
}

// has reports whether all names are members.
func (s *shape) has(names ...string) bool {
	for _, n := range names {
		if s == nil || s.members == nil {
			return false
		}
		if _, ok := s.members[n]; !ok {
			return false
		}
	}
	return true
}

// any reports whether one of the names is a member.
func (s *shape) any(names ...string) bool {
	for _, n := range names {
		if s.has(n) {
			return true
		}
	}
	return false
}

// first returns the first element of a list, or the first member of an object; never
// nil.
func (s *shape) first() *shape {
	var v *shape
	switch {
	case s == nil:
	case s.kind == '[':
		v = s.element
	case len(s.names) > 0:
		v = s.members[s.names[0]]
	}
	if v == nil {
		v = &shape{}
	}
	return v
}

// shapes are the formats that are JSON: root is the whole file or its first line, and
// one the first element where the file is a list.
var shapes = []struct {
	guise
	is func(root, one *shape) bool
}{
	{guise{"a managed video dataset of Vertex AI", annotation.FormatVertex, ""}, func(_, one *shape) bool {
		for _, name := range one.names {
			if strings.EqualFold(strings.ReplaceAll(name, "_", ""), "videoGcsUri") {
				return true
			}
		}
		return false
	}},
	{guise{"a tuning dataset", "", "it needs no conversion: judge it with the command check"}, func(_, one *shape) bool {
		return one.member("contents").is('[') && one.member("contents").first().has("parts")
	}},
	{guise{"a project of VIA", annotation.FormatVIA, ""}, func(root, _ *shape) bool {
		return root.member("project").is('{') && (root.member("metadata").is('{') || root.member("attribute").is('{'))
	}},
	{guise{"an export of Label Studio", annotation.FormatLabelStudio, ""}, func(_, one *shape) bool {
		tasks := one.member("data").is('{') && (one.member("annotations").is('[') || one.member("completions").is('['))
		return tasks || one.has("annotation_id") && one.any("annotator", "lead_time")
	}},
	{guise{"a conversation about videos", annotation.FormatChat, ""}, func(_, one *shape) bool {
		return one.member("conversations").first().has("from", "value") ||
			one.member("messages").first().has("role", "content")
	}},
	{guise{"output of the Video Intelligence API", "", "make a table of it and read that as rows"}, func(root, _ *shape) bool {
		return root.any("annotationResults", "annotation_results") || root.member("response").any("annotationResults", "annotation_results")
	}},
	{guise{"of the ActivityNet family", annotation.FormatActivityNet, ""}, func(root, _ *shape) bool {
		video := root.first()
		return root.is('{') && (root.member("database").is('{') || root.member("results").is('{') ||
			video.has("timestamps", "sentences") || video.has("annotations") && video.any("duration", "duration_second", "subset"))
	}},
}

// identifyJSON returns what a JSON text is by its outline.
func identifyJSON(text string) (g guise, ok bool) {
	root := outline(text)
	if root == nil {
		return guise{}, false
	}
	one := root
	if root.kind == '[' {
		one = root.first()
	}
	for _, s := range shapes {
		if s.is(root, one) {
			return s.guise, true
		}
	}
	return guise{}, false
}
