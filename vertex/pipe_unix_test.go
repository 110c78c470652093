//go:build unix

package vertex_test

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/seed-57910ec4/videotune/vertex"
	"google.golang.org/genai"
)

// TestPipes: opening a pipe would wait for its other end, whatever the context says.
func TestPipes(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.jsonl")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{pipe, t.TempDir()} {
		w := newWorld(t)
		before := *w.opts
		w.opts.Train = path
		if _, err := vertex.Preflight(t.Context(), w.spec, w.opts); err == nil {
			t.Errorf("%s is a training file", path)
		}
		*w.opts = before
		w.opts.Validation = path
		if _, err := vertex.Preflight(t.Context(), w.spec, w.opts); err == nil {
			t.Errorf("%s is a validation file", path)
		}
		if r, err := vertex.NewReview(t.Context(), new(genai.TuningJob), &vertex.ReviewOptions{Train: path}); r != nil || err == nil || errors.Is(err, syscall.EISDIR) {
			t.Errorf("%s: %v, %v", path, r, err)
		}
	}
}
