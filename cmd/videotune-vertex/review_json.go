package main

import (
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/seed-57910ec4/videotune/vertex"
	"google.golang.org/genai"
)

// A resultJSON is what JSON says of tune and job.
type resultJSON struct {
	Preflight *preflightJSON `json:"preflight,omitempty"`
	Job       *jobJSON       `json:"job,omitempty"`
	Review    *reviewJSON    `json:"review,omitempty"`
	Warnings  []string       `json:"warnings,omitempty"`
	Error     *errorJSON     `json:"error,omitempty"` // why it is no success
}

type jobJSON struct {
	Name          string            `json:"name"`
	State         genai.JobState    `json:"state"`
	Found         bool              `json:"found,omitempty"`  // it was there already: no other one was submitted
	Others        []listedJSON      `json:"others,omitempty"` // the same job once more, where it was submitted twice
	Error         string            `json:"error,omitempty"`  // which it ended with
	BaseModel     string            `json:"base_model,omitempty"`
	TrainURI      string            `json:"train_uri,omitempty"`
	ValidationURI string            `json:"validation_uri,omitempty"`
	Labels        map[string]string `json:"labels,omitempty"`
	TunedModel    string            `json:"tuned_model,omitempty"`
	Endpoint      string            `json:"endpoint,omitempty"`
	Checkpoints   []checkpointJSON  `json:"checkpoints"`
	Experiment    string            `json:"experiment,omitempty"`
	LeftOut       *int64            `json:"left_out,omitempty"` // unless the service has not told it
	Named         []namedJSON       `json:"named"`              // by the service, of those that it left out
	Tokens        *tokensJSON       `json:"tokens,omitempty"`   // as the service counted them, unless it has not
}

type namedJSON struct {
	Index  int64  `json:"index"` // from 1; 0 where the service names none
	Reason string `json:"reason,omitempty"`
}

func newJobJSON(job *genai.TuningJob) *jobJSON {
	j := &jobJSON{Name: job.Name, State: job.State, BaseModel: job.BaseModel, Labels: job.Labels, Experiment: job.Experiment, Named: []namedJSON{}, Checkpoints: []checkpointJSON{}}
	for _, c := range vertex.CheckpointsOf(job).List {
		j.Checkpoints = append(j.Checkpoints, checkpointJSON(c))
	}
	if job.SupervisedTuningSpec != nil {
		j.TrainURI, j.ValidationURI = job.SupervisedTuningSpec.TrainingDatasetURI, job.SupervisedTuningSpec.ValidationDatasetURI
	}
	if job.TunedModel != nil {
		j.TunedModel, j.Endpoint = job.TunedModel.Model, job.TunedModel.Endpoint
	}
	left := vertex.LeftOutOf(job)
	if !left.Told {
		return j
	}
	j.LeftOut = &left.Total
	for _, d := range left.Examples {
		j.Named = append(j.Named, namedJSON{d.Index, d.Reason})
	}
	tokens := newTokensJSON(vertex.TokensOf(job))
	j.Tokens = &tokens
	return j
}

type reviewJSON struct {
	File       string        `json:"file"`
	Same       string        `json:"same"` // identical, different or unidentified
	Examples   int           `json:"examples"`
	Changed    *time.Time    `json:"changed,omitempty"`  // of the object, after the job was created
	LeftOut    *int64        `json:"left_out,omitempty"` // unless the service has not told it
	Partial    bool          `json:"partial"`            // the service names a part of them only
	Dropped    []droppedJSON `json:"dropped"`
	Predicted  []dropJSON    `json:"predicted"`
	Spared     []dropJSON    `json:"spared"`                               // null where nobody knows
	Estimate   *rangeJSON    `json:"estimated_tokens_per_epoch,omitempty"` // unless the file is another one
	Within     *bool         `json:"within_estimate,omitempty"`            // whether the service's count is, where there is one
	Metrics    []string      `json:"metrics"`                              // by which a checkpoint is chosen
	MetricsURI string        `json:"metrics_uri,omitempty"`
}

type droppedJSON struct {
	Index     int64            `json:"index"`
	Line      int              `json:"line,omitempty"`
	Reason    string           `json:"reason,omitempty"`
	Record    string           `json:"record,omitempty"` // Origin in words
	Origin    *dataset.Origin  `json:"origin,omitempty"` // as the file of origins has it
	Predicted []videotune.Rule `json:"predicted"`
}

type tokensJSON struct {
	Billable int64 `json:"billable"` // of an epoch
	Input    int64 `json:"input"`
	Output   int64 `json:"output"`
	Steps    int64 `json:"steps"`
	Examples int64 `json:"examples"`
}

func newTokensJSON(t vertex.Tokens) tokensJSON {
	return tokensJSON{t.Billable, t.Input, t.Output, t.Steps, t.Examples}
}

type checkpointJSON struct {
	ID       string `json:"id"`
	Epoch    int64  `json:"epoch"`
	Step     int64  `json:"step"`
	Endpoint string `json:"endpoint,omitempty"`
	Default  bool   `json:"default,omitempty"`
}

func newReviewJSON(r *vertex.Review, lines map[int]*dataset.Origin) *reviewJSON {
	if r == nil {
		return nil
	}
	c := &r.Checkpoints
	j := &reviewJSON{
		File: r.File, Same: r.Same.String(), Examples: r.Size, Partial: r.Partial,
		Dropped: []droppedJSON{}, Predicted: listed(newDrops(r.Predicted)), Spared: newDrops(r.Spared),
		Metrics: c.Metrics, MetricsURI: c.MetricsURI,
	}
	if r.Told {
		j.LeftOut = &r.Total
	}
	if r.Same != vertex.Different { // else the estimate is that of another file
		j.Estimate = &rangeJSON{r.Tokens.Estimate.Lower, r.Tokens.Estimate.Upper}
		if within, ok := r.Tokens.Within(); ok {
			j.Within = &within
		}
	}
	if !r.Changed.IsZero() {
		j.Changed = &r.Changed
	}
	for _, d := range r.Dropped {
		rules := d.Predicted
		if rules == nil {
			rules = []videotune.Rule{}
		}
		j.Dropped = append(j.Dropped, droppedJSON{d.Index, d.Line, d.Reason, d.Record, lines[d.Line], rules})
	}
	return j
}
