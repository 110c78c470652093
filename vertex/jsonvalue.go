package vertex

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
)

// pointerEscape escapes a token of an RFC 6901 JSON pointer.
var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

// tree decodes JSON with its numbers as they are spelled.
func tree(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}

// marshal is json.Marshal that leaves <, > and & as they are.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// plain returns an object as the tree of its JSON, in which the types of the SDK are
// gone.
func plain(object map[string]any) (map[string]any, error) {
	data, err := marshal(object)
	if err != nil {
		return nil, err
	}
	v, err := tree(data)
	if err != nil {
		return nil, err
	}
	m, _ := v.(map[string]any) // a nil object is null
	return m, nil
}

// notUTF8 returns where in what was marshalled to JSON the first text stands that is no
// UTF-8; of the name of a member it is the object. The pointer is that of the JSON.
func notUTF8(pointer videotune.Pointer, v reflect.Value) (where videotune.Pointer, found bool) {
	switch v.Kind() {
	case reflect.String:
		return pointer, !utf8.ValidString(v.String())
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return notUTF8(pointer, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 { // bytes, or JSON that is ready
			return pointer, false
		}
		for i := range v.Len() {
			if where, found = notUTF8(at(pointer, i), v.Index(i)); found {
				return where, true
			}
		}
	case reflect.Map:
		return notUTF8Map(pointer, v)
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if !field.IsExported() || field.Tag.Get("json") == "-" {
				continue
			}
			if where, found = notUTF8(at(pointer, memberName(field)), v.Field(i)); found {
				return where, true
			}
		}
	}
	return pointer, false
}

func notUTF8Map(pointer videotune.Pointer, v reflect.Value) (where videotune.Pointer, found bool) {
	for it := v.MapRange(); it.Next(); {
		here, bad := notUTF8(pointer, it.Key())
		if !bad {
			here, bad = notUTF8(at(pointer, it.Key()), it.Value())
		}
		if bad && (!found || here < where) {
			where, found = here, true // the same one each time
		}
	}
	return where, found
}

// memberName returns the name that a field of a struct has in JSON.
func memberName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	if name == "" || name == "-" {
		return field.Name
	}
	return name
}

// A difference is a place at which two JSON values say different things.
type difference struct {
	pointer   videotune.Pointer
	want, got string // as JSON; "nothing" where one has no value
}

// firstDifference returns the first place, in the order of the members' names, at
// which two trees differ; nil if they say the same.
func firstDifference(pointer videotune.Pointer, want, got any) *difference {
	switch w := want.(type) {
	case map[string]any:
		if g, ok := got.(map[string]any); ok {
			return objectDifference(pointer, w, g)
		}
	case []any:
		if g, ok := got.([]any); ok {
			return listDifference(pointer, w, g)
		}
	case json.Number:
		if g, ok := got.(json.Number); ok && sameNumber(string(w), string(g)) {
			return nil
		}
	default:
		if scalar(got) && want == got {
			return nil
		}
	}
	return &difference{pointer, shown(want), shown(got)}
}

func objectDifference(pointer videotune.Pointer, want, got map[string]any) *difference {
	names := slices.Sorted(maps.Keys(want))
	for name := range got {
		if _, ok := want[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		w, inWant := want[name]
		g, inGot := got[name]
		at := at(pointer, name)
		switch {
		case !inWant:
			return &difference{at, "nothing", shown(g)}
		case !inGot:
			return &difference{at, shown(w), "nothing"}
		}
		if d := firstDifference(at, w, g); d != nil {
			return d
		}
	}
	return nil
}

func listDifference(pointer videotune.Pointer, want, got []any) *difference {
	for i := range max(len(want), len(got)) {
		at := at(pointer, i)
		switch {
		case i >= len(want):
			return &difference{at, "nothing", shown(got[i])}
		case i >= len(got):
			return &difference{at, shown(want[i]), "nothing"}
		}
		if d := firstDifference(at, want[i], got[i]); d != nil {
			return d
		}
	}
	return nil
}

func scalar(v any) bool {
	switch v.(type) {
	case nil, bool, string:
		return true
	}
	return false
}

// shown returns v as JSON, cut where it is long.
func shown(v any) string {
	data, err := marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	const most = 60
	if s := []rune(string(data)); len(s) > most {
		return string(s[:most]) + "…"
	}
	return string(data)
}

// sameNumber reports whether two JSON numbers are equal, however they are spelled:
// 1.0 and 1 are, and so are 1e2 and 100. No float is involved.
func sameNumber(a, b string) bool {
	x, okX := exact.Canonical(a)
	y, okY := exact.Canonical(b)
	return a == b || okX && okY && x == y
}
