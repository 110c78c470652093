package gcs

import (
	"sync"

	"cloud.google.com/go/storage"
)

// Tries bound how often in a row requests of one upload are made again: the client
// itself goes on as long as its context lasts. It may be used by several goroutines.
type tries struct {
	most int

	mu sync.Mutex
	n  int // since something arrived
}

// again reports whether a request that failed is made again.
func (t *tries) again(err error) bool {
	if !storage.ShouldRetry(err) {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n++
	return t.n <= t.most
}

// reset begins to count anew.
func (t *tries) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n = 0
}
