package vertex

import (
	"context"
	"errors"
	"time"

	"github.com/seed-57910ec4/videotune"
	"google.golang.org/genai"
)

// ReviewOptions say what a job is laid beside. Train is required.
type ReviewOptions struct {
	Train  string            // path of the copy of the training file that was uploaded
	Policy *videotune.Policy // what the file is judged by; nil limits are the newest of the job's base model, if it is known

	// Record tells what a line of the training file was made from: an id in the
	// annotations, say, of which a sidecar file tells. "" where it is not known. Nil
	// is for who does not want to know.
	Record func(line int) string

	// Objects look at the object that the job read, for its checksum where the job's label
	// does not say it, and for whether it was changed since; nil leaves that open.
	Objects Objects
}

// A Review lays a job beside what was predicted for it.
type Review struct {
	Job   string         // its name
	State genai.JobState // as it was
	File  string         // the copy of the training file
	Size  int            // non-blank lines of File
	Same  Identification // whether File is what the job read
	// Changed is when the object of the training file was changed last, where that was
	// after the job was created: what it holds now is not what was there then, or may not
	// be. The zero time where it was not changed, or not looked at.
	Changed time.Time

	// Told tells that the job says what it left out. A job that waits or runs does not
	// yet, and one that failed may never: then Dropped, Total and Tokens are zero since
	// nobody has counted, and not since nothing was left out.
	Told bool
	// Dropped are the examples of which the service says that it left them out, each
	// once: a sample of them, where there are more.
	Dropped []DroppedExample
	// Total is how many the service left out, at least len(Dropped); Partial tells that
	// Dropped are not all, or not all with their index.
	Total   int64
	Partial bool
	// Predicted is what [videotune.Check] would have left out. Single lines can be
	// compared only where the service names them.
	Predicted []Drop
	// Spared are the lines of Predicted that the service did not leave out. It is nil
	// where nobody knows: where the list is Partial or not Told, where the file is another
	// one or has not all the examples that are named, and where the job has not succeeded;
	// where it is known that there are none it is empty and not nil.
	Spared []Drop

	Tokens      Tokens
	Checkpoints Checkpoints
}

// NewReview lays a job, in any state, beside what [videotune.Check] says of the copy of
// its training file: the dropped examples as lines, the totals, the tokens. What the
// service has not said yet is zero.
//
// The job's indices are those of the file as it was uploaded. So the checksum of the
// copy is compared with that of the object, where that was not changed since the job was
// created, and else with that in the job's label. If they differ the error is a
// [*DifferentFileError], and no index has a line. An object that was changed before the
// job ended may have been read before or after; then, and where there is no checksum,
// the numbers of examples are compared, and the error is a [*CountError] if they differ.
// For an index beyond the file it is an [*IndexError]. The Review comes with these
// errors, and holds all that the service said. With any other error, of reading or of
// ctx, it is nil.
func NewReview(ctx context.Context, job *genai.TuningJob, opts *ReviewOptions) (*Review, error) {
	if job == nil || opts == nil || opts.Train == "" {
		return nil, errors.New("vertex: a review wants a job and the copy of its training file")
	}
	p := &preflight{spec: &Spec{Model: baseModelOf(job)}, opts: &PreflightOptions{Train: opts.Train, Policy: opts.Policy}, report: new(Report)}
	p.report.Train = FileFacts{URI: trainURI(job), Path: opts.Train}
	if err := p.check(ctx); err != nil {
		return nil, err
	}
	facts := &p.report.Train
	r := &Review{Job: job.Name, State: job.State, File: opts.Train, Size: facts.Examples, Predicted: facts.Dropped, Checkpoints: CheckpointsOf(job)}
	stats, _ := supervised(job)
	left := LeftOutOf(job)
	r.Told, r.Dropped, r.Total, r.Partial = left.Told, left.Examples, left.Total, left.Partial
	r.Tokens = newTokens(stats, p.report.Dataset.Tokens)
	want, err := r.identify(ctx, job, facts, opts.Objects)
	if err != nil {
		return nil, err
	}
	if r.Same == Different {
		return r, &DifferentFileError{opts.Train, facts.URI, facts.CRC32C, want}
	}
	fault, err := r.place(ctx, left.indexed, opts.Record)
	if err != nil {
		return nil, err
	}
	return r, fault
}

// baseModelOf returns the base model of a job, of the model that it continues too.
func baseModelOf(job *genai.TuningJob) string {
	if job.BaseModel == "" && job.PreTunedModel != nil {
		return job.PreTunedModel.BaseModel
	}
	return job.BaseModel
}

func trainURI(job *genai.TuningJob) string {
	if job.SupervisedTuningSpec == nil {
		return ""
	}
	return job.SupervisedTuningSpec.TrainingDatasetURI
}
