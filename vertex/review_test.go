package vertex_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

// reviewed is a job that is over, and the copy of its file: 40 examples with a blank
// line before the third and the last, of which examples 5 and 7 are too long.
func reviewed(t *testing.T, plan vertextest.Plan) (*world, *genai.TuningJob) {
	t.Helper()
	w := newWorld(t)
	data, err := os.ReadFile(w.opts.Train)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	for _, i := range []int{4, 6} {
		lines[i] = strings.Replace(lines[i], `"endOffset":"10s"`, `"endOffset":"1201s"`, 1)
	}
	lines = slices.Insert(lines, 39, " \t")
	lines = slices.Insert(lines, 2, "")
	if err := os.WriteFile(w.opts.Train, []byte(strings.Join(lines, "\r\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	w.server.Plan(plan)
	job, err := w.tune(t)
	if err != nil {
		t.Fatal(err)
	}
	return w, job
}

func TestReview(t *testing.T) {
	w, job := reviewed(t, vertextest.Plan{
		Examples: 40, Billable: 30_000, Epochs: 2,
		Dropped: []vertextest.Dropped{{Index: 5, Reason: "too long"}, {Index: 40, Reason: "not readable"}},
	})
	r, err := vertex.NewReview(t.Context(), job, &vertex.ReviewOptions{
		Train: w.opts.Train, Record: func(line int) string { return fmt.Sprintf("annotation %d", line) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.Same != vertex.Identical || r.Size != 40 || r.Total != 2 || r.Partial {
		t.Errorf("%+v", r)
	}
	want := []vertex.DroppedExample{
		{Index: 5, Line: 6, Reason: "too long", Record: "annotation 6", Predicted: []videotune.Rule{videotune.RuleSegmentTooLong}},
		{Index: 40, Line: 42, Reason: "not readable", Record: "annotation 42"},
	}
	if fmt.Sprint(r.Dropped) != fmt.Sprint(want) {
		t.Errorf("dropped %v, want %v", r.Dropped, want)
	}
	if len(r.Predicted) != 2 || len(r.Spared) != 1 || r.Spared[0].Line != 8 {
		t.Errorf("predicted %v, spared %v", r.Predicted, r.Spared)
	}
	if within, ok := r.Tokens.Within(); !ok || !within || r.Tokens.Examples != 40 || r.Tokens.Steps != 12 {
		t.Errorf("tokens: %+v", r.Tokens)
	}
	counted := r.Tokens
	counted.Estimate = videotune.Range{}
	if got := vertex.TokensOf(job); got != counted || got.Billable != 30_000 {
		t.Errorf("tokens: %+v", got)
	}
	c := r.Checkpoints
	if len(c.List) != 2 || c.List[0].Default || !c.List[1].Default || c.List[1].Epoch != 2 || c.List[1].Step != 8 || c.List[0].ID != "1" ||
		c.Model == "" || c.Experiment == "" || len(c.Metrics) != 6 {
		t.Errorf("checkpoints: %+v", c)
	}
}

func TestReviewOfPartialList(t *testing.T) {
	w, job := reviewed(t, vertextest.Plan{Dropped: []vertextest.Dropped{{Index: 7, Reason: "x"}}, Total: 9})
	r, err := vertex.NewReview(t.Context(), job, &vertex.ReviewOptions{Train: w.opts.Train})
	if err != nil || !r.Partial || r.Total != 9 || len(r.Dropped) != 1 || r.Dropped[0].Line != 8 || r.Spared != nil {
		t.Errorf("%+v, %v", r, err)
	}
	if _, ok := r.Tokens.Within(); ok {
		t.Error("nothing was counted, and yet it lies within the estimate")
	}
	// A reason without an index is not lost.
	stats := job.TuningDataStats.SupervisedTuningDataStats
	stats.DroppedExampleReasons = append(stats.DroppedExampleReasons, "y")
	r, err = vertex.NewReview(t.Context(), job, &vertex.ReviewOptions{Train: w.opts.Train})
	if err != nil || len(r.Dropped) != 2 || r.Dropped[1].Reason != "y" || r.Dropped[1].Line != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestReviewBeforeTheEnd: what a job has not told is not told of it, and nothing is
// spared before a job has succeeded.
func TestReviewBeforeTheEnd(t *testing.T) {
	w, job := reviewed(t, vertextest.Plan{})
	for _, c := range []struct {
		state  genai.JobState
		stats  bool
		told   bool
		spared int
	}{
		{genai.JobStateSucceeded, true, true, 2},
		{genai.JobStateSucceeded, false, false, 0},
		{genai.JobStateQueued, false, false, 0},
		{genai.JobStateRunning, true, true, 0},
		{genai.JobStateFailed, true, true, 0},
		{genai.JobStateFailed, false, false, 0},
		{genai.JobStateCancelled, false, false, 0},
	} {
		seen := *job
		if seen.State = c.state; !c.stats {
			seen.TuningDataStats = nil
		}
		r, err := vertex.NewReview(t.Context(), &seen, &vertex.ReviewOptions{Train: w.opts.Train})
		if err != nil || r.State != c.state || r.Told != c.told || len(r.Spared) != c.spared || (r.Spared == nil) != (c.spared == 0) || len(r.Predicted) != 2 {
			t.Errorf("%+v: told %v, spared %v, predicted %v: %v", c, r.Told, r.Spared, r.Predicted, err)
		}
	}
}

// TestReviewOfChangedObject: an object that was changed since the job was created says
// nothing of what the job read.
func TestReviewOfChangedObject(t *testing.T) {
	w, job := reviewed(t, vertextest.Plan{Dropped: []vertextest.Dropped{{Index: 1, Reason: "a"}}})
	job.Labels = nil
	for _, c := range []struct {
		name    string
		updated time.Time
		sum     string
		same    vertex.Identification
		changed bool
	}{
		{"before", job.CreateTime.Add(-time.Minute), sumOf(w.opts.Train), vertex.Identical, false},
		{"before, another", job.CreateTime.Add(-time.Minute), "AAAAAA==", vertex.Different, false},
		{"not told", time.Time{}, sumOf(w.opts.Train), vertex.Identical, false},
		{"after", job.CreateTime.Add(time.Second), sumOf(w.opts.Train), vertex.Unidentified, true},
		{"after, another", job.CreateTime.Add(time.Second), "AAAAAA==", vertex.Unidentified, true},
	} {
		w.updated, w.sums[w.spec.Train] = c.updated, c.sum
		r, err := vertex.NewReview(t.Context(), job, &vertex.ReviewOptions{Train: w.opts.Train, Objects: w})
		if r.Same != c.same || r.Changed.IsZero() == c.changed || (err != nil) != (c.same == vertex.Different) {
			t.Errorf("%s: %v, changed %v: %v", c.name, r.Same, r.Changed, err)
		}
	}
}

// TestReviewOfNothingSpared: that nothing was spared is known, and told as such.
func TestReviewOfNothingSpared(t *testing.T) {
	w, job := reviewed(t, vertextest.Plan{Dropped: []vertextest.Dropped{{Index: 5}, {Index: 7}}})
	r, err := vertex.NewReview(t.Context(), job, &vertex.ReviewOptions{Train: w.opts.Train})
	if err != nil || r.Spared == nil || len(r.Spared) != 0 {
		t.Errorf("%v, %v", r.Spared, err)
	}
}

func TestReviewBeyondTheFile(t *testing.T) {
	w, job := reviewed(t, vertextest.Plan{Dropped: []vertextest.Dropped{{Index: 0, Reason: "a"}, {Index: 41, Reason: "b"}, {Index: 1, Reason: "c"}}})
	r, err := vertex.NewReview(t.Context(), job, &vertex.ReviewOptions{Train: w.opts.Train})
	var ie *vertex.IndexError
	if !errors.As(err, &ie) || ie.Index != 0 || ie.Same != vertex.Identical || !strings.Contains(err.Error(), "out of range") || ie.Examples != 40 || !strings.Contains(err.Error(), "example 41") {
		t.Errorf("%v", err)
	}
	job.Labels = nil
	if _, err := vertex.NewReview(t.Context(), job, &vertex.ReviewOptions{Train: w.opts.Train}); !errors.As(err, &ie) || ie.Same != vertex.Unidentified || strings.Contains(err.Error(), "out of range") {
		t.Errorf("%v", err)
	}
	if r == nil || len(r.Dropped) != 3 || r.Dropped[2].Line != 1 || r.Dropped[1].Reason != "b" || r.Spared != nil {
		t.Errorf("%+v", r)
	}
}

func TestReviewOfAnotherFile(t *testing.T) {
	w, job := reviewed(t, vertextest.Plan{Dropped: []vertextest.Dropped{{Index: 1, Reason: "a"}}})
	appendTo(t, w.opts.Train, "\n")
	r, err := vertex.NewReview(t.Context(), job, &vertex.ReviewOptions{Train: w.opts.Train})
	var de *vertex.DifferentFileError
	if !errors.As(err, &de) || r.Same != vertex.Different || len(r.Dropped) != 1 || r.Dropped[0].Line != 0 || r.Dropped[0].Reason != "a" {
		t.Errorf("%+v, %v", r, err)
	}
	// Without the label the object tells.
	job.Labels = nil
	for sum, want := range map[string]vertex.Identification{"": vertex.Unidentified, de.Have: vertex.Identical, "AAAAAA==": vertex.Different} {
		w.sums[w.spec.Train] = sum
		r, err := vertex.NewReview(t.Context(), job, &vertex.ReviewOptions{Train: w.opts.Train, Objects: w})
		if r.Same != want || (err != nil) != (want == vertex.Different) {
			t.Errorf("%v, %v", r.Same, err)
		}
	}
}

func TestReviewOfLittle(t *testing.T) {
	w := newWorld(t)
	r, err := vertex.NewReview(t.Context(), &genai.TuningJob{}, &vertex.ReviewOptions{Train: w.opts.Train})
	if err != nil || r.Same != vertex.Unidentified || r.Total != 0 || r.Checkpoints.List != nil || len(r.Checkpoints.Metrics) != 3 {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := vertex.NewReview(t.Context(), nil, nil); err == nil {
		t.Error("a review of nothing")
	}
	if _, err := vertex.NewReview(t.Context(), &genai.TuningJob{}, &vertex.ReviewOptions{Train: w.opts.Train + ".gone"}); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := vertex.NewReview(ctx, &genai.TuningJob{}, &vertex.ReviewOptions{Train: w.opts.Train}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestRealService lists and looks, and submits nothing: it costs nothing.
func TestRealService(t *testing.T) {
	project := os.Getenv("VIDEOTUNE_VERTEX_PROJECT")
	if project == "" {
		t.Skip("asks the real service if VIDEOTUNE_VERTEX_PROJECT names a project")
	}
	region := "us-central1"
	if r := os.Getenv("VIDEOTUNE_VERTEX_REGION"); r != "" {
		region = r
	}
	client, err := genai.NewClient(t.Context(), &genai.ClientConfig{Backend: genai.BackendVertexAI, Project: project, Location: region})
	if err != nil {
		t.Fatal(err)
	}
	page, err := client.Tunings.List(t.Context(), &genai.ListTuningJobsConfig{PageSize: 5})
	if err != nil {
		t.Fatal(err)
	}
	var api genai.APIError
	if _, err := vertex.Watch(t.Context(), client, "1", nil); !errors.As(err, &api) || api.Code != 404 {
		t.Errorf("a job that does not exist: %v", err)
	}
	for _, listed := range page.Items {
		if !vertex.Ended(listed.State) {
			continue
		}
		job, err := vertex.Watch(t.Context(), client, listed.Name, nil)
		var failed *vertex.JobError
		if err != nil && !errors.As(err, &failed) || job == nil || job.Name != listed.Name {
			t.Errorf("%s: %v", listed.Name, err)
		}
	}
	// Asking with an example: fractional offsets as the real service reads them.
	if uri := os.Getenv("VIDEOTUNE_VERTEX_VIDEO"); uri != "" {
		ex := &videotune.Example{Contents: []videotune.Content{
			videotune.User(videotune.Video(uri).Segment(500*time.Millisecond, 2500*time.Millisecond), videotune.Text("What is to be seen?")),
			videotune.Model(videotune.Text("-")),
		}}
		contents, config, err := (&vertex.Conversion{Exact: true}).Request("gemini-2.5-flash", ex)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Models.GenerateContent(t.Context(), "gemini-2.5-flash", contents, config); err != nil {
			t.Error(err)
		}
	}
}
