package task

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"github.com/invopop/jsonschema"

	"github.com/seed-57910ec4/videotune/schema"
)

// Formats of strings that stand for the closed lists of a task. They are made to
// enums where the task is known.
const (
	formatLabel    = "label"    // the names of the labels
	formatVerdict  = "verdict"  // these and "none"
	formatSeverity = "severity" // the names of the severities
	formatOverall  = "overall"  // these and "none"
)

// A shape is a JSON Schema made ready to judge values.
type shape struct {
	kinds    kind // 0: any
	members  []member
	others   *shape // the members with other names; nil: there may be none
	items    *shape
	options  []*shape // of which one fits; there is nothing else then
	enum     []node
	format   string // of this package, or ""
	pattern  *regexp.Regexp
	lengths  bounds // of a string, in runes
	counts   bounds // of a list
	unique   bool
	min, max *float64
	exclude  [2]bool // min and max themselves are no values
}

type member struct {
	name     string
	shape    *shape
	required bool
}

// bounds are those of a number of things; nil is none.
type bounds struct{ min, max *uint64 }

func (b bounds) want(n int, things string) string {
	switch {
	case b.min != nil && uint64(n) < *b.min:
		return fmt.Sprintf("at least %d %s", *b.min, things)
	case b.max != nil && uint64(n) > *b.max:
		return fmt.Sprintf("at most %d %s", *b.max, things)
	}
	return ""
}

// shapes are those of the Go types of answers, which are few in a program.
var shapes sync.Map // of reflect.Type to func() (*shape, error)

// shapeOf returns the shape of the answers of a Go type.
func shapeOf(t reflect.Type) (*shape, error) {
	make, _ := shapes.LoadOrStore(t, sync.OnceValues(func() (*shape, error) {
		s, err := schema.AnswerOf(t)
		if err != nil {
			return nil, err
		}
		return compile(s)
	}))
	return make.(func() (*shape, error))()
}

// unjudged are the keywords that compile does not know.
func unjudged(s *jsonschema.Schema) string {
	for _, k := range []struct {
		name string
		used bool
	}{
		{"$ref", s.Ref != ""}, {"allOf", s.AllOf != nil}, {"not", s.Not != nil}, {"if", s.If != nil},
		{"patternProperties", s.PatternProperties != nil}, {"propertyNames", s.PropertyNames != nil},
		{"prefixItems", s.PrefixItems != nil}, {"contains", s.Contains != nil}, {"dependentRequired", s.DependentRequired != nil},
		{"dependentSchemas", s.DependentSchemas != nil}, {"multipleOf", s.MultipleOf != ""},
		{"minProperties", s.MinProperties != nil}, {"maxProperties", s.MaxProperties != nil},
		{"oneOf", s.OneOf != nil && s.Type != ""}, {"anyOf", s.AnyOf != nil && s.Type != ""},
	} {
		if k.used {
			return k.name
		}
	}
	return ""
}

// compile makes a shape of a schema. A keyword that it cannot judge is an error, since
// a prompt must not ask for what Parse does not look at.
func compile(s *jsonschema.Schema) (*shape, error) {
	if k := unjudged(s); k != "" {
		return nil, fmt.Errorf("task: %w: the schema of its answer has %q, which replies are not judged by; leave it out", ErrConfig, k)
	}
	out := &shape{
		lengths: bounds{s.MinLength, s.MaxLength}, counts: bounds{s.MinItems, s.MaxItems}, unique: s.UniqueItems,
		format: ownFormat(s.Format),
	}
	if s.Type != "" {
		i := slices.IndexFunc(kindNames[:], func(n struct{ name, some string }) bool { return n.name == s.Type })
		if i < 0 {
			return nil, fmt.Errorf("task: %w: the schema of its answer has the type %q", ErrConfig, s.Type)
		}
		out.kinds = 1 << i
	}
	return out, out.fill(s)
}

func ownFormat(format string) string {
	switch format {
	case formatClock, formatLabel, formatVerdict, formatSeverity, formatOverall:
		return format
	}
	return ""
}

// fill compiles what can fail.
func (out *shape) fill(s *jsonschema.Schema) (err error) {
	if s.Pattern != "" {
		if out.pattern, err = regexp.Compile(s.Pattern); err != nil {
			return fmt.Errorf("task: %w: the pattern of its answer: %w", ErrConfig, err)
		}
	}
	values := s.Enum
	if s.Const != nil {
		values = append(slices.Clone(values), s.Const)
	}
	for _, v := range values {
		text, err := json.Marshal(v)
		n, ok := readTree(string(text))
		if err != nil || !ok {
			return fmt.Errorf("task: %w: the enum of its answer has a value that is no JSON", ErrConfig)
		}
		out.enum = append(out.enum, n)
	}
	limit := func(of, exclusive json.Number, i int) (*float64, error) {
		out.exclude[i] = exclusive != ""
		if exclusive != "" {
			of = exclusive
		}
		if of == "" {
			return nil, nil
		}
		f, err := of.Float64()
		return &f, err
	}
	if out.min, err = limit(s.Minimum, s.ExclusiveMinimum, 0); err != nil {
		return fmt.Errorf("task: %w: the minimum of its answer: %w", ErrConfig, err)
	}
	if out.max, err = limit(s.Maximum, s.ExclusiveMaximum, 1); err != nil {
		return fmt.Errorf("task: %w: the maximum of its answer: %w", ErrConfig, err)
	}
	return out.nest(s)
}

// nest compiles the schemas within s.
func (out *shape) nest(s *jsonschema.Schema) (err error) {
	for _, o := range append(slices.Clone(s.OneOf), s.AnyOf...) {
		c, err := compile(o)
		if err != nil {
			return err
		}
		out.options = append(out.options, c)
	}
	if s.Items != nil {
		if out.items, err = compile(s.Items); err != nil {
			return err
		}
	}
	switch a := s.AdditionalProperties; {
	case a == nil:
		out.others = new(shape)
	case a != jsonschema.FalseSchema:
		if out.others, err = compile(a); err != nil {
			return err
		}
	}
	if s.Properties == nil {
		return nil
	}
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		c, err := compile(p.Value)
		if err != nil {
			return err
		}
		out.members = append(out.members, member{p.Key, c, slices.Contains(s.Required, p.Key)})
	}
	return nil
}

// numberOf reads a number of JSON for a comparison.
func numberOf(text string) float64 {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && f == 0 {
		return 0
	}
	return f // an infinity for what is too large
}
