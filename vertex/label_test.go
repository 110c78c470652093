package vertex

import (
	"math"
	"reflect"
	"testing"

	"google.golang.org/genai"
)

// TestLabel: whatever differs makes another label, and a label is one that the service
// takes.
func TestLabel(t *testing.T) {
	base := Spec{Model: "gemini-2.5-flash", Region: "us-central1", Train: "gs://data/t.jsonl"}
	key, value := base.labelKey(), base.labelValue(Object{CRC32C: "yZRlqg=="}, Object{})
	if !labelText(key) || !labelText(value) || value == "" {
		t.Errorf("label %q: %q", key, value)
	}
	for _, same := range []Spec{
		base,
		{Model: "google/gemini-2.5-flash", Region: base.Region, Train: base.Train, Labels: map[string]string{}},
		{Model: "publishers/google/models/gemini-2.5-flash", Region: base.Region, Train: base.Train},
		{Model: base.Model, Region: base.Region, Train: base.Train, LearningRateMultiplier: float32(math.Copysign(0, -1))},
	} {
		if again := same.labelKey(); again != key {
			t.Errorf("%+v has another key than what is sent as the same", same)
		}
	}
	// The model that limits are taken of is not sent beside one that is continued.
	a, b := base, base
	a.TunedModel, b.TunedModel, b.Model = "projects/p/locations/l/models/1", "projects/p/locations/l/models/1", "gemini-2.5-pro"
	if a.labelKey() != b.labelKey() {
		t.Error("the model of the limits makes another job")
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
			f.SetString("other " + reflect.TypeFor[Spec]().Field(i).Name)
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
		key := s.labelKey()
		note(reflect.TypeFor[Spec]().Field(i).Name, key)
	}
	if got := checksumOf(&genai.TuningJob{Labels: map[string]string{"a": "crc32c-00000000", key: value}}); got != "yZRlqg==" {
		t.Errorf("the checksum came back as %q", got)
	}
	for _, bad := range []string{"", "crc32c-", "crc32c-0", "crc32c-zz", "crc32c-0000000000", "crc32c-unknown", "crc32c-unknown-c99465aa"} {
		if got := checksumOf(&genai.TuningJob{Labels: map[string]string{key: bad}}); got != "" {
			t.Errorf("%q gave %q", bad, got)
		}
	}
}

// TestSameBytes: nothing is claimed of what is not known, and one file that differs is
// enough.
func TestSameBytes(t *testing.T) {
	s := Spec{Validation: "gs://data/v.jsonl"}
	value := func(train, validation string) string {
		return s.labelValue(Object{CRC32C: train}, Object{CRC32C: validation})
	}
	one, other := "yZRlqg==", "AAAAAA=="
	for _, c := range []struct {
		a, b string
		want Identification
	}{
		{value(one, one), value(one, one), Identical},
		{value(one, one), value(one, other), Different},
		{value(one, one), value(other, one), Different},
		{value(one, ""), value(one, one), Unidentified},
		{value(one, ""), value(one, ""), Unidentified},
		{value("", one), value(one, other), Different},
		{value("", "?"), value("", "yZRl"), Unidentified},
		{value(one, one), "", Unidentified},
		{"x", "x", Unidentified},
		{value(one, one), "crc32c-c99465aa", Unidentified},
	} {
		if got := sameBytes(c.a, c.b); got != c.want || sameBytes(c.b, c.a) != c.want {
			t.Errorf("%q and %q are %v, want %v", c.a, c.b, got, c.want)
		}
		if !labelText(c.a) {
			t.Errorf("%q is no value of a label", c.a)
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
