package vertextest_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

func TestServer(t *testing.T) {
	s := vertextest.NewServer()
	defer s.Close()
	client, err := s.Client(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	create := func(uri string, labels map[string]string) error {
		_, err := client.Tunings.Tune(t.Context(), "gemini-2.5-flash", &genai.TuningDataset{GCSURI: uri}, &genai.CreateTuningJobConfig{Labels: labels})
		return err
	}
	var api genai.APIError
	if err := create("gs://b/train.csv", nil); !errors.As(err, &api) || api.Code != 400 || api.Status != "INVALID_ARGUMENT" {
		t.Errorf("a table was taken: %v", err)
	}
	for _, labels := range []map[string]string{{"a": "1"}, {"a": "2"}, nil} {
		if err := create("gs://b/train.jsonl", labels); err != nil {
			t.Fatal(err)
		}
	}
	for filter, want := range map[string]int{"": 3, "labels.a:*": 2, `labels.a="2"`: 1, "labels.a=1": 1, "labels.b:*": 0} {
		n, token := 0, ""
		for {
			page, err := client.Tunings.List(t.Context(), &genai.ListTuningJobsConfig{Filter: filter, PageSize: 2, PageToken: token})
			if err != nil {
				t.Fatal(err)
			}
			n += len(page.Items)
			if token = page.NextPageToken; token == "" {
				break
			}
		}
		if n != want {
			t.Errorf("%q lists %d jobs, want %d", filter, n, want)
		}
	}
	for _, config := range []*genai.ListTuningJobsConfig{{Filter: "state=1"}, {Filter: "labels.a"}, {PageToken: "x"}} {
		if _, err := client.Tunings.List(t.Context(), config); !errors.As(err, &api) || api.Code != 400 {
			t.Errorf("%+v: %v", config, err)
		}
	}
	for _, path := range []string{"/", "/v1/projects/other/locations/us-central1/tuningJobs", "/v1/projects/my-project/locations/us-central1/tuningJobs/77"} {
		r, err := http.Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, r.Status)
		}
	}
	s.Answer("dog")
	answer, err := client.Models.GenerateContent(t.Context(), "gemini-2.5-flash", genai.Text("?"), nil)
	if err != nil || answer.Text() != "dog" {
		t.Errorf("%v, %v", answer, err)
	}
}
