package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/spf13/pflag"
	"google.golang.org/genai"
)

// defaultPoll is how soon a job that is watched is looked at again.
const defaultPoll = 15 * time.Second

// A watcher tells of a job: what tune and job have in common.
type watcher struct {
	output
	connection
	media   []string
	origins string
	poll    time.Duration

	review *vertex.ReviewOptions // nil without a copy of the training file
	result resultJSON
}

// registerWatch adds the flags that say how a job is told of.
func (w *watcher) registerWatch(fl *pflag.FlagSet) {
	fl.StringArrayVar(&w.media, "media", nil, "read facts of the media from this JSON `file` of probe (repeatable)")
	fl.StringVar(&w.origins, "origins", "", "tell what lines that were left out were made of, by this `file` of build")
	fl.DurationVar(&w.poll, "poll", defaultPoll, "look at the job this `time` after a change; less and less often while nothing changes")
	w.output.register(fl)
}

// beside reads what a job is laid beside: train is the copy of its training file.
func (w *watcher) beside(train string) error {
	policy, err := policyOf(w.media)
	if err != nil {
		return err
	}
	w.review = &vertex.ReviewOptions{Train: train, Policy: policy}
	return w.readOrigins(w.origins)
}

// policyOf returns a policy with the facts that the files hold.
func policyOf(names []string) (*videotune.Policy, error) {
	if len(names) == 0 {
		return nil, nil
	}
	media := videotune.MediaMap{}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, cli.OpenError(name, err)
		}
		facts, err := videotune.ReadMedia(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for uri, m := range facts {
			media[uri] = m
		}
	}
	return &videotune.Policy{Media: media.Lookup}, nil
}

func (w *watcher) watchOptions() *vertex.WatchOptions {
	return &vertex.WatchOptions{OnState: w.state, Poll: w.poll, Retry: patience.Retry}
}

// stateWord returns a state as people say it.
func stateWord(s genai.JobState) string { return word(string(s), "JOB_STATE_") }

// word returns a name of the API without its prefix as people say it.
func word(name, prefix string) string {
	return strings.ReplaceAll(strings.ToLower(render.Clean(strings.TrimPrefix(name, prefix))), "_", " ")
}

// state tells that the state of a job changed.
func (w *watcher) state(job *genai.TuningJob) {
	detail := word(string(job.TuningJobState), "TUNING_JOB_STATE_")
	if detail != "" {
		detail = " (" + detail + ")"
	}
	fmt.Fprintf(w.stderr, "%s: %s%s\n", program, stateWord(job.State), detail)
}

// know sets what JSON says of a job. What was known of it besides stays.
func (w *watcher) know(job *genai.TuningJob) {
	found := w.result.Job != nil && w.result.Job.Found
	w.result.Job = newJobJSON(job)
	w.result.Job.Found = found
}

// end tells of a job that is no longer watched, for the reason failed, nil if it came to
// a good end. job is as it was seen last, nil if it was not.
func (w *watcher) end(ctx context.Context, job *genai.TuningJob, failed error) error {
	if job == nil {
		return w.giveUp(ctx, failed)
	}
	w.know(job)
	if failed != nil {
		w.result.Error = failed.Error()
	}
	var jobError *vertex.JobError
	if errors.As(failed, &jobError) {
		w.result.Job.Error = jobError.Error()
	}
	// Also of a job that is no longer watched it can be told what is known, and also where
	// the copy of its file cannot be read.
	review, faults, unread := w.lay(context.WithoutCancel(ctx), job)
	w.result.Review = newReviewJSON(review)
	err := w.finish(func() error { return w.writeJob(job, review) })
	if err != nil {
		return err
	}
	for _, fault := range []error{failed, faults} {
		if fault != nil {
			w.tell(fault)
		}
	}
	if failed != nil && !vertex.Ended(job.State) {
		w.tell(fmt.Errorf("\"%s job --watch %s\" goes on with it, --cancel ends it", program, job.Name))
	}
	switch {
	case unread != nil:
		return unread
	case failed != nil || faults != nil:
		return cli.ErrFindings
	}
	return nil
}

// giveUp tells that nothing is known of a job, for the reason failed, or that none was
// submitted.
func (w *watcher) giveUp(ctx context.Context, failed error) error {
	if ctx.Err() == nil && !answered(failed) {
		return failed
	}
	var unidentified *vertex.UnidentifiedError
	if errors.As(failed, &unidentified) {
		w.know(unidentified.Job)
	}
	w.result.Error = failed.Error()
	if err := w.finish(nil); err != nil {
		return err
	}
	w.tell(failed)
	if unidentified != nil {
		w.tell(fmt.Errorf("\"%s job %s\" tells of it; bytes are compared unless --no-objects is set; another --display-name or --label makes another job of it", program, unidentified.Job.Name))
	}
	return cli.ErrFindings
}

// answered reports whether err comes of what the service answered, or of what it may
// have done, and not of a service that could not be asked.
func answered(err error) bool {
	var api genai.APIError
	var uncertain *vertex.UncertainError
	var unidentified *vertex.UnidentifiedError
	return errors.As(err, &api) || errors.As(err, &uncertain) || errors.As(err, &unidentified)
}

// finish writes the result: JSON, or by text, nil for nothing.
func (w *watcher) finish(text func() error) error {
	switch {
	case w.format == "json":
		return w.json(&w.result)
	case text != nil:
		return text()
	}
	return nil
}

// lay lays the job beside the copy of its training file, nil without one. What is wrong
// with the copy is in faults; err is that it could not be read.
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
