package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/dataset"
)

func TestOrigins(t *testing.T) {
	got, err := originsOf(strings.NewReader(strings.Join([]string{
		`{"file":"out/train.jsonl","line":1,"video":"a","uri":"gs://b/a.mp4","recording":"r","start_us":1500000,"end_us":4000000,"records":[3,5]}`,
		`{"file":"out/validation.jsonl","line":1,"video":"b","uri":"gs://b/b.mp4"}`,
		`{"left":"label-unknown","video":"c"}`,
		`{"file":"train.jsonl","line":2,"video":"gs://b/d.mp4","uri":"gs://b/d.mp4","start_us":1000000,"records":[7]}`,
		`{"file":"other-train.jsonl","line":3,"video":"e"}`,
	}, "\n")), "train.jsonl")
	texts := make(map[int]string)
	for line, o := range got {
		texts[line] = originText(o)
	}
	want := map[int]string{
		1: "video a, gs://b/a.mp4, 1.5s to 4s, records 3 5",
		2: "video gs://b/d.mp4, from 1s on, record 7",
	}
	if err != nil || !reflect.DeepEqual(texts, want) {
		t.Errorf("%v, %v", texts, err)
	}
	for _, text := range []string{"no JSON", `{"line":"1"}`, "{}\n[", `{"line":1,"file":"train.jsonl","end_us":9223372036854775807}`, `{"line":1,"file":"train.jsonl","start_us":-1}`, strings.Repeat("x", maxOrigin+1)} {
		if _, err := originsOf(strings.NewReader(text), "train.jsonl"); err == nil {
			t.Errorf("%.20q gives no error", text)
		}
	}
}

// FuzzOrigins holds that whatever is read is told of lines only.
func FuzzOrigins(f *testing.F) {
	f.Add(`{"file":"train.jsonl","line":1,"video":"a","start_us":-1,"end_us":9223372036854775807}`)
	f.Add("{\"line\":-1}\n\n{}")
	f.Fuzz(func(t *testing.T, text string) {
		lines, _ := originsOf(strings.NewReader(text), "train.jsonl")
		for n, what := range lines {
			if n <= 0 || originText(what) == "" {
				t.Errorf("line %d: %+v", n, what)
			}
		}
	})
}

func TestOriginText(t *testing.T) {
	if got := originText(&dataset.Origin{Video: "a", URI: "a"}); got != "video a" {
		t.Error(got)
	}
}

func TestLocate(t *testing.T) {
	for name, want := range map[string][2]string{
		"projects/p/locations/l/tuningJobs/1": {"p", "l"},
		"projects/p/locations/l":              {"", ""},
		"projects/p/locations/l/tuningJobs/?": {"", ""},
		"tuningJobs/1":                        {"", ""},
		"1":                                   {"", ""},
	} {
		var j jobs
		if err := j.locate(name); j.project != want[0] || j.region != want[1] || (err == nil) != (want[0] != "" || !strings.Contains(name, "/loc")) {
			t.Errorf("%s: %q, %q, %v", name, j.project, j.region, err)
		}
	}
	var j jobs
	j.project = "x"
	if err := j.locate("projects/p/locations/l/tuningJobs/1"); err != nil || j.project != "x" || j.region != "l" {
		t.Errorf("%+v, %v", j, err)
	}
	if err := j.locate("projects/p/locations/m/tuningJobs/1"); err == nil {
		t.Errorf("%+v", j)
	}
}

// A token that cannot be one is refused before anything is sent.
func TestCredentials(t *testing.T) {
	t.Setenv(tokenVariable, "a\nb")
	if _, err := credentials(); err == nil {
		t.Error("no error")
	}
	t.Setenv(tokenVariable, " ya29.x \n")
	creds, err := credentials()
	if err != nil {
		t.Fatal(err)
	}
	if token, err := creds.Token(t.Context()); err != nil || token.Value != "ya29.x" {
		t.Errorf("%+v, %v", token, err)
	}
	t.Setenv(tokenVariable, "")
	if creds, err := credentials(); creds != nil || err != nil {
		t.Error(creds, err)
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"upload", "--help"}, {"tune", "--help"}, {"job", "--help"}, {"--version"}} {
		var stdout, stderr strings.Builder
		if status := run(t.Context(), args, &stdout, &stderr); status != 0 || stdout.Len() == 0 || stderr.Len() > 0 {
			t.Errorf("%v: %d, %q", args, status, &stderr)
		}
	}
	var stdout, stderr strings.Builder
	if status := run(t.Context(), []string{"upolad"}, &stdout, &stderr); status != 2 || !strings.Contains(stderr.String(), "did you mean upload?") {
		t.Errorf("%d, %q", status, &stderr)
	}
	stderr.Reset()
	if status := run(t.Context(), nil, &stdout, &stderr); status != 2 || !strings.Contains(stderr.String(), "Available Commands") {
		t.Errorf("%d, %q", status, &stderr)
	}
}
