package vertex_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

func TestWatchSurvives(t *testing.T) {
	w := newWorld(t)
	down := vertextest.Fault{Status: 503, Message: "unavailable"}
	w.server.Fail(vertextest.Get, down, vertextest.Fault{Status: 429}, vertextest.Fault{Lost: true}, vertextest.Fault{}, down, down, down)
	w.server.Fail(vertextest.List, down)
	if _, err := w.tune(t); err != nil {
		t.Error(err)
	}
	// But not for ever, and not what will not pass.
	name := w.server.Jobs()[0]
	w.server.Fail(vertextest.Get, down, down, down, down)
	var api genai.APIError
	if _, err := vertex.Watch(t.Context(), w.client, name, &vertex.WatchOptions{Retry: quick}); !errors.As(err, &api) || api.Code != 503 {
		t.Error(err)
	}
	n := len(w.server.Requests(vertextest.Get))
	if _, err := vertex.Watch(t.Context(), w.client, "999", nil); !errors.As(err, &api) || api.Code != 404 || len(w.server.Requests(vertextest.Get)) != n+1 {
		t.Error(err)
	}
}

// TestSilentServer: no call waits for ever, neither for an answer nor for its end.
func TestSilentServer(t *testing.T) {
	for _, fault := range []vertextest.Fault{{Silent: true}, {Stuck: true}} {
		w := newWorld(t)
		job, err := w.tune(t)
		if err != nil {
			t.Fatal(err)
		}
		once := vertex.Retry{Attempts: 1, Timeout: 50 * time.Millisecond}
		check := func(what string, err error) {
			t.Helper()
			if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "no answer within 50ms") {
				t.Errorf("%s of %+v: %v", what, fault, err)
			}
		}
		w.server.Fail(vertextest.Get, fault, fault)
		_, err = vertex.Watch(t.Context(), w.client, job.Name, &vertex.WatchOptions{Retry: once})
		check("get", err)
		// Asked again it answers.
		if _, err := vertex.Watch(t.Context(), w.client, job.Name, &vertex.WatchOptions{Retry: quick}); err != nil {
			t.Error(err)
		}
		w.server.Fail(vertextest.List, fault)
		_, err = vertex.Find(t.Context(), w.client, "x", once)
		check("list", err)
		w.server.Fail(vertextest.Cancel, fault)
		check("cancel", vertex.Cancel(t.Context(), w.client, job.Name, once))
		w.spec.Epochs++
		w.server.Fail(vertextest.Create, fault)
		w.server.Hide(1000)
		_, err = vertex.Submit(t.Context(), w.client, w.spec, w.preflight(t), &vertex.SubmitOptions{Retry: once, Settle: time.Millisecond})
		check("create", err)
	}
}

func TestWatchByNameAndContext(t *testing.T) {
	w := newWorld(t)
	w.server.Plan(vertextest.Plan{States: []string{"JOB_STATE_QUEUED"}})
	job, err := vertex.Submit(t.Context(), w.client, w.spec, w.preflight(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancelCause(t.Context())
	reason := errors.New("enough")
	seen, err := vertex.Watch(ctx, w.client, job.Name, &vertex.WatchOptions{Poll: time.Hour, OnState: func(*genai.TuningJob) { stop(reason) }})
	if !errors.Is(err, reason) || !strings.Contains(err.Error(), job.Name) || seen == nil || seen.State != genai.JobStateQueued {
		t.Errorf("%v, %v", seen, err)
	}
	id := job.Name[strings.LastIndexByte(job.Name, '/')+1:]
	if err := vertex.Cancel(t.Context(), w.client, id, quick); err != nil {
		t.Fatal(err)
	}
	var je *vertex.JobError
	var states []genai.JobState
	_, err = vertex.Watch(t.Context(), w.client, id, &vertex.WatchOptions{Poll: time.Millisecond, OnState: func(j *genai.TuningJob) { states = append(states, j.State) }})
	if !errors.As(err, &je) || je.Code != 1 || !slices.Equal(states, []genai.JobState{genai.JobStateCancelling, genai.JobStateCancelled}) {
		t.Errorf("%v, %v", states, err)
	}
	if err := vertex.Cancel(t.Context(), w.client, id, quick); err == nil {
		t.Error("a job that ended was cancelled")
	}
}

func TestNames(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"", "a/b", "projects/p/locations/us-central1/tuningJobs/", "projects/p/locations/europe-west4/tuningJobs/1", "1?x=1", "../x",
		"projects/P%2F/locations/us-central1/tuningJobs/1", "projects/../locations/us-central1/tuningJobs/1"} {
		if _, err := vertex.Watch(t.Context(), w.client, name, nil); err == nil || len(w.server.Requests("")) > 0 {
			t.Errorf("%q was asked for: %v", name, err)
		}
	}
	gemini, err := genai.NewClient(t.Context(), &genai.ClientConfig{APIKey: "x", Backend: genai.BackendGeminiAPI})
	if err != nil {
		t.Fatal(err)
	}
	for _, client := range []*genai.Client{nil, gemini} {
		if _, err := vertex.Watch(t.Context(), client, "1", nil); err == nil {
			t.Error("a client that cannot tune was used")
		}
	}
}
