package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/gcs"
)

var update = flag.Bool("update", false, "write the golden file anew")

// quickstart returns copies of the files that the quickstart makes.
func quickstart(t *testing.T) (train, validation string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"train.jsonl", "validation.jsonl"} {
		data, err := os.ReadFile(filepath.Join("..", "quickstart", "testdata", name))
		if errors.Is(err, os.ErrNotExist) {
			t.Skip("the files of the quickstart are in the repository only")
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "validation.jsonl")
}

// The whole way, from the files to the lines that were left out.
func TestRun(t *testing.T) {
	train, validation := quickstart(t)
	s, err := play(t.Context(), train, validation)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	var out bytes.Buffer
	if err := run(t.Context(), &out, s, train, validation); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "output.txt")
	got := strings.ReplaceAll(out.String(), filepath.Dir(train)+string(filepath.Separator), "")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
	// Again nothing is uploaded and no second job made: the one that is there is told of.
	if err := run(t.Context(), &out, s, train, validation); err != nil {
		t.Error(err)
	}
	var jobs []string
	for job, err := range s.tuning.Tunings.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, job.Name)
	}
	if len(jobs) != 1 {
		t.Errorf("want one job: %v", jobs)
	}
}

// What is wrong is told, and nothing submitted.
func TestRefused(t *testing.T) {
	train, validation := quickstart(t)
	s, err := play(t.Context(), train) // which has not the videos of the other file
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if err := run(t.Context(), new(bytes.Buffer), s, train, validation); !errors.Is(err, vertex.RuleObjectMissing) {
		t.Errorf("want an object missing: %v", err)
	}
	s.folder = "gs://another-bucket/x"
	if err := run(t.Context(), new(bytes.Buffer), s, train, validation); !errors.Is(err, gcs.ErrNoBucket) {
		t.Errorf("want no bucket: %v", err)
	}
}

// The stand-ins answer where they say that they listen.
func TestServe(t *testing.T) {
	train, validation := quickstart(t)
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, w, train, validation) }()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, r) }()
	var urls []string
	for _, setting := range strings.Fields(line) {
		if _, value, ok := strings.Cut(setting, "=http"); ok {
			urls = append(urls, "http"+value)
		}
	}
	if len(urls) != 2 {
		t.Fatal(line)
	}
	for i, path := range []string{"/storage/v1/b/my-bucket/o/readme.txt", "/v1beta1/projects/my-project/locations/us-central1/tuningJobs"} {
		answer, err := http.Get(urls[i] + path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", path, answer.Status)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
