package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
)

// No name of a region, of a job or of a project makes a request go to another host: the
// host gets the credentials.
func TestHiddenHost(t *testing.T) {
	w := newWorld(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var connections atomic.Int64
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			connections.Add(1)
			c.Close()
		}
	}()
	t.Setenv(apiVariable, "")
	t.Setenv(tokenVariable, "secret")
	host := listener.Addr().String()
	train := []string{"tune", "--at", "gs://cams/run", w.train}
	for _, region := range []string{host + "#", host + "/", host + "?", "x@" + host + "/", host + "\\", "us-central1." + host + "/"} {
		command(t, t.Context(), 2, "job", "projects/p/locations/"+region+"/tuningJobs/1")
		command(t, t.Context(), 2, "job", "--cancel", "--region", region, "1")
		command(t, t.Context(), 2, append(train, "--region", region)...)
		command(t, t.Context(), 2, append(train, "--region", region, "--accept", "region-unusual", "--no-objects")...)
		command(t, t.Context(), 2, append(train, "--region", region, "--accept", "region-form")...)
		command(t, t.Context(), 2, append(train, "--region", vertextest.Region, "--project", region)...)
	}
	if n := connections.Load(); n > 0 {
		t.Errorf("%d connections", n)
	}
}

// What is refused before a job is submitted, by the command or by what it found.
func TestTuneRefuses(t *testing.T) {
	w := newWorld(t)
	for _, args := range [][]string{
		{"--epochs", "0"}, {"--epochs", "-1"}, {"--multiplier", "0"}, {"--multiplier", "NaN"}, {"--adapter-size", "0"},
		{"--sample", "0"}, {"--price", "0"}, {"--price", "-1"}, {"--price", "NaN"}, {"--price", "Inf"}, {"--poll", "0s"},
		{"--accept", "region-form"}, {"--project", ""}, {"--project", "a/b"},
	} {
		if args[0] == "--project" {
			t.Setenv(projectVariable, "")
		}
		if out, errs := command(t, t.Context(), 2, w.tune(args...)...); out != "" || !strings.Contains(errs, strings.TrimPrefix(args[0], "--")) {
			t.Errorf("%v: %s%s", args, out, errs)
		}
	}
	command(t, t.Context(), 2, "job", "--poll", "0s", "projects/p/locations/us-central1/tuningJobs/1")
	command(t, t.Context(), 2, "job", "--region", "europe-west4", "projects/p/locations/us-central1/tuningJobs/1")
	if n := len(w.service.Requests("")); n > 0 {
		t.Errorf("%d requests", n)
	}
}

// To look for no objects is to submit the job all the same, and asks no storage.
func TestTuneNoObjects(t *testing.T) {
	w := newWorld(t)
	v := result(t, t.Context(), 0, w.tune("--no-objects", "--detach")...)
	if at(v, "preflight", "refused") != false || at(v, "job", "name") == nil || w.storage.asked > 0 {
		t.Errorf("%v, %d looks", v, w.storage.asked)
	}
	// Whether it is the same job again cannot be known then: it is named.
	v = result(t, t.Context(), 1, w.tune("--no-objects", "--detach")...)
	if at(v, "job", "name") != w.service.Jobs()[0] || at(v, "error") == nil || len(w.service.Jobs()) != 1 {
		t.Errorf("%v", v)
	}
}

// A job that is there already is told of as such.
func TestTuneFound(t *testing.T) {
	w := newWorld(t)
	first := result(t, t.Context(), 0, w.tune("--detach")...)
	if at(first, "job", "found") != nil || at(first, "preflight", "train", "location") != "US-CENTRAL1" {
		t.Errorf("%v", first)
	}
	for _, args := range [][]string{{"--detach"}, nil} {
		v := result(t, t.Context(), 0, w.tune(args...)...)
		if at(v, "job", "found") != true || at(v, "job", "name") != at(first, "job", "name") {
			t.Errorf("%v", v)
		}
	}
	if _, errs := command(t, t.Context(), 0, w.tune("--detach")...); !strings.Contains(errs, "no other one is submitted") {
		t.Error(errs)
	}
	if n := len(w.service.Jobs()); n != 1 {
		t.Errorf("%d jobs", n)
	}
}

// The exit status is 1 for what the service refuses, and 2 where it does not answer.
func TestStatusOfRefusals(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		method vertextest.Method
		status int
		args   []string
	}{
		{vertextest.Create, http.StatusForbidden, w.tune()},
		{vertextest.Create, http.StatusForbidden, w.tune("--detach")},
		{vertextest.Create, http.StatusBadRequest, w.tune()},
		{vertextest.List, http.StatusForbidden, w.tune()},
		{vertextest.Get, http.StatusForbidden, []string{"job", "projects/my-project/locations/us-central1/tuningJobs/1"}},
		{vertextest.Cancel, http.StatusBadRequest, []string{"job", "--cancel", "projects/my-project/locations/us-central1/tuningJobs/1"}},
	} {
		w.service.Fail(c.method, vertextest.Fault{Status: c.status, Message: "not you"})
		v := result(t, t.Context(), 1, c.args...)
		if text, _ := at(v, "error").(string); !strings.Contains(text, "not you") || (at(v, "preflight") != nil) != (c.args[0] == "tune") {
			t.Errorf("%s: %v", c.method, v)
		}
	}
	if n := len(w.service.Jobs()); n > 0 {
		t.Errorf("%d jobs", n)
	}
	gone := vertextest.NewServer()
	gone.Close()
	t.Setenv(apiVariable, gone.URL)
	for _, args := range [][]string{w.tune("--format", "json"), {"job", "--region", vertextest.Region, "--format", "json", "1"}} {
		if out, _ := command(t, t.Context(), 2, args...); out != "" {
			t.Errorf("%v: %s", args, out)
		}
	}
}

// Where nobody knows whether a job was created, that is no success and no silence.
func TestStatusOfUncertain(t *testing.T) {
	w := newWorld(t)
	w.service.Hide(100)
	for _, fault := range []vertextest.Fault{{Status: http.StatusServiceUnavailable, Late: true}, {Lost: true}} {
		for _, args := range [][]string{nil, {"--detach"}} {
			w.service.Fail(vertextest.Create, fault)
			v := result(t, t.Context(), 1, w.tune(args...)...)
			if text, _ := at(v, "error").(string); !strings.Contains(text, "not known whether") || at(v, "job") != nil {
				t.Errorf("%v", v)
			}
		}
	}
}

// A service that takes requests and answers none is not waited for.
func TestSilentService(t *testing.T) {
	w := newWorld(t)
	patience.Timeout = 30 * time.Millisecond
	t.Setenv(apiVariable, silence(t, nil))
	begun := time.Now()
	command(t, t.Context(), 2, w.tune("--no-objects")...)
	command(t, t.Context(), 2, "job", "--region", vertextest.Region, "1")
	command(t, t.Context(), 2, "job", "--cancel", "--region", vertextest.Region, "1")
	var asked atomic.Int64
	t.Setenv("STORAGE_EMULATOR_HOST", silence(t, func() { asked.Add(1) }))
	out, errs := command(t, t.Context(), 1, w.tune()...)
	if !strings.Contains(out, string(vertex.RuleObjectUnreachable)) || asked.Load() > 3 { // of 21 objects
		t.Errorf("asked %d times: %s%s", asked.Load(), out, errs)
	}
	if _, errs := command(t, t.Context(), 1, "upload", "--to", "gs://cams/x", w.train); !strings.Contains(errs, "does not answer") {
		t.Error(errs)
	}
	if d := time.Since(begun); d > 20*time.Second {
		t.Errorf("it took %v", d)
	}
}

// Who interrupts it before the service said anything gets what is known, and status 1.
func TestInterruptedEarly(t *testing.T) {
	w := newWorld(t)
	name := "projects/my-project/locations/us-central1/tuningJobs/1"
	for _, args := range [][]string{{"job", name}, {"job", "--watch", name}, {"job", "--cancel", name}, w.tune("--no-objects"), w.tune("--no-objects", "--detach")} {
		ctx, stop := context.WithCancel(t.Context())
		t.Setenv(apiVariable, silence(t, stop))
		v := result(t, ctx, 1, args...)
		if at(v, "error") == nil || args[0] == "job" && at(v, "job", "name") != name || args[0] == "tune" && at(v, "preflight") == nil {
			t.Errorf("%v: %v", args, v)
		}
	}
	// And before that: while objects are looked at, or uploaded.
	for _, args := range [][]string{w.tune(), {"upload", "--to", "gs://cams/x", w.train}} {
		ctx, stop := context.WithCancel(t.Context())
		t.Setenv("STORAGE_EMULATOR_HOST", silence(t, stop))
		if _, errs := command(t, ctx, 1, args...); errs == "" {
			t.Errorf("%v: nothing is told", args)
		}
	}
}

// What cannot be uploaded, and what is left out.
func TestUploadFolder(t *testing.T) {
	w := newWorld(t)
	links := filepath.Join(w.dir, "links")
	if err := os.Mkdir(links, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(w.train, filepath.Join(links, "train.jsonl")); err != nil {
		t.Skip("no symbolic links here")
	}
	if out, errs := command(t, t.Context(), 2, "upload", "--to", "gs://cams/run", links); out != "" || !strings.Contains(errs, "symbolic links (1)") || w.storage.asked > 0 {
		t.Errorf("%s%s", out, errs)
	}
	// The folder itself holds a file and the folder; the object has another type.
	w.write("links/more.jsonl", "{}\n")
	w.storage.put("cams/run/more.jsonl", []byte("{}\n"))
	out, errs := command(t, t.Context(), 0, "upload", "--to", "gs://cams/run", links)
	if !strings.Contains(out, "1 there already") || !strings.Contains(errs, "left out: symbolic links (1)") || !strings.Contains(errs, `"text/plain"`) {
		t.Errorf("%s%s", out, errs)
	}
	// Each file that cannot be uploaded is told in a line.
	w.write("links/third.jsonl", "{}\n")
	_, errs = command(t, t.Context(), 2, "upload", "--to", "gs://cams/run", filepath.Join(links, "third.jsonl"), filepath.Join(links, "more.jsonl"), links)
	if strings.Count(errs, "both become") != 2 || strings.Count(errs, "\n") != 3 {
		t.Error(errs)
	}
	mapping := w.write("mapping.json", `{"version":1,"plans":[]}`)
	if out, _ := command(t, t.Context(), 2, "upload", "--mapping", mapping); out != "" {
		t.Error(out)
	}
}
