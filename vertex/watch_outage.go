package vertex

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/genai"
)

// DefaultOutage is how long a service that does not answer is borne by [Watch] where the
// options do not say. It is ours: a job runs for hours, and goes on meanwhile.
const DefaultOutage = time.Hour

func (o *WatchOptions) outage() time.Duration {
	if o.Outage == 0 {
		return DefaultOutage
	}
	return max(o.Outage, 0)
}

// A looker looks at a job, and bears that the service does not answer for a while.
type looker struct {
	client *genai.Client
	name   string
	opts   *WatchOptions
	known  bool      // the service knows the job, so that it is worth to wait
	since  time.Time // of the look that failed first; zero where the last one did not fail
}

// look returns the job as it is.
func (l *looker) look(ctx context.Context) (*genai.TuningJob, error) {
	for {
		begin := time.Now()
		job, err := get(ctx, l.client, l.name, l.opts.Retry)
		if err == nil {
			l.known = true
			l.over()
			return job, nil
		}
		if l.since.IsZero() {
			l.since = begin
		}
		left := l.opts.outage() - time.Since(l.since)
		if !l.known || !mayPass(ctx, err) || l.opts.outage() == 0 {
			return nil, err
		}
		if left <= 0 {
			return nil, fmt.Errorf("nothing but errors for %v: %w", l.opts.outage(), err)
		}
		if l.opts.OnOutage != nil {
			l.opts.OnOutage(err)
		}
		if err := sleep(ctx, min(l.opts.longest(), left)); err != nil {
			return nil, err
		}
	}
}

// over ends an outage, if there is one.
func (l *looker) over() {
	if !l.since.IsZero() && l.opts.OnOutage != nil {
		l.opts.OnOutage(nil)
	}
	l.since = time.Time{}
}
