package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/vertex"
	"google.golang.org/genai"
)

// How often a job that is watched is looked at.
const (
	defaultPoll = 15 * time.Second
	pollUsage   = "look at the job this `time` after a change; less and less often while nothing changes"
)

// A watcher tells of a job.
type watcher struct {
	output
	client *genai.Client
	review *vertex.ReviewOptions // nil without a copy of the training file
}

// stateWord returns a state as people say it.
func stateWord(s genai.JobState) string {
	return strings.ToLower(strings.TrimPrefix(string(s), "JOB_STATE_"))
}

// state tells that the state of a job changed.
func (w *watcher) state(job *genai.TuningJob) {
	detail := strings.ToLower(strings.TrimPrefix(string(job.TuningJobState), "TUNING_JOB_STATE_"))
	if detail != "" {
		detail = " (" + strings.ReplaceAll(detail, "_", " ") + ")"
	}
	fmt.Fprintf(w.stderr, "%s: %s%s\n", program, stateWord(job.State), detail)
}

// end tells of a job that is no longer watched, for the reason failed.
func (w *watcher) end(ctx context.Context, job *genai.TuningJob, failed error, result *resultJSON) error {
	var jobError *vertex.JobError
	interrupted := ctx.Err() != nil
	if failed != nil && !interrupted && !errors.As(failed, &jobError) || job == nil {
		return failed
	}
	result.Job = newJobJSON(job)
	if jobError != nil {
		result.Job.Error = jobError.Error()
	}
	// Also of a job that is no longer watched it can be told what is known.
	review, faults, err := w.lay(context.WithoutCancel(ctx), job)
	if err != nil {
		return err
	}
	result.Review = newReviewJSON(review)
	if w.format == "json" {
		err = w.json(result)
	} else {
		err = w.writeJob(job, review)
	}
	if err != nil {
		return err
	}
	for _, fault := range []error{failed, faults} {
		if fault != nil {
			w.tell(fault)
		}
	}
	if interrupted && !vertex.Ended(job.State) {
		w.tell(fmt.Errorf("\"%s job --watch %s\" goes on with it, --cancel ends it", program, job.Name))
	}
	if failed != nil || faults != nil {
		return cli.ErrFindings
	}
	return nil
}

// lay lays the job beside the copy of its training file, nil without one. What is wrong
// with the copy is in faults, and err is all else.
func (w *watcher) lay(ctx context.Context, job *genai.TuningJob) (review *vertex.Review, faults, err error) {
	if w.review == nil {
		return nil, nil, nil
	}
	review, err = vertex.NewReview(ctx, job, w.review)
	if review != nil {
		return review, err, nil
	}
	return nil, nil, err
}
