package rows

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"

	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A kind is what a value is.
type kind uint8

const (
	null    kind = iota
	text         // as it stands
	number       // the decimal digits of one, exactly
	special      // NaN, +Inf or -Inf: what a float can be besides a number
	boolean      // "true" or "false"
	moment       // a date and time, in the form of RFC 3339
	tree         // a list or an object of JSON, in the field tree
)

// kinds names the kinds in messages.
var kinds = [...]string{"NULL", "a text", "a number", "no number", "true or false", "a date and time", "JSON"}

// A value is one of a row, whatever it came from. The zero value is NULL.
type value struct {
	kind kind
	text string
	tree any // []any or map[string]any, of strings, bools, json.Number, nil and themselves
}

// jsonValue is the value of what stands in JSON.
func jsonValue(v any) value {
	switch v := v.(type) {
	case string:
		return value{kind: text, text: v}
	case json.Number:
		return value{kind: number, text: v.String()}
	case bool:
		return boolValue(v)
	case []any, map[string]any:
		return value{kind: tree, tree: v}
	}
	return value{}
}

func boolValue(b bool) value {
	if b {
		return value{kind: boolean, text: "true"}
	}
	return value{kind: boolean, text: "false"}
}

func timeValue(t time.Time) value { return value{kind: moment, text: t.Format(time.RFC3339Nano)} }

// attribute returns the value as an attribute holds it.
func (v value) attribute() any {
	switch v.kind {
	case null:
		return nil
	case number:
		return json.Number(v.text)
	case boolean:
		return v.text == "true"
	case tree:
		return v.tree
	}
	return v.text
}

// plain returns the text of what is neither a list nor an object, without white
// space around it.
func (v value) plain() (s string, ok bool) {
	return strings.TrimSpace(v.text), v.kind != tree && v.kind != special
}

// json returns the tree of a value, which may stand as its text; nil for a blank one.
func (v value) json() (any, error) {
	switch {
	case v.kind == tree:
		return v.tree, nil
	case v.kind != text:
		return nil, errors.New("it is " + kinds[v.kind])
	case strings.TrimSpace(v.text) == "":
		return nil, nil
	}
	return parseJSON(v.text)
}

// parseJSON reads a text that is one value in JSON.
func parseJSON(text string) (any, error) {
	raw := []byte(text)
	t, err := jsonread.Decode(raw)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err == nil && !json.Valid(raw) {
		err = errors.New("more follows behind the first value")
	}
	return t, err
}

// size is about how many bytes the value holds.
func (v value) size() int { return len(v.text) + treeSize(v.tree) }

func treeSize(t any) (n int) {
	const overhead = 32
	switch t := t.(type) {
	case string:
		n = len(t)
	case []any:
		for _, e := range t {
			n += treeSize(e)
		}
	case map[string]any:
		for name, e := range t {
			n += len(name) + treeSize(e)
		}
	}
	return n + overhead
}

// infinite reports whether the value stands for a time without an end.
func (v value) infinite() bool {
	switch v.kind {
	case text, special:
		switch strings.ToLower(strings.TrimPrefix(strings.TrimSpace(v.text), "+")) {
		case "inf", "infinity":
			return true
		}
	}
	return false
}

// String shows the value in a message.
func (v value) String() string {
	switch v.kind {
	case null, tree:
		return kinds[v.kind]
	case text, moment:
		return reading.Quote(v.text)
	}
	return clip(v.text)
}
