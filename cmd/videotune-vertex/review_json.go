package main

import (
	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/vertex"
	"google.golang.org/genai"
)

// A resultJSON is what JSON says of tune and job.
type resultJSON struct {
	Preflight *preflightJSON `json:"preflight,omitempty"`
	Job       *jobJSON       `json:"job,omitempty"`
	Review    *reviewJSON    `json:"review,omitempty"`
}

type jobJSON struct {
	Name          string            `json:"name"`
	State         genai.JobState    `json:"state"`
	Error         string            `json:"error,omitempty"`
	BaseModel     string            `json:"base_model,omitempty"`
	TrainURI      string            `json:"train_uri,omitempty"`
	ValidationURI string            `json:"validation_uri,omitempty"`
	Labels        map[string]string `json:"labels,omitempty"`
	TunedModel    string            `json:"tuned_model,omitempty"`
	Endpoint      string            `json:"endpoint,omitempty"`
	Checkpoints   []checkpointJSON  `json:"checkpoints"`
	Experiment    string            `json:"experiment,omitempty"`
	LeftOut       int64             `json:"left_out"`
	Named         []namedJSON       `json:"named"` // by the service, of those that it left out
}

type namedJSON struct {
	Index  int64  `json:"index"`
	Reason string `json:"reason,omitempty"`
}

func newJobJSON(job *genai.TuningJob) *jobJSON {
	j := &jobJSON{Name: job.Name, State: job.State, BaseModel: job.BaseModel, Labels: job.Labels, Experiment: job.Experiment, Named: []namedJSON{}, Checkpoints: []checkpointJSON{}}
	for _, c := range checkpointsOf(job) {
		j.Checkpoints = append(j.Checkpoints, checkpointJSON(c))
	}
	if job.SupervisedTuningSpec != nil {
		j.TrainURI, j.ValidationURI = job.SupervisedTuningSpec.TrainingDatasetURI, job.SupervisedTuningSpec.ValidationDatasetURI
	}
	if job.TunedModel != nil {
		j.TunedModel, j.Endpoint = job.TunedModel.Model, job.TunedModel.Endpoint
	}
	if job.TuningDataStats == nil || job.TuningDataStats.SupervisedTuningDataStats == nil {
		return j
	}
	stats := job.TuningDataStats.SupervisedTuningDataStats
	j.LeftOut = stats.TotalTruncatedExampleCount
	for i, index := range stats.TruncatedExampleIndices {
		n := namedJSON{Index: index}
		if i < len(stats.DroppedExampleReasons) {
			n.Reason = stats.DroppedExampleReasons[i]
		}
		j.Named = append(j.Named, n)
	}
	return j
}

type reviewJSON struct {
	File       string        `json:"file"`
	Same       string        `json:"same"` // identical, different or unidentified
	Examples   int           `json:"examples"`
	LeftOut    int64         `json:"left_out"`
	Partial    bool          `json:"partial"` // the service names a part of them only
	Dropped    []droppedJSON `json:"dropped"`
	Predicted  []dropJSON    `json:"predicted"`
	Spared     []dropJSON    `json:"spared"`
	Tokens     tokensJSON    `json:"tokens"`
	Metrics    []string      `json:"metrics"` // by which a checkpoint is chosen
	MetricsURI string        `json:"metrics_uri,omitempty"`
}

type droppedJSON struct {
	Index     int64            `json:"index"`
	Line      int              `json:"line,omitempty"`
	Reason    string           `json:"reason,omitempty"`
	Record    string           `json:"record,omitempty"`
	Predicted []videotune.Rule `json:"predicted"`
}

type tokensJSON struct {
	Estimate rangeJSON `json:"estimate"`
	Billable int64     `json:"billable"`
	Input    int64     `json:"input"`
	Output   int64     `json:"output"`
	Steps    int64     `json:"steps"`
	Examples int64     `json:"examples"`
}

type checkpointJSON struct {
	ID       string `json:"id"`
	Epoch    int64  `json:"epoch"`
	Step     int64  `json:"step"`
	Endpoint string `json:"endpoint,omitempty"`
	Default  bool   `json:"default,omitempty"`
}

func newReviewJSON(r *vertex.Review) *reviewJSON {
	if r == nil {
		return nil
	}
	t, c := &r.Tokens, &r.Checkpoints
	j := &reviewJSON{
		File: r.File, Same: r.Same.String(), Examples: r.Size, LeftOut: r.Total, Partial: r.Partial,
		Dropped: []droppedJSON{}, Predicted: newDrops(r.Predicted), Spared: newDrops(r.Spared),
		Tokens:  tokensJSON{rangeJSON(t.Estimate), t.Billable, t.Input, t.Output, t.Steps, t.Examples},
		Metrics: c.Metrics, MetricsURI: c.MetricsURI,
	}
	for _, d := range r.Dropped {
		rules := d.Predicted
		if rules == nil {
			rules = []videotune.Rule{}
		}
		j.Dropped = append(j.Dropped, droppedJSON{d.Index, d.Line, d.Reason, d.Record, rules})
	}
	return j
}
