// Package job reads and writes the files that "videotune build" runs by.
package job

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/config"
	"go.yaml.in/yaml/v3"
)

// Bounds of a file of configuration: of its bytes, of its depth, and of its values and
// the bytes of their texts with those that aliases repeat.
const (
	maxFile  = 4 << 20
	maxDepth = 50
	maxNodes = 1 << 18
	maxTexts = 4 * maxFile
)

// An Error is a fault of a file of configuration.
type Error struct {
	Line   int // from 1; 0 if it is not known
	Column int // from 1, in characters; 0 if it is not known
	Err    error
}

// Error returns the line, and what is wrong.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Err.Error()
	}
	return fmt.Sprintf("line %d: %v", e.Line, e.Err)
}

// Place returns the name of a file with the line and the column, as far as they are
// known: "job.yaml:3:7".
func (e *Error) Place(file string) string {
	for _, n := range []int{e.Line, e.Column} {
		if n == 0 {
			break
		}
		file += ":" + strconv.Itoa(n)
	}
	return file
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Decode reads YAML, or JSON, into the struct that to points to, by the names in the
// json tags of its fields. The error joins an [*Error] for each name that is not known,
// with the nearest right one, and for each value that does not fit. Names are texts,
// whatever they look like: the option null is a name.
func Decode(r io.Reader, to any) error {
	_, err := decode(r, to)
	return err
}

// decode is Decode; the tree knows the lines.
func decode(r io.Reader, to any) (*tree, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxFile {
		return nil, &Error{Err: fmt.Errorf("it has more than %d bytes", maxFile)}
	}
	doc, err := parse(data)
	if err != nil {
		return nil, err
	}
	t := &tree{places: map[string]place{}}
	v, err := t.value(doc, "", 0)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return t, t.explain(config.Decode(text, to))
}

// parse returns the only document of a file.
func parse(data []byte) (*yaml.Node, error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, more yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, &Error{Err: errors.New("it is empty")}
	case err != nil:
		return nil, syntaxError(err)
	}
	switch err := dec.Decode(&more); {
	case err == nil:
		return nil, &Error{Line: more.Line, Column: more.Column, Err: errors.New("another document begins; want one")}
	case !errors.Is(err, io.EOF):
		return nil, syntaxError(err)
	}
	return doc.Content[0], nil
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// syntaxError takes the line out of an error of the YAML package, which tells none for
// the first.
func syntaxError(err error) error {
	m := yamlLine.FindStringSubmatch(err.Error())
	if m == nil {
		return &Error{Err: err}
	}
	line, failed := strconv.Atoi(m[1])
	if failed != nil {
		line = 1
	}
	return &Error{Line: line, Err: errors.New(strings.TrimPrefix(err.Error(), m[0]))}
}

// A place is where a value stands: a line and a column, from 1.
type place struct{ line, column int }

// A tree makes values of nodes.
type tree struct {
	places       map[string]place // of the values, by their paths
	nodes, texts int
}

func (t *tree) value(n *yaml.Node, path string, depth int) (any, error) {
	t.nodes++
	t.texts += len(n.Value)
	if t.nodes > maxNodes || t.texts > maxTexts || depth > maxDepth {
		return nil, faultAt(n, "it is nested too deeply, or too large")
	}
	if t.places[path] == (place{}) {
		t.places[path] = place{n.Line, n.Column}
	}
	switch n.Kind {
	case yaml.AliasNode:
		return t.value(n.Alias, path, depth+1)
	case yaml.SequenceNode:
		if n.ShortTag() == "!!seq" {
			return t.list(n, path, depth)
		}
	case yaml.MappingNode:
		if n.ShortTag() == "!!map" {
			return t.object(n, path, depth)
		}
	case yaml.ScalarNode:
		return scalar(n)
	}
	return nil, faultAt(n, "the tag %s is not taken here", n.ShortTag())
}

func (t *tree) list(n *yaml.Node, path string, depth int) (any, error) {
	list := make([]any, len(n.Content))
	for i, c := range n.Content {
		var err error
		if list[i], err = t.value(c, fmt.Sprintf("%s[%d]", path, i), depth+1); err != nil {
			return nil, err
		}
		if list[i] == nil && c.Value != "" && c.Value != "~" {
			list[i] = c.Value // null: [NULL] means the text
		}
	}
	return list, nil
}

func (t *tree) object(n *yaml.Node, path string, depth int) (any, error) {
	m := make(map[string]any, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			return nil, faultAt(key, "a name must be a text")
		}
		if key.ShortTag() == "!!merge" {
			return nil, faultAt(key, "<< is not taken here; write the names out")
		}
		if _, twice := m[key.Value]; twice {
			return nil, faultAt(key, "the name %.100q stands twice", key.Value)
		}
		child := key.Value
		if path != "" {
			child = path + "." + key.Value
		}
		t.places[child] = place{key.Line, key.Column}
		v, err := t.value(value, child, depth+1)
		if err != nil {
			return nil, err
		}
		m[key.Value] = v
	}
	return m, nil
}

// scalar keeps numbers as they are written.
func scalar(n *yaml.Node) (any, error) {
	switch tag := n.ShortTag(); tag {
	case "!!null":
		if n.Style&yaml.TaggedStyle == 0 {
			return nil, nil
		}
	case "!!bool":
		switch strings.ToLower(n.Value) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return nil, faultAt(n, "%.100q is neither true nor false", n.Value)
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return json.Number(n.Value), nil
		}
		return n.Value, nil
	case "!!str", "!!timestamp":
		return n.Value, nil
	}
	return nil, faultAt(n, "the tag %s is not taken here", n.ShortTag())
}

func faultAt(n *yaml.Node, format string, args ...any) error {
	return &Error{n.Line, n.Column, fmt.Errorf(format, args...)}
}

// explain adds the lines to errors that have a path.
func (t *tree) explain(err error) error {
	list := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		list = joined.Unwrap()
	}
	var faults []*Error
	for _, e := range list {
		var at *config.Error
		if errors.As(e, &at) {
			at.Err = plain(at.Err, at.Path[strings.LastIndexByte(at.Path, '.')+1:])
			faults = append(faults, t.fault(at))
		} else if e != nil {
			faults = append(faults, &Error{Err: e})
		}
	}
	return joined(faults)
}

// fault adds the place to an error that has a path.
func (t *tree) fault(e *config.Error) *Error {
	at := t.place(e.Path)
	return &Error{at.line, at.column, e}
}

// joined joins faults in the order of their places.
func joined(faults []*Error) error {
	slices.SortStableFunc(faults, func(a, b *Error) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
	errs := make([]error, len(faults))
	for i, f := range faults {
		errs[i] = f
	}
	return errors.Join(errs...)
}

// has reports whether there is a value of a path.
func (t *tree) has(path string) bool { return t.places[path] != place{} }

// place returns where the value of a path stands, or what is around it.
func (t *tree) place(path string) place {
	for path != "" && !t.has(path) {
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return t.places[path]
}
