package vertex

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/words"
	"google.golang.org/genai"
)

// ErrNoJob is that of a job that the service does not know.
var ErrNoJob = errors.New("there is no such job")

// maxDetails bounds what is told of the details of an error, in bytes.
const maxDetails = 600

// A serviceError is what the service answered, in words for people. [genai.APIError]
// stays below it.
type serviceError struct{ genai.APIError }

// refusal returns err, or where it is an answer of the service a serviceError.
func refusal(err error) error {
	if api, ok := err.(genai.APIError); ok {
		return &serviceError{api}
	}
	return err
}

// Error says what the service said, its status, and what to do.
func (e *serviceError) Error() string {
	status := strings.TrimSpace(fmt.Sprintf("status %d %s", e.Code, e.Status))
	if e.Status == "" {
		status = strings.TrimSpace(status + " " + http.StatusText(e.Code))
	}
	text := "the service says " + status
	if message := strings.TrimSpace(e.Message); message != "" {
		text = fmt.Sprintf("the service says %q (%s)", message, status)
	}
	if len(e.Details) > 0 {
		if details, err := json.Marshal(e.Details); err == nil {
			text += ", details: " + words.Clip(string(details), maxDetails)
		}
	}
	switch e.Code {
	case http.StatusUnauthorized:
		text += "; log in with \"gcloud auth application-default login\", or renew the access token"
	case http.StatusForbidden:
		text += "; if it says nothing else, grant these credentials the role Vertex AI User (roles/aiplatform.user) in the project"
	}
	return text
}

// Unwrap returns the [genai.APIError].
func (e *serviceError) Unwrap() error { return e.APIError }

// unknown reports whether err says that there is no such job.
func unknown(err error) bool {
	var api genai.APIError
	return errors.As(err, &api) && api.Code == http.StatusNotFound
}

// noJob returns the error of a job that the service does not know.
func noJob(name string, err error) error {
	n, parsed := ParseJobName(name)
	if parsed != nil {
		return fmt.Errorf("vertex: %s: %w: %w", name, ErrNoJob, err)
	}
	return fmt.Errorf("vertex: %w as %s in project %s and region %s: %w", ErrNoJob, n.ID, n.Project, n.Region, err)
}
