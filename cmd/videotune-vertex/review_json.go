package main

import (
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/vertex"
	"google.golang.org/genai"
)

// A resultJSON is what JSON says of tune and job.
type resultJSON struct {
	Preflight *preflightJSON `json:"preflight,omitempty"`
	Job       *jobJSON       `json:"job,omitempty"`
	Review    *reviewJSON    `json:"review,omitempty"`
	Error     string         `json:"error,omitempty"` // why it is no success
}

type jobJSON struct {
	Name          string            `json:"name"`
	State         genai.JobState    `json:"state"`
	Found         bool              `json:"found,omitempty"` // it was there already: no other one was submitted
	Error         string            `json:"error,omitempty"` // which it ended with
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
	stats := statsOf(job)
	if stats == nil {
		return j
	}
	j.LeftOut = &stats.TotalTruncatedExampleCount
	j.Named = named(stats)
	return j
}

// named returns the examples that the service names of those that it left out.
func named(stats *genai.SupervisedTuningDataStats) []namedJSON {
	list := make([]namedJSON, max(len(stats.TruncatedExampleIndices), len(stats.DroppedExampleReasons)))
	for i, index := range stats.TruncatedExampleIndices {
		list[i].Index = index
	}
	for i, reason := range stats.DroppedExampleReasons { // also one without an index is told
		list[i].Reason = reason
	}
	return list
}

// place says which example it is.
func (n namedJSON) place() string {
	if n.Index == 0 {
		return "an example without a number"
	}
	return fmt.Sprintf("example %d", n.Index)
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
		File: r.File, Same: r.Same.String(), Examples: r.Size, Partial: r.Partial,
		Dropped: []droppedJSON{}, Predicted: newDrops(r.Predicted), Spared: newDrops(r.Spared),
		Tokens:  tokensJSON{rangeJSON(t.Estimate), t.Billable, t.Input, t.Output, t.Steps, t.Examples},
		Metrics: c.Metrics, MetricsURI: c.MetricsURI,
	}
	if r.Told {
		j.LeftOut = &r.Total
	}
	if !r.Changed.IsZero() {
		j.Changed = &r.Changed
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
