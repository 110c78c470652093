package videotune

import (
	"io"
	"runtime"
	"sync"
)

// A pipeline judges the lines of a file in several goroutines, one of which is
// that of the caller. Each reads a batch of lines, while no other reads, and
// judges it; the caller's takes the verdicts in the order in which the batches
// were read, as soon as the next ones are there. So no goroutine waits as long as
// there is anything to do for it.
type pipeline struct {
	reading sync.Mutex // for what follows; taken before mu
	r       *lineReader
	next    int    // number of the batch that is read next
	large   *judge // of lines that are judged alone; nil until there is one

	mu     sync.Mutex // for what follows
	free   []*batch
	judged []*batch  // by their number, modulo the number of batches
	ended  bool      // nothing more is to be read
	given  sync.Cond // there is a free batch, or nothing more to be read
	ready  sync.Cond // a batch was judged, or nothing more is to be read
}

// inOrder calls take for the verdicts on the lines of r, in their order, and blank
// for the first blank line before those that follow it. It returns what reading
// failed with.
func (c *collector) inOrder(r *lineReader, blank func(line int), take func(*verdict)) error {
	if len(c.judges) == 1 {
		return c.oneByOne(r, blank, take)
	}
	p := &pipeline{r: r, judged: make([]*batch, 2*len(c.judges)+1)}
	p.given.L, p.ready.L = &p.mu, &p.mu
	for range p.judged {
		p.free = append(p.free, new(batch))
	}
	var group sync.WaitGroup
	for _, j := range c.judges[1:] {
		group.Go(func() {
			for p.step(c, j, true) {
			}
		})
	}
	// Also if a function of the caller panics: no goroutine stays.
	defer group.Wait()
	defer p.end()

	said := false
	for number := 0; ; number++ {
		b := p.judgedBatch(c, number)
		if b.panicked != nil {
			panic(b.panicked)
		}
		for i := range b.verdicts {
			if b.blank > 0 && !said && b.verdicts[i].number > b.blank {
				said = true
				blank(b.blank)
			}
			take(&b.verdicts[i])
		}
		if b.err != nil {
			if b.blank > 0 && !said {
				blank(b.blank)
			}
			if b.err == io.EOF {
				return nil
			}
			return b.err
		}
		b.forget()
		p.mu.Lock()
		p.free = append(p.free, b)
		p.mu.Unlock()
		p.given.Signal()
	}
}

// judgedBatch returns the batch with the number. Until it is judged, it reads and
// judges others.
func (p *pipeline) judgedBatch(c *collector, number int) *batch {
	for {
		p.mu.Lock()
		slot := &p.judged[number%len(p.judged)]
		for *slot == nil && (p.ended || len(p.free) == 0) {
			p.ready.Wait()
		}
		b := *slot
		*slot = nil
		p.mu.Unlock()
		if b != nil {
			return b
		}
		p.step(c, c.judges[0], false)
	}
}

// step reads a batch and judges it. It returns false if there is nothing more to
// be read; if there is no free batch it waits for one, or does nothing.
func (p *pipeline) step(c *collector, j *judge, wait bool) (more bool) {
	p.mu.Lock()
	for wait && !p.ended && len(p.free) == 0 {
		p.given.Wait()
	}
	if p.ended || len(p.free) == 0 {
		more = !p.ended
		p.mu.Unlock()
		return more
	}
	b := p.free[len(p.free)-1]
	p.free = p.free[:len(p.free)-1]
	p.mu.Unlock()

	read := false
	defer func() { // also if a function of the caller ends the goroutine
		if read {
			p.mu.Lock()
			p.judged[b.number%len(p.judged)] = b
			p.mu.Unlock()
			p.ready.Signal()
		}
	}()
	if p.read(c, b, &read); read && !b.alone {
		b.attempt(func() { b.judge(j) })
	}
	return read
}

// read fills the batch, unless nothing more is to be read; ok is set if it has a
// number then. A large line is judged before anything else is read, by a judge of
// its own, so that only one such line is in memory, and what one judge takes for it.
func (p *pipeline) read(c *collector, b *batch, ok *bool) {
	p.reading.Lock()
	defer p.reading.Unlock()
	p.mu.Lock()
	ended := p.ended
	p.mu.Unlock()
	if ended {
		return
	}
	b.number, *ok = p.next, true
	p.next++
	defer func() {
		if b.err != nil || b.panicked != nil {
			p.end()
		}
	}()
	if b.attempt(func() { b.read(p.r) }); b.alone {
		if p.large == nil {
			p.large = newJudge(c.opts.Policy)
			p.large.unordered = true
		}
		b.attempt(func() { b.judge(p.large) })
	}
}

// end tells that nothing more is to be read.
func (p *pipeline) end() {
	p.mu.Lock()
	p.ended = true
	p.mu.Unlock()
	p.given.Broadcast()
	p.ready.Broadcast()
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
		return min(opts.Workers, maxWorkers)
	}
	return min(runtime.GOMAXPROCS(0), maxWorkers)
}
