package probe

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// A run is one call of All. What it knows belongs to the goroutine that called All.
// Each video is looked at by a goroutine of its own, which knows only its job.
type run struct {
	o      *AllOptions
	facts  *factsFile // nil if there is none
	found  videotune.MediaMap
	ctx    context.Context // of all jobs
	cancel context.CancelFunc

	hosts   map[string]*host
	ready   []*host // from which a job may be taken, each in its turn
	again   []*job  // that waited long enough
	due     chan *job
	waiting sync.WaitGroup // of the goroutines that send to due
	results chan finished
	running int     // goroutines that send to results
	total   int     // videos
	done    int     // those with a result
	left    []error // of videos that are left to the next run, where nobody was told
}

// A job is a video to look at.
type job struct {
	uri    string
	host   *host
	tries  int  // that failed
	paused bool // counted in host.paused
}

// A finished is a job with its result.
type finished struct {
	*job
	result
}

func newRun(ctx context.Context, o *AllOptions) *run {
	r := &run{
		o:       o,
		found:   make(videotune.MediaMap),
		hosts:   make(map[string]*host),
		due:     make(chan *job),
		results: make(chan finished, o.workers()), // so that sending never waits
	}
	r.ctx, r.cancel = context.WithCancel(ctx)
	return r
}

// all looks at all videos, unless the context ends or the facts file fails, of
// which the file itself tells.
func (r *run) all(uris []string) error {
	r.total = len(uris)
	for _, uri := range uris {
		if m, ok := r.facts.resume(uri); ok && r.o.complete(m) {
			r.settle(uri, result{media: m, reused: true})
			continue
		}
		r.queue(uri)
	}
	err := r.loop()
	r.cancel()
	for ; r.running > 0; r.running-- {
		if f := <-r.results; f.err == nil { // it ended well all the same
			r.settle(f.uri, f.result)
		}
	}
	r.waiting.Wait()
	return err
}

func (r *run) loop() error {
	for r.done < r.total && !r.facts.failed() {
		if err := stopped(r.ctx); err != nil {
			return fmt.Errorf("stopped after %d of %d videos: %w", r.done, r.total, err)
		}
		r.dispatch()
		select {
		case f := <-r.results:
			r.running--
			r.take(f)
		case j := <-r.due:
			if j.paused {
				j.paused = false
				j.host.paused--
				r.offer(j.host)
			}
			r.again = append(r.again, j)
		case <-r.ctx.Done():
		}
	}
	return nil
}

// dispatch begins as many jobs as may run.
func (r *run) dispatch() {
	for r.running < r.o.workers() {
		j := r.next()
		if j == nil {
			return
		}
		known, ok := r.known(j.uri)
		r.running++
		go func() { r.results <- finished{j, r.o.probe(r.ctx, j.uri, known, ok)} }()
	}
}

// next returns the job whose turn it is, nil if there is none.
func (r *run) next() *job {
	if len(r.again) > 0 {
		j := r.again[0]
		r.again = r.again[1:]
		return j
	}
	for len(r.ready) > 0 {
		h := r.ready[0]
		r.ready = r.ready[1:]
		h.listed = false
		if !h.free(r.o.perHost()) {
			continue // it was paused meanwhile
		}
		j := &job{uri: h.queue[0], host: h}
		h.queue = h.queue[1:]
		h.busy++
		r.offer(h)
		return j
	}
	return nil
}

// known returns what is known of a video from an earlier time.
func (r *run) known(uri string) (videotune.Media, bool) {
	if m, ok := r.facts.lookup(uri); ok {
		return m, true
	}
	return r.o.Known.Lookup(uri)
}

// take takes the result of a job: the video has its facts, or waits.
func (r *run) take(f finished) {
	if f.err != nil {
		if r.ctx.Err() != nil {
			return // which may be the reason
		}
		if wait, asked := retryIn(f.err, f.tries); wait > 0 && f.tries < r.o.retries() && f.host.failed < maxFailures {
			r.wait(f, wait, asked)
			return
		}
	}
	f.host.busy--
	r.settle(f.uri, f.result)
	r.judge(f.host, f.err)
	r.offer(f.host)
}

// wait has a job wait, and with it its host if the server asked for that.
func (r *run) wait(f finished, wait time.Duration, asked bool) {
	j := f.job
	j.tries++
	if asked {
		j.paused = true
		j.host.paused++
	}
	r.waiting.Go(func() {
		t := time.NewTimer(wait)
		defer t.Stop()
		select {
		case <-t.C:
		case <-r.ctx.Done():
			return
		}
		select {
		case r.due <- j:
		case <-r.ctx.Done():
		}
	})
	if r.o.OnRetry != nil {
		r.o.OnRetry(j.uri, f.err, wait)
	}
}

// settle keeps the facts of a video, or leaves it to the next run.
func (r *run) settle(uri string, res result) {
	r.done++
	if Inconclusive(res.err) {
		res.media = r.leave(uri, res)
	} else {
		r.found[uri] = res.media
		r.facts.put(uri, res.media)
	}
	if r.o.OnProgress != nil {
		r.o.OnProgress(Progress{Done: r.done, Total: r.total, URI: uri, Media: res.media, Err: res.err, Reused: res.reused, Cost: res.cost})
	}
}

// leave returns the facts that stay of a video whose result says nothing of it: those
// of an earlier time, unless they are known to be of another file. Neither goes into the
// partial file, which is not asked for again.
func (r *run) leave(uri string, res result) videotune.Media {
	if r.o.OnProgress == nil {
		r.left = append(r.left, res.err)
	}
	known, ok := r.known(uri)
	if !ok || res.stale {
		r.facts.forget(uri)
		return videotune.Media{}
	}
	r.found[uri] = known
	r.facts.keep(uri, known)
	return known
}
