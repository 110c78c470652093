package rows

import (
	"bufio"
	"encoding/json"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// readJSON reads objects of JSON as rows: their members are the columns.
func readJSON(m *mapper, text *bufio.Reader) error {
	o := &m.Options
	for _, role := range sortedKeys(o.Columns) {
		if c := o.Columns[role]; c.Name == "" {
			return m.Refuse(annotation.CodeOptionInvalid, reading.At{}, "name it", "columns.%s is %d: members of JSON have names, and no places", role, c.Index)
		}
	}
	if o.Header != nil || o.Comment != "" {
		return m.Refuse(annotation.CodeOptionUnfit, reading.At{}, "leave them out", "the options header and comment are for tables, and the file holds JSON")
	}
	return jsonread.NewStream(text).Elements(func(record, line int, raw json.RawMessage) error {
		at := reading.At{Line: line, Record: record}
		object, err := jsonread.DecodeObject(raw)
		if err != nil {
			return m.Refuse(annotation.CodeSyntax, at, "", "%w", err)
		}
		names := sortedKeys(object)
		if err := m.members(names, at); err != nil {
			return err
		}
		values := make([]value, len(names))
		for i, name := range names {
			values[i] = jsonValue(object[name])
		}
		return m.row(at, values, len(raw))
	})
}
