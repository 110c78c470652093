// Package job reads and writes the files that "videotune build" runs by.
package job

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/config"
	"go.yaml.in/yaml/v3"
)

// maxFile is the largest file of configuration, in bytes.
const maxFile = 4 << 20

// Decode reads YAML, or JSON, into the struct that to points to, by the names in the
// json tags of its fields. A name that is not known is an error with the nearest right
// one. Names are texts, whatever they look like: the option null is a name.
func Decode(r io.Reader, to any) error {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return err
	}
	if len(data) > maxFile {
		return fmt.Errorf("it has more than %d bytes", maxFile)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return errors.New("it is empty")
		}
		return errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return errors.New("it holds more than one document")
	}
	t := tree{lines: map[string]int{}}
	v, err := t.value(doc.Content[0], "", 0)
	if err != nil {
		return err
	}
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return t.explain(config.Decode(text, to))
}

// A tree makes values of nodes.
type tree struct {
	lines map[string]int // of the names, by their paths
	nodes int
}

// Bounds of a file: of its depth, and of its nodes with those that aliases repeat.
const (
	maxDepth = 50
	maxNodes = 1 << 20
)

func (t *tree) value(n *yaml.Node, path string, depth int) (any, error) {
	if t.nodes++; t.nodes > maxNodes || depth > maxDepth {
		return nil, fmt.Errorf("line %d: it is nested too deeply, or too large", n.Line)
	}
	switch n.Kind {
	case yaml.AliasNode:
		return t.value(n.Alias, path, depth+1)
	case yaml.SequenceNode:
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
	case yaml.MappingNode:
		return t.object(n, path, depth)
	}
	return scalar(n)
}

func (t *tree) object(n *yaml.Node, path string, depth int) (any, error) {
	m := make(map[string]any, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("line %d: a name must be a text", key.Line)
		}
		if key.Tag == "!!merge" {
			return nil, fmt.Errorf("line %d: << is not taken here; write the names out", key.Line)
		}
		if _, twice := m[key.Value]; twice {
			return nil, fmt.Errorf("line %d: the name %q stands twice", key.Line, key.Value)
		}
		child := key.Value
		if path != "" {
			child = path + "." + key.Value
		}
		t.lines[child] = key.Line
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
	switch n.ShortTag() {
	case "!!null":
		return nil, nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true"), nil
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return json.Number(n.Value), nil
		}
	}
	return n.Value, nil
}

// explain adds the lines to names that are not known.
func (t *tree) explain(err error) error {
	var unknown *config.UnknownError
	switch list, ok := err.(interface{ Unwrap() []error }); {
	case ok:
		var errs []error
		for _, e := range list.Unwrap() {
			errs = append(errs, t.explain(e))
		}
		return errors.Join(errs...)
	case errors.As(err, &unknown) && t.lines[unknown.Path] > 0:
		return fmt.Errorf("line %d: %w", t.lines[unknown.Path], err)
	}
	return err
}
