package vertex_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

// hostile are what would make a client ask a host of somebody else, or is no region at
// all.
var hostile = []string{
	"", "global", "127.0.0.1:9444#", "127.0.0.1:9444/", "evil.example/", "evil.example?", "evil.example#", "a@b", "us-central1.evil.example",
	"us-central1\n", "us-central1 ", "US-CENTRAL1", "-us", "us-", "us--central1", "us_central1", "1us", "ü", "us%2fcentral1", "us-central1:443", "..", "us\\c",
	strings.Repeat("a", 53),
}

func TestCheckRegion(t *testing.T) {
	for _, region := range hostile {
		if err := vertex.CheckRegion(region); err == nil {
			t.Errorf("%q passes", region)
		}
	}
	for _, region := range []string{"us-central1", "europe-west4", "northamerica-northeast2", "me-central2", "us", strings.Repeat("a", 52)} {
		if err := vertex.CheckRegion(region); err != nil {
			t.Error(err)
		}
	}
}

func TestParseJobName(t *testing.T) {
	for _, name := range []string{
		"projects/my-project/locations/us-central1/tuningJobs/123", "projects/123456789/locations/europe-west4/tuningJobs/123",
		"projects/example.com:my-project/locations/us-central1/tuningJobs/a_b-C",
	} {
		n, err := vertex.ParseJobName(name)
		if err != nil || n.String() != name {
			t.Errorf("%q gave %q: %v", name, n, err)
		}
	}
	names := []string{
		"", "123", "projects/p/locations/us-central1/tuningJobs/", "projects/p/locations/us-central1/tuningJobs/1/2", "/projects/p/locations/us-central1/tuningJobs/1",
		"projects/p/locations/us-central1/models/1", "projects/p/locations/us-central1/tuningJobs/1:cancel", "projects/p/locations/us-central1/tuningJobs/..",
		"projects/p/locations/us-central1/tuningJobs/1?x=y", "projects/p/locations/us-central1/tuningJobs/" + strings.Repeat("1", 129),
	}
	for _, region := range hostile {
		names = append(names, "projects/p/locations/"+region+"/tuningJobs/1")
	}
	for _, project := range []string{"", "..", ".", "P", "-p", "p-", "p?", "p#", "p%2f", "a b", "p:", ":p", "a:b:c", "a/b", strings.Repeat("p", 300)} {
		names = append(names, "projects/"+project+"/locations/us-central1/tuningJobs/1")
	}
	for _, name := range names {
		if n, err := vertex.ParseJobName(name); err == nil || n != (vertex.JobName{}) {
			t.Errorf("%q is taken for the job %+v", name, n)
		}
	}
}

func FuzzParseJobName(f *testing.F) {
	f.Add("projects/my-project/locations/us-central1/tuningJobs/123")
	f.Add("projects/p/locations/127.0.0.1:9444#/tuningJobs/1")
	f.Fuzz(func(t *testing.T, name string) {
		n, err := vertex.ParseJobName(name)
		if err == nil && (n.String() != name || vertex.CheckRegion(n.Region) != nil || vertex.CheckProject(n.Project) != nil || strings.ContainsAny(name, ".:@?#%") && !strings.Contains(n.Project, ":")) {
			t.Errorf("%q gave %+v", name, n)
		}
	})
}

// TestHostileClient: a client that was made for such a region or project is not used,
// whatever is accepted, so that nobody's credentials leave.
func TestHostileClient(t *testing.T) {
	w := newWorld(t)
	var asked atomic.Int64
	transport := roundTrip(func(*http.Request) (*http.Response, error) {
		asked.Add(1)
		return nil, http.ErrNotSupported
	})
	var all []vertex.Rule
	for _, info := range vertex.Rules() {
		all = append(all, info.Rule)
	}
	try := func(project, region string) {
		client, err := genai.NewClient(t.Context(), &genai.ClientConfig{
			Backend: genai.BackendVertexAI, Project: project, Location: region, HTTPClient: &http.Client{Transport: transport},
		})
		if err != nil {
			return // the SDK has refused it
		}
		w.spec.Region = region
		report := w.preflight(t)
		if region != vertextest.Region && len(report.Refused(all...)) == 0 {
			t.Errorf("all that is wrong with the region %q can be accepted", region)
		}
		_, submitted := vertex.Submit(t.Context(), client, w.spec, report, &vertex.SubmitOptions{Accept: all, Retry: quick})
		_, watched := vertex.Watch(t.Context(), client, "projects/p/locations/"+region+"/tuningJobs/1", &vertex.WatchOptions{Retry: quick})
		_, watchedID := vertex.Watch(t.Context(), client, "1", &vertex.WatchOptions{Retry: quick})
		_, found := vertex.Find(t.Context(), client, "x", quick)
		for _, err := range []error{submitted, watched, watchedID, found, vertex.Cancel(t.Context(), client, "1", quick)} {
			if err == nil {
				t.Errorf("the client of %q in %q is used", project, region)
			}
		}
		if n := asked.Swap(0); n > 0 {
			t.Errorf("%d requests for %q in %q", n, project, region)
		}
	}
	for _, region := range hostile[1:] {
		try("p", region)
	}
	for _, project := range []string{"../x", "a/b", "p?", "p#"} {
		try(project, vertextest.Region)
	}
}
