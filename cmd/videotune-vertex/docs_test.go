package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
)

var update = flag.Bool("update", false, "write the examples of docs/vertex.md anew")

// exampleText matches an example of the document.
var exampleText = regexp.MustCompile("(?s)<!-- example ([a-z]+) -->\n```json\n(.*?)```\n")

// vertexDoc returns the document, and its path.
func vertexDoc(t *testing.T) (text, path string) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "docs", "vertex.md"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the document is in the repository only")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(data), path
}

// The examples of the document are what the command writes.
func TestDocExamples(t *testing.T) {
	doc, path := vertexDoc(t)
	shown := docExamples(t)
	for _, example := range exampleText.FindAllStringSubmatch(doc, -1) {
		name, text := example[1], example[2]
		if *update {
			doc = strings.Replace(doc, example[0], fmt.Sprintf("<!-- example %s -->\n```json\n%s```\n", name, shown[name]), 1)
		} else if diff := cmp.Diff(text, shown[name]); diff != "" {
			t.Errorf("%s (-document +command):\n%s", name, diff)
		}
		delete(shown, name)
	}
	for name := range shown {
		t.Errorf("the document does not show %s", name)
	}
	if *update {
		if err := os.WriteFile(path, []byte(doc), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// docExamples returns what the command writes, by the names of the examples.
func docExamples(t *testing.T) map[string]string {
	w := newWorld(t)
	t.Chdir(w.dir)
	w.write("origins.jsonl", `{"file":"out/train.jsonl","line":2,"video":"garden","uri":"gs://cams/1.mp4","recording":"garden","start_us":0,"end_us":3000000000,"labels":["fox"],"source":"events.json","records":[17]}`+"\n")
	w.service.Plan(vertextest.Plan{Examples: 20, Billable: 33_000, Total: 2, Dropped: []vertextest.Dropped{{Index: 2, Reason: "The video is longer than it may be."}}, Epochs: 1})
	shown := map[string]string{}
	show := func(name string, want int, args ...string) {
		out, _ := command(t, t.Context(), want, append(args, "--format", "json")...)
		var b bytes.Buffer
		if err := json.Indent(&b, []byte(out), "", "  "); err != nil {
			t.Fatal(err)
		}
		shown[name] = b.String()
	}
	// A model of which no day is known on which it retires: that would be found one day.
	tune := []string{"tune", "--at", "gs://cams/run", "--region", vertextest.Region, "--model", "gemini-3.5-flash", "--poll", "1ms", "train.jsonl"}
	show("upload", 0, "upload", "--to", "gs://cams/run", "train.jsonl")
	show("tune", 0, append(tune, "--epochs", "3", "--price", "5", "--origins", "origins.jsonl")...)
	w.service.Hide(100)
	w.service.Fail(vertextest.Create, vertextest.Fault{Status: 503, Message: "The service is currently unavailable.", Late: true})
	show("uncertain", 1, append(tune, "--no-objects")...)
	// Of it, the member that matters.
	var uncertain struct {
		Error *errorJSON `json:"error"`
	}
	if err := json.Unmarshal([]byte(shown["uncertain"]), &uncertain); err != nil || uncertain.Error == nil {
		t.Fatalf("%v: %s", err, shown["uncertain"])
	}
	data, err := json.MarshalIndent(uncertain, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	shown["uncertain"] = string(data) + "\n"
	w.service.Hide(0)
	show("find", 0, "job", "--region", vertextest.Region, "--find", uncertain.Error.Label)
	return shown
}

// Every member and every kind is told of.
func TestDocMembers(t *testing.T) {
	doc, _ := vertexDoc(t)
	doc = exampleText.ReplaceAllString(doc, "")
	var names []string
	for _, v := range []any{resultJSON{}, foundJSON{}, uploadedJSON{}} {
		names = membersOf(reflect.TypeOf(v), names)
	}
	names = append(names, kindFindings, kindUncertain, kindUnidentified, kindRefused, kindNoJob, kindUnavailable, kindUnanswered, kindJobFailed, kindInterrupted, kindFileDiffers, kindFileShort)
	for _, name := range names {
		if !strings.Contains(doc, "`"+name+"`") {
			t.Errorf("`%s` is not told of", name)
		}
	}
}

// membersOf adds the names of the members of a type of this package, and of its parts.
func membersOf(typ reflect.Type, names []string) []string {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || typ.PkgPath() != reflect.TypeFor[resultJSON]().PkgPath() {
		return names
	}
	for field := range typ.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = membersOf(field.Type, append(names, name))
	}
	return names
}
