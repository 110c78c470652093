package exact

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strconv"
)

// maxDepth bounds the nesting of what [CanonicalJSON] reads.
const maxDepth = 200

// CanonicalJSON returns the one text that all spellings of a JSON value have: without
// white space, with the members of each object in the order of their names, strings with
// the escapes of encoding/json, and numbers as [Canonical] has them. A member that stands
// twice stays twice.
//
// ok is false for what is not one value of JSON, and for one that is nested more than 200
// deep.
func CanonicalJSON(data []byte) (text string, ok bool) {
	d := canonical{dec: json.NewDecoder(bytes.NewReader(data))}
	d.dec.UseNumber()
	out, ok := d.value(nil, 0)
	if !ok {
		return "", false
	}
	if _, err := d.dec.Token(); err != io.EOF {
		return "", false
	}
	return string(out), true
}

type canonical struct{ dec *json.Decoder }

// value appends the next value to out.
func (d *canonical) value(out []byte, depth int) ([]byte, bool) {
	token, err := d.dec.Token()
	if err != nil || depth > maxDepth {
		return nil, false
	}
	switch token := token.(type) {
	case json.Number:
		if text, ok := Canonical(string(token)); ok {
			return append(out, text...), true
		}
		return append(out, token...), true
	case string:
		return appendString(out, token), true
	case bool:
		return strconv.AppendBool(out, token), true
	case json.Delim:
		if token == '{' {
			return d.object(out, depth)
		}
		return d.array(out, depth)
	}
	return append(out, "null"...), true
}

func (d *canonical) array(out []byte, depth int) (_ []byte, ok bool) {
	out = append(out, '[')
	for first := true; d.dec.More(); first = false {
		if !first {
			out = append(out, ',')
		}
		if out, ok = d.value(out, depth+1); !ok {
			return nil, false
		}
	}
	return append(out, ']'), d.end()
}

func (d *canonical) object(out []byte, depth int) (_ []byte, ok bool) {
	type member struct {
		name  string
		value []byte
	}
	var members []member
	for d.dec.More() {
		name, err := d.dec.Token()
		if err != nil {
			return nil, false
		}
		m := member{name: name.(string)} // More and Token see to it
		if m.value, ok = d.value(nil, depth+1); !ok {
			return nil, false
		}
		members = append(members, m)
	}
	slices.SortStableFunc(members, func(a, b member) int { return cmp.Compare(a.name, b.name) })
	out = append(out, '{')
	for i, m := range members {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(appendString(out, m.name), ':'), m.value...)
	}
	return append(out, '}'), d.end()
}

// end reads the bracket that closes a container.
func (d *canonical) end() bool {
	_, err := d.dec.Token()
	return err == nil
}

func appendString(out []byte, s string) []byte {
	quoted, _ := json.Marshal(s) // a string has no error
	return append(out, quoted...)
}
