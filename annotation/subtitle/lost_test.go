package subtitle

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func TestLost(t *testing.T) {
	readingtest.Lost(t, ReadSRT, "1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n", annotation.Options{}, 1)
	v := readingtest.Videos(t, ReadWebVTT, "WEBVTT\n\nstray\n\n00:01.000 --> 00:02.000\n<i></i>\n\n00:03.000 --> 00:04.000\nhello\n", annotation.Options{})[0]
	want := []videotune.Span{{Start: time.Second, End: 2 * time.Second}}
	if diff := cmp.Diff(want, v.LostSpans); diff != "" || v.Lost != 2 {
		t.Error(v.Lost, diff)
	}
}
