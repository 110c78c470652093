package vertex

import (
	"strings"

	"google.golang.org/genai"
)

// concerns reports whether a job matters to a submission: whether it has its label, or
// would be the same but for what people call it.
func (s *submission) concerns(job *genai.TuningJob) bool {
	if _, ours := job.Labels[s.key]; ours {
		return true
	}
	return s.opts.OnSimilar != nil && !failed(job.State) && s.similar(job)
}

// similar reports whether a job that was made by Submit tunes the same model on the same
// bytes. A number that either side leaves to the service does not tell two jobs apart.
func (s *submission) similar(job *genai.TuningJob) bool {
	base := job.BaseModel
	if s.spec.TunedModel != "" {
		if job.PreTunedModel == nil || job.PreTunedModel.CheckpointID != s.spec.Checkpoint {
			return false
		}
		base = job.PreTunedModel.TunedModelName
	}
	if base != s.spec.baseModel() {
		return false
	}
	for key, value := range job.Labels {
		if strings.HasPrefix(key, labelPrefix) && sameBytes(s.value, value) == Identical {
			return s.sameNumbers(job.SupervisedTuningSpec)
		}
	}
	return false
}

func (s *submission) sameNumbers(t *genai.SupervisedTuningSpec) bool {
	if t == nil || t.HyperParameters == nil {
		return true
	}
	h := t.HyperParameters
	return agree(int64(s.spec.Epochs), h.EpochCount) && agree(s.spec.LearningRateMultiplier, float32(h.LearningRateMultiplier)) &&
		agree(s.spec.AdapterSize.wire(), string(h.AdapterSize))
}

// agree reports whether two values are equal, or one of them is not said.
func agree[T comparable](a, b T) bool {
	var unsaid T
	return a == b || a == unsaid || b == unsaid
}
