// Package answer tells facts of the answers that a model is to learn, and what
// stands out over all answers of a file.
//
// A [Parser] reads one answer into [Facts]; a [Survey] is fed the facts of all
// answers in the order of their lines and says at the end what does not fit:
// answers that are no JSON although nearly all are, keys that drift, times that
// lie outside the segment, labels that stand once. Texts that people wrote
// freely, captions and summaries, give no finding.
//
// Both hold bounded memory, and allocate nothing per answer in the steady state.
package answer

import (
	"slices"
	"time"
)

// Bounds of the facts of one answer.
const (
	// MaxPaths is the largest number of key paths of a shape. A shape over it,
	// or with a key longer than MaxLabelBytes, is too complex and is left alone.
	MaxPaths = 64
	// MaxShapeDepth is the deepest nesting of a shape.
	MaxShapeDepth = 16
	// MaxNesting is the deepest nesting of JSON; what is deeper counts as broken.
	MaxNesting = 1000
	// MaxLabelBytes is the longest text that may be a label.
	MaxLabelBytes = 64
	// MaxAnswerLabels is the largest number of string values of one answer that
	// are looked at as labels. With more, none of its members counts as a label.
	MaxAnswerLabels = 1024
	// MaxTime is the largest number that is taken for a time in a video: a
	// timestamp in seconds since 1970 is none.
	MaxTime = 100 * time.Hour
)

// A Fence says how an answer uses code fences, lines of three backticks.
type Fence uint8

// The uses of fences.
const (
	NoFence    Fence = iota // none, or a fence among other text
	WholeFence              // all of the answer is one fenced block
	CutFence                // a fence is opened and never closed, or closed and was never opened
)

// A JSON says whether an answer is JSON: an object or an array, fenced or not. A
// number, true or a quoted string alone is plain text, unless the fence says json.
type JSON uint8

// The states of JSON.
const (
	NotJSON    JSON = iota // plain text, and a JSON value that prose follows
	JSONOK                 // JSON, all of it
	JSONBroken             // begins as JSON, or is fenced as json, and does not parse
)

// Times are the times that an answer names.
type Times struct {
	Count    int
	Min, Max time.Duration // 0 if Count is
	MaxAt    int           // byte offset of the largest in the answer
}

func (t *Times) add(d time.Duration, at int) {
	if d > MaxTime || d < -MaxTime {
		return
	}
	if t.Count == 0 || d < t.Min {
		t.Min = d
	}
	if t.Count == 0 || d > t.Max {
		t.Max, t.MaxAt = d, at
	}
	t.Count++
}

// Facts are what is known of one answer. They hold no memory of its text.
type Facts struct {
	Empty    bool // nothing but white space
	NullWord bool // all of it is "nan", "NaN", "None", "null" or "NULL": a value that was missing when the file was made
	Negative bool // empty, or says that there is nothing: "none", "no events", [], {"events": []}
	Fence    Fence
	JSON     JSON
	ErrAt    int    // byte offset in the answer where the JSON breaks
	Err      string // why, in a few words
	Times    Times

	ShapeHash    uint64 // equal for equal shapes; 0 if the answer is no JSON or the shape too complex
	ShapeComplex bool   // of JSON: more paths, or deeper, than a shape may have

	hash      uint64 // of the text without space around it
	trimmed   bool   // there was such space
	tree      tree
	labels    []label
	values    []byte
	labelsCut bool
}

// A label is a text that may be a label: a string of JSON, or a short plain answer.
type label struct {
	node       int16 // of the tree; noNode for a plain answer
	start, end int32 // of the values; start is -1 for a text too long for a label
}

// Shape describes the shape of a JSON answer: its keys in the order of their
// names, and the types of the values. It is "" if there is none. It allocates.
func (f *Facts) Shape() string {
	if f.JSON != JSONOK || f.ShapeComplex {
		return ""
	}
	return f.tree.describe()
}

// Labels calls yield with every text that may be a label and the path of its
// key, such as "events[].label"; the path of a plain answer is "". It allocates.
func (f *Facts) Labels(yield func(path, value string) bool) {
	for _, l := range f.labels {
		if l.start >= 0 && !yield(f.tree.path(l.node), string(f.values[l.start:l.end])) {
			return
		}
	}
}

// TextHash returns a hash of the text, which is the same for the same text as long
// as the process runs. ok is false if the text has white space around it, of which
// the hash does not tell.
func (f *Facts) TextHash() (hash uint64, ok bool) { return f.hash, !f.trimmed }

// Clone returns a copy that shares no memory with f.
func (f *Facts) Clone() *Facts {
	c := *f
	c.tree.nodes = slices.Clone(f.tree.nodes)
	c.tree.keys = slices.Clone(f.tree.keys)
	c.labels = slices.Clone(f.labels)
	c.values = slices.Clone(f.values)
	return &c
}

// reset forgets the answer and keeps the memory.
func (f *Facts) reset() {
	*f = Facts{
		tree:   tree{nodes: f.tree.nodes[:0], keys: f.tree.keys[:0]},
		labels: f.labels[:0],
		values: f.values[:0],
	}
}

// forgetJSON forgets what was read of a text that turned out to be no JSON.
func (f *Facts) forgetJSON() {
	f.tree = tree{nodes: f.tree.nodes[:0], keys: f.tree.keys[:0]}
	f.labels, f.values = f.labels[:0], f.values[:0]
	f.labelsCut, f.ShapeComplex = false, false
	f.Times = Times{}
}
