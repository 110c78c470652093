// Package config decodes files that people write: every name that is not known, and
// every value that does not fit its name, is told with where it stands.
package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// Decode reads one JSON object into the struct that to points to, by the names in
// the json tags of its fields, exactly as they are spelt. A member that is null is as
// one that is absent. The error joins an [*Error] for each name that is not known and
// for each value that does not fit; a type that reads JSON by itself judges its own
// part, and what it joins of such errors is told with its place in the whole.
func Decode(data []byte, to any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return fmt.Errorf("no valid JSON: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more follows behind the first value")
	}
	if _, ok := tree.(map[string]any); !ok {
		return errors.New("want an object of names and values")
	}
	if err := errors.Join(judge(tree, reflect.TypeOf(to).Elem(), "")...); err != nil {
		return err
	}
	data, err := json.Marshal(tree)
	if err != nil {
		return err
	}
	return unmarshal(data, to)
}

// unmarshal is json.Unmarshal that keeps numbers as they are written.
func unmarshal(data []byte, to any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return dec.Decode(to)
}

var reader = reflect.TypeFor[json.Unmarshaler]()

// judge returns an error for each name in the tree that t has no field for, and for
// each value that does not fit, and takes out the members that are null.
func judge(tree any, t reflect.Type, path string) []error {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	own := reflect.PointerTo(t).Implements(reader)
	switch v := tree.(type) {
	case []any:
		// The elements of a list that reads itself are judged first: they know their
		// places.
		if t.Kind() == reflect.Slice && (!own || reflect.PointerTo(t.Elem()).Implements(reader)) {
			if errs := list(v, t.Elem(), path); len(errs) > 0 || !own {
				return errs
			}
		}
	case map[string]any:
		switch {
		case own:
		case t.Kind() == reflect.Map:
			return object(v, func(string) reflect.Type { return t.Elem() }, path)
		case t.Kind() == reflect.Struct:
			return members(v, t, path)
		}
	}
	return value(tree, t, path)
}

func list(v []any, t reflect.Type, path string) (errs []error) {
	for i, e := range v {
		errs = append(errs, judge(e, t, fmt.Sprintf("%s[%d]", path, i))...)
	}
	return errs
}

func object(v map[string]any, typeOf func(name string) reflect.Type, path string) (errs []error) {
	for _, name := range sorted(v) {
		errs = append(errs, judge(v[name], typeOf(name), join(path, name))...)
	}
	return errs
}

// members judges the members of a struct.
func members(v map[string]any, t reflect.Type, path string) (errs []error) {
	fields := Fields(t)
	known := maps.Clone(v)
	for _, name := range sorted(v) {
		if _, ok := fields[name]; ok && v[name] != nil {
			continue
		} else if !ok {
			errs = append(errs, &Error{join(path, name), &UnknownError{nearest.Word(name, sorted(fields)), sorted(fields)}})
		}
		delete(known, name)
		delete(v, name)
	}
	return append(errs, object(known, func(name string) reflect.Type { return fields[name] }, path)...)
}

// value judges one value as a whole.
func value(tree any, t reflect.Type, path string) []error {
	data, err := json.Marshal(tree)
	if err == nil {
		err = explain(unmarshal(data, reflect.New(t).Interface()))
	}
	if err == nil {
		return nil
	}
	inner := placed(err)
	if len(inner) == 0 {
		return []error{&Error{path, err}}
	}
	errs := make([]error, len(inner))
	for i, e := range inner {
		errs[i] = &Error{join(path, e.Path), e.Err}
	}
	return errs
}

// placed returns the Errors that are joined in err, however it wraps them.
func placed(err error) (list []*Error) {
	switch e := err.(type) {
	case *Error:
		return []*Error{e}
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			list = append(list, placed(one)...)
		}
	case interface{ Unwrap() error }:
		return placed(e.Unwrap())
	}
	return list
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func sorted[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
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
			maps.Copy(m, Fields(f.Type))
		}
	}
	return m
}

// An Error says what is wrong with a name, or with its value.
type Error struct {
	Path string // where it stands, such as "source.time_unit" or "labels[3]"
	Err  error  // an [*UnknownError], or why the value does not fit
}

// Error names the path, and what is wrong.
func (e *Error) Error() string {
	var unknown *UnknownError
	if errors.As(e.Err, &unknown) {
		return fmt.Sprintf("unknown name %.100q%s", e.Path, unknown.hint())
	}
	return fmt.Sprintf("%.100s: %v", e.Path, e.Err)
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// An UnknownError says that a name is not known.
type UnknownError struct {
	Nearest string   // what it was most likely meant to be; "" if nothing is near
	Known   []string // all names that are known there
}

// Error says what would be right.
func (e *UnknownError) Error() string { return "unknown name" + e.hint() }

func (e *UnknownError) hint() string {
	if e.Nearest != "" {
		return nearest.DidYouMean("", e.Nearest)
	}
	return "; known are " + strings.Join(e.Known, ", ")
}

// explain says what is wrong with a value in words for people.
func explain(err error) error {
	var t *json.UnmarshalTypeError
	if !errors.As(err, &t) {
		return err
	}
	is := t.Value
	switch word, number, _ := strings.Cut(is, " "); {
	case number != "":
		is = number
	case word == "bool":
		is = "true or false"
	default:
		is = map[string]string{"string": "a text", "number": "a number", "array": "a list", "object": "an object"}[word]
	}
	return fmt.Errorf("it is %s; want %s", is, kind(t.Type))
}

// kind names a Go type as JSON does.
func kind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a text, in quotes"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "an object"
	case reflect.Float32, reflect.Float64:
		return "a number"
	}
	return "a whole number"
}
