package videotune

import (
	"errors"

	"github.com/seed-57910ec4/videotune/internal/answer"
	"github.com/seed-57910ec4/videotune/internal/lines"
)

// Bounds of what is in memory at a time, however the lines of a file are. A line
// over largeBytes is judged alone, and its memory is not kept.
const (
	batchBytes = 256 << 10 // of lines that one goroutine judges at a time
	batchLines = 256
	largeBytes = batchBytes
	maxWorkers = 4    // more would wait for the one that takes the verdicts
	keptOfEach = 4096 // problems and the like whose memory a batch keeps
	keptFacts  = 4096 // bytes of a line whose memory for facts of the answer a batch keeps
)

// A batch is some lines of a file, and the verdicts on them. Its memory is used
// again.
type batch struct {
	lines    []lines.Line
	skip     int    // of the first line
	data     []byte // what the lines are views of
	verdicts []verdict
	alone    bool  // one large line, a view of what the reader holds
	err      error // that ended the file: io.EOF, or what reading failed with
	blank    int   // the first blank line of the file, up to here
	panicked any   // with what judging ended
	number   int   // of the batch, in the order of the file

	problems []Problem
	once     []onceProblem
	over     []overflow
	videos   []videoUse
	weights  []weight
	facts    []*answer.Facts
}

// read fills the batch.
func (b *batch) read(r *lineReader) {
	b.lines, b.data, b.err, b.skip, b.alone = b.lines[:0], b.data[:0], nil, 0, false
	if b.data == nil {
		b.data = make([]byte, 0, batchBytes/4) // files may be small
	}
	for len(b.data) < batchBytes && len(b.lines) < batchLines {
		l, err := r.next()
		if err != nil {
			b.err = err
			break
		}
		large := len(l.Bytes) > largeBytes
		if large && len(b.lines) > 0 {
			r.unread(l)
			break
		}
		if len(b.lines) == 0 {
			b.skip = r.skip(&l)
		}
		if large { // judged before the next line is read: no copy is needed
			b.lines, b.alone = append(b.lines, l), true
			break
		}
		first := len(b.data)
		b.data = append(b.data, l.Bytes...)
		l.Bytes = b.data[first:len(b.data):len(b.data)] // of an old array, if data moved later
		b.lines = append(b.lines, l)
	}
	b.blank = r.blank
}

// judge judges the lines, and keeps what j says of them.
func (b *batch) judge(j *judge) {
	b.verdicts, b.problems, b.once, b.over = b.verdicts[:0], b.problems[:0], b.once[:0], b.over[:0]
	b.videos, b.weights = b.videos[:0], b.weights[:0]
	j.newFile() // what is said once is said once a batch
	for i := range b.lines {
		if len(b.facts) == i {
			b.facts = append(b.facts, new(answer.Facts))
		}
		j.keep = b.facts[i]
		skip := 0
		if i == 0 {
			skip = b.skip
		}
		b.verdicts = append(b.verdicts, verdict{})
		v := &b.verdicts[i]
		j.verdict(v, &b.lines[i], skip)
		v.problems, b.problems = kept(b.problems, v.problems)
		v.once, b.once = kept(b.once, v.once)
		v.over, b.over = kept(b.over, v.over)
		v.videos, b.videos = kept(b.videos, v.videos)
		v.weights, b.weights = kept(b.weights, v.weights)
	}
}

// forget gives up memory that unusual lines took.
func (b *batch) forget() {
	if b.alone {
		b.facts = nil
		clear(b.lines)
	}
	for i := range b.facts[:min(len(b.facts), len(b.lines))] {
		if len(b.lines[i].Bytes) > keptFacts {
			b.facts[i] = new(answer.Facts)
		}
	}
	if cap(b.problems) > keptOfEach {
		b.problems = nil
		clear(b.verdicts[:cap(b.verdicts)])
	}
	if cap(b.over) > keptOfEach || cap(b.videos) > keptOfEach {
		b.over, b.videos, b.weights = nil, nil, nil
		clear(b.verdicts[:cap(b.verdicts)])
	}
}

// kept appends a copy of list to all, and returns it and all.
func kept[T any](all, list []T) (copied, rest []T) {
	first := len(all)
	all = append(all, list...)
	return all[first:len(all):len(all)], all
}

// errNoReturn is what Check panics with if a function of the caller's ends the
// goroutine that it is called in, as the FailNow of a test does.
var errNoReturn = errors.New("videotune: a function that Check called did not return, but ended its goroutine")

// attempt runs f, and keeps what it panics with for the goroutine that called
// Check: what it calls of the caller's, such as Policy.Media, may panic.
func (b *batch) attempt(f func()) {
	if b.panicked != nil {
		return
	}
	returned := false
	defer func() {
		if v := recover(); v != nil {
			b.panicked = v
		} else if !returned {
			b.panicked = errNoReturn
		}
	}()
	f()
	returned = true
}
