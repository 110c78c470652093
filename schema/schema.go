// Package schema writes JSON Schema (draft 2020-12) for the data that videotune
// reads and writes, for editors, other languages and validators that know
// nothing of Go. The schema of a line is kept as a file too: line.schema.json.
//
// A schema sees one value at a time. It finds a wrong name, a wrong type, a
// misspelt offset or a part that holds two things. It cannot see what spans
// members, lines or files: that a segment ends after it starts, that all lines
// have one resolution, that a video is short enough. videotune.Check judges
// those, and everything that the schema does.
package schema

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/invopop/jsonschema"
)

// LineID is the $id of the schema that [Line] returns. It is a name; nothing is
// served there.
const LineID = "https://github.com/seed-57910ec4/videotune/schema/line.schema.json"

// Line returns the JSON Schema of one line of a dataset in the form in which
// videotune writes it: every line that a videotune.Writer writes without a
// warning is valid under it.
//
// It is narrower than what videotune reads. Some spellings that are read with a
// warning are refused (file_uri for fileUri, "05s" for "5s", a role "function"),
// so are members that requests have and tuning does not document, and so is null
// for an optional member, which videotune takes for an absent one.
//
// The bytes are indented by two spaces, end with a newline, and are the same on
// every call.
func Line() ([]byte, error) {
	r := &jsonschema.Reflector{
		Anonymous:      true, // no $id made from the Go type
		ExpandedStruct: true, // the line at the root, the rest in $defs
		Namer:          func(t reflect.Type) string { return t.Name() },
	}
	s := r.Reflect(line{})
	s.ID = LineID
	s.Title = "One example of a Gemini video tuning dataset"
	s.Description = "One line of a JSONL file for supervised fine-tuning. " + pagePrepare
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
