package answer

import (
	"bytes"
	"sort"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/swar"
)

// types is a set of JSON types.
type types uint8

const (
	isObject types = 1 << iota
	isArray
	isString
	isNumber
	isBool
	isNull        // says nothing: agrees with every type
	isEmptyArray  // likewise
	isEmptyObject // agrees with every object

	concrete = isObject | isArray | isString | isNumber | isBool
)

const noNode = -1

// A tree is the shape of a JSON answer: one node a key path. The elements of an
// array share one node, so that their number does not matter, and no node knows
// the order of the members. Node 0 is the value itself.
type tree struct {
	nodes []node
	keys  []byte
}

type node struct {
	hash                uint64 // of the path
	keys                uint64 // sum of the hashes of the children: equal for equal keys
	keyStart, keyEnd    int32  // of keys
	leadStart, leadEnd  int32  // what stands before the member: of the text, or of usualTree.leads
	parent, child, next int16  // next is the next child of the parent
	latest              int16  // the child that was found last
	depth               int8
	unit                unit // of a member that holds a time
	elem                bool // the elements of an array
	plain               bool // the key stands for itself in JSON
	types               types
}

// root makes the first node.
func (t *tree) root() int16 {
	t.nodes = append(t.nodes[:0], node{hash: offset64, parent: noNode, child: noNode, next: noNode, latest: noNode})
	t.keys = t.keys[:0]
	return 0
}

const (
	offset64 = 14695981039346656037 // of FNV-1a
	prime64  = 1099511628211
)

// childOf finds or makes the child of a node with a key, or that of the elements
// of an array. It is noNode if the tree is full.
func (t *tree) childOf(parent int16, key string, elem bool) int16 {
	next := t.following(parent)
	if next != noNode && t.nodes[next].elem == elem && string(t.key(next)) == key {
		t.nodes[parent].latest = next
		return next
	}
	h := t.nodes[parent].hash
	if elem {
		h = h*prime64 ^ 0x1ff
	} else {
		h = h*prime64 ^ 0x100
		for i := range len(key) {
			h = (h ^ uint64(key[i])) * prime64
		}
	}
	last := int16(noNode)
	for i := t.nodes[parent].child; i != noNode; i = t.nodes[i].next {
		if n := &t.nodes[i]; n.hash == h && n.elem == elem && string(t.keys[n.keyStart:n.keyEnd]) == key {
			t.nodes[parent].latest = i
			return i
		}
		last = i
	}
	depth := t.nodes[parent].depth + 1
	if len(t.nodes) > MaxPaths || int(depth) > MaxShapeDepth || len(key) > MaxLabelBytes {
		return noNode
	}
	start := int32(len(t.keys))
	t.keys = append(t.keys, key...)
	i := int16(len(t.nodes))
	t.nodes = append(t.nodes, node{
		hash: h, keyStart: start, keyEnd: int32(len(t.keys)),
		parent: parent, child: noNode, next: noNode, latest: noNode, depth: depth, elem: elem,
		plain: swar.Quoted(key, 0) == len(key),
	})
	if !elem {
		t.nodes[i].unit = timeUnit(key)
	}
	if last == noNode {
		t.nodes[parent].child = i
	} else {
		t.nodes[last].next = i
	}
	t.nodes[parent].latest = i
	t.nodes[parent].keys += h
	return i
}

// following is the child of a node that mostly comes next: the one after that
// which was found last, or the first; noNode if there is none.
func (t *tree) following(parent int16) int16 {
	if l := t.nodes[parent].latest; l != noNode && t.nodes[l].next != noNode {
		return t.nodes[l].next
	}
	return t.nodes[parent].child
}

// find is the child of a node that has the path of another tree's node, or noNode.
func (t *tree) find(parent int16, other *tree, n int16) int16 {
	o := &other.nodes[n]
	for i := t.nodes[parent].child; i != noNode; i = t.nodes[i].next {
		if t.nodes[i].hash == o.hash {
			return i
		}
	}
	return noNode
}

func (t *tree) key(n int16) []byte { return t.keys[t.nodes[n].keyStart:t.nodes[n].keyEnd] }

// hash is that of the shape; the order of the nodes does not matter.
func (t *tree) hash() uint64 {
	var sum uint64
	for i := range t.nodes {
		ty := t.nodes[i].types
		if ty&concrete != 0 {
			ty &= concrete // what else stood there says nothing
		}
		h := t.nodes[i].hash ^ uint64(ty)*0x9e3779b97f4a7c15
		h = (h ^ h>>31) * 0xbf58476d1ce4e5b9
		sum += h ^ h>>29
	}
	if sum == 0 {
		sum = 1
	}
	return sum
}

// negative reports whether the value says that there is nothing: it is an empty
// array or object, or an object whose only member is one, or null.
func (t *tree) negative() bool {
	const nothing = isEmptyArray | isEmptyObject
	if len(t.nodes) == 0 {
		return false
	}
	top := &t.nodes[0]
	if top.types&^nothing == 0 {
		return true
	}
	return len(t.nodes) == 2 && top.types == isObject && t.nodes[1].types&^(nothing|isNull) == 0
}

// wild reports whether the value says nothing of a shape: null, [] or {}.
func (t *tree) wild() bool { return len(t.nodes) == 1 && t.nodes[0].types&concrete == 0 }

// path writes the path of a node: events[].label, or [].label, or "" for the value itself.
func (t *tree) path(n int16) string {
	if n <= 0 {
		return ""
	}
	parent := t.path(t.nodes[n].parent)
	if t.nodes[n].elem {
		return parent + "[]"
	}
	if parent == "" {
		return string(t.key(n))
	}
	return parent + "." + string(t.key(n))
}

// describe writes the shape: {events: [{end: number, start: number}], note: string}.
func (t *tree) describe() string {
	var b strings.Builder
	if len(t.nodes) > 0 {
		t.write(&b, 0)
	}
	return b.String()
}

func (t *tree) write(b *strings.Builder, n int16) {
	for i, more := 0, false; i < 8; i++ {
		ty := types(1) << i
		if t.nodes[n].types&ty == 0 {
			continue
		}
		if more {
			b.WriteByte('|')
		}
		more = true
		switch ty {
		case isArray:
			b.WriteByte('[')
			if c := t.elems(n); c != noNode {
				t.write(b, c)
			}
			b.WriteByte(']')
		case isObject:
			b.WriteByte('{')
			for i, c := range t.members(n) {
				if i > 0 {
					b.WriteString(", ")
				}
				b.Write(t.key(c))
				b.WriteString(": ")
				t.write(b, c)
			}
			b.WriteByte('}')
		default:
			b.WriteString(ty.String())
		}
	}
}

// members are the keys of an object, in the order of their names.
func (t *tree) members(n int16) []int16 {
	var m []int16
	for c := t.nodes[n].child; c != noNode; c = t.nodes[c].next {
		if !t.nodes[c].elem {
			m = append(m, c)
		}
	}
	sort.Slice(m, func(i, j int) bool { return bytes.Compare(t.key(m[i]), t.key(m[j])) < 0 })
	return m
}

// elems is the node of the elements of an array, or noNode.
func (t *tree) elems(n int16) int16 {
	for c := t.nodes[n].child; c != noNode; c = t.nodes[c].next {
		if t.nodes[c].elem {
			return c
		}
	}
	return noNode
}

var typeNames = [...]string{"object", "array", "string", "number", "boolean", "null", "[]", "{}"}

// String names the types: "number", "number or string".
func (t types) String() string {
	var names []string
	for i, n := range typeNames {
		if t&(1<<i) != 0 {
			names = append(names, n)
		}
	}
	return strings.Join(names, " or ")
}
