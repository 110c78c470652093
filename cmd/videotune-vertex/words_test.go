package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/vertex/vertextest"
)

// wantWords demands that texts stand in another, and that some do not.
func wantWords(t *testing.T, text string, want, not []string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%q does not stand in\n%s", w, text)
		}
	}
	for _, n := range append(not, "vertex.", "PreflightOptions", "Spec", "DisplayName", "KMSKey", "strconv", "Details") {
		if strings.Contains(text, n) {
			t.Errorf("%q stands in\n%s", n, text)
		}
	}
}

// Findings speak of flags, and say once what is wrong and what to do.
func TestFindingsInFlags(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		status int
		args   []string
		want   []string
		not    []string
	}{
		{1, []string{"--display-name", strings.Repeat("x", 129)}, []string{"--display-name: ", "[display-name]"}, nil},
		{1, []string{"--label", "A=b"}, []string{`--label "A": `}, nil},
		{1, []string{"--checkpoint", "3"}, []string{"--checkpoint: ", "--tuned-model"}, nil},
		{0, []string{"--no-objects", "--dry-run"}, []string{"accepted", "But for what was accepted (1 finding), nothing was found"}, []string{"\nNothing was found"}},
		{0, []string{"--dry-run"}, []string{"\nNothing was found"}, []string{"accepted"}},
		{1, []string{"--at", "gs://nobody/run"}, []string{"no such bucket as gs://nobody"}, []string{"no such object"}},
		{1, []string{"--region", "US-Central1", "--dry-run"}, []string{"--region: ", "in lower case: us-central1"}, nil},
	} {
		out, errs := command(t, t.Context(), c.status, w.tune(c.args...)...)
		wantWords(t, out+errs, c.want, c.not)
	}
	// What fails the dataset is told with its first place.
	bad := w.write("train.jsonl", "{\n")
	w.storage.put("cams/run/train.jsonl", []byte("{\n"))
	out, errs := command(t, t.Context(), 1, w.tune()...)
	wantWords(t, out+errs, []string{"the first: " + bad + ":1 [", "[file-fails]"}, nil)
}

// The command line is refused in words for people.
func TestUsageWords(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		args []string
		want string
	}{
		{w.tune("--adapter-size", "abc"), `--adapter-size is "abc"; want a whole number`},
		{w.tune("--price", "abc"), `--price is "abc"; want a number`},
		{w.tune("--poll", "abc"), `--poll is "abc"; want a time such as 15s`},
		{w.tune("--detach=maybe"), `--detach is "maybe"; want true or false`},
		{w.tune("--region", "US-Central1"), "write it in lower case: us-central1"},
		{w.tune("--validation", w.train+".gone"), ".gone: no such file or directory"},
		{[]string{"upload", "--to", "gs://b", "--replace", "1795", w.train}, "lacks the object; write it like gs://my-bucket/train.jsonl=1795"},
		{[]string{"upload", "--to", "gs://b", "--replace", "gs://b/x", w.train}, "lacks the generation"},
	} {
		_, errs := command(t, t.Context(), 2, c.args...)
		wantWords(t, errs, []string{c.want}, nil)
	}
}

// A dry run tells what the job itself wants besides.
func TestDryRunWithoutProject(t *testing.T) {
	w := newWorld(t)
	t.Setenv(projectVariable, "")
	v := result(t, t.Context(), 0, w.tune("--dry-run")...)
	if text := fmt.Sprint(at(v, "warnings")); !strings.Contains(text, "--project") {
		t.Errorf("%v", v)
	}
	if v := result(t, t.Context(), 0, w.tune("--dry-run", "--project", "p")...); at(v, "warnings") != nil {
		t.Errorf("%v", v)
	}
}

// An index that the very file has not is the service's fault, and fails nobody.
func TestIndexOutOfRange(t *testing.T) {
	w := newWorld(t)
	name := w.submitted(vertextest.Plan{States: []string{"JOB_STATE_SUCCEEDED"}, Dropped: []vertextest.Dropped{{Index: 99, Reason: "x"}}})
	v := result(t, t.Context(), 0, "job", "--train", w.train, name)
	if at(v, "error") != nil || !strings.Contains(fmt.Sprint(at(v, "warnings")), "out of range") || at(v, "review", "spared") != nil {
		t.Errorf("%v", v)
	}
	_, errs := command(t, t.Context(), 0, "job", "--train", w.train, name)
	wantWords(t, errs, []string{"warning: ", "example 99", "out of range"}, []string{"is not the file"})
}

// What the service counted is told without a copy of the file, and what nobody knows is
// null.
func TestJobTokens(t *testing.T) {
	w := newWorld(t)
	name := w.submitted(vertextest.Plan{States: []string{"JOB_STATE_RUNNING", "JOB_STATE_SUCCEEDED"}, Examples: 20, Billable: 70_000, Dropped: []vertextest.Dropped{{Index: 2, Reason: "x"}}})
	v := result(t, t.Context(), 0, "job", "--train", w.train, name)
	if review, _ := at(v, "review").(map[string]any); review == nil || review["spared"] != nil || at(v, "job", "tokens") != nil {
		t.Errorf("%v", v)
	}
	out, _ := command(t, t.Context(), 0, "job", name)
	wantWords(t, out, []string{"tokens: 70,000 billed for each epoch\n"}, nil)
	v = result(t, t.Context(), 0, "job", "--train", w.train, name)
	if spared, ok := at(v, "review", "spared").([]any); !ok || len(spared) != 0 || at(v, "job", "tokens", "billable") != 70_000.0 || at(v, "review", "within_estimate") == nil {
		t.Errorf("%v", v)
	}
}

// The hint how to go on has what was given.
func TestResumeHint(t *testing.T) {
	w := newWorld(t)
	name := w.submitted(vertextest.Plan{States: []string{"JOB_STATE_RUNNING"}})
	origins := w.write("the origins.jsonl", `{"file":"out/train.jsonl","line":2,"video":"v","uri":"gs://cams/1.mp4","records":[7]}`+"\n")
	down := vertextest.Fault{Status: http.StatusServiceUnavailable}
	w.service.Fail(vertextest.Get, vertextest.Fault{}, down, down)
	_, errs := command(t, t.Context(), 1, "job", "--watch", "--poll", "1ms", "--train", w.train, "--origins", origins, name)
	wantWords(t, errs, []string{fmt.Sprintf("videotune-vertex job --watch --train %s --origins '%s' %s", w.train, origins, name)}, nil)
	if got := shell("it's", ""); got != `videotune-vertex 'it'\''s' ''` {
		t.Error(got)
	}
}

// What a line was made of is told in words and as members.
func TestOriginMembers(t *testing.T) {
	w := newWorld(t)
	name := w.submitted(vertextest.Plan{States: []string{"JOB_STATE_SUCCEEDED"}, Dropped: []vertextest.Dropped{{Index: 2, Reason: "x"}}})
	origins := w.write("origins.jsonl", `{"file":"out/train.jsonl","line":2,"video":"v","uri":"gs://cams/1.mp4","source":"a.json","records":[7]}`+"\n")
	v := result(t, t.Context(), 0, "job", "--train", w.train, "--origins", origins, name)
	dropped, _ := at(v, "review", "dropped").([]any)
	if len(dropped) != 1 || at(dropped[0], "origin", "source") != "a.json" || fmt.Sprint(at(dropped[0], "origin", "records")) != "[7]" || at(dropped[0], "record") == nil {
		t.Errorf("%v", v)
	}
}

// Who would replace an object is told the flag.
func TestUploadTellsReplace(t *testing.T) {
	w := newWorld(t)
	w.storage.put("cams/run/train.jsonl", []byte("another"))
	_, errs := command(t, t.Context(), 1, "upload", "--to", "gs://cams/run", w.train)
	wantWords(t, errs, []string{"--replace=gs://cams/run/train.jsonl=7"}, []string{"say that"})
	gone := vertextest.NewServer()
	gone.Close()
	t.Setenv("STORAGE_EMULATOR_HOST", gone.URL)
	patience.Timeout = 1
	_, errs = command(t, t.Context(), 2, "upload", "--to", "gs://cams/run", w.train)
	if strings.Contains(errs, "--help") {
		t.Error(errs)
	}
}
