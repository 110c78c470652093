package vertex

import (
	"context"
	"errors"

	"google.golang.org/genai"
)

// TuneOptions say how to submit a job and watch it.
type TuneOptions struct {
	Submit SubmitOptions
	Watch  WatchOptions

	// OnJob is called with the job as soon as it is known, before it is watched: keep
	// its name, by which [Watch] can go on.
	OnJob func(*genai.TuningJob)
}

// Tune is [Submit] and then [Watch]. A [*JobError] holds what was predicted for the
// files. The job that was seen last comes with any error; it is nil if none was
// submitted.
func Tune(ctx context.Context, client *genai.Client, spec *Spec, report *Report, opts *TuneOptions) (*genai.TuningJob, error) {
	if opts == nil {
		opts = new(TuneOptions)
	}
	job, err := Submit(ctx, client, spec, report, &opts.Submit)
	if err != nil {
		return nil, err
	}
	if opts.OnJob != nil {
		opts.OnJob(job)
	}
	last, err := watch(ctx, client, job.Name, true, &opts.Watch)
	if last == nil {
		last = job
	}
	var jobError *JobError
	if errors.As(err, &jobError) {
		jobError.Predicted = report.prediction()
	}
	return last, err
}
