package labelstudio

import (
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func TestGolden(t *testing.T) {
	readingtest.Golden(t, Read,
		readingtest.Case{File: "export.json", Options: annotation.Options{LabelConfig: "testdata/config.xml"}},
		readingtest.Case{File: "min.json", Options: annotation.Options{
			FPS: annotation.Rates{All: rate(24, 1)}, URI: "gs://clips/{file}",
			Fields: map[string]string{"scene": "choices", "summary": "text", "hand": "choices", "title": "ignore"},
		}},
		readingtest.Case{File: "hooks.jsonl"},
		readingtest.Case{File: "rows.jsonl", Options: annotation.Options{LabelFrom: "kind", FPSDerive: true}},
	)
}
