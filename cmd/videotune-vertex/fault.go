package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/vertex"
	"google.golang.org/genai"
)

// The kinds of what keeps tune and job from success, as JSON says them.
const (
	kindFindings     = "findings"     // of the preflight, so that nothing was submitted
	kindUncertain    = "uncertain"    // nobody knows whether the job was created
	kindUnidentified = "unidentified" // whether a job that is there is the same one is not known
	kindRefused      = "refused"      // the service answered that it will not
	kindNoJob        = "no-job"       // the service knows no such job
	kindUnavailable  = "unavailable"  // the service answered that it cannot now, until the tries ran out
	kindUnanswered   = "unanswered"   // the service could not be asked, or gave no answer
	kindJobFailed    = "job-failed"   // the job ended without a tuned model
	kindInterrupted  = "interrupted"
	kindFileDiffers  = "file-differs" // the copy is not what the job read
	kindFileShort    = "file-short"   // the copy, which may be another file, has fewer examples than the service says
)

// An errorJSON is what JSON says of why it is no success.
type errorJSON struct {
	Kind    string `json:"kind"`
	Message string `json:"message"`
	Status  int    `json:"status,omitempty"` // of HTTP, that the service answered with
	Label   string `json:"label,omitempty"`  // by which "job --find" finds the job
}

// errTold ends a command with the exit status of a service that cannot be used; why has
// been told.
var errTold = &cli.UsageError{}

// newErrorJSON sorts an error.
func newErrorJSON(ctx context.Context, err error) *errorJSON {
	e := &errorJSON{Message: plain(words(err))}
	var api genai.APIError
	answered := errors.As(err, &api)
	e.Status = api.Code
	var uncertain *vertex.UncertainError
	switch {
	case errors.As(err, &uncertain):
		e.Kind, e.Label = kindUncertain, uncertain.Label
	case errors.As(err, new(*vertex.RefusedError)):
		e.Kind = kindFindings
	case errors.As(err, new(*vertex.UnidentifiedError)):
		e.Kind = kindUnidentified
	case errors.As(err, new(*vertex.JobError)):
		e.Kind = kindJobFailed
	case errors.As(err, new(*vertex.DifferentFileError)), errors.As(err, new(*vertex.CountError)):
		e.Kind = kindFileDiffers
	case errors.As(err, new(*vertex.IndexError)):
		e.Kind = kindFileShort
	case errors.Is(err, vertex.ErrNoJob):
		e.Kind = kindNoJob
	case answered && api.Code >= 400 && api.Code < 500 && api.Code != http.StatusTooManyRequests && api.Code != http.StatusRequestTimeout:
		e.Kind = kindRefused
	case answered:
		e.Kind = kindUnavailable
	case ctx.Err() != nil:
		e.Kind = kindInterrupted
	default:
		e.Kind = kindUnanswered
	}
	return e
}

// plain returns the text of an error without the name of the package that begins it.
func plain(err error) string {
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "vertex: "), "gcs: ")
}

// exit returns the error that ends a command once it was told: what a service answered
// is a finding, and none that did not answer can be used.
func (e *errorJSON) exit() error {
	if e.Kind == kindUnanswered {
		return errTold
	}
	return cli.ErrFindings
}

// words returns an error in the words of this program, where the library has its own.
func words(err error) error {
	var uncertain *vertex.UncertainError
	var unidentified *vertex.UnidentifiedError
	switch {
	case errors.As(err, &uncertain):
		searched := "it was looked for, and is not in the list yet"
		if uncertain.Search != nil {
			searched = fmt.Sprintf("the search for it failed: %v", uncertain.Search)
		}
		return fmt.Errorf("it is not known whether the job was created: %w; %s. It may run and cost: look for it in some minutes, before anything is tuned anew, with \"%s\"",
			uncertain.Err, searched, shell("job", "--project", uncertain.Project, "--region", uncertain.Region, "--find", uncertain.Label))
	case errors.As(err, &unidentified):
		name := unidentified.Job.Name
		return fmt.Errorf("the job is not submitted: %s (%s) has the same settings and files of the same names, and whether they held the same bytes is not known; "+
			"\"%s\" tells of it; bytes are compared unless --no-objects is set; another --display-name or --label makes another job of it",
			name, stateWord(unidentified.Job.State), shell("job", name))
	}
	return err
}
