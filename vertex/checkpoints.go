package vertex

import "google.golang.org/genai"

// Checkpoints are what to choose from after a job, and where to look for what to
// choose by.
//
// Take the checkpoint at which the loss of validation has flattened: it is Google's
// advice on tuning for video, and not a rule. Where that loss rises again the model
// learns its examples by heart. The API holds no metrics, only the
// names of what does: see Metrics and the places beside it. Whichever is chosen,
// measure the answers of its endpoint on examples that neither file has; [Request]
// makes the prompts.
type Checkpoints struct {
	Model    string // resource name of the tuned model with its version; "" if there is none yet
	Endpoint string // of the default checkpoint, mostly the last
	List     []Checkpoint

	Metrics    []string // names under which the job reports, by step
	Experiment string   // resource name of the experiment that holds them; "" if there is none
	MetricsURI string   // gs:// URI of them; "" if there is none
}

// A Checkpoint is the model after some of the epochs.
type Checkpoint struct {
	ID       string // what Spec.Checkpoint names
	Epoch    int64
	Step     int64
	Endpoint string // to ask it at
	Default  bool   // it is what the endpoint of the model serves
}

var (
	trainMetrics = []string{"/train_total_loss", "/train_fraction_of_correct_next_step_preds", "/train_num_predictions"}
	// The service reports these only with a validation set (use tuning, 2026-08).
	evalMetrics = []string{"/eval_total_loss", "/eval_fraction_of_correct_next_step_preds", "/eval_num_predictions"}
)

// CheckpointsOf returns the checkpoints of a job in any state, which must not be nil.
func CheckpointsOf(job *genai.TuningJob) Checkpoints {
	c := Checkpoints{Metrics: append([]string(nil), trainMetrics...), Experiment: job.Experiment, MetricsURI: job.GCSMetricsURI}
	if job.SupervisedTuningSpec != nil && job.SupervisedTuningSpec.ValidationDatasetURI != "" {
		c.Metrics = append(c.Metrics, evalMetrics...)
	}
	if job.TunedModel == nil {
		return c
	}
	c.Model, c.Endpoint = job.TunedModel.Model, job.TunedModel.Endpoint
	for _, p := range job.TunedModel.Checkpoints {
		if p != nil {
			c.List = append(c.List, Checkpoint{p.CheckpointID, p.Epoch, p.Step, p.Endpoint, p.Endpoint != "" && p.Endpoint == c.Endpoint})
		}
	}
	return c
}
