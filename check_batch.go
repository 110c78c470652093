package videotune

import (
	"io"
	"runtime"
	"sync"

	"github.com/seed-57910ec4/videotune/internal/answer"
	"github.com/seed-57910ec4/videotune/internal/lines"
)

// batchBytes is how much of a file is judged by one goroutine at a time. A
// longer line is a batch of its own, and is judged alone: however long the lines
// of a file are, few of them are in memory.
const batchBytes = 128 << 10

// A batch is some lines of a file, and the verdicts on them. Its memory is used
// again.
type batch struct {
	lines    []lines.Line
	skip     int    // of the first line
	data     []byte // what the lines are views of
	verdicts []verdict
	err      error // that ended the file: io.EOF, or what reading failed with
	blank    int   // the first blank line of the file, up to here
	done     chan struct{}

	problems []Problem
	once     []onceProblem
	over     []overflow
	videos   []videoUse
	weights  []weight
	text     []byte
	facts    []*answer.Facts
}

// read fills the batch.
func (b *batch) read(r *lineReader) {
	b.lines, b.data, b.err, b.skip = b.lines[:0], b.data[:0], nil, 0
	if n := cap(b.data); n == 0 || n > 4*batchBytes {
		b.data = make([]byte, 0, batchBytes+batchBytes/4)
	}
	for len(b.data) < batchBytes {
		l, err := r.next()
		if err != nil {
			b.err = err
			break
		}
		if len(b.lines) == 0 {
			b.skip = r.skip(&l)
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
	b.videos, b.weights, b.text = b.videos[:0], b.weights[:0], b.text[:0]
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
		for k := range v.videos {
			b.text = append(b.text, v.videos[k].uri...)
		}
	}
	// The URIs are views of what the decoder writes again. Now they become views
	// of one string.
	text := string(b.text)
	for i := range b.verdicts {
		for k := range b.verdicts[i].videos {
			uri := &b.verdicts[i].videos[k].uri
			*uri, text = text[:len(*uri)], text[len(*uri):]
		}
	}
}

// kept appends a copy of list to all, and returns it and all.
func kept[T any](all, list []T) (copied, rest []T) {
	first := len(all)
	all = append(all, list...)
	return all[first:len(all):len(all)], all
}

// inOrder calls take for the verdicts on the lines of r, in their order, and for
// each first blank line before them. It returns what reading failed with.
func (c *collector) inOrder(r *lineReader, blank func(line int), take func(*verdict)) error {
	if len(c.judges) == 1 {
		return c.oneByOne(r, blank, take)
	}
	// A batch goes round: free, filled by the reader, judged by some worker, taken
	// here in the order in which it was filled, free.
	most := len(c.judges) + 2
	free, filled, ordered := make(chan *batch, most), make(chan *batch, most), make(chan *batch, most)
	for range most {
		free <- &batch{done: make(chan struct{}, 1)}
	}
	var group sync.WaitGroup
	for i := range c.judges {
		group.Go(func() {
			for b := range filled {
				b.judge(c.judges[i])
				b.done <- struct{}{}
			}
		})
	}
	group.Go(func() {
		defer close(ordered)
		defer close(filled)
		for b := range free {
			b.read(r)
			ended, alone := b.err != nil, len(b.data) > 4*batchBytes
			filled <- b
			ordered <- b
			if ended {
				return
			}
			if alone {
				all := make([]*batch, most)
				for i := range all {
					all[i] = <-free
				}
				for _, b := range all {
					free <- b
				}
			}
		}
	})
	var err error
	said := false
	for b := range ordered {
		<-b.done
		for i := range b.verdicts {
			if b.blank > 0 && !said && b.verdicts[i].number > b.blank {
				said = true
				blank(b.blank)
			}
			take(&b.verdicts[i])
		}
		if err = b.err; err != nil && b.blank > 0 && !said {
			blank(b.blank)
		}
		free <- b
	}
	group.Wait()
	if err == io.EOF {
		return nil
	}
	return err
}

// oneByOne is inOrder on one processor, without copies.
func (c *collector) oneByOne(r *lineReader, blank func(line int), take func(*verdict)) error {
	var v verdict
	said := false
	for {
		l, err := r.next()
		if r.blank > 0 && !said {
			said = true
			blank(r.blank)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		c.judges[0].verdict(&v, &l, r.skip(&l))
		take(&v)
	}
}

// workersFor returns the number of goroutines that judge lines.
func workersFor(opts *CheckOptions) int {
	if opts.Workers > 0 {
		return opts.Workers
	}
	return runtime.GOMAXPROCS(0)
}
