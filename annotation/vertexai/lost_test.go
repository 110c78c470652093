package vertexai

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func TestLost(t *testing.T) {
	text := "gs://b/v.mp4,,1,2\ngs://b/v.mp4,,5,inf\n"
	readingtest.Lost(t, ReadCSV, text, automl(annotation.AutoMLClassification), 2)
	v := readingtest.Videos(t, ReadCSV, text+"gs://b/v.mp4,jump,8,9\n", automl(annotation.AutoMLClassification))[0]
	want := []videotune.Span{{Start: time.Second, End: 2 * time.Second}, {Start: 5 * time.Second, End: annotation.ToEnd}}
	if diff := cmp.Diff(want, v.LostSpans); diff != "" || v.Lost != 2 {
		t.Error(v.Lost, diff)
	}
}
