package vertex_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

// pages is a service that lists a job on each page. answer returns the status and the
// token of the page after the one with this token.
func pages(t *testing.T, answer func(token string) (status int, next string)) (client *genai.Client, asked *[]string) {
	t.Helper()
	asked = new([]string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := r.URL.Query().Get("pageToken")
		*asked = append(*asked, token)
		status, next := answer(token)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"tuningJobs":[{"name":"projects/p/locations/l/tuningJobs/1%s","labels":{"x":""}}],"nextPageToken":%q}`, token, next)
	}))
	t.Cleanup(server.Close)
	client, err := genai.NewClient(t.Context(), &genai.ClientConfig{
		Backend: genai.BackendVertexAI, Project: vertextest.Project, Location: vertextest.Region,
		HTTPClient: server.Client(), HTTPOptions: genai.HTTPOptions{BaseURL: server.URL},
	})
	if err != nil {
		t.Fatal(err)
	}
	return client, asked
}

// TestFindTriesPages: a page that fails is asked for again, and not those before it.
func TestFindTriesPages(t *testing.T) {
	failed := map[string]int{}
	client, asked := pages(t, func(token string) (int, string) {
		n, _ := strconv.Atoi(token)
		if failed[token]++; n == 2 && failed[token] <= 3 {
			return http.StatusServiceUnavailable, ""
		}
		if n == 3 {
			return http.StatusOK, ""
		}
		return http.StatusOK, strconv.Itoa(n + 1)
	})
	jobs, err := vertex.Find(t.Context(), client, "x", quick)
	if err != nil || len(jobs) != 4 || !slices.Equal(*asked, []string{"", "1", "2", "2", "2", "2", "3"}) {
		t.Errorf("%d jobs, asked %q: %v", len(jobs), *asked, err)
	}
}

// TestFindEnds: a list without an end is an error, and no search for ever.
func TestFindEnds(t *testing.T) {
	for name, next := range map[string]map[string]string{
		"the same page": {"": "a", "a": "a"},
		"a page before": {"": "a", "a": "b", "b": "a"},
	} {
		client, asked := pages(t, func(token string) (int, string) { return http.StatusOK, next[token] })
		if jobs, err := vertex.Find(t.Context(), client, "x", quick); err == nil || jobs != nil || len(*asked) != len(next) {
			t.Errorf("%s: %d jobs, asked %q: %v", name, len(jobs), *asked, err)
		}
	}
	client, asked := pages(t, func(token string) (int, string) {
		n, _ := strconv.Atoi(token)
		return http.StatusOK, strconv.Itoa(n + 1)
	})
	if _, err := vertex.Find(t.Context(), client, "x", quick); err == nil || len(*asked) != 1000 {
		t.Errorf("%d pages: %v", len(*asked), err)
	}
}
