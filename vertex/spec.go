package vertex

import (
	"maps"
	"strings"

	"google.golang.org/genai"
)

// A Spec says what a tuning job is to do. Its zero value lacks Model, Region and
// Train; everything else may stay zero, and is then left to the service.
type Spec struct {
	// Model is the base model, such as "gemini-2.5-flash", in any spelling that
	// [videotune.LimitsFor] takes. Name it also where a tuned model is continued: its
	// limits are what is judged by.
	Model string
	// TunedModel is a model to go on from instead of the base model:
	// "projects/P/locations/L/models/M" or with "@" and a version. Only models tuned
	// since 2025-07-11 can be continued (continuous-tuning).
	TunedModel string
	Checkpoint string // of TunedModel; "" is its default one
	Region     string // where the job runs, such as "us-central1"

	Train      string // gs:// URI of the training file, a .jsonl
	Validation string // gs:// URI of the validation file; "" for none

	DisplayName string            // of the tuned model, up to 128 characters; "" lets the service choose
	Description string            // of the job
	Labels      map[string]string // of the job and what comes of it; "videotune-…" is taken

	Epochs                 int         // passes over the training set; 0 lets the service choose by its size
	LearningRateMultiplier float32     // of the service's rate; 0 lets the service choose, which is 1.0
	AdapterSize            AdapterSize // 0 lets the service choose

	// LastCheckpointOnly keeps the service from exporting the checkpoints of the
	// earlier epochs.
	LastCheckpointOnly bool
	// KMSKey encrypts what comes of the job:
	// "projects/P/locations/L/keyRings/R/cryptoKeys/K".
	KMSKey string
}

// baseModel returns the name that the job is created with. A resource name of a
// publisher's model is shortened: the SDK takes whatever begins with "projects/" for
// a tuned model.
func (s *Spec) baseModel() string {
	if s.TunedModel != "" {
		return s.TunedModel
	}
	return s.Model[strings.LastIndexByte(s.Model, '/')+1:]
}

// config returns the settings as the SDK has them; label is put beside Labels.
func (s *Spec) config(key, value string) *genai.CreateTuningJobConfig {
	c := &genai.CreateTuningJobConfig{
		Method:                    genai.TuningMethodSupervisedFineTuning,
		TunedModelDisplayName:     s.DisplayName,
		Description:               s.Description,
		PreTunedModelCheckpointID: s.Checkpoint,
		AdapterSize:               genai.AdapterSize(s.AdapterSize.wire()),
		Labels:                    map[string]string{},
	}
	maps.Copy(c.Labels, s.Labels)
	c.Labels[key] = value
	if s.Validation != "" {
		c.ValidationDataset = &genai.TuningValidationDataset{GCSURI: s.Validation}
	}
	if s.Epochs != 0 {
		c.EpochCount = genai.Ptr(int32(s.Epochs))
	}
	if s.LearningRateMultiplier != 0 {
		c.LearningRateMultiplier = genai.Ptr(s.LearningRateMultiplier)
	}
	if s.LastCheckpointOnly {
		c.ExportLastCheckpointOnly = genai.Ptr(true)
	}
	if s.KMSKey != "" {
		c.EncryptionSpec = &genai.EncryptionSpec{KmsKeyName: s.KMSKey}
	}
	return c
}
