package readingtest

import (
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
)

// Lost fails unless the first video of a text has no events, and is no negative example
// because so many of its events were left out.
func Lost(t *testing.T, read Reader, text string, o annotation.Options, want int) {
	t.Helper()
	all := Videos(t, read, text, o)
	if len(all) == 0 || len(all[0].Events) > 0 || all[0].Lost != want {
		t.Errorf("%.200q: want a video without events that has lost %d: %+v", text, want, all)
	}
}
