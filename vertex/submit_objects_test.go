package vertex_test

import (
	"context"
	"errors"
	"io/fs"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
)

// TestStaleReport: no job is labelled with bytes that are not there any more when it is
// created, whatever is accepted.
func TestStaleReport(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*testing.T, *world)
		want   vertex.Rule
	}{
		{"training file", func(t *testing.T, w *world) { w.write(t, w.opts.Train, "t", 39) }, vertex.RuleFileDiffers},
		{"validation file", func(t *testing.T, w *world) { w.write(t, w.opts.Validation, "v", 3) }, vertex.RuleFileDiffers},
		{"checksum is told no more", func(_ *testing.T, w *world) { w.sums[w.spec.Train] = "" }, vertex.RuleFileDiffers},
		{"gone", func(_ *testing.T, w *world) { delete(w.objects, w.spec.Train) }, vertex.RuleObjectMissing},
		{"forbidden", func(_ *testing.T, w *world) { w.objects[w.spec.Train] = fs.ErrPermission }, vertex.RuleObjectForbidden},
		{"unreachable", func(_ *testing.T, w *world) { w.objects[w.spec.Validation] = errors.New("timeout") }, vertex.RuleObjectUnreachable},
	} {
		w := newWorld(t)
		report := w.preflight(t)
		c.change(t, w)
		opts := &vertex.SubmitOptions{Retry: quick, Accept: []vertex.Rule{c.want}}
		_, err := vertex.Submit(t.Context(), w.client, w.spec, report, opts)
		var re *vertex.RefusedError
		if !errors.As(err, &re) || len(re.Findings) != 1 || re.Findings[0].Rule != c.want || len(w.server.Jobs()) != 0 {
			t.Errorf("%s: %v, %d jobs", c.name, err, len(w.server.Jobs()))
		}
	}
}

// TestReportThatHolds: what changes nothing of the bytes, and what was not known before,
// refuses no job.
func TestReportThatHolds(t *testing.T) {
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		before func(*world)
		after  func(*world)
		jobs   int
	}{
		{"attributes", func(*world) {}, func(w *world) { w.updated = now }, 1},
		{"without checksums", func(w *world) { w.sums[w.spec.Train], w.updated = "", now }, func(*world) {}, 1},
		{"without checksums, written anew", func(w *world) { w.sums[w.spec.Train], w.updated = "", now }, func(w *world) { w.updated = now.Add(time.Second) }, 0},
		{"not seen before", func(w *world) { w.objects[w.spec.Train] = errors.New("timeout") }, func(w *world) { w.objects[w.spec.Train] = nil }, 1},
		{"nobody looks", func(w *world) { w.opts.Objects = nil }, func(w *world) { delete(w.objects, w.spec.Train) }, 1},
	} {
		w := newWorld(t)
		c.before(w)
		report := w.preflight(t)
		c.after(w)
		opts := &vertex.SubmitOptions{Retry: quick, Accept: []vertex.Rule{vertex.RuleObjectUnreachable, vertex.RuleObjectsUnchecked}}
		if _, err := vertex.Submit(t.Context(), w.client, w.spec, report, opts); (err == nil) != (c.jobs == 1) || len(w.server.Jobs()) != c.jobs {
			t.Errorf("%s: %v, %d jobs", c.name, err, len(w.server.Jobs()))
		}
	}
}

// TestStaleReportInterrupted: who ends the second look at the objects has no job.
func TestStaleReportInterrupted(t *testing.T) {
	w := newWorld(t)
	ctx, stop := context.WithCancel(t.Context())
	w.opts.Objects = vertex.ObjectsFunc(func(_ context.Context, uri string) (vertex.Object, error) {
		if len(w.server.Requests(vertextest.List)) > 0 { // Submit looks
			stop()
			return vertex.Object{}, ctx.Err()
		}
		return w.Stat(ctx, uri)
	})
	_, err := vertex.Submit(ctx, w.client, w.spec, w.preflight(t), nil)
	var re *vertex.RefusedError
	if !errors.Is(err, context.Canceled) || errors.As(err, &re) || len(w.server.Jobs()) != 0 {
		t.Errorf("%v", err)
	}
}

// TestJobThatIsThere: a job that is there already needs no second look at the objects.
func TestJobThatIsThere(t *testing.T) {
	w := newWorld(t)
	first, err := w.tune(t)
	if err != nil {
		t.Fatal(err)
	}
	report := w.preflight(t)
	seen := w.stats.Load()
	job, err := vertex.Submit(t.Context(), w.client, w.spec, report, &vertex.SubmitOptions{Retry: quick})
	if err != nil || job.Name != first.Name || w.stats.Load() != seen {
		t.Errorf("%v, %d looks", err, w.stats.Load()-seen)
	}
}
