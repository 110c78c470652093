package vertex

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/genai"
)

// SubmitOptions say how to submit a job. The zero value, and nil, are ready to use.
type SubmitOptions struct {
	// Accept names the rules whose findings are known and do not keep the job from
	// being submitted. There is no way to accept all.
	Accept []Rule

	// OnFound is called with a job that was there already: before one was created, or
	// after an answer that was lost.
	OnFound func(*genai.TuningJob)

	Retry Retry // of each call

	// Settle is how long to look for a job whose creation had no answer, before it is
	// taken for not created; 0 is 30 s. The service does not say how soon a list holds
	// a new job.
	Settle time.Duration
}

func (o *SubmitOptions) settle() time.Duration {
	if o.Settle <= 0 {
		return 30 * time.Second
	}
	return o.Settle
}

// An UncertainError says that it is not known whether a job was created: the answer
// was lost, and so were those to the search for it. Submit again later; it looks
// first.
type UncertainError struct {
	Label string // by which the job is found
	Err   error  // of the creation, and of the search
}

// Error says so.
func (e *UncertainError) Error() string {
	return fmt.Sprintf("vertex: it is not known whether the job was created (label %s); submit again, which looks for it first: %v", e.Label, e.Err)
}

// Unwrap returns Err.
func (e *UncertainError) Unwrap() error { return e.Err }

// Submit creates the job of a Spec, and returns it. report must be what [Preflight]
// made of the Spec; where it has findings that keep a job from being submitted, and
// that opts does not accept, the error is a [*RefusedError] and nothing was sent.
//
// Nothing is submitted twice. The job gets a label whose key, "videotune-" and a
// hash, stands for the Spec and the bytes of its files. Before a job is created, all
// of the location are looked through for it; one that is there and did not fail,
// expire or get cancelled is returned as it is. The same happens after an answer
// that leaves open whether the job was created; after 429, which does not, it is
// tried again without. Two calls at the same time are not kept apart.
func Submit(ctx context.Context, client *genai.Client, spec *Spec, report *Report, opts *SubmitOptions) (*genai.TuningJob, error) {
	if opts == nil {
		opts = new(SubmitOptions)
	}
	if err := ready(client, spec, report, opts); err != nil {
		return nil, err
	}
	s := &submission{client: client, spec: spec, opts: opts, key: report.key, value: report.value, before: map[string]bool{}}
	if job, err := s.find(ctx, true); err != nil {
		return nil, fmt.Errorf("vertex: looking for the job before it is created: %w", err)
	} else if job != nil {
		return s.found(job), nil
	}
	return s.create(ctx)
}

// ready returns why the job must not be submitted.
func ready(client *genai.Client, spec *Spec, report *Report, opts *SubmitOptions) error {
	if err := usable(client); err != nil {
		return err
	}
	if spec == nil || report == nil {
		return fmt.Errorf("vertex: a job is submitted with its Spec and the Report of Preflight")
	}
	if key, _ := spec.label(report.Train.CRC32C, report.Validation.CRC32C); key != report.key {
		return fmt.Errorf("vertex: the Spec was changed since the Report was made of it; run Preflight again")
	}
	if left := report.Refused(opts.Accept...); len(left) > 0 {
		return &RefusedError{left}
	}
	if location := client.ClientConfig().Location; location != spec.Region {
		return fmt.Errorf("vertex: the Spec says region %s, the client asks %s: make a client for the region", spec.Region, location)
	}
	return nil
}

// A submission is one call of Submit.
type submission struct {
	client     *genai.Client
	spec       *Spec
	opts       *SubmitOptions
	key, value string          // the label
	before     map[string]bool // jobs with the label that were there before
}

// found tells of a job that was there already.
func (s *submission) found(job *genai.TuningJob) *genai.TuningJob {
	if s.opts.OnFound != nil {
		s.opts.OnFound(job)
	}
	return job
}

// find looks for a job with the label: at first for one that is no reason to submit
// the Spec again, later for one that was not there at first, whatever became of it.
func (s *submission) find(ctx context.Context, first bool) (found *genai.TuningJob, err error) {
	err = s.opts.Retry.do(ctx, func() error {
		found = nil
		return s.each(ctx, func(job *genai.TuningJob) {
			if _, ok := job.Labels[s.key]; !ok {
				return
			}
			old := failed(job.State)
			if first && old {
				s.before[job.Name] = true
			}
			if first && !old || !first && !s.before[job.Name] {
				if found == nil || job.CreateTime.Before(found.CreateTime) {
					found = job
				}
			}
		})
	})
	return found, err
}

// maxPages bounds the search for a job: 100 jobs each.
const maxPages = 1000

// each calls f for all jobs of the location. The service has filters, but does not
// document those for labels of tuning jobs; one that is misunderstood would cost a
// second job.
func (s *submission) each(ctx context.Context, f func(*genai.TuningJob)) error {
	token := ""
	for range maxPages {
		page, err := s.client.Tunings.List(ctx, &genai.ListTuningJobsConfig{HTTPOptions: onlyOnce(), PageSize: 100, PageToken: token})
		if err != nil {
			return err
		}
		for _, job := range page.Items {
			f(job)
		}
		if page.NextPageToken == "" {
			return nil
		}
		token = page.NextPageToken
	}
	return fmt.Errorf("the list of tuning jobs has more than %d pages", maxPages)
}

// create creates the job.
func (s *submission) create(ctx context.Context) (*genai.TuningJob, error) {
	for n := 1; ; n++ {
		job, err := s.client.Tunings.Tune(ctx, s.spec.baseModel(), &genai.TuningDataset{GCSURI: s.spec.Train}, s.spec.config(s.key, s.value))
		if err == nil && job.Name != "" {
			return job, nil
		}
		if err == nil {
			err = fmt.Errorf("an answer without a name of the job")
		}
		if surelyRefused(err) && !mayPass(ctx, err) {
			return nil, fmt.Errorf("vertex: the service refuses the job: %w", err)
		}
		if !surelyRefused(err) {
			found, lookErr := s.search(ctx)
			if found != nil {
				return s.found(found), nil
			}
			if lookErr != nil {
				return nil, &UncertainError{s.key, fmt.Errorf("%w; %w", err, lookErr)}
			}
		}
		if n >= s.opts.Retry.attempts() {
			return nil, fmt.Errorf("vertex: the job was not created in %d attempts: %w", n, err)
		}
		if err := sleep(ctx, s.opts.Retry.wait(n)); err != nil {
			return nil, err
		}
	}
}

// search looks for a job whose creation had no answer, at the beginning and the end
// of the time that a list may need, and twice between.
func (s *submission) search(ctx context.Context) (*genai.TuningJob, error) {
	const looks = 4
	for n := range looks {
		if n > 0 {
			if err := sleep(ctx, s.opts.settle()/(looks-1)); err != nil {
				return nil, err
			}
		}
		if job, err := s.find(ctx, false); job != nil || err != nil {
			return job, err
		}
	}
	return nil, nil
}

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
	last, err := Watch(ctx, client, job.Name, &opts.Watch)
	if last == nil {
		last = job
	}
	var jobError *JobError
	if errors.As(err, &jobError) {
		jobError.Predicted = report.prediction()
	}
	return last, err
}
