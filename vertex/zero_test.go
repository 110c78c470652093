package vertex_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/vertex"
)

// TestZeroValues: errors that somebody else made, and reports and specs that nobody did,
// are told and not panicked at.
func TestZeroValues(t *testing.T) {
	for _, err := range []error{&vertex.JobError{}, &vertex.JobError{Code: 3}, &vertex.UnidentifiedError{}, &vertex.IndexError{}, &vertex.CountError{}, &vertex.DifferentFileError{}, &vertex.RefusedError{}} {
		if err.Error() == "" {
			t.Errorf("%T says nothing", err)
		}
	}
	if got := (*vertex.Spec)(nil).Check(time.Time{}); len(got) == 0 {
		t.Error("nothing is wrong with no Spec")
	}
	if got := (*vertex.Report)(nil).Refused(); got != nil {
		t.Errorf("%v", got)
	}
	w := newWorld(t)
	_, err := vertex.Submit(t.Context(), w.client, w.spec, new(vertex.Report), nil)
	if err == nil || strings.Contains(err.Error(), "changed") || len(w.server.Requests("")) > 0 {
		t.Errorf("a Report that nobody made: %v", err)
	}
}
