package fix

import (
	"sync"

	"github.com/seed-57910ec4/videotune"
)

// An Obstacle is what kept File from mending something: the first, where there are
// several in a line.
type Obstacle struct {
	// Line and Column are where it stands in the input, from 1; the column counts bytes,
	// of UTF-8 whatever the file is. They are 0 where Pointer names it.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Pointer is the value that is in the way, as far as the line could be mended; "" for
	// a fault of JSON syntax.
	Pointer videotune.Pointer `json:"pointer,omitempty"`
	Message string            `json:"message"` // what it is, in words
	// Flag is the flag of "videotune fix" that was not given and mends it, or may, such
	// as "--offset-unit"; "" for none. See [videotune.RuleInfo] for the flags.
	Flag string `json:"flag,omitempty"`

	rule  videotune.Rule // that is broken still; "" for whatever is said of the line
	value bool           // the problem is one of the value at Pointer alone
	says  bool           // Message says better what the problem is
}

// explains reports whether o is why p is left.
func (o *Obstacle) explains(p *videotune.Problem) bool {
	return (o.rule == "" || o.rule == p.Rule) && (!o.value || o.Pointer == p.Pointer)
}

// maxWaiting bounds the obstacles that wait for the problems of their lines: more than
// there are lines between what is written and what was checked.
const maxWaiting = 1 << 17

// obstacles brings what was in the way together with the problems that are found of it,
// while the output is checked in another goroutine. Only those of problems that a report
// lists are kept.
type obstacles struct {
	most int // problems of a rule that are listed

	mu      sync.Mutex
	first   *Obstacle // of the file
	waiting []waiting
	listed  map[videotune.Rule]int
	found   map[problemAt]Obstacle
}

// A waiting one is of some lines of the output.
type waiting struct {
	from, to int
	Obstacle
}

// A problemAt is a problem, by which it is found again.
type problemAt struct {
	rule         videotune.Rule
	line, column int
}

// add notes what is in the way in some lines that are not checked yet.
func (o *obstacles) add(from, to int, what Obstacle) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.first == nil && !what.value {
		o.first = &what
	}
	if len(o.waiting) == maxWaiting {
		o.waiting = o.waiting[1:]
	}
	o.waiting = append(o.waiting, waiting{from, to, what})
}

// problem sees a problem of the output. They come in the order of the lines, those that
// only the end shows last.
func (o *obstacles) problem(p *videotune.Problem) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.listed == nil {
		o.listed, o.found = map[videotune.Rule]int{}, map[problemAt]Obstacle{}
	}
	if o.listed[p.Rule]++; o.listed[p.Rule] > o.most || p.Line == 0 {
		return
	}
	for len(o.waiting) > 0 && o.waiting[0].to < p.Line {
		o.waiting = o.waiting[1:]
	}
	for i := range o.waiting {
		w := &o.waiting[i]
		if w.from > p.Line {
			return
		}
		if w.explains(p) {
			o.found[problemAt{p.Rule, p.Line, p.Column}] = w.Obstacle
			return
		}
	}
}

// of returns what was in the way of mending p; nil for nothing that is known. A file that
// is no JSON lines still is told of once, and so is the first thing that is in the way.
func (o *obstacles) of(p *videotune.Problem) *Obstacle {
	if p.Rule == videotune.RuleFilePrettyPrinted || p.Rule == videotune.RuleFileJSONArray {
		return o.first
	}
	if what, ok := o.found[problemAt{p.Rule, p.Line, p.Column}]; ok {
		return &what
	}
	return nil
}
