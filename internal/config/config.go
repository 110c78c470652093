// Package config decodes files that people write: every name that is not known is
// told, with where it stands and what it was most likely meant to be.
package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// Decode reads one JSON object into the struct that to points to, by the names in
// the json tags of its fields, exactly as they are spelt. All unknown names are in
// the error. A type that reads JSON by itself judges its own part.
func Decode(data []byte, to any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return fmt.Errorf("no valid JSON: %w", err)
	}
	if dec.More() {
		return errors.New("more follows behind the first value")
	}
	if _, ok := tree.(map[string]any); !ok {
		return errors.New("want an object of names and values")
	}
	if err := errors.Join(unknown(tree, reflect.TypeOf(to).Elem(), "")...); err != nil {
		return err
	}
	dec = json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(to); err != nil {
		return explain(err)
	}
	return nil
}

var reader = reflect.TypeFor[json.Unmarshaler]()

// unknown returns an error for each name in the tree that t has no field for.
func unknown(tree any, t reflect.Type, path string) (errs []error) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Implements(reader) || reflect.PointerTo(t).Implements(reader) {
		return nil
	}
	switch v := tree.(type) {
	case []any:
		if t.Kind() == reflect.Slice {
			for i, e := range v {
				errs = append(errs, unknown(e, t.Elem(), fmt.Sprintf("%s[%d]", path, i))...)
			}
		}
	case map[string]any:
		if t.Kind() == reflect.Map {
			for _, name := range sorted(v) {
				errs = append(errs, unknown(v[name], t.Elem(), join(path, name))...)
			}
		}
		if t.Kind() != reflect.Struct {
			return errs
		}
		fields := Fields(t)
		for _, name := range sorted(v) {
			if f, ok := fields[name]; ok {
				errs = append(errs, unknown(v[name], f, join(path, name))...)
				continue
			}
			errs = append(errs, &UnknownError{Path: join(path, name), Nearest: nearest.Word(name, sorted(fields)), Known: sorted(fields)})
		}
	}
	return errs
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Fields returns the types of the fields of a struct by the names in their json
// tags, those of embedded structs included.
func Fields(t reflect.Type) map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported() && !f.Anonymous:
		case name != "":
			m[name] = f.Type
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			for n, ft := range Fields(f.Type) {
				m[n] = ft
			}
		}
	}
	return m
}

// An UnknownError says that a name is not known.
type UnknownError struct {
	Path    string   // where it stands, such as "source.time_unit"
	Nearest string   // what it was most likely meant to be; "" if nothing is near
	Known   []string // all names that are known there
}

// Error names the path, and what would be right.
func (e *UnknownError) Error() string {
	s := fmt.Sprintf("unknown name %.100q", e.Path)
	if e.Nearest != "" {
		return s + nearest.DidYouMean("", e.Nearest)
	}
	return s + "; known are " + strings.Join(e.Known, ", ")
}

// explain says what is wrong with a value in words for people.
func explain(err error) error {
	var t *json.UnmarshalTypeError
	if !errors.As(err, &t) {
		return err
	}
	where := t.Field
	if where == "" {
		where = "the value"
	}
	return fmt.Errorf("%s is a %s; want %s", where, t.Value, kind(t.Type))
}

// kind names a Go type as JSON does.
func kind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a text"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "an object"
	case reflect.Float32, reflect.Float64:
		return "a number"
	}
	return "a whole number"
}
