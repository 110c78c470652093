package vertex

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/genai"
)

// DefaultTimeout is how long a single call may take where [Retry] does not say. It is
// ours: no page says how long the service needs.
const DefaultTimeout = 2 * time.Minute

// A Retry says how long to wait for the API, and how to go on after an error that may
// pass: 408, 429, 5xx, an answer that did not come in time or was cut, a network that
// is down. What another attempt would not change, such as missing credentials or a
// certificate that is not valid, is not tried again. The zero value is ready to use.
type Retry struct {
	Attempts int           // one after the other that fail; 0 is 6, 1 is none but the first
	First    time.Duration // the wait after the first; 0 is 1 s. It doubles each time
	Longest  time.Duration // a wait is never longer; 0 is 1 min
	Timeout  time.Duration // of a single attempt; 0 or less is [DefaultTimeout]
}

func (r Retry) attempts() int {
	if r.Attempts <= 0 {
		return 6
	}
	return r.Attempts
}

func (r Retry) timeout() time.Duration {
	if r.Timeout <= 0 {
		return DefaultTimeout
	}
	return r.Timeout
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

// do calls f until it succeeds, fails for good, or attempts are used up. f makes its
// calls by once.
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

// once makes one call, and waits for its answer as long as the Timeout says.
func (r Retry) once(ctx context.Context, call func(context.Context) error) error {
	limited, stop := context.WithTimeout(ctx, r.timeout())
	defer stop()
	err := call(limited)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return fmt.Errorf("no answer within %v: %w", r.timeout(), err)
	}
	return refusal(err)
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

// onlyOnce switches off the SDK's own retries, which a client may have been given:
// whether to ask again is decided here.
func onlyOnce() *genai.HTTPOptions {
	return &genai.HTTPOptions{RetryOptions: &genai.HTTPRetryOptions{Attempts: genai.Ptr[int32](1)}}
}
