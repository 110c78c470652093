package vertex_test

import (
	"testing"

	"github.com/seed-57910ec4/videotune/vertex/vertextest"
)

// TestOneCopyForBothSides: what the service would leave out of the one file is not taken
// for what it would leave out of the other.
func TestOneCopyForBothSides(t *testing.T) {
	w, _ := reviewed(t, vertextest.Plan{})
	w.opts.Validation = w.opts.Train
	r := w.preflight(t)
	if len(r.Train.Dropped) != 2 || len(r.Validation.Dropped) != 2 || r.Train.Dropped[0].Line != 6 || r.Validation.Dropped[1].Line != 8 {
		t.Errorf("training %v, validation %v", r.Train.Dropped, r.Validation.Dropped)
	}
}
