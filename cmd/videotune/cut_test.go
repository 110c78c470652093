package main

import (
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
)

func TestHowText(t *testing.T) {
	for _, tt := range []struct {
		result cut.Result
		want   string
	}{
		{cut.Result{How: cut.Copied}, "copied"},
		{cut.Result{How: cut.Taken}, "taken"},
		{cut.Result{How: cut.Encoded, Fallback: cut.OpenGroup}, "encoded (not copied: open-group)"},
		{cut.Result{How: cut.Encoded, Again: 2}, "encoded (planned anew 2 times)"},
		{lacking(0, 0), "encoded"},
		{lacking(500*time.Millisecond, 500*time.Millisecond), "encoded"},
		{lacking(2*time.Second, 1500*time.Millisecond), "encoded (no picture in the first 2s) (no picture in the last 1.5s)"},
	} {
		if got := howText(&tt.result); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.result, got, tt.want)
		}
	}
}

// lacking is what became of a file of 10 s that lacks so much at its ends.
func lacking(begin, end time.Duration) cut.Result {
	planned := videotune.Span{Start: 5 * time.Second, End: 15 * time.Second}
	return cut.Result{How: cut.Encoded, Planned: planned, Made: chunk.Made{Start: planned.Start + begin, Duration: planned.Length() - begin - end}}
}
