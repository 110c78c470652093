package vertex_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

// TestWatchOutage: a service that is down for a while does not end the watching of a job
// that goes on.
func TestWatchOutage(t *testing.T) {
	once := vertex.Retry{Attempts: 1, Timeout: 300 * time.Millisecond}
	down, gone := vertextest.Fault{Status: 503}, vertextest.Fault{Status: 403}
	for _, c := range []struct {
		name   string
		outage time.Duration
		faults []vertextest.Fault
		told   []bool // an error, or that it is over
		code   int    // of the error; 0 is none
	}{
		{"short", 0, []vertextest.Fault{{}, down, down, down}, []bool{true, true, true, false}, 0},
		{"twice", 0, []vertextest.Fault{{}, down, {}, down}, []bool{true, false, true, false}, 0},
		{"none is borne", -1, []vertextest.Fault{{}, down}, nil, 503},
		{"what does not pass", 0, []vertextest.Fault{{}, down, gone}, []bool{true}, 403},
		{"never seen", 0, []vertextest.Fault{down}, nil, 503},
	} {
		w := newWorld(t)
		w.server.Plan(vertextest.Plan{States: []string{"JOB_STATE_QUEUED", "JOB_STATE_RUNNING", "JOB_STATE_SUCCEEDED"}})
		job, err := vertex.Submit(t.Context(), w.client, w.spec, w.preflight(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		w.server.Fail(vertextest.Get, c.faults...)
		var told []bool
		last, err := vertex.Watch(t.Context(), w.client, job.Name, &vertex.WatchOptions{
			Poll: time.Millisecond, Longest: time.Millisecond, Retry: once, Outage: c.outage, OnOutage: func(err error) { told = append(told, err != nil) },
		})
		var api genai.APIError
		if errors.As(err, &api); api.Code != c.code || (err == nil) != (c.code == 0) || !slices.Equal(told, c.told) {
			t.Errorf("%s: %v, told %v", c.name, err, told)
		}
		if c.code == 0 && last.State != genai.JobStateSucceeded {
			t.Errorf("%s: %v", c.name, last.State)
		}
	}
}

// TestWatchOutageEnds: it is not borne for ever, nor forgotten between two others.
func TestWatchOutageEnds(t *testing.T) {
	w := newWorld(t)
	w.server.Plan(vertextest.Plan{States: []string{"JOB_STATE_RUNNING"}})
	w.server.Fail(vertextest.Get, append([]vertextest.Fault{{}}, slices.Repeat([]vertextest.Fault{{Status: 503}}, 10_000)...)...)
	job, err := vertex.Submit(t.Context(), w.client, w.spec, w.preflight(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	begin := time.Now()
	last, err := vertex.Watch(t.Context(), w.client, job.Name, &vertex.WatchOptions{
		Poll: time.Millisecond, Longest: time.Hour, Retry: vertex.Retry{Attempts: 1}, Outage: 50 * time.Millisecond, OnOutage: func(error) { told++ },
	})
	var api genai.APIError
	if !errors.As(err, &api) || last == nil || told != 1 || time.Since(begin) < 50*time.Millisecond {
		t.Errorf("%v, told %d times", err, told)
	}
}

// TestTuneOutage: a job that was created is known, and the first look at it may fail.
func TestTuneOutage(t *testing.T) {
	w := newWorld(t)
	w.server.Fail(vertextest.Get, slices.Repeat([]vertextest.Fault{{Status: 503}}, 10)...) // more than quick tries
	if job, err := w.tune(t); err != nil || job.State != genai.JobStateSucceeded {
		t.Errorf("%v", err)
	}
}
