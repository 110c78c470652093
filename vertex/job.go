package vertex

import (
	"errors"
	"fmt"

	"google.golang.org/genai"
)

// usable returns an error if the client cannot tune.
func usable(client *genai.Client) error {
	if client == nil {
		return fmt.Errorf("vertex: the client is nil")
	}
	cc := client.ClientConfig()
	if cc.Backend != genai.BackendVertexAI {
		return fmt.Errorf("vertex: the client is one of %v; tuning wants genai.BackendVertexAI", cc.Backend)
	}
	if err := errors.Join(CheckProject(cc.Project), CheckRegion(cc.Location)); err != nil {
		return fmt.Errorf("%w; set Project and Location of genai.ClientConfig", err)
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
