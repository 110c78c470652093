package vertex

import (
	"context"
	"errors"
	"net/http"
	"time"

	"google.golang.org/genai"
)

// A Retry says how to go on after an error of the API that may pass: 408, 429, 5xx,
// an answer that was lost or cut, a network that is down. The zero value is ready to
// use.
type Retry struct {
	Attempts int           // one after the other that fail; 0 is 6, 1 is none but the first
	First    time.Duration // the wait after the first; 0 is 1 s. It doubles each time
	Longest  time.Duration // a wait is never longer; 0 is 1 min
}

func (r Retry) attempts() int {
	if r.Attempts <= 0 {
		return 6
	}
	return r.Attempts
}

// wait is the time before the attempt that follows the n-th, counted from 1.
func (r Retry) wait(n int) time.Duration {
	d, longest := r.First, r.Longest
	if d <= 0 {
		d = time.Second
	}
	if longest <= 0 {
		longest = time.Minute
	}
	for ; n > 1 && d < longest; n-- {
		if d > longest/2 {
			return longest
		}
		d *= 2
	}
	return min(d, longest)
}

// do calls f until it succeeds, fails for good, or attempts are used up.
func (r Retry) do(ctx context.Context, f func() error) error {
	for n := 1; ; n++ {
		err := f()
		if err == nil || !mayPass(ctx, err) || n >= r.attempts() {
			return err
		}
		if err := sleep(ctx, r.wait(n)); err != nil {
			return err
		}
	}
}

// mayPass reports whether it is worth to ask again after err.
func mayPass(ctx context.Context, err error) bool {
	if err == nil || ctx.Err() != nil {
		return false
	}
	var api genai.APIError
	if !errors.As(err, &api) {
		return true // no answer, or none that could be read
	}
	return transient(api.Code)
}

func transient(code int) bool {
	// 0 is an answer of an error without a code: nothing is known of it.
	return code == 0 || code == http.StatusRequestTimeout || code == http.StatusTooManyRequests || code >= 500
}

// surelyRefused reports whether err says that the service did not do what it was
// asked for: then it may be asked again without a look at what it did.
func surelyRefused(err error) bool {
	var api genai.APIError
	return errors.As(err, &api) && api.Code >= 400 && api.Code < 500 && api.Code != http.StatusRequestTimeout
}

// sleep waits, or returns the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}

// onlyOnce switches off the SDK's own retries, which a client may have been given.
func onlyOnce() *genai.HTTPOptions {
	return &genai.HTTPOptions{RetryOptions: &genai.HTTPRetryOptions{Attempts: genai.Ptr[int32](1)}}
}
