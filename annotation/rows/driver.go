package rows

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
)

// maxDepth bounds how deep lists and objects stand in each other, as in JSON.
const maxDepth = 100

var errUTF8 = errors.New("its bytes are no text in UTF-8")

// driverValue is the value of what a driver scanned into an any.
func driverValue(src any) (value, error) { return convert(src, 0) }

func convert(src any, depth int) (value, error) {
	switch v := src.(type) {
	case nil:
		return value{}, nil
	case string:
		return textValue(v)
	case []byte:
		if v == nil {
			return value{}, nil
		}
		return textValue(string(v))
	case int64:
		return value{kind: number, text: strconv.FormatInt(v, 10)}, nil
	case float64:
		return floatValue(v, 64), nil
	case bool:
		return boolValue(v), nil
	case time.Time:
		return timeValue(v), nil
	case time.Duration:
		return value{}, errType(v)
	case json.Number:
		return numberValue(v.String()), nil
	case driver.Valuer:
		return valuerValue(v, depth)
	case fmt.Stringer: // a decimal of the driver's own
		if reflect.ValueOf(v).Kind() == reflect.Pointer && reflect.ValueOf(v).IsNil() {
			return value{}, nil
		}
		return numberValue(v.String()), nil
	}
	return reflectValue(reflect.ValueOf(src), depth)
}

// textValue is a text, which must be one.
func textValue(s string) (value, error) {
	if !utf8.ValidString(s) {
		return value{}, errUTF8
	}
	return value{kind: text, text: s}, nil
}

// numberValue is a number if JSON would call the text one, and else a text.
func numberValue(s string) value {
	if s != "" && (s[0] == '-' || s[0] >= '0' && s[0] <= '9') && json.Valid([]byte(s)) {
		return value{kind: number, text: s}
	}
	return value{kind: text, text: s}
}

// floatValue is the number of the shortest text that stands for the float.
func floatValue(f float64, bits int) value {
	switch abs := math.Abs(f); {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return value{kind: special, text: strconv.FormatFloat(f, 'g', -1, bits)}
	case abs != 0 && (abs < 1e-6 || abs >= 1e21): // as encoding/json does
		return value{kind: number, text: strconv.FormatFloat(f, 'e', -1, bits)}
	}
	return value{kind: number, text: strconv.FormatFloat(f, 'f', -1, bits)}
}

// valuerValue is what a driver.Valuer, such as sql.NullString, holds. A pointer that
// is nil holds nothing.
func valuerValue(v driver.Valuer, depth int) (value, error) {
	if r := reflect.ValueOf(v); r.Kind() == reflect.Pointer && r.IsNil() {
		return value{}, nil
	}
	inner, err := v.Value()
	if err != nil {
		return value{}, err
	}
	if !driver.IsValue(inner) { // it may be a Valuer again, and without end
		return value{}, errType(inner)
	}
	return convert(inner, depth)
}

// reflectValue is the value of a type that is not known by its name.
func reflectValue(v reflect.Value, depth int) (value, error) {
	switch v.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return value{kind: number, text: strconv.FormatInt(v.Int(), 10)}, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return value{kind: number, text: strconv.FormatUint(v.Uint(), 10)}, nil
	case reflect.Float32, reflect.Float64:
		return floatValue(v.Float(), v.Type().Bits()), nil
	case reflect.Bool:
		return boolValue(v.Bool()), nil
	case reflect.String:
		return textValue(v.String())
	case reflect.Pointer:
		if v.IsNil() {
			return value{}, nil
		}
		if v.Elem().Kind() != reflect.Pointer {
			return convert(v.Elem().Interface(), depth)
		}
	case reflect.Slice, reflect.Array, reflect.Map:
		if v.Kind() != reflect.Array && v.IsNil() {
			return value{}, nil
		}
		t, err := driverTree(v, depth+1)
		return value{kind: tree, tree: t}, err
	}
	return value{}, errType(v.Interface())
}

// driverTree is the tree of a list or a map.
func driverTree(v reflect.Value, depth int) (any, error) {
	if depth > maxDepth {
		return nil, jsonread.ErrDepth
	}
	if v.Kind() == reflect.Map {
		m := make(map[string]any, v.Len())
		for it := v.MapRange(); it.Next(); {
			if it.Key().Kind() != reflect.String || !utf8.ValidString(it.Key().String()) {
				return nil, errType(v.Interface())
			}
			e, err := driverElement(it.Value(), depth)
			if err != nil {
				return nil, err
			}
			m[it.Key().String()] = e
		}
		return m, nil
	}
	list := make([]any, v.Len())
	for i := range list {
		var err error
		if list[i], err = driverElement(v.Index(i), depth); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func driverElement(v reflect.Value, depth int) (any, error) {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		return nil, nil
	}
	e, err := convert(v.Interface(), depth)
	return e.attribute(), err
}

func errType(v any) error { return fmt.Errorf("a value of type %T cannot be read", v) }
