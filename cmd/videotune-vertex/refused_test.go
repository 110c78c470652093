package main

import (
	"context"
	"fmt"
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
	if at(v, "job", "name") != w.service.Jobs()[0] || at(v, "error", "kind") != "unidentified" || len(w.service.Jobs()) != 1 {
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
		kind   string
	}{
		{vertextest.Create, http.StatusForbidden, w.tune(), "refused"},
		{vertextest.Create, http.StatusForbidden, w.tune("--detach"), "refused"},
		{vertextest.Create, http.StatusBadRequest, w.tune(), "refused"},
		{vertextest.Create, http.StatusTooManyRequests, w.tune(), "unavailable"},
		{vertextest.List, http.StatusForbidden, w.tune(), "refused"},
		{vertextest.List, http.StatusServiceUnavailable, w.tune(), "unavailable"},
		{vertextest.Get, http.StatusForbidden, []string{"job", "projects/my-project/locations/us-central1/tuningJobs/1"}, "refused"},
		{vertextest.Get, http.StatusNotFound, []string{"job", "projects/my-project/locations/us-central1/tuningJobs/1"}, "no-job"},
		{vertextest.Get, http.StatusServiceUnavailable, []string{"job", "projects/my-project/locations/us-central1/tuningJobs/1"}, "unavailable"},
		{vertextest.List, http.StatusForbidden, []string{"job", "--region", vertextest.Region, "--find", "x"}, "refused"},
		{vertextest.Cancel, http.StatusBadRequest, []string{"job", "--cancel", "projects/my-project/locations/us-central1/tuningJobs/1"}, "refused"},
	} {
		fault := vertextest.Fault{Status: c.status, Message: "not you"}
		w.service.Fail(c.method, fault)
		if c.kind == "unavailable" {
			w.service.Fail(c.method, fault)
		}
		v := result(t, t.Context(), 1, c.args...)
		text, _ := at(v, "error", "message").(string)
		if !strings.Contains(text, "not you") || strings.Contains(text, "Details") || at(v, "error", "kind") != c.kind || at(v, "error", "status") != float64(c.status) ||
			(at(v, "preflight") != nil) != (c.args[0] == "tune") {
			t.Errorf("%s %d: %v", c.method, c.status, v)
		}
	}
	if n := len(w.service.Jobs()); n > 0 {
		t.Errorf("%d jobs", n)
	}
	gone := vertextest.NewServer()
	gone.Close()
	t.Setenv(apiVariable, gone.URL)
	for _, args := range [][]string{w.tune(), {"job", "--region", vertextest.Region, "1"}, {"job", "--region", vertextest.Region, "--find", "x"}} {
		if v := result(t, t.Context(), 2, args...); at(v, "error", "kind") != "unanswered" {
			t.Errorf("%v: %v", args, v)
		}
	}
	// So it is with Cloud Storage, but for what a preflight finds.
	t.Setenv("STORAGE_EMULATOR_HOST", gone.URL)
	patience.Timeout = 50 * time.Millisecond
	if _, errs := command(t, t.Context(), 1, w.tune()...); strings.Contains(errs, "usage") {
		t.Error(errs)
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
			text, _ := at(v, "error", "message").(string)
			label, _ := at(v, "error", "label").(string)
			if !strings.Contains(text, "not known whether") || at(v, "error", "kind") != "uncertain" || at(v, "job") != nil ||
				!strings.Contains(text, "videotune-vertex job --project my-project --region us-central1 --find "+label) || strings.Contains(text, "vertex.") {
				t.Errorf("%v", v)
			}
		}
	}
}

// What nobody knew is found later, and named where it was submitted twice.
func TestFindUncertain(t *testing.T) {
	w := newWorld(t)
	w.service.Hide(100)
	w.service.Fail(vertextest.Create, vertextest.Fault{Lost: true})
	_, errs := command(t, t.Context(), 1, w.tune("--detach")...)
	if !strings.Contains(errs, "it is looked for, for up to 3ms") {
		t.Error(errs)
	}
	_, label, _ := strings.Cut(errs, "--find ")
	label, _, _ = strings.Cut(label, `"`)
	find := []string{"job", "--region", vertextest.Region, "--find", label}
	if v := result(t, t.Context(), 1, find...); fmt.Sprint(at(v, "jobs")) != "[]" || at(v, "error") != nil {
		t.Errorf("%v", v)
	}
	command(t, t.Context(), 0, w.tune("--detach")...) // too early
	w.service.Hide(0)
	names := w.service.Jobs()
	out, _ := command(t, t.Context(), 0, find...)
	if len(names) != 2 || strings.Count(out, "\n") != 2 || !strings.Contains(out, names[0]+": pending") || !strings.Contains(out, names[1]+": pending") {
		t.Errorf("%v: %s", names, out)
	}
	v := result(t, t.Context(), 0, w.tune("--detach")...)
	others, _ := at(v, "job", "others").([]any)
	if at(v, "job", "name") != names[0] || len(others) != 1 || at(others[0], "name") != names[1] {
		t.Errorf("%v", v)
	}
	if warnings := fmt.Sprint(at(v, "warnings")); !strings.Contains(warnings, names[1]) || strings.Contains(warnings, names[0]) {
		t.Errorf("%s", warnings)
	}
	for _, args := range [][]string{{"--find", ""}, {"--find", label, "1"}, {"--find", label, "--watch"}, {"--find", label, "--train", w.train}} {
		command(t, t.Context(), 2, append([]string{"job", "--region", vertextest.Region}, args...)...)
	}
}

// A job that differs by words only is told before another one is submitted.
func TestTuneSimilar(t *testing.T) {
	w := newWorld(t)
	first := w.submitted(vertextest.Plan{})
	v := result(t, t.Context(), 0, w.tune("--detach", "--display-name", "foxes")...)
	if !strings.Contains(fmt.Sprint(at(v, "warnings")), first) || at(v, "job", "found") != nil || len(w.service.Jobs()) != 2 {
		t.Errorf("%v", v)
	}
	if v := result(t, t.Context(), 0, w.tune("--detach", "--epochs", "7", "--multiplier", "2")...); len(w.service.Jobs()) != 3 {
		t.Errorf("%v", v)
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
	if _, errs := command(t, t.Context(), 2, "upload", "--to", "gs://cams/x", w.train); !strings.Contains(errs, "does not answer") {
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
		if kind := at(v, "error", "kind"); kind != "interrupted" && kind != "uncertain" || args[0] == "job" && at(v, "job", "name") != name || args[0] == "tune" && at(v, "preflight") == nil {
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
