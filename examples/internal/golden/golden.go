// Package golden tests the examples: each writes exactly the lines of its golden
// file, and the tuning service would take every one of them.
package golden

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

// After a change that is meant, "go test DIR -update" writes the golden files of
// an example anew.
var update = flag.Bool("update", false, "write the golden files anew")

// Compare compares got with the file testdata/name.
func Compare(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// Dataset compares what produce writes with testdata/train.jsonl, and has
// videotunetest judge it.
func Dataset(t *testing.T, produce func(io.Writer) error) {
	t.Helper()
	var got bytes.Buffer
	if err := produce(&got); err != nil {
		t.Fatal(err)
	}
	Compare(t, "train.jsonl", got.Bytes())

	// That an example has fewer lines than a dataset needs is meant. All other
	// warnings count.
	few := map[videotune.Rule]videotune.Severity{videotune.RuleExamplesFew: videotune.SeverityOff}
	videotunetest.Run(t, produce, &videotunetest.Options{
		Policy:    &videotune.Policy{Severity: few},
		Warnings:  true,
		Canonical: true,
	})
}
