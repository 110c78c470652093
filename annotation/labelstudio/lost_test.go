package labelstudio

import (
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func TestLost(t *testing.T) {
	o := annotation.Options{FPS: annotation.Rates{All: videotune.Rational{Num: 25, Den: 1}}}
	for text, want := range map[string]int{
		task1(`{"id":"r","type":"timelinelabels","from_name":"t","value":{"ranges":[{"start":1,"end":2}],"timelinelabels":[]}}`): 1,
		task1(`{"id":"r","type":"timelinelabels","from_name":"t","value":{"ranges":[],"timelinelabels":["A"]}}`):                 1,
		task1(`{"id":"r","type":"brushlabels","value":{"rle":[1]}}`, `{"id":"s","type":"rectanglelabels","value":{"x":1}}`):      2,
		task1(`{"type":"relation","from_id":"a","to_id":"b"}`):                                                                   0,
		least(`"hand":[{"choices":["left"]},{"choices":["right"]}]`):                                                             2,
	} {
		readingtest.Lost(t, Read, text, o, want)
	}
}
