package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/internal/regular"
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

	review *vertex.ReviewOptions   // nil without a copy of the training file
	lines  map[int]*dataset.Origin // what lines of it were made of; nil if that is not known
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
	if err := readable(train); err != nil {
		return err
	}
	policy, err := policyOf(w.media)
	if err != nil {
		return err
	}
	w.review = &vertex.ReviewOptions{Train: train, Policy: policy}
	return w.readOrigins(w.origins)
}

// readable returns an error for a file that cannot be opened.
func readable(name string) error {
	f, err := regular.Open(name)
	if err != nil {
		return cli.OpenError(name, err)
	}
	return f.Close()
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
	return &vertex.WatchOptions{OnState: w.state, Poll: w.poll, Retry: patience.Retry, Outage: patience.outage, OnOutage: w.outage}
}

// outage tells that a service that was watched does not answer, and that it does again.
func (w *watcher) outage(err error) {
	if err == nil {
		fmt.Fprintf(w.stderr, "%s: the service answers again\n", program)
		return
	}
	w.tell(fmt.Errorf("still watching: %w", err))
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
	before := w.result.Job
	w.result.Job = newJobJSON(job)
	if before != nil {
		w.result.Job.Found, w.result.Job.Others = before.Found, before.Others
	}
}

// end tells of a job that is no longer watched, for the reason failed, nil if it came to
// a good end. job is as it was seen last, nil if it was not.
func (w *watcher) end(ctx context.Context, job *genai.TuningJob, failed error) error {
	if job == nil {
		return w.giveUp(ctx, failed)
	}
	w.know(job)
	var jobError *vertex.JobError
	if errors.As(failed, &jobError) {
		w.result.Job.Error = plain(jobError)
	}
	// Also of a job that is no longer watched it can be told what is known, and also where
	// the copy of its file cannot be read.
	review, faults, unread := w.lay(context.WithoutCancel(ctx), job)
	w.result.Review = newReviewJSON(review, w.lines)
	misplaced, faults := sortFaults(faults)
	for _, fault := range misplaced {
		w.result.Warnings = append(w.result.Warnings, plain(fault))
	}
	if err := cmp.Or(failed, faults); err != nil {
		w.result.Error = newErrorJSON(ctx, err)
	}
	if err := w.finish(func() error { return w.writeJob(job, review) }); err != nil {
		return err
	}
	for _, fault := range misplaced {
		w.tell(fmt.Errorf("warning: %s", plain(fault)))
	}
	for _, fault := range []error{failed, faults} {
		if fault != nil {
			w.tell(words(fault))
		}
	}
	if failed != nil && !vertex.Ended(job.State) {
		w.tell(fmt.Errorf("\"%s\" goes on with it, --cancel ends it", w.resume(job.Name)))
	}
	switch {
	case unread != nil:
		return unread
	case w.result.Error != nil:
		return w.result.Error.exit()
	}
	return nil
}

// sortFaults parts what is wrong with a review: indices of the service's that no line of
// the very file that it read has, which are not the user's fault, and the rest.
func sortFaults(faults error) (misplaced []error, rest error) {
	if faults == nil {
		return nil, nil
	}
	var others []error
	for _, fault := range cli.Joined(faults) {
		var index *vertex.IndexError
		if errors.As(fault, &index) && index.Same == vertex.Identical {
			misplaced = append(misplaced, fault)
		} else {
			others = append(others, fault)
		}
	}
	return misplaced, errors.Join(others...)
}

// resume returns the command that goes on to watch a job.
func (w *watcher) resume(name string) string {
	args := []string{"job", "--watch"}
	if w.review != nil {
		args = append(args, "--train", w.review.Train)
		if w.origins != "" {
			args = append(args, "--origins", w.origins)
		}
		for _, media := range w.media {
			args = append(args, "--media", media)
		}
	}
	return shell(append(args, name)...)
}

// giveUp tells that nothing is known of a job, for the reason failed, or that none was
// submitted.
func (w *watcher) giveUp(ctx context.Context, failed error) error {
	var unidentified *vertex.UnidentifiedError
	if errors.As(failed, &unidentified) {
		w.know(unidentified.Job)
	}
	w.result.Error = newErrorJSON(ctx, failed)
	if err := w.finish(nil); err != nil {
		return err
	}
	w.tell(words(failed))
	return w.result.Error.exit()
}

// warn tells of what is no failure, and should be looked at.
func (w *watcher) warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	w.result.Warnings = append(w.result.Warnings, text)
	w.tell(errors.New("warning: " + text))
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
