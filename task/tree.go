package task

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// A kind is a JSON type, or a set of them.
type kind uint8

const (
	kindObject kind = 1 << iota
	kindArray
	kindString
	kindInteger // a number without a point and an exponent
	kindNumber
	kindBool
	kindNull
)

var kindNames = [...]struct{ name, some string }{
	{"object", "an object"}, {"array", "a list"}, {"string", "a string"}, {"integer", "a whole number"},
	{"number", "a number"}, {"boolean", "true or false"}, {"null", "null"},
}

// String names the types, for people.
func (k kind) String() string {
	var names []string
	for i, n := range kindNames {
		if k&(1<<i) != 0 && (n.name != "integer" || k&kindNumber == 0) {
			names = append(names, n.some)
		}
	}
	return strings.Join(names, " or ")
}

// maxDepth is the deepest nesting of an answer.
const maxDepth = 32

// A node is a JSON value with the order and the number of its members.
type node struct {
	kind  kind
	text  string   // of a string: what it says; of a number, true and false: as it is written
	names []string // of the members of an object
	nodes []node   // members or elements
}

// readTree reads one JSON value that is known to be valid. It is false if it is nested
// too deeply.
func readTree(data string) (node, bool) {
	dec := json.NewDecoder(strings.NewReader(data))
	dec.UseNumber()
	return nextNode(dec, maxDepth)
}

func nextNode(dec *json.Decoder, depth int) (n node, ok bool) {
	token, err := dec.Token()
	if err != nil {
		return n, false
	}
	switch v := token.(type) {
	case string:
		return node{kind: kindString, text: v}, true
	case json.Number:
		n = node{kind: kindNumber, text: v.String()}
		if !strings.ContainsAny(n.text, ".eE") {
			n.kind |= kindInteger
		}
		return n, true
	case bool:
		return node{kind: kindBool, text: strconv.FormatBool(v)}, true
	case nil:
		return node{kind: kindNull}, true
	}
	if depth == 0 {
		return n, false
	}
	n.kind = kindArray
	if token == json.Delim('{') {
		n.kind = kindObject
	}
	for dec.More() {
		if n.kind == kindObject {
			name, err := dec.Token()
			if err != nil {
				return n, false
			}
			n.names = append(n.names, name.(string))
		}
		child, ok := nextNode(dec, depth-1)
		if !ok {
			return n, false
		}
		n.nodes = append(n.nodes, child)
	}
	_, err = dec.Token() // the closing bracket
	return n, err == nil
}

// shown writes the value for a message: objects and lists as their types.
func (n *node) shown() string {
	switch {
	case n.kind&(kindObject|kindArray) != 0:
		return n.kind.String()
	case n.kind == kindString:
		return quoted(n.text)
	case n.kind == kindNull:
		return "null"
	}
	return cut(n.text)
}

// maxShown is the longest value in a message, in bytes.
const maxShown = 80

func cut(s string) string { return words.Clip(s, maxShown) }

func quoted(s string) string { return strconv.Quote(cut(s)) }

// pointerEscapes are those of RFC 6901.
var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// under returns the pointer to a member.
func under(p videotune.Pointer, name string) videotune.Pointer {
	return p + "/" + videotune.Pointer(pointerEscapes.Replace(cut(name)))
}

// at returns the pointer to an element.
func at(p videotune.Pointer, i int) videotune.Pointer {
	return p + "/" + videotune.Pointer(strconv.Itoa(i))
}
