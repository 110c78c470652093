package vertex

import (
	"reflect"
	"testing"

	"google.golang.org/genai"
)

// TestLabel: whatever differs makes another label, and a label is one that the service
// takes.
func TestLabel(t *testing.T) {
	base := Spec{Model: "gemini-2.5-flash", Region: "us-central1", Train: "gs://data/t.jsonl"}
	key, value := base.label("yZRlqg==", "")
	if !labelText(key) || !labelText(value) || value == "" {
		t.Errorf("label %q: %q", key, value)
	}
	if again, _ := base.label("yZRlqg==", ""); again != key {
		t.Error("the label of the same differs")
	}
	seen := map[string]string{key: "the same"}
	note := func(what string, key string) {
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s have one label", what, other)
		}
		seen[key] = what
	}
	for i := range reflect.TypeFor[Spec]().NumField() {
		s := base
		f := reflect.ValueOf(&s).Elem().Field(i)
		switch f.Kind() {
		case reflect.String:
			f.SetString("other")
		case reflect.Int:
			f.SetInt(3)
		case reflect.Float32:
			f.SetFloat(3)
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Map:
			f.Set(reflect.ValueOf(map[string]string{"a": "b"}))
		default:
			t.Fatalf("a field of kind %v", f.Kind())
		}
		key, _ := s.label("yZRlqg==", "")
		note(reflect.TypeFor[Spec]().Field(i).Name, key)
	}
	other, _ := base.label("AAAAAA==", "")
	note("training file", other)
	other, _ = base.label("yZRlqg==", "AAAAAA==")
	note("validation file", other)

	if got := checksumOf(&genai.TuningJob{Labels: map[string]string{"a": "crc32c-00000000", key: value}}); got != "yZRlqg==" {
		t.Errorf("the checksum came back as %q", got)
	}
	for _, bad := range []string{"", "crc32c-", "crc32c-0", "crc32c-zz", "crc32c-0000000000"} {
		if got := checksumOf(&genai.TuningJob{Labels: map[string]string{key: bad}}); got != "" {
			t.Errorf("%q gave %q", bad, got)
		}
	}
}

func TestDropWords(t *testing.T) {
	for message, want := range map[string]bool{
		"More than 10% of the examples were dropped.":    true,
		"more than 10 percent of the dataset is invalid": true,
		"12 examples were dropped":                       true,
		"The bucket does not exist.":                     false,
		"Quota 110% used":                                false,
	} {
		job := &genai.TuningJob{Error: &genai.GoogleRpcStatus{Message: message}, State: genai.JobStateFailed}
		if got := newJobError(job).Drops; got != want {
			t.Errorf("%q: %v", message, got)
		}
	}
}
