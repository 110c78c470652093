package vertex

import (
	"fmt"

	"google.golang.org/genai"
)

// An UncertainError says that it is not known whether a job was created: the answer to
// the creation did not come or was cut, and the job is not in the list, which may lag
// behind. It may be there, and cost what it costs. Look for it later by the label, with
// [Find]; only when it has not shown up for a good while submit it once more: [Submit]
// knows nothing of this error any more, and creates a second job while the list does not
// show the first one.
type UncertainError struct {
	Project, Region string // where it would be
	Label           string // the key of the label by which it is found
	Err             error  // of the creation
	Search          error  // of the search for it; nil if it only found nothing
}

// Error says so, and what to do.
func (e *UncertainError) Error() string {
	searched := "it was looked for, and is not in the list yet"
	if e.Search != nil {
		searched = "the search for it failed: " + e.Search.Error()
	}
	return fmt.Sprintf("vertex: it is not known whether the job was created: %v; %s. It may run and cost: "+
		"look for its label %s again in some minutes, by vertex.Find in project %s and region %s, before anything is submitted anew",
		e.Err, searched, e.Label, e.Project, e.Region)
}

// Unwrap returns Err and Search.
func (e *UncertainError) Unwrap() []error {
	if e.Search == nil {
		return []error{e.Err}
	}
	return []error{e.Err, e.Search}
}

// An UnidentifiedError says that a job with the same settings and the same names of
// files is there, and that nobody can tell whether it is the same one: what one of the
// objects holds is not known, of this submission or of that job.
type UnidentifiedError struct {
	Job *genai.TuningJob // as it is now
}

// Error says so, and what to do.
func (e *UnidentifiedError) Error() string {
	there := "a job"
	if e.Job != nil {
		there = fmt.Sprintf("%s (%s)", e.Job.Name, stateWord(e.Job.State))
	}
	return fmt.Sprintf("vertex: the job was not submitted: %s has the same settings and files of the same names, "+
		"and whether they held the same bytes is not known; go on with that job, give PreflightOptions.Objects so that the bytes are compared, "+
		"or set another Spec.DisplayName or a label if it is to be another job", there)
}
