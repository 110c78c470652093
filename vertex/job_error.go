package vertex

import (
	"fmt"
	"regexp"
	"strings"

	"google.golang.org/genai"
)

// A JobError says that a job ended without a tuned model.
type JobError struct {
	Job     *genai.TuningJob // as it was at its end
	Code    int32            // of google.rpc.Code; 0 if the service said none
	Message string           // of the service; "" if it said none

	// Drops tells that the message speaks of examples that were left out, which fails
	// a job from more than a tenth of a file on.
	Drops bool
	// Predicted is what the copies showed before, where [Tune] knows it: to be laid
	// beside what the service says. Nil if it is not known.
	Predicted *Prediction
}

// A Prediction is what [videotune.Check] said of the files of a job.
type Prediction struct {
	Train      FileFacts
	Validation FileFacts // the zero value where there is none
	WouldFail  bool
	Reasons    []string // why it would fail
}

// dropWords are those of a message about examples that were left out. The literal
// text of the service is not documented.
var dropWords = regexp.MustCompile(`(?i)\b10 ?(%|percent)|\bdropped\b|\btruncated\b|\bfiltered\b`)

func newJobError(job *genai.TuningJob) *JobError {
	e := &JobError{Job: job}
	if job.Error != nil {
		e.Code, e.Message = job.Error.Code, job.Error.Message
	}
	e.Drops = dropWords.MatchString(e.Message)
	return e
}

// Error says what became of the job, what the service said, and what was predicted.
func (e *JobError) Error() string {
	var b strings.Builder
	if e.Job == nil {
		b.WriteString("vertex: the job ended without a tuned model")
	} else {
		fmt.Fprintf(&b, "vertex: the job %s ended as %s", e.Job.Name, stateWord(e.Job.State))
	}
	switch {
	case e.Message != "":
		fmt.Fprintf(&b, ": %s", e.Message)
	case e.Code != 0:
		fmt.Fprintf(&b, " with code %d and no message", e.Code)
	default:
		b.WriteString(", and the service said nothing of why")
	}
	if e.Drops && e.Predicted != nil {
		fmt.Fprintf(&b, "; %s", e.Predicted)
	}
	return b.String()
}

// String compares in one sentence.
func (p *Prediction) String() string {
	s := "predicted were " + share(p.Train)
	if p.Validation.Examples > 0 {
		s += " and " + share(p.Validation)
	}
	if p.WouldFail {
		return s + ", which fails a job: " + strings.Join(p.Reasons, "; ")
	}
	return s + ", which fails no job: videos may have changed since, or their facts were not known"
}

func share(f FileFacts) string {
	percent := 0.0
	if f.Examples > 0 {
		percent = 100 * float64(len(f.Dropped)) / float64(f.Examples)
	}
	return fmt.Sprintf("%d of %d examples left out of %s (%.1f %%)", len(f.Dropped), f.Examples, f.Path, percent)
}

func stateWord(s genai.JobState) string {
	return strings.ToLower(strings.TrimPrefix(string(s), "JOB_STATE_"))
}

// prediction returns what the report predicts; nil if no file was checked.
func (r *Report) prediction() *Prediction {
	if r == nil || r.Dataset == nil {
		return nil
	}
	return &Prediction{r.Train, r.Validation, r.Dataset.WouldFail(), r.Dataset.FailReasons}
}
