package schema

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"
)

// ErrAnswerType says that a Go type cannot be that of an answer. The errors of
// [Answer] and [AnswerOf] wrap it.
var ErrAnswerType = errors.New("no type of an answer")

// Answer returns the JSON Schema of the answers that values of type T become, for a
// prompt and for a program that reads replies. It is [AnswerOf] of T.
func Answer[T any]() (*jsonschema.Schema, error) { return AnswerOf(reflect.TypeFor[T]()) }

// AnswerOf returns the JSON Schema of the answers that values of type t become.
//
// Objects are closed; a member is required unless its tag says omitempty or
// omitzero; the tags "jsonschema" and "jsonschema_description" of invopop/jsonschema
// count. Nothing is referred to: what a struct holds stands where it is used, so that
// the schema is short. Therefore a type that holds itself is an error, and so is one
// that JSON has no form for. Each call returns a schema of its own, which the caller
// may change.
func AnswerOf(t reflect.Type) (*jsonschema.Schema, error) {
	if err := answerable(t, nil); err != nil {
		return nil, err
	}
	r := &jsonschema.Reflector{Anonymous: true, DoNotReference: true}
	s := r.ReflectFromType(t)
	s.Version = ""
	return s, nil
}

var (
	custom    = reflect.TypeFor[interface{ JSONSchema() *jsonschema.Schema }]()
	textual   = reflect.TypeFor[encoding.TextMarshaler]()
	marshaler = reflect.TypeFor[json.Marshaler]()
)

// answerable returns an error for a type that has no schema without references.
// within are the structs, lists and maps around it.
func answerable(t reflect.Type, within []reflect.Type) error {
	for _, w := range within {
		if w == t {
			return fmt.Errorf("schema: %v: %w: it holds itself; make a list of it", t, ErrAnswerType)
		}
	}
	if t.Implements(custom) {
		return nil
	}
	within = append(within, t)
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return answerable(t.Elem(), within)
	case reflect.Map:
		if k := t.Key(); k.Kind() != reflect.String || k.Implements(textual) {
			return fmt.Errorf("schema: %v: %w: its keys are no strings", t, ErrAnswerType)
		}
		return answerable(t.Elem(), within)
	case reflect.Struct:
		return answerableFields(t, within)
	case reflect.Chan, reflect.Func, reflect.Complex64, reflect.Complex128, reflect.Uintptr, reflect.UnsafePointer, reflect.Invalid:
		return fmt.Errorf("schema: %v: %w: JSON has no form for it", t, ErrAnswerType)
	}
	return nil
}

func answerableFields(t reflect.Type, within []reflect.Type) error {
	if t.Implements(textual) || t.Implements(marshaler) {
		if t.PkgPath() == "time" && t.Name() == "Time" {
			return nil
		}
		return fmt.Errorf("schema: %v: %w: it writes itself; give it a method JSONSchema", t, ErrAnswerType)
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Tag.Get("json") == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		if err := answerable(f.Type, within); err != nil {
			return err
		}
	}
	return nil
}
