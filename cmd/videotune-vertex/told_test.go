package main

import (
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

// submitted submits a job and returns its name.
func (w *world) submitted(plan vertextest.Plan) string {
	w.t.Helper()
	w.service.Plan(plan)
	command(w.t, w.t.Context(), 0, w.tune("--detach")...)
	names := w.service.Jobs()
	return names[len(names)-1]
}

// What a job has not said is not told of it: nothing is kept before it was counted.
func TestJobUntold(t *testing.T) {
	for state, word := range map[string]string{
		"JOB_STATE_QUEUED": "not told yet", "JOB_STATE_RUNNING": "not told yet", "JOB_STATE_CANCELLED": "not told", "JOB_STATE_EXPIRED": "not told",
	} {
		w := newWorld(t)
		name := w.submitted(vertextest.Plan{States: []string{state}})
		status := map[bool]int{true: 1}[!strings.Contains(word, "yet")]
		for _, args := range [][]string{{"job", name}, {"job", "--train", w.train, name}} {
			out, _ := command(t, t.Context(), status, args...)
			if !strings.Contains(out, "left out by the service: "+word) || strings.Contains(out, "kept") {
				t.Errorf("%s: %s", state, out)
			}
			v := result(t, t.Context(), status, args...)
			if at(v, "job", "left_out") != nil || at(v, "review", "left_out") != nil {
				t.Errorf("%s: %v", state, v)
			}
		}
	}
}

// A job that succeeded tells: what was kept although it was predicted is kept.
func TestJobTold(t *testing.T) {
	w := newWorld(t)
	name := w.submitted(vertextest.Plan{States: []string{"JOB_STATE_SUCCEEDED"}, Examples: 20})
	out, _ := command(t, t.Context(), 0, "job", "--train", w.train, name)
	if !strings.Contains(out, "left out by the service: 0 of 20 examples; predicted: 1\n") || !strings.Contains(out, "kept although predicted: "+w.train+":2 ") {
		t.Error(out)
	}
	v := result(t, t.Context(), 0, "job", "--train", w.train, name)
	if at(v, "job", "left_out") != 0.0 || at(v, "review", "left_out") != 0.0 {
		t.Errorf("%v", v)
	}
}

// A job that failed says why, in JSON too.
func TestJobFailed(t *testing.T) {
	w := newWorld(t)
	w.service.Plan(vertextest.Plan{Error: "More than 10% were dropped.", Billable: 70_000})
	v := result(t, t.Context(), 1, w.tune()...)
	text, _ := at(v, "job", "error").(string)
	if !strings.Contains(text, "More than 10%") || at(v, "error", "message") != text || at(v, "error", "kind") != "job-failed" || at(v, "job", "state") != "JOB_STATE_FAILED" {
		t.Errorf("%v", v)
	}
}

// Reasons without an index are told as well, and indices without a reason.
func TestNamed(t *testing.T) {
	stats := &genai.SupervisedTuningDataStats{TotalTruncatedExampleCount: 9, TuningDatasetExampleCount: 100, TruncatedExampleIndices: []int64{7}, DroppedExampleReasons: []string{"", "no video"}}
	job := &genai.TuningJob{Name: "j", State: genai.JobStateSucceeded, TuningDataStats: &genai.TuningDataStats{SupervisedTuningDataStats: stats}}
	var b strings.Builder
	writeUnplaced(&b, job)
	if want := "left out by the service: 9 of 100 examples; --train tells their lines\n  example 7: no reason is told\n  an example without a number: no video\n"; b.String() != want {
		t.Error(b.String())
	}
	if list := newJobJSON(job).Named; len(list) != 2 || list[0].Index != 7 || list[1].Reason != "no video" {
		t.Errorf("%+v", list)
	}
}

// Where the watching is given up, what was known last is told.
func TestWatchGivenUp(t *testing.T) {
	w := newWorld(t)
	name := w.submitted(vertextest.Plan{States: []string{"JOB_STATE_RUNNING"}})
	down := vertextest.Fault{Status: 503, Message: "not now"}
	for _, args := range [][]string{{"job", "--watch", "--poll", "1ms", name}, w.tune()} {
		w.service.Fail(vertextest.Get, vertextest.Fault{}, down, down)
		v := result(t, t.Context(), 1, args...)
		text, _ := at(v, "error", "message").(string)
		if at(v, "error", "kind") != "unavailable" || at(v, "job", "name") != name || at(v, "job", "state") != "JOB_STATE_RUNNING" || !strings.Contains(text, "not now") {
			t.Errorf("%v: %v", args, v)
		}
	}
	// Nothing is asked for a copy of the file that is not there.
	before := len(w.service.Requests(""))
	if out, errs := command(t, t.Context(), 2, "job", "--train", w.train+".gone", name); out != "" || !strings.Contains(errs, ".gone: ") || len(w.service.Requests("")) != before {
		t.Errorf("%s%s", out, errs)
	}
}

// A job without our label is compared with the object that it read.
func TestJobComparesObject(t *testing.T) {
	w := newWorld(t)
	w.service.Plan(vertextest.Plan{States: []string{"JOB_STATE_SUCCEEDED"}, Billable: 70_000})
	client, err := w.service.Client(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	job, err := client.Tunings.Tune(t.Context(), "gemini-2.5-flash", &genai.TuningDataset{GCSURI: "gs://cams/run/train.jsonl"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if v := result(t, t.Context(), 0, "job", "--train", w.train, job.Name); at(v, "review", "same") != "identical" {
		t.Errorf("%v", v)
	}
	other := w.write("other.jsonl", "{}\n")
	if out, _ := command(t, t.Context(), 1, "job", "--train", other, job.Name); strings.Contains(out, "predicted") || !strings.Contains(out, "of another file than ") || strings.Contains(out, "tokens:") {
		t.Error(out)
	}
	if v := result(t, t.Context(), 1, "job", "--train", other, job.Name); at(v, "review", "same") != "different" || at(v, "error", "kind") != "file-differs" || at(v, "review", "estimated_tokens_per_epoch") != nil {
		t.Errorf("%v", v)
	}
	w.storage.updated = "2099-01-01T00:00:00Z"
	if v := result(t, t.Context(), 0, "job", "--train", w.train, job.Name); at(v, "review", "same") != "unidentified" || at(v, "review", "changed") != w.storage.updated {
		t.Errorf("%v", v)
	}
	if out, _ := command(t, t.Context(), 0, "job", "--train", w.train, job.Name); !strings.Contains(out, "was changed on "+w.storage.updated) {
		t.Error(out)
	}
}
