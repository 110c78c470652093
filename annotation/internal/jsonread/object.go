package jsonread

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// maxDepth is how deep values may nest: more is no annotation.
const maxDepth = 100

// Errors of values.
var (
	ErrDepth = fmt.Errorf("values nest deeper than %d", maxDepth)
	ErrTwice = errors.New("stands twice in one object")
)

// Decode returns a value as encoding/json does, numbers as json.Number. A member that
// stands twice in an object is an error that wraps [ErrTwice]: one of its values
// would be lost.
func Decode(raw json.RawMessage) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	return decode(dec, maxDepth)
}

func decode(dec *json.Decoder, depth int) (any, error) {
	t, err := dec.Token()
	if err != nil {
		return nil, err
	}
	d, ok := t.(json.Delim)
	if !ok {
		return t, nil
	}
	if depth == 0 {
		return nil, ErrDepth
	}
	if d == '[' {
		list := []any{}
		for dec.More() {
			v, err := decode(dec, depth-1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := dec.Token()
		return list, err
	}
	object := map[string]any{}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name := t.(string)
		if _, ok := object[name]; ok {
			return nil, fmt.Errorf("%.50q %w", name, ErrTwice)
		}
		if object[name], err = decode(dec, depth-1); err != nil {
			return nil, err
		}
	}
	_, err = dec.Token()
	return object, err
}

// An Object is an object of which a reader takes one member after the other; what is
// left then has no place of its own.
type Object map[string]any

// DecodeObject is Decode of what must be an object.
func DecodeObject(raw json.RawMessage) (Object, error) {
	v, err := Decode(raw)
	if err != nil {
		return nil, err
	}
	return AsObject(v)
}

// AsObject returns a value that must be an object.
func AsObject(v any) (Object, error) {
	o, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("want an object, not %s", Describe(v))
	}
	return o, nil
}

// Has reports whether one of the members is there, be it null.
func (o Object) Has(names ...string) bool {
	for _, n := range names {
		if _, ok := o[n]; ok {
			return true
		}
	}
	return false
}

// Take takes out a member and returns its value; nil if it is null or not there.
func (o Object) Take(name string) any {
	v := o[name]
	delete(o, name)
	return v
}

// Text takes out a member that is a text or a number, without the white space around
// it; "" if it is null or not there.
func (o Object) Text(name string) (string, error) {
	v := o.Take(name)
	s, ok := Text(v)
	if !ok && v != nil {
		return "", fmt.Errorf("%s is %s; want a text", name, Describe(v))
	}
	return s, nil
}

// List takes out a member that is a list; nil if it is null or not there.
func (o Object) List(name string) ([]any, error) {
	v := o.Take(name)
	l, ok := v.([]any)
	if !ok && v != nil {
		return nil, fmt.Errorf("%s is %s; want a list", name, Describe(v))
	}
	return l, nil
}

// Rest returns what is left, without what is null; nil if that is nothing.
func (o Object) Rest() map[string]any {
	var rest map[string]any
	for name, v := range o {
		if v == nil {
			continue
		}
		if rest == nil {
			rest = make(map[string]any, len(o))
		}
		rest[name] = v
	}
	return rest
}

// Text returns a text without the white space around it, or a number as it is
// spelt: programs write either for the other.
func Text(v any) (s string, ok bool) {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v), true
	case json.Number:
		return v.String(), true
	}
	return "", false
}

// Describe says what a value is, for a message.
func Describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return fmt.Sprint(v)
	case string:
		return fmt.Sprintf("the text %.50q", v)
	case json.Number:
		return fmt.Sprintf("the number %.50s", v)
	case []any:
		return "a list"
	}
	return "an object"
}
