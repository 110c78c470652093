package vertex

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/genai"
)

// WatchOptions say how to watch a job. The zero value, and nil, are ready to use.
type WatchOptions struct {
	// OnState is called in the caller's goroutine with the job as it is at first, and
	// each time its state or its detailed state changed, the last one included. It
	// must not change the job.
	OnState func(*genai.TuningJob)

	// Poll is the time between two looks after a change; 0 is 15 s. It grows by half
	// while nothing changes, up to Longest; 0 is 5 min.
	Poll, Longest time.Duration

	Retry Retry // of each look

	// Outage is how long errors that may pass are borne, beyond those that Retry bears,
	// once the job was seen; 0 is [DefaultOutage], less than 0 bears none. Meanwhile there
	// is a look each time that Longest says.
	Outage time.Duration
	// OnOutage is called in the caller's goroutine with the error of each look that is
	// borne so, and with nil when the service answers again.
	OnOutage func(error)
}

func (o *WatchOptions) poll() time.Duration {
	if o.Poll <= 0 {
		return 15 * time.Second
	}
	return o.Poll
}

func (o *WatchOptions) longest() time.Duration {
	if o.Longest <= 0 {
		return max(5*time.Minute, o.poll())
	}
	return max(o.Longest, o.poll())
}

// Watch waits until a job ends, and returns it as it is then. name is its resource
// name, or its id. Watching can go on in another process: a job is known by its name.
//
// A job that succeeded, wholly or in part, comes without an error, one that failed,
// was cancelled or expired with a [*JobError]. If ctx ends the error says so and
// wraps its cause; the job goes on, and costs what it costs: see [Cancel]. Errors of
// the API that may pass are tried again as opts.Retry says, and where the job was seen
// before for as long as opts.Outage says; for a job that the service does not know the
// error wraps [ErrNoJob]. The job that was seen last comes with any error, nil if there
// is none.
func Watch(ctx context.Context, client *genai.Client, name string, opts *WatchOptions) (*genai.TuningJob, error) {
	return watch(ctx, client, name, false, opts)
}

// watch is Watch; known tells that the service knows the job.
func watch(ctx context.Context, client *genai.Client, name string, known bool, opts *WatchOptions) (*genai.TuningJob, error) {
	if opts == nil {
		opts = new(WatchOptions)
	}
	name, err := jobName(client, name)
	if err != nil {
		return nil, err
	}
	l := looker{client: client, name: name, opts: opts, known: known}
	var last *genai.TuningJob
	wait := opts.poll()
	for {
		job, err := l.look(ctx)
		if err != nil {
			return last, watchError(ctx, name, last, err)
		}
		if last == nil || job.State != last.State || job.TuningJobState != last.TuningJobState {
			wait = opts.poll()
			if opts.OnState != nil {
				opts.OnState(job)
			}
		} else {
			wait = min(wait+wait/2, opts.longest())
		}
		last = job
		switch {
		case failed(job.State):
			return job, newJobError(job)
		case Ended(job.State):
			return job, nil
		}
		if err := sleep(ctx, wait); err != nil {
			return last, watchError(ctx, name, last, err)
		}
	}
}

// watchError says why a job is watched no longer; last is nil if it was never seen.
func watchError(ctx context.Context, name string, last *genai.TuningJob, err error) error {
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("vertex: no longer watching %s, which goes on: %w", name, context.Cause(ctx))
	case unknown(err):
		return noJob(name, err)
	case last == nil:
		return fmt.Errorf("vertex: asking how %s is: %w", name, err)
	}
	return fmt.Errorf("vertex: watching %s, which may go on: %w", name, err)
}

// get returns a job.
func get(ctx context.Context, client *genai.Client, name string, retry Retry) (job *genai.TuningJob, err error) {
	err = retry.do(ctx, func() error {
		return retry.once(ctx, func(ctx context.Context) error {
			job, err = client.Tunings.Get(ctx, name, &genai.GetTuningJobConfig{HTTPOptions: onlyOnce()})
			if err == nil && job.State == "" {
				return fmt.Errorf("%w the state of the job", errAnswer)
			}
			return err
		})
	})
	return job, err
}

// Cancel asks the service to end a job, named as for [Watch], and returns once it has
// agreed to. The job passes through the state CANCELLING; Watch sees its end. What was
// trained until then is billed. A job that ended already is refused by the service; for
// one that it does not know the error wraps [ErrNoJob].
func Cancel(ctx context.Context, client *genai.Client, name string, retry Retry) error {
	name, err := jobName(client, name)
	if err != nil {
		return err
	}
	err = retry.do(ctx, func() error {
		return retry.once(ctx, func(ctx context.Context) error {
			_, err := client.Tunings.Cancel(ctx, name, &genai.CancelTuningJobConfig{HTTPOptions: onlyOnce()})
			return err
		})
	})
	switch {
	case err != nil && unknown(err):
		return noJob(name, err)
	case err != nil:
		return fmt.Errorf("vertex: cancelling %s: %w", name, err)
	}
	return nil
}
