package probe

import (
	"errors"
	"fmt"
	"strings"
)

// ErrHostGivenUp is that of a video that [All] did not look at, since too many of its
// host had failed.
var ErrHostGivenUp = errors.New("the host was given up")

// maxFailures is how many videos of a host may fail in a row until it is given up.
const maxFailures = 10

// A host is where videos come from.
type host struct {
	queue  []string // URIs of which there is no job yet
	busy   int      // jobs, those that wait counted
	paused int      // jobs that wait because the server said so
	listed bool     // in run.ready
	failed int      // videos in a row, in spite of retries, with a temporary error
	local  bool     // they are local files, of which one has nothing to do with the other
}

// queue has a video wait for its host.
func (r *run) queue(uri string) {
	name := hostOf(uri)
	h := r.hosts[name]
	if h == nil {
		h = &host{local: name == ""}
		r.hosts[name] = h
	}
	h.queue = append(h.queue, uri)
	r.offer(h)
}

// offer lists a host if a job may be taken from it.
func (r *run) offer(h *host) {
	if !h.listed && h.free(r.o.perHost()) {
		h.listed = true
		r.ready = append(r.ready, h)
	}
}

func (h *host) free(most int) bool { return h.busy < most && h.paused == 0 && len(h.queue) > 0 }

// judge takes note of how a video of a host ended, and gives the host up if there is
// no end of failures: one that is down would take minutes for each of its videos. Local
// files are never given up.
func (r *run) judge(h *host, err error) {
	if h.local || !Temporary(err) {
		h.failed = 0
		return
	}
	if h.failed++; h.failed < maxFailures {
		return
	}
	err = fmt.Errorf("%w: %d of its videos failed in a row, the last was %w", ErrHostGivenUp, h.failed, err)
	uris := h.queue
	h.queue = nil
	for _, uri := range uris {
		r.settle(uri, result{err: failed(uri, err)})
	}
}

// hostOf returns what the videos of one host have in common: the host with its port
// for http and https, the bucket for gs, the scheme and host for other schemes. It is
// "" for local files.
func hostOf(uri string) string {
	scheme, rest, ok := strings.Cut(Redact(uri), "://")
	scheme = strings.ToLower(scheme)
	if !ok || !isScheme(scheme) || scheme == "file" {
		return ""
	}
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	if scheme == "http" || scheme == "https" {
		scheme = "web"
	}
	return scheme + "://" + strings.ToLower(rest)
}
