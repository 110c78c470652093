package vertex

import (
	"fmt"
	"regexp"
	"strings"

	"google.golang.org/genai"
)

var (
	jobForm = regexp.MustCompile(`^projects/[^/?&]+/locations/([^/?&]+)/tuningJobs/[^/?&.:]+$`)
	jobID   = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
)

// jobName returns the resource name of a job of which the name or the id is given.
func jobName(client *genai.Client, name string) (string, error) {
	if err := usable(client); err != nil {
		return "", err
	}
	cc := client.ClientConfig()
	name = strings.TrimPrefix(name, "tuningJobs/")
	if jobID.MatchString(name) {
		return fmt.Sprintf("projects/%s/locations/%s/tuningJobs/%s", cc.Project, cc.Location, name), nil
	}
	m := jobForm.FindStringSubmatch(name)
	if m == nil {
		return "", fmt.Errorf("vertex: %q is no name of a tuning job: projects/P/locations/L/tuningJobs/ID, or the ID", name)
	}
	if m[1] != cc.Location {
		return "", fmt.Errorf("vertex: the job %s runs in %s, the client asks %s: make a client for that location", name, m[1], cc.Location)
	}
	return name, nil
}

// usable returns an error if the client cannot tune.
func usable(client *genai.Client) error {
	if client == nil {
		return fmt.Errorf("vertex: the client is nil")
	}
	cc := client.ClientConfig()
	if cc.Backend != genai.BackendVertexAI {
		return fmt.Errorf("vertex: the client is one of %v; tuning wants genai.BackendVertexAI", cc.Backend)
	}
	if cc.Project == "" || cc.Location == "" {
		return fmt.Errorf("vertex: the client names no project and location; set both in genai.ClientConfig")
	}
	return nil
}

// Ended reports whether a state is one that a job does not leave.
func Ended(state genai.JobState) bool {
	return state == genai.JobStateSucceeded || state == genai.JobStatePartiallySucceeded || failed(state)
}

// failed reports whether a job is over without a tuned model, so that its Spec may be
// submitted once more.
func failed(state genai.JobState) bool {
	return state == genai.JobStateFailed || state == genai.JobStateCancelled || state == genai.JobStateExpired
}
