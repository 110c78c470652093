package fix

import (
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// A shape is what the members of an object in tools hold, by their names in protobuf's
// spelling and in that of the documentation. nil is a value of the user's own, in which
// no name is changed.
type shape struct {
	names  map[string]string // snake_case names, and what they are in the documentation
	inner  map[string]*shape // by the names of the documentation
	any    *shape            // of members of any name
	listed bool              // the value is a list of such objects
}

// The shapes of tools, of the service's reference: function declarations, and the
// subset of OpenAPI's schema that describes what goes into them and comes out. A schema
// that is JSON Schema of its own (parametersJsonSchema) has names of its own.
var (
	toolsShape = &shape{listed: true,
		names: map[string]string{
			"function_declarations": "functionDeclarations", "code_execution": "codeExecution", "google_search": "googleSearch",
			"google_search_retrieval": "googleSearchRetrieval", "google_maps": "googleMaps", "url_context": "urlContext",
			"enterprise_web_search": "enterpriseWebSearch", "computer_use": "computerUse",
		},
		inner: map[string]*shape{"functionDeclarations": {listed: true,
			names: map[string]string{"parameters_json_schema": "parametersJsonSchema", "response_json_schema": "responseJsonSchema"},
			inner: map[string]*shape{"parameters": schemaShape, "response": schemaShape},
		}},
	}
	schemaShape = func() *shape {
		s := &shape{names: map[string]string{
			"any_of": "anyOf", "min_items": "minItems", "max_items": "maxItems", "min_length": "minLength", "max_length": "maxLength",
			"min_properties": "minProperties", "max_properties": "maxProperties", "property_ordering": "propertyOrdering",
			"additional_properties": "additionalProperties",
		}, inner: map[string]*shape{}}
		s.inner["items"], s.inner["additionalProperties"] = s, s
		s.inner["properties"], s.inner["defs"] = &shape{any: s}, &shape{any: s}
		s.inner["anyOf"] = &shape{names: s.names, inner: s.inner, listed: true}
		return s
	}()
)

// pointerEscapes are those of RFC 6901.
var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// tools notes edits of the names in tools that have protobuf's spelling.
func (f *fixer) tools(x *wire.Line) {
	if x.Seen.Has(wire.Tools) && !x.Bad.Has(wire.Tools) {
		f.shaped(toolsShape, x.ToolsAt, "/tools")
	}
}

// shaped notes edits of the names in the value at i, which has the shape s. The depth of
// a line is bounded.
func (f *fixer) shaped(s *shape, i int, at videotune.Pointer) {
	switch {
	case s == nil:
	case s.listed && f.line[i] == '[':
		n := 0
		for from := range elements(f.line, i) {
			f.renameIn(s, from, at+videotune.Pointer("/"+strconv.Itoa(n)))
			n++
		}
	case !s.listed:
		f.renameIn(s, i, at)
	}
}

// renameIn notes edits of the names of the object at i. A name is left if the object has
// the other one too.
func (f *fixer) renameIn(s *shape, i int, at videotune.Pointer) {
	if f.line[i] != '{' {
		return
	}
	taken := map[string]int{}
	for m := range members(f.line, i) {
		name := text(f.line[m.name:m.nameEnd])
		if want := s.names[name]; want != "" {
			name = want
		}
		taken[name]++
	}
	for m := range members(f.line, i) {
		name := text(f.line[m.name:m.nameEnd])
		to := at + videotune.Pointer("/"+pointerEscapes.Replace(name))
		if want := s.names[name]; want != "" && taken[want] == 1 {
			f.edits = append(f.edits, edit{m.name, m.nameEnd, `"` + want + `"`})
			f.change(videotune.RuleMemberSnakeCase, to, name, want)
			name = want
		}
		inner := s.any
		if inner == nil {
			inner = s.inner[name]
		}
		f.shaped(inner, m.value, to)
	}
}
