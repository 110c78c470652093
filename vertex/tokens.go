package vertex

import (
	"github.com/seed-57910ec4/videotune"
	"google.golang.org/genai"
)

// Tokens lay what the service counted beside the estimate. Zero is what it has not
// said.
type Tokens struct {
	Estimate videotune.Range // of one pass over the training set, dropped examples left out
	Billable int64           // of one pass, as the service counted; the last word on cost
	Input    int64           // tokens of the users' turns
	Output   int64           // tokens of the answers
	Steps    int64           // of the training
	Examples int64           // of the training set, as the service counted
}

// Within reports whether the service's count lies within the estimate; ok is false
// where it has not said one. A count outside of it says that the constants of the
// estimate want correction; see [videotune.TokenRates].
func (t Tokens) Within() (within, ok bool) {
	return t.Estimate.Lower <= t.Billable && t.Billable <= t.Estimate.Upper, t.Billable != 0
}

// TokensOf returns what the service counted of a job in any state, which must not be
// nil. Estimate is zero: [NewReview] makes one of the copy of the training file.
func TokensOf(job *genai.TuningJob) Tokens {
	stats, _ := supervised(job)
	return newTokens(stats, videotune.Range{})
}

func newTokens(stats *genai.SupervisedTuningDataStats, estimate videotune.Range) Tokens {
	t := Tokens{
		Estimate: estimate,
		Billable: stats.TotalBillableTokenCount,
		Steps:    stats.TuningStepCount,
		Examples: stats.TuningDatasetExampleCount,
	}
	if d := stats.UserInputTokenDistribution; d != nil {
		t.Input = d.Sum
	}
	if d := stats.UserOutputTokenDistribution; d != nil {
		t.Output = d.Sum
	}
	return t
}
