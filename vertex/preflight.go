package vertex

import (
	"context"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// PreflightOptions say what [Preflight] looks at. nil is the zero value, with which
// neither a file nor an object can be looked at, so that the report refuses the job.
type PreflightOptions struct {
	Train      string            // path of the copy of Spec.Train that was uploaded
	Validation string            // path of the copy of Spec.Validation; "" if there is none
	Policy     *videotune.Policy // what the files are judged by; nil limits are the newest of the Spec's model

	// Objects look for what the files name, and for the files themselves; nil looks
	// for nothing, and the report refuses the job by [RuleObjectsUnchecked].
	Objects Objects
	Sample  int // objects to look for, spread over all of them; 0 or less is all
	Workers int // that look at the same time; 0 or less is 8, and more than 64 are 64

	// Price is that of 1,000,000 training tokens, in a currency of one's own; 0 is
	// unknown. Prices are not built in: they change, and differ by contract.
	Price float64
	Today time.Time // by which models retire; zero is now
}

// Preflight looks at all that can be known before a job is submitted, and submits
// nothing: the settings, both files as [videotune.Check] judges them, whether what was
// uploaded is what was checked, whether the objects that the lines name are there and
// can be read, and what the training will cost.
//
// Readability is that for the credentials of opts.Objects. The service reads with
// those of its own agent, which may differ.
//
// An error means that a file could not be read or that ctx ended; what is wrong with
// the job stands in the Report. spec and opts are not changed.
func Preflight(ctx context.Context, spec *Spec, opts *PreflightOptions) (*Report, error) {
	if opts == nil {
		opts = new(PreflightOptions)
	}
	if spec == nil {
		spec = new(Spec)
	}
	today := opts.Today
	if today.IsZero() {
		today = time.Now()
	}
	r := &Report{Findings: spec.Check(today), objects: opts.Objects}
	p := &preflight{spec: spec, opts: opts, report: r, gone: map[string]bool{}}
	if err := p.files(ctx); err != nil {
		return nil, err
	}
	if err := p.objects(ctx); err != nil {
		return nil, err
	}
	r.estimate(spec, opts.Price)
	r.key, r.value = spec.labelKey(), spec.labelValue(r.Train.Uploaded, r.Validation.Uploaded)
	return r, nil
}

// A preflight is one call of Preflight.
type preflight struct {
	spec   *Spec
	opts   *PreflightOptions
	report *Report
	named  map[string]*naming // objects that the files name
	gone   map[string]bool    // whether a bucket is known not to exist, where it was asked for
}

func (p *preflight) found() *findings { return (*findings)(&p.report.Findings) }

func (p *preflight) workers() int {
	if p.opts.Workers <= 0 {
		return 8
	}
	return min(p.opts.Workers, 64)
}

// policy returns what the files are judged by.
func (p *preflight) policy() *videotune.Policy {
	policy := videotune.Policy{}
	if p.opts.Policy != nil {
		policy = *p.opts.Policy
	}
	if policy.Limits == nil {
		policy.Limits = p.spec.limits()
	}
	return &policy
}
