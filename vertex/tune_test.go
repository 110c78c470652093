package vertex_test

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

var (
	today = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	quick = vertex.Retry{Attempts: 4, First: time.Millisecond, Longest: 2 * time.Millisecond}
)

// A world is a dataset, its objects and a service.
type world struct {
	server  *vertextest.Server
	client  *genai.Client
	spec    *vertex.Spec
	opts    *vertex.PreflightOptions
	objects map[string]error // of Stat, by URI; nil is an object that is there
	sums    map[string]string
	stats   atomic.Int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{server: vertextest.NewServer(), objects: map[string]error{}, sums: map[string]string{}}
	t.Cleanup(w.server.Close)
	client, err := w.server.Client(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.client = client
	dir := t.TempDir()
	w.spec = &vertex.Spec{
		Model: "gemini-2.5-flash", Region: vertextest.Region, Train: "gs://data/train.jsonl", Validation: "gs://data/validation.jsonl",
		DisplayName: "dogs", Labels: map[string]string{"team": "video"}, Epochs: 3, AdapterSize: 8, LearningRateMultiplier: 0.1,
	}
	w.opts = &vertex.PreflightOptions{
		Train: filepath.Join(dir, "train.jsonl"), Validation: filepath.Join(dir, "validation.jsonl"),
		Objects: w, Price: 5, Today: today,
	}
	w.write(t, w.opts.Train, "t", 40)
	w.write(t, w.opts.Validation, "v", 4)
	w.objects[w.spec.Train], w.objects[w.spec.Validation] = nil, nil
	return w
}

// write writes a file of n examples and makes their videos.
func (w *world) write(t *testing.T, path, prefix string, n int) {
	t.Helper()
	f, err := videotune.Create(path, &videotune.WriterOptions{Resolution: videotune.ResolutionLow})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i := range n {
		uri := "gs://videos/" + prefix + string(rune('a'+i/26)) + string(rune('a'+i%26)) + ".mp4"
		w.objects[uri] = nil
		ex := &videotune.Example{Contents: []videotune.Content{
			videotune.User(videotune.Video(uri).Segment(0, 10*time.Second), videotune.Text("Which animal?")),
			videotune.Model(videotune.Text([]string{"dog", "cat"}[i%2])),
		}}
		if err := f.Write(ex); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
}

func (w *world) Stat(_ context.Context, uri string) (vertex.Object, error) {
	w.stats.Add(1)
	err, ok := w.objects[uri]
	if !ok {
		err = fs.ErrNotExist
	}
	return vertex.Object{CRC32C: w.sums[uri]}, err
}

func (w *world) preflight(t *testing.T) *vertex.Report {
	t.Helper()
	r, err := vertex.Preflight(t.Context(), w.spec, w.opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *world) tune(t *testing.T, accept ...vertex.Rule) (*genai.TuningJob, error) {
	t.Helper()
	return vertex.Tune(t.Context(), w.client, w.spec, w.preflight(t), &vertex.TuneOptions{
		Submit: vertex.SubmitOptions{Accept: accept, Retry: quick, Settle: 6 * time.Millisecond},
		Watch:  vertex.WatchOptions{Poll: time.Millisecond, Longest: 2 * time.Millisecond, Retry: quick},
	})
}

func rules(findings []*vertex.Finding) []vertex.Rule {
	var list []vertex.Rule
	for _, f := range findings {
		list = append(list, f.Rule)
	}
	return list
}

func TestTune(t *testing.T) {
	w := newWorld(t)
	report := w.preflight(t)
	if left := report.Refused(); len(left) > 0 {
		t.Fatalf("refused: %v", left)
	}
	if report.Objects != 44 || report.Looked != 44 || report.Train.Examples != 40 || report.Validation.Examples != 4 {
		t.Errorf("report: %+v", report)
	}
	if p, b := report.PerEpoch, report.Billed; p.Lower <= 0 || b.Lower != 3*p.Lower || b.Upper != 3*p.Upper ||
		report.Cost.Upper != float64(b.Upper)*5/1e6 || report.CostPerEpoch.Lower != float64(p.Lower)*5/1e6 {
		t.Errorf("estimate: %+v", report)
	}
	var states []string
	var known string
	job, err := vertex.Tune(t.Context(), w.client, w.spec, report, &vertex.TuneOptions{
		Watch: vertex.WatchOptions{Poll: time.Millisecond, OnState: func(j *genai.TuningJob) { states = append(states, string(j.State)) }},
		OnJob: func(j *genai.TuningJob) { known = j.Name },
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(states, " "); got != "JOB_STATE_QUEUED JOB_STATE_RUNNING JOB_STATE_SUCCEEDED" || known != job.Name {
		t.Errorf("states %s of %s", got, known)
	}
	body := string(w.server.Requests(vertextest.Create)[0].Body)
	for _, want := range []string{
		`"baseModel":"gemini-2.5-flash"`, `"trainingDatasetUri":"gs://data/train.jsonl"`, `"validationDatasetUri":"gs://data/validation.jsonl"`,
		`"epochCount":3`, `"learningRateMultiplier":0.1`, `"adapterSize":"ADAPTER_SIZE_EIGHT"`, `"team":"video"`, `"tunedModelDisplayName":"dogs"`,
		`"videotune-`, `"crc32c-`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the job was created without %s:\n%s", want, body)
		}
	}
	// Once more: it is found, and the same.
	again, err := w.tune(t)
	if err != nil || again.Name != job.Name || len(w.server.Jobs()) != 1 {
		t.Errorf("a second job: %v, %v", w.server.Jobs(), err)
	}
	// Other bytes in the file are another job.
	w.write(t, w.opts.Train, "t", 41)
	if other, err := w.tune(t); err != nil || other.Name == job.Name {
		t.Errorf("another file, the same job: %v", err)
	}
}

func TestContinueTunedModel(t *testing.T) {
	w := newWorld(t)
	w.spec.TunedModel, w.spec.Checkpoint, w.spec.LastCheckpointOnly = "projects/my-project/locations/us-central1/models/7@2", "3", true
	if _, err := w.tune(t); err != nil {
		t.Fatal(err)
	}
	body := string(w.server.Requests(vertextest.Create)[0].Body)
	for _, want := range []string{`"preTunedModel":{"checkpointId":"3","tunedModelName":"projects/my-project/locations/us-central1/models/7@2"}`, `"exportLastCheckpointOnly":true`} {
		if !strings.Contains(body, want) {
			t.Errorf("the job was created without %s:\n%s", want, body)
		}
	}
	if strings.Contains(body, "baseModel") {
		t.Error("a base model beside the tuned one")
	}
}

// TestLostAnswer: whatever happens to the answer of a create, there is one job.
func TestLostAnswer(t *testing.T) {
	lost, late := vertextest.Fault{Lost: true}, vertextest.Fault{Late: true, Status: 503, Message: "unavailable"}
	busy, down := vertextest.Fault{Status: 429, Message: "quota"}, vertextest.Fault{Status: 503, Message: "unavailable"}
	for _, c := range []struct {
		name    string
		faults  []vertextest.Fault
		hide    int // lists that lag behind; the first is that before the create
		creates int
	}{
		{"lost", []vertextest.Fault{lost}, 0, 1},
		{"lost, and the lists lag behind", []vertextest.Fault{lost}, 3, 1},
		{"done, and then 503", []vertextest.Fault{late}, 0, 1},
		{"429 twice", []vertextest.Fault{busy, busy}, 0, 3},
		{"503, not done", []vertextest.Fault{down}, 0, 2},
		{"503, not done, and then lost", []vertextest.Fault{down, lost}, 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.server.Fail(vertextest.Create, c.faults...)
			w.server.Hide(c.hide)
			job, err := w.tune(t)
			if err != nil || job.State != genai.JobStateSucceeded {
				t.Fatalf("%v, %v", job, err)
			}
			if jobs := w.server.Jobs(); len(jobs) != 1 {
				t.Errorf("%d jobs", len(jobs))
			}
			if n := len(w.server.Requests(vertextest.Create)); n != c.creates {
				t.Errorf("%d creates, want %d", n, c.creates)
			}
		})
	}
}

// TestClientThatRetries: the SDK's own retries would create a second job.
func TestClientThatRetries(t *testing.T) {
	w := newWorld(t)
	client, err := genai.NewClient(t.Context(), &genai.ClientConfig{
		Backend: genai.BackendVertexAI, Project: vertextest.Project, Location: vertextest.Region, HTTPClient: http.DefaultClient,
		HTTPOptions: genai.HTTPOptions{BaseURL: w.server.URL, RetryOptions: &genai.HTTPRetryOptions{InitialDelay: genai.Ptr(0.001), Jitter: genai.Ptr(0.0)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.client = client
	w.server.Fail(vertextest.Create, vertextest.Fault{Late: true, Status: 503})
	if _, err := w.tune(t); err != nil || len(w.server.Jobs()) != 1 {
		t.Errorf("%d jobs, %v", len(w.server.Jobs()), err)
	}
}

// TestLostAnswerOfFailingJob: a job that was created and failed before it was found is
// found; one that failed long before is not taken for it.
func TestLostAnswerOfFailingJob(t *testing.T) {
	w := newWorld(t)
	failing := vertextest.Plan{States: []string{"JOB_STATE_FAILED"}, Error: "first"}
	w.server.Plan(failing)
	var je *vertex.JobError
	if _, err := w.tune(t); !errors.As(err, &je) || je.Message != "first" {
		t.Fatal(err)
	}
	w.server.Plan(vertextest.Plan{States: []string{"JOB_STATE_FAILED"}, Error: "second"})
	w.server.Fail(vertextest.Create, vertextest.Fault{Lost: true})
	if _, err := w.tune(t); !errors.As(err, &je) || je.Message != "second" || len(w.server.Jobs()) != 2 {
		t.Errorf("%v, %v", err, w.server.Jobs())
	}
}

func TestUncertain(t *testing.T) {
	w := newWorld(t)
	down := vertextest.Fault{Status: 500, Message: "internal"}
	w.server.Fail(vertextest.Create, vertextest.Fault{Lost: true})
	w.server.Fail(vertextest.List, vertextest.Fault{}, down, down, down, down)
	_, err := w.tune(t)
	var ue *vertex.UncertainError
	if !errors.As(err, &ue) || !strings.HasPrefix(ue.Label, "videotune-") || len(w.server.Requests(vertextest.Create)) != 1 {
		t.Fatalf("%v", err)
	}
	if job, err := w.tune(t); err != nil || len(w.server.Jobs()) != 1 {
		t.Errorf("the next run does not find the job: %v, %v", job, err)
	}
}

func TestServiceRefuses(t *testing.T) {
	for _, status := range []int{400, 403} {
		w := newWorld(t)
		w.server.Fail(vertextest.Create, vertextest.Fault{Status: status, Message: "no"})
		_, err := w.tune(t)
		var api genai.APIError
		if !errors.As(err, &api) || api.Code != status || len(w.server.Requests(vertextest.Create)) != 1 {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestJobFails(t *testing.T) {
	w := newWorld(t)
	w.server.Plan(vertextest.Plan{Error: "More than 10% of the examples were dropped."})
	job, err := w.tune(t)
	var je *vertex.JobError
	if !errors.As(err, &je) || !je.Drops || je.Code != 3 || job == nil {
		t.Fatalf("%v", err)
	}
	if p := je.Predicted; p == nil || p.Train.Examples != 40 || len(p.Train.Dropped) != 0 || p.WouldFail {
		t.Errorf("predicted: %+v", p)
	}
	if !strings.Contains(err.Error(), "predicted were 0 of 40 examples left out") {
		t.Error(err)
	}
	// A job that failed may be submitted again.
	if _, err := w.tune(t); err != nil || len(w.server.Jobs()) != 2 {
		t.Errorf("%v, %v", w.server.Jobs(), err)
	}
}

func TestTuneRefuses(t *testing.T) {
	w := newWorld(t)
	delete(w.objects, "gs://videos/tab.mp4")
	w.objects["gs://videos/tac.mp4"] = fs.ErrPermission
	_, err := w.tune(t, vertex.RuleObjectForbidden)
	var re *vertex.RefusedError
	if !errors.As(err, &re) || !errors.Is(err, vertex.RuleObjectMissing) || errors.Is(err, vertex.RuleObjectForbidden) || len(w.server.Requests("")) != 0 {
		t.Fatalf("%v", err)
	}
	if _, err := w.tune(t, vertex.RuleObjectForbidden, vertex.RuleObjectMissing); err != nil {
		t.Error(err)
	}
	// A report is of its Spec.
	report := w.preflight(t)
	w.spec.Epochs++
	if _, err := vertex.Submit(t.Context(), w.client, w.spec, report, nil); err == nil || !strings.Contains(err.Error(), "Preflight again") {
		t.Error(err)
	}
	w.spec.Region = "europe-west4"
	if _, err := w.tune(t, vertex.RuleObjectForbidden, vertex.RuleObjectMissing); err == nil || !strings.Contains(err.Error(), "europe-west4") {
		t.Error(err)
	}
	if _, err := vertex.Submit(t.Context(), w.client, w.spec, nil, nil); err == nil {
		t.Error("submitted without a report")
	}
}

// TestManyJobs: the job is found on the last of many pages, and other jobs are not
// taken for it.
func TestManyJobs(t *testing.T) {
	w := newWorld(t)
	first, err := w.tune(t)
	if err != nil {
		t.Fatal(err)
	}
	for range 230 {
		_, err := w.client.Tunings.Tune(t.Context(), "gemini-2.5-flash", &genai.TuningDataset{GCSURI: "gs://data/x.jsonl"},
			&genai.CreateTuningJobConfig{Labels: map[string]string{"videotune-00": ""}})
		if err != nil {
			t.Fatal(err)
		}
	}
	var found []string
	job, err := vertex.Submit(t.Context(), w.client, w.spec, w.preflight(t), &vertex.SubmitOptions{
		OnFound: func(job *genai.TuningJob) { found = append(found, job.Name) },
	})
	if err != nil || job.Name != first.Name || !slices.Equal(found, []string{first.Name}) {
		t.Errorf("%v, %v", found, err)
	}
	if n := len(w.server.Requests(vertextest.List)); n != 4 {
		t.Errorf("%d lists", n)
	}
}

func TestPredictionBesideFailure(t *testing.T) {
	w, job := reviewed(t, vertextest.Plan{})
	w.spec.Epochs = 4 // another job
	w.server.Plan(vertextest.Plan{Error: "Too many examples were dropped."})
	_, err := w.tune(t)
	var je *vertex.JobError
	if !errors.As(err, &je) || je.Job.Name == job.Name || len(je.Predicted.Train.Dropped) != 2 ||
		!strings.Contains(err.Error(), "2 of 40 examples left out") || !strings.Contains(err.Error(), "(5.0 %)") {
		t.Errorf("%v", err)
	}
	if got := rules(w.preflight(t).Findings); !slices.Contains(got, vertex.RuleFileDrops) {
		t.Errorf("findings: %v", got)
	}
}
