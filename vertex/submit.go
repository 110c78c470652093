package vertex

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"google.golang.org/genai"
)

// DefaultSettle is how long a job is looked for whose creation had no answer, where
// [SubmitOptions] do not say. It is ours: the service does not say how soon a list holds
// a new job.
const DefaultSettle = 30 * time.Second

// SubmitOptions say how to submit a job. The zero value, and nil, are ready to use.
type SubmitOptions struct {
	// Accept names the rules whose findings are known and do not keep the job from
	// being submitted. There is no way to accept all.
	Accept []Rule

	// OnFound is called with the job that Submit returns where it was there already:
	// before one was created, or after an answer that was lost. others are further jobs
	// of the same label that did not fail, the oldest first: mostly none. Each of them
	// costs, and nothing was done about it: see [Cancel].
	OnFound func(job *genai.TuningJob, others []*genai.TuningJob)

	// OnSimilar is called before a job is created, with those that are there, did not
	// fail, and tune the same model on the same bytes with the same numbers, under
	// another display name, description or labels, say. They are no reason to create none.
	OnSimilar func([]*genai.TuningJob)

	// OnSeek is called when a creation had no answer, with its error and before the job
	// is looked for, which may take as long as Settle says.
	OnSeek func(cause error)

	Retry Retry // of each call

	// Settle is how long to look for a job whose creation had no answer; 0 or less is
	// [DefaultSettle].
	Settle time.Duration
}

func (o *SubmitOptions) settle() time.Duration {
	if o.Settle <= 0 {
		return DefaultSettle
	}
	return o.Settle
}

// Submit creates the job of a Spec, and returns it. report must be what [Preflight]
// made of the Spec; where it has findings that keep a job from being submitted, and
// that opts does not accept, the error is a [*RefusedError] and nothing was sent. So it is
// where an object of the files is not what Preflight saw any more, whatever is accepted:
// they are looked at once more right before the job is created.
//
// No call creates two jobs, and none creates one beside a job that the list shows. The
// job gets a label that stands for the Spec and the bytes of the objects that it names:
// another display name, description or label is another job. Before a job is created,
// all of the location are looked through for it; one that is there and did not fail,
// expire or get cancelled is returned as it is, the oldest of several. Where the storage
// did not say what the objects hold, a job of the same settings that is there may or may
// not be the same one: the error is an [*UnidentifiedError] that holds it, and none is
// created.
//
// A creation that was surely refused in a way that may pass, such as by 429, is tried
// again, after another look. One that leaves open whether the job was created is not
// tried again: the job is looked for, and the error is an [*UncertainError] if it is not
// to be seen. Nothing of that is kept: a later call creates a second job if the list
// still does not show the first one. Two calls at the same time are not kept apart.
func Submit(ctx context.Context, client *genai.Client, spec *Spec, report *Report, opts *SubmitOptions) (*genai.TuningJob, error) {
	if opts == nil {
		opts = new(SubmitOptions)
	}
	if err := ready(client, spec, report, opts); err != nil {
		return nil, err
	}
	own := *opts
	s := &submission{client: client, spec: spec, opts: &own, key: report.key, value: report.value, before: map[string]bool{}}
	for n := 1; ; n++ {
		job, err := s.present(ctx)
		if job != nil || err != nil {
			return job, err
		}
		if err := report.unchanged(ctx); err != nil {
			return nil, err
		}
		job, sent, err := s.create(ctx)
		switch {
		case err == nil:
			return job, nil
		case sent && !refuses(err):
			return s.seek(ctx, err)
		case !mayPass(ctx, err):
			return nil, fmt.Errorf("vertex: the job is not created: %w", err)
		case n >= opts.Retry.attempts():
			return nil, fmt.Errorf("vertex: the job was not created in %d attempts: %w", n, err)
		}
		if stopped := sleep(ctx, opts.Retry.wait(n)); stopped != nil {
			return nil, fmt.Errorf("vertex: the job was not created: %w; %w", stopped, err)
		}
	}
}

// ready returns why the job must not be submitted.
func ready(client *genai.Client, spec *Spec, report *Report, opts *SubmitOptions) error {
	if spec == nil || report == nil {
		return errors.New("vertex: a job is submitted with its Spec and the Report of Preflight")
	}
	if report.key == "" {
		return errors.New("vertex: the Report was not made by Preflight")
	}
	if spec.labelKey() != report.key {
		return errors.New("vertex: the Spec was changed since the Report was made of it; run Preflight again")
	}
	if left := report.Refused(opts.Accept...); len(left) > 0 {
		return &RefusedError{left}
	}
	// After the findings, which tell of a region that no client may be asked for, too.
	if err := usable(client); err != nil {
		return err
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
	before     map[string]bool // jobs of the key that were there before one was created
}

// found tells of jobs that were there already, and takes the first.
func (s *submission) found(jobs []*genai.TuningJob) *genai.TuningJob {
	if s.opts.OnFound != nil {
		s.opts.OnFound(jobs[0], jobs[1:])
	}
	return jobs[0]
}

// present looks for a job that is a reason to create none.
func (s *submission) present(ctx context.Context) (*genai.TuningJob, error) {
	jobs, err := search(ctx, s.client, s.opts.Retry, s.concerns)
	if err != nil {
		return nil, fmt.Errorf("vertex: looking for the job before it is created: %w", err)
	}
	var same, similar []*genai.TuningJob
	var open *genai.TuningJob
	for _, job := range jobs {
		value, ours := job.Labels[s.key]
		if !ours {
			similar = append(similar, job)
			continue
		}
		s.before[job.Name] = true
		switch sameBytes(s.value, value) {
		case Identical:
			if !failed(job.State) {
				same = append(same, job)
			}
		case Unidentified:
			if open == nil && !failed(job.State) {
				open = job
			}
		}
	}
	switch {
	case len(same) > 0:
		return s.found(same), nil
	case open != nil:
		return nil, &UnidentifiedError{open}
	case len(similar) > 0 && s.opts.OnSimilar != nil:
		s.opts.OnSimilar(similar)
		s.opts.OnSimilar = nil // another attempt has nothing new to tell
	}
	return nil, nil
}

// create creates the job. sent tells whether it may have reached the service.
func (s *submission) create(ctx context.Context) (job *genai.TuningJob, sent bool, err error) {
	config := s.spec.config(s.key, s.value)
	config.HTTPOptions = onlyOnce()
	// The SDK asks for what to add to the body once it has found nothing wrong with the
	// job itself, and is about to send.
	config.HTTPOptions.ExtrasRequestProvider = func(body map[string]any) map[string]any {
		sent = true
		return body
	}
	err = s.opts.Retry.once(ctx, func(ctx context.Context) error {
		job, err = s.client.Tunings.Tune(ctx, s.spec.baseModel(), &genai.TuningDataset{GCSURI: s.spec.Train}, config)
		if err == nil && job.Name == "" {
			return fmt.Errorf("%w the name of the job", errAnswer)
		}
		return err
	})
	return job, (sent || onTheWay(err)) && !unreached(err), err
}

// onTheWay reports whether err is none that the SDK has before it sends: so of an SDK
// that asks for nothing to add it is not believed that it sent nothing.
func onTheWay(err error) bool {
	var way *url.Error
	return errors.As(err, &way) || mayPass(context.Background(), err)
}

// clientClosed is the status of google.rpc.Code CANCELLED, for which package http has
// no name.
const clientClosed = 499

// refuses reports whether the service said that it did not create a job. 408 and 499
// leave open how far it came.
func refuses(err error) bool {
	var api genai.APIError
	return errors.As(err, &api) && api.Code >= 400 && api.Code < 500 && api.Code != http.StatusRequestTimeout && api.Code != clientClosed
}

// unreached reports whether err says that there was no connection to send by.
func unreached(err error) bool {
	var op *net.OpError
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &op) && op.Op == "dial" || errors.As(err, &name) || errors.As(err, &certificate)
}

// seek looks for the job whose creation ended with cause, at the beginning and the
// end of the time that a list may need, and twice between.
func (s *submission) seek(ctx context.Context, cause error) (*genai.TuningJob, error) {
	const looks = 4
	if s.opts.OnSeek != nil {
		s.opts.OnSeek(cause)
	}
	for n := range looks {
		if n > 0 {
			if err := sleep(ctx, s.opts.settle()/(looks-1)); err != nil {
				return nil, s.uncertain(cause, err)
			}
		}
		jobs, err := Find(ctx, s.client, s.key, s.opts.Retry)
		if err != nil {
			return nil, s.uncertain(cause, err)
		}
		// It is found whatever became of it meanwhile.
		jobs = slices.DeleteFunc(jobs, func(job *genai.TuningJob) bool { return s.before[job.Name] || job.Labels[s.key] != s.value })
		if len(jobs) > 0 {
			return s.found(jobs), nil
		}
	}
	return nil, s.uncertain(cause, nil)
}

func (s *submission) uncertain(cause, search error) error {
	cc := s.client.ClientConfig()
	return &UncertainError{Project: cc.Project, Region: cc.Location, Label: s.key, Err: cause, Search: search}
}
