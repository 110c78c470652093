package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// get makes a request for a range, on the condition of r.version.
func (r *remote) get(w *wait, u *url.URL, bytes string) (*http.Response, error) {
	h := http.Header{
		"Range":           {bytes},
		"Accept":          {"*/*"},
		"Accept-Encoding": {"identity"}, // a range of a compressed file is of no use
		"User-Agent":      {"videotune"},
	}
	r.version.condition(h)
	req := &http.Request{Method: http.MethodGet, URL: u, Host: u.Host, Header: h}
	return r.client.Do(req.WithContext(w.ctx))
}

// readExactly reads an answer's body, which has len(p) bytes.
func readExactly(w *wait, resp *http.Response, p []byte) (int, error) {
	if length := resp.ContentLength; length >= 0 && length != int64(len(p)) {
		return 0, fmt.Errorf("%w: it has %d bytes where it says that it has %d", ErrAnswer, length, len(p))
	}
	n, err := io.ReadFull(resp.Body, p)
	if err != nil {
		return n, w.explain(err)
	}
	// To the end of the body, which makes the connection free for another request.
	var more [1]byte
	if extra, _ := io.ReadFull(resp.Body, more[:]); extra > 0 {
		return n, fmt.Errorf("%w: it has more than the %d bytes that it says it has", ErrAnswer, len(p))
	}
	return n, nil
}

// A wait is a bound on the time that someone waits for a request. While nobody
// does, no time runs.
type wait struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
	limit  time.Duration
}

// newWait begins to wait.
func newWait(ctx context.Context, limit time.Duration) *wait {
	w := &wait{limit: limit}
	w.ctx, w.cancel = context.WithCancelCause(ctx)
	w.timer = time.AfterFunc(limit, func() {
		w.cancel(fmt.Errorf("%w: the server gave no whole answer within %s", ErrTimeout, limit))
	})
	return w
}

func (w *wait) pause()  { w.timer.Stop() }
func (w *wait) resume() { w.timer.Reset(w.limit) }

// end frees what the request holds.
func (w *wait) end() {
	w.timer.Stop()
	w.cancel(nil)
}

// explain returns the reason why a request, or reading its answer, failed: that the
// wait was over, if so.
func (w *wait) explain(err error) error {
	if cause := context.Cause(w.ctx); cause != nil {
		return cause
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the server ended the transfer too early: %w", io.ErrUnexpectedEOF)
	}
	err = withoutURL(err)
	if refused, ok := errors.AsType[*hostError](err); ok {
		return refused
	}
	return &transferError{err}
}

// A transferError is a failure of the network, or of the other side to speak HTTP.
type transferError struct{ err error }

func (e *transferError) Error() string { return e.err.Error() }
func (e *transferError) Unwrap() error { return e.err }
