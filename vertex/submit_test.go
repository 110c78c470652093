package vertex_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

// TestLostAnswer: whatever happens to the answer of a create, there is one job.
func TestLostAnswer(t *testing.T) {
	lost, late := vertextest.Fault{Lost: true}, vertextest.Fault{Late: true, Status: 503, Message: "unavailable"}
	busy := vertextest.Fault{Status: 429, Message: "quota"}
	for _, c := range []struct {
		name    string
		faults  []vertextest.Fault
		hide    int // lists that lag behind; the first is that before the create
		creates int
	}{
		{"lost", []vertextest.Fault{lost}, 0, 1},
		{"lost, and the lists lag behind", []vertextest.Fault{lost}, 3, 1},
		{"done, and then 503", []vertextest.Fault{late}, 0, 1},
		{"never answered", []vertextest.Fault{{Silent: true}}, 0, 1},
		{"answered by half", []vertextest.Fault{{Stuck: true}}, 0, 1},
		{"429 twice", []vertextest.Fault{busy, busy}, 0, 3},
		{"429, and then lost", []vertextest.Fault{busy, lost}, 0, 2},
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

// TestListThatLags: a list that lags behind for longer than anybody waits makes no
// second job, and who submitted is told what to do.
func TestListThatLags(t *testing.T) {
	for name, c := range map[string]struct {
		fault vertextest.Fault
		jobs  int
	}{
		"lost":          {vertextest.Fault{Lost: true}, 1},
		"503, done":     {vertextest.Fault{Late: true, Status: 503}, 1},
		"503, not done": {vertextest.Fault{Status: 503}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.server.Fail(vertextest.Create, c.fault)
			w.server.Hide(1000)
			_, err := w.tune(t)
			var ue *vertex.UncertainError
			if !errors.As(err, &ue) || ue.Search != nil || ue.Project != vertextest.Project || ue.Region != vertextest.Region {
				t.Fatalf("%v", err)
			}
			if n := len(w.server.Requests(vertextest.Create)); n != 1 {
				t.Errorf("%d creates", n)
			}
			// Later it shows up, by the label.
			w.server.Hide(0)
			found, err := vertex.Find(t.Context(), w.client, ue.Label, quick)
			if err != nil || len(found) != c.jobs {
				t.Errorf("%d jobs are found: %v", len(found), err)
			}
			if _, err := w.tune(t); err != nil || len(w.server.Jobs()) != 1 {
				t.Errorf("%d jobs: %v", len(w.server.Jobs()), err)
			}
		})
	}
}

// TestLooksBeforeEachCreate: a job that somebody else created meanwhile is found.
func TestLooksBeforeEachCreate(t *testing.T) {
	w := newWorld(t)
	w.server.Fail(vertextest.Create, vertextest.Fault{Status: 429}, vertextest.Fault{Status: 429})
	if _, err := w.tune(t); err != nil {
		t.Fatal(err)
	}
	var methods []vertextest.Method
	for _, r := range w.server.Requests("") {
		if r.Method == vertextest.Create || r.Method == vertextest.List {
			methods = append(methods, r.Method)
		}
	}
	want := []vertextest.Method{"list", "create", "list", "create", "list", "create"}
	if !slices.Equal(methods, want) {
		t.Errorf("%v", methods)
	}
}

// TestInterruptedCreate: who ends the waiting for the answer is told that there may be
// a job.
func TestInterruptedCreate(t *testing.T) {
	w := newWorld(t)
	w.server.Fail(vertextest.Create, vertextest.Fault{Silent: true})
	ctx, stop := context.WithCancel(t.Context())
	report := w.preflight(t)
	go func() {
		for len(w.server.Jobs()) == 0 {
			time.Sleep(time.Millisecond)
		}
		stop()
	}()
	_, err := vertex.Submit(ctx, w.client, w.spec, report, nil)
	var ue *vertex.UncertainError
	if !errors.As(err, &ue) || !errors.Is(err, context.Canceled) || ue.Search == nil {
		t.Errorf("%v", err)
	}
}

// TestNotSent: what the SDK or the network keeps back was not created, and nobody says
// that it may be.
func TestNotSent(t *testing.T) {
	w := newWorld(t)
	report := w.preflight(t)
	gone := httptest.NewServer(nil)
	gone.Close()
	client, err := genai.NewClient(t.Context(), &genai.ClientConfig{
		Backend: genai.BackendVertexAI, Project: vertextest.Project, Location: vertextest.Region,
		HTTPOptions: genai.HTTPOptions{BaseURL: w.server.URL},
		// The lists go through, and nothing listens where jobs are created.
		HTTPClient: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPost {
				r.URL.Host = strings.TrimPrefix(gone.URL, "http://")
			}
			return http.DefaultTransport.RoundTrip(r)
		})},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = vertex.Submit(t.Context(), client, w.spec, report, &vertex.SubmitOptions{Retry: quick})
	var ue *vertex.UncertainError
	var op *net.OpError
	if errors.As(err, &ue) || !errors.As(err, &op) || len(w.server.Requests(vertextest.List)) != 4 {
		t.Errorf("%v", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestUnidentified: where nobody knows what the objects hold, a job of the same settings
// is neither taken for the same one nor created beside it.
func TestUnidentified(t *testing.T) {
	w := newWorld(t)
	w.opts.Objects = nil
	first, err := w.tune(t, vertex.RuleObjectsUnchecked)
	if err != nil {
		t.Fatal(err)
	}
	var ue *vertex.UnidentifiedError
	if _, err := w.tune(t, vertex.RuleObjectsUnchecked); !errors.As(err, &ue) || ue.Job.Name != first.Name {
		t.Errorf("%v", err)
	}
	w.opts.Objects = w // known now, but not of the job before
	if _, err := w.tune(t); !errors.As(err, &ue) || len(w.server.Jobs()) != 1 {
		t.Errorf("%v", err)
	}
	w.spec.DisplayName = "another one"
	second, err := w.tune(t)
	if err != nil || second.Name == first.Name {
		t.Errorf("%v", err)
	}
	// A lost answer is made up for all the same.
	w.opts.Objects, w.spec.DisplayName = nil, "a third one"
	w.server.Fail(vertextest.Create, vertextest.Fault{Lost: true})
	if _, err := w.tune(t, vertex.RuleObjectsUnchecked); err != nil || len(w.server.Jobs()) != 3 {
		t.Errorf("%v, %v", w.server.Jobs(), err)
	}
	// And a job that failed is no reason to submit none.
	w.spec.DisplayName = "a fourth one"
	w.server.Plan(vertextest.Plan{Error: "no"}, vertextest.Plan{})
	if _, err := w.tune(t, vertex.RuleObjectsUnchecked); err == nil {
		t.Error("the job did not fail")
	}
	if _, err := w.tune(t, vertex.RuleObjectsUnchecked); err != nil || len(w.server.Jobs()) != 5 {
		t.Errorf("%v, %v", w.server.Jobs(), err)
	}
}

// TestLabelIsOfTheObject: the job is known by what was uploaded, and not by the copy.
func TestLabelIsOfTheObject(t *testing.T) {
	w := newWorld(t)
	w.sums[w.spec.Train] = "AAAAAA=="
	first, err := w.tune(t, vertex.RuleFileDiffers)
	if err != nil {
		t.Fatal(err)
	}
	var value string
	for key, v := range first.Labels {
		if strings.HasPrefix(key, "videotune-") {
			value = v
		}
	}
	if !strings.HasPrefix(value, "crc32c-00000000-") {
		t.Errorf("labelled %q", value)
	}
	// The file is uploaded again, and is another one.
	delete(w.sums, w.spec.Train)
	second, err := w.tune(t)
	if err != nil || second.Name == first.Name {
		t.Errorf("the job of other bytes is taken for the same: %v", err)
	}
	// The object is unreachable, which is accepted: nothing is known of it.
	w.objects[w.spec.Train] = errors.New("timeout")
	var ue *vertex.UnidentifiedError
	if _, err := w.tune(t, vertex.RuleObjectUnreachable); !errors.As(err, &ue) || len(w.server.Jobs()) != 2 {
		t.Errorf("%v", err)
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

// TestLostAnswerBesideAnother: a job of the same settings on other bytes, which the list
// shows late, is not taken for the one whose answer was lost.
func TestLostAnswerBesideAnother(t *testing.T) {
	w := newWorld(t)
	first, err := w.tune(t)
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, w.opts.Train, "t", 39)
	w.server.Hide(1)
	w.server.Fail(vertextest.Create, vertextest.Fault{Lost: true})
	if second, err := w.tune(t); err != nil || second.Name == first.Name || len(w.server.Jobs()) != 2 {
		t.Errorf("%v, %v", w.server.Jobs(), err)
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
		OnFound: func(job *genai.TuningJob, _ []*genai.TuningJob) { found = append(found, job.Name) },
	})
	if err != nil || job.Name != first.Name || !slices.Equal(found, []string{first.Name}) {
		t.Errorf("%v, %v", found, err)
	}
	if n := len(w.server.Requests(vertextest.List)); n != 4 {
		t.Errorf("%d lists", n)
	}
}
