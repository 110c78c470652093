package vertex_test

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
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
	quick = vertex.Retry{Attempts: 4, First: time.Millisecond, Longest: 2 * time.Millisecond, Timeout: 300 * time.Millisecond}
)

// A world is a dataset, its objects and a service.
type world struct {
	server  *vertextest.Server
	client  *genai.Client
	spec    *vertex.Spec
	opts    *vertex.PreflightOptions
	objects map[string]error  // of Stat, by URI; nil is an object that is there
	sums    map[string]string // of what lies in the storage, where it is not the copy
	updated time.Time         // of all objects
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
	object := vertex.Object{Updated: w.updated}
	if object.CRC32C, ok = w.sums[uri]; !ok {
		// What lies there is what the copy has now.
		switch uri {
		case w.spec.Train:
			object.CRC32C = sumOf(w.opts.Train)
		case w.spec.Validation:
			object.CRC32C = sumOf(w.opts.Validation)
		}
	}
	return object, err
}

// sumOf returns the checksum of a file as Cloud Storage says it; "" for no file.
func sumOf(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	sum := crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli))
	return base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, sum))
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
