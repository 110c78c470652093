package vertex

import (
	"context"
	"errors"
	"fmt"
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

	// Objects look at the object that the job read, where its label does not say the
	// checksum; nil leaves that open.
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
	// after the job was created: what it holds now tells nothing of what the job read.
	// The zero time where it was not changed, or not looked at.
	Changed time.Time

	// Told tells that the job says what it left out. A job that waits or runs does not
	// yet, and one that failed may never: then Dropped, Total and Tokens are zero since
	// nobody has counted, and not since nothing was left out.
	Told bool
	// Dropped are the examples of which the service says that it left them out: a
	// sample of them, where there are more.
	Dropped []DroppedExample
	// Total is how many the service left out, at least len(Dropped); Partial tells that
	// Dropped are not all.
	Total   int64
	Partial bool
	// Predicted is what [videotune.Check] would have left out. Single lines can be
	// compared only where the service names them.
	Predicted []Drop
	// Spared are the lines of Predicted that the service did not leave out. It is nil
	// where nobody knows: where the list is Partial or not Told, where the file is another
	// one, and where the job has not succeeded.
	Spared []Drop

	Tokens      Tokens
	Checkpoints Checkpoints
}

// An Identification says whether a copy has the bytes that a job read.
type Identification uint8

// The identifications.
const (
	Unidentified Identification = iota // nothing to compare with
	Identical                          // the checksums are equal
	Different                          // they are not
)

// String returns "unidentified", "identical" or "different".
func (i Identification) String() string {
	if int(i) < len(identifications) {
		return identifications[i]
	}
	return fmt.Sprintf("Identification(%d)", uint8(i))
}

var identifications = [...]string{"unidentified", "identical", "different"}

// A DroppedExample is an example that the service left out.
type DroppedExample struct {
	Index  int64  // as the service says it, from 1, of the non-blank lines
	Line   int    // of the file, from 1; 0 where the index is beyond the file, or the file another one
	Reason string // as the service says it; "" if it says none
	Record string // what the line was made from; "" if it is not known
	// Predicted are the rules by which it was expected; empty if it was not.
	Predicted []videotune.Rule
}

// An IndexError says that the service names an example that the file does not have.
type IndexError struct {
	File     string
	Index    int64 // as the service says it, from 1
	Examples int   // non-blank lines of the file
}

// Error says so.
func (e *IndexError) Error() string {
	return fmt.Sprintf("vertex: the service left out example %d, but %s has examples 1 to %d: it is not the file that was tuned on", e.Index, e.File, e.Examples)
}

// A DifferentFileError says that a copy is not what the job read, so that an index
// means no line of it.
type DifferentFileError struct {
	File, URI string
	Have      string // CRC32C of File, in base64
	Want      string // of what the job read
}

// Error says so.
func (e *DifferentFileError) Error() string {
	return fmt.Sprintf("vertex: %s (CRC32C %s) is not the file that the job read, %s (%s); give the copy that was uploaded", e.File, e.Have, e.URI, e.Want)
}

// NewReview lays a job, in any state, beside what [videotune.Check] says of the copy of
// its training file: the dropped examples as lines, the totals, the tokens. What the
// service has not said yet is zero.
//
// The job's indices are those of the file as it was uploaded. So the checksum of the
// copy is compared with that in the job's label, or, where there is none, with that of
// the object, unless that was changed since the job was created. If they differ the error is a [*DifferentFileError], and no
// index has a line; for an index beyond the file it is an [*IndexError]. The Review
// comes with these errors, and holds all that the service said. With any other
// error, of reading or of ctx, it is nil.
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
	var faults []error
	want, err := r.readChecksum(ctx, job, opts.Objects)
	if err != nil {
		return nil, err
	}
	switch {
	case want == "":
	case want == facts.CRC32C:
		r.Same = Identical
	default:
		r.Same = Different
		faults = append(faults, &DifferentFileError{opts.Train, facts.URI, facts.CRC32C, want})
	}
	stats, told := supervised(job)
	r.Told = told
	r.Tokens = newTokens(stats, p.report.Dataset.Tokens)
	if err := r.place(stats, opts.Record); err != nil {
		faults = append(faults, err)
	}
	return r, errors.Join(faults...)
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

// supervised returns the statistics of the job, empty ones where it has not told any.
func supervised(job *genai.TuningJob) (stats *genai.SupervisedTuningDataStats, told bool) {
	if job.TuningDataStats == nil || job.TuningDataStats.SupervisedTuningDataStats == nil {
		return new(genai.SupervisedTuningDataStats), false
	}
	return job.TuningDataStats.SupervisedTuningDataStats, true
}

// readChecksum returns the checksum of what the job read, "" if it cannot be known.
func (r *Review) readChecksum(ctx context.Context, job *genai.TuningJob, objects Objects) (string, error) {
	if sum := checksumOf(job); sum != "" {
		return sum, nil
	}
	uri := trainURI(job)
	if _, _, err := splitURI(uri); err != nil || objects == nil {
		return "", nil
	}
	object, err := objects.Stat(ctx, uri)
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	if err != nil {
		return "", nil // gone since, or not ours to read
	}
	if !job.CreateTime.IsZero() && object.Updated.After(job.CreateTime) {
		r.Changed = object.Updated
		return "", nil
	}
	return object.CRC32C, nil
}
