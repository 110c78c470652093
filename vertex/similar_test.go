package vertex_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

func names(jobs []*genai.TuningJob) []string {
	var list []string
	for _, job := range jobs {
		list = append(list, job.Name)
	}
	return list
}

// TestSeveralFound: where a list that lagged behind led to a second job, both are named.
func TestSeveralFound(t *testing.T) {
	w := newWorld(t)
	var sought int
	opts := &vertex.SubmitOptions{Retry: quick, Settle: 1, OnSeek: func(error) { sought++ }}
	w.server.Fail(vertextest.Create, vertextest.Fault{Lost: true})
	w.server.Hide(1000)
	var ue *vertex.UncertainError
	if _, err := vertex.Submit(t.Context(), w.client, w.spec, w.preflight(t), opts); !errors.As(err, &ue) || sought != 1 {
		t.Fatalf("%v, %d", err, sought)
	}
	if _, err := vertex.Submit(t.Context(), w.client, w.spec, w.preflight(t), opts); err != nil || len(w.server.Jobs()) != 2 {
		t.Fatalf("%v, %v", w.server.Jobs(), err)
	}
	w.server.Hide(0)
	var found *genai.TuningJob
	var others []*genai.TuningJob
	opts.OnFound = func(job *genai.TuningJob, more []*genai.TuningJob) { found, others = job, more }
	job, err := vertex.Submit(t.Context(), w.client, w.spec, w.preflight(t), opts)
	if err != nil || found != job || job.Name != w.server.Jobs()[0] || !slices.Equal(names(others), w.server.Jobs()[1:]) || sought != 1 {
		t.Errorf("%v, others %v, %v", found, names(others), err)
	}
}

// TestSimilar: jobs that differ by what people call them only are told, once, and no
// others.
func TestSimilar(t *testing.T) {
	w := newWorld(t)
	first, err := w.tune(t)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		change  func(*vertex.Spec)
		similar bool
	}{
		{"display name", func(s *vertex.Spec) { s.DisplayName = "cats" }, true},
		{"label", func(s *vertex.Spec) { s.Labels = nil }, true},
		{"epochs by the service", func(s *vertex.Spec) { s.Epochs = 0 }, true},
		{"epochs", func(s *vertex.Spec) { s.Epochs = 4 }, false},
		{"multiplier", func(s *vertex.Spec) { s.LearningRateMultiplier = 0.2 }, false},
		{"adapter", func(s *vertex.Spec) { s.AdapterSize = 4 }, false},
		{"model", func(s *vertex.Spec) { s.Model = "gemini-2.5-flash-lite" }, false},
		{"no validation", func(s *vertex.Spec) { s.Validation = "" }, false},
		{"tuned model", func(s *vertex.Spec) { s.TunedModel = "projects/p/locations/us-central1/models/1" }, false},
	} {
		spec := *w.spec
		c.change(&spec)
		opts := *w.opts
		if spec.Validation == "" {
			opts.Validation = ""
		}
		report, err := vertex.Preflight(t.Context(), &spec, &opts)
		if err != nil {
			t.Fatal(err)
		}
		var told [][]string
		w.server.Fail(vertextest.Create, vertextest.Fault{Status: 429}, vertextest.Fault{Status: 400})
		_, err = vertex.Submit(t.Context(), w.client, &spec, report, &vertex.SubmitOptions{
			Retry: quick, OnSimilar: func(jobs []*genai.TuningJob) { told = append(told, names(jobs)) },
		})
		if want := c.similar; err == nil || want != (len(told) == 1 && slices.Equal(told[0], []string{first.Name})) || !want && told != nil {
			t.Errorf("%s: told %v: %v", c.name, told, err)
		}
	}
}

// TestRefusedFirst: what was found is told also where no client can be asked for it.
func TestRefusedFirst(t *testing.T) {
	w := newWorld(t)
	w.spec.Region = "global"
	client, err := genai.NewClient(t.Context(), &genai.ClientConfig{
		Backend: genai.BackendVertexAI, Project: vertextest.Project, Location: "global", HTTPClient: http.DefaultClient,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.client = client
	var re *vertex.RefusedError
	if _, err := w.tune(t); !errors.As(err, &re) || !errors.Is(err, vertex.RuleRegionGlobal) {
		t.Errorf("%v", err)
	}
}

// TestNoJob: a job that is not there is not watched, and the words are people's.
func TestNoJob(t *testing.T) {
	w := newWorld(t)
	_, watching := vertex.Watch(t.Context(), w.client, "99", nil)
	cancelling := vertex.Cancel(t.Context(), w.client, "99", quick)
	for _, err := range []error{watching, cancelling} {
		var api genai.APIError
		if !errors.Is(err, vertex.ErrNoJob) || !errors.As(err, &api) || api.Code != 404 {
			t.Errorf("%v", err)
		}
		for _, word := range []string{"Details", "watching", "[]"} {
			if strings.Contains(err.Error(), word) {
				t.Errorf("%q in %v", word, err)
			}
		}
	}
	w.server.Fail(vertextest.Get, vertextest.Fault{Status: 403, Message: "no"})
	if _, err := vertex.Watch(t.Context(), w.client, "99", nil); errors.Is(err, vertex.ErrNoJob) || !strings.Contains(err.Error(), "roles/aiplatform.user") {
		t.Errorf("%v", err)
	}
}
