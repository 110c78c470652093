package downstream

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

// sample is a small dataset with what is special about the data: a segment from
// the start, times that are no whole seconds, names in other scripts.
func sample() []Clip {
	return []Clip{
		{"gs://example-kitchen/2026/17.mp4", 0, 20 * time.Second, "pancakes", "prepare"},
		{"gs://example-kitchen/2026/17.mp4", 95500 * time.Millisecond, 130 * time.Second, "pancakes", "cook"},
		{"gs://example-kitchen/2026/18.mp4", 12 * time.Second, 45 * time.Second, "お好み焼き", "cook"},
	}
}

// TestConform is the test that no such repository should be without. It runs the
// producer, and fails on every line that the tuning service would refuse, drop or
// learn nothing from, on output that differs from run to run, and on a writer's
// error that gets lost.
func TestConform(t *testing.T) {
	videotunetest.Run(t, func(w io.Writer) error { return WriteDataset(w, sample()) }, &videotunetest.Options{
		Policy: &videotune.Policy{
			// The videos do not exist where tests run: these are facts about them.
			Media: videotunetest.FakeMedia(3*time.Minute,
				"gs://example-kitchen/2026/17.mp4", "gs://example-kitchen/2026/18.mp4").Lookup,
			// That a sample has fewer than 100 examples is meant.
			Severity: map[videotune.Rule]videotune.Severity{videotune.RuleExamplesFew: videotune.SeverityOff},
		},
		Warnings:  true,
		Canonical: true,
	})
}

// TestLine pins one line: a change of the prompt or of the answer's form is seen
// in review, and not when the tuned model answers in a new way. If it fails, it
// names the places that differ.
func TestLine(t *testing.T) {
	const want = `{"systemInstruction":{"parts":[{"text":"You watch cooking videos."}]},` +
		`"contents":[{"role":"user","parts":[` +
		`{"fileData":{"fileUri":"gs://example-kitchen/2026/17.mp4","mimeType":"video/mp4"},` +
		`"videoMetadata":{"startOffset":"95.5s","endOffset":"130s"}},` +
		`{"text":"Which dish is being cooked, and which step is seen? The steps are: prepare, cook, serve.\n` +
		`Answer with one JSON object: {\"dish\":\"pancakes\",\"step\":\"cook\"}"}]},` +
		`{"role":"model","parts":[{"text":"{\"dish\":\"pancakes\",\"step\":\"cook\"}"}]}],` +
		`"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}` + "\n"
	var got bytes.Buffer
	if err := WriteDataset(&got, sample()[1:2]); err != nil {
		t.Fatal(err)
	}
	if diff := videotunetest.Diff([]byte(want), got.Bytes()); diff != "" {
		t.Errorf("the line (-want +got):\n%s", diff)
	}
}

// TestFaultyClips tests what becomes of annotations that are wrong. Problems are
// matched by rule and place: the texts of their messages may change.
func TestFaultyClips(t *testing.T) {
	const start, end = videotune.Pointer("/contents/0/parts/0/videoMetadata/startOffset"), videotune.Pointer("/contents/0/parts/0/videoMetadata/endOffset")
	for name, test := range map[string]struct {
		clip Clip
		want []videotunetest.Matcher
	}{
		"reversed": {
			Clip{"gs://example-kitchen/2026/17.mp4", 20 * time.Second, 10 * time.Second, "pancakes", "cook"},
			[]videotunetest.Matcher{videotunetest.Match(videotune.RuleSegmentReversed).Pointer(end)},
		},
		"two faults at once": {
			Clip{"/mnt/kitchen/17.mp4", -5 * time.Second, 10 * time.Second, "pancakes", "cook"},
			[]videotunetest.Matcher{
				videotunetest.Match(videotune.RuleURILocal),
				videotunetest.Match(videotune.RuleOffsetNegative).Pointer(start),
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			problems, ok := videotune.AsProblems(WriteDataset(&got, []Clip{test.clip}))
			if !ok || got.Len() > 0 {
				t.Errorf("the clip is not refused, and %d bytes are written", got.Len())
			}
			videotunetest.MatchProblems(t, problems, test.want...)
		})
	}
}
