package videotune

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// URLs of one file that differ in their query alone are told, unless something else
// names the recording.
func TestSplitSimilar(t *testing.T) {
	uris := []string{
		"gs://b/a.mp4?1", "gs://b/a.mp4?2", // an object of Cloud Storage may be called so
		"https://h/a.mp4?X-Goog-Signature=1", "https://h/b.mp4", "https://h/a.mp4?X-Goog-Signature=1",
		"https://h/a.mp4?X-Goog-Signature=2", // the same file as that of the other signature
		"https://h/b.mp4?x=1",                // line 7
		"https://h/a.mp4", "https://h/c.mp4?only=1",
		"https://h/video?Signature=1&Expires=1", "HTTPS://h/video?Signature=1&Expires=1", "https://h/video?Signature=2&Expires=1",
		"https://h/watch?v=1", "https://h/watch?v=2", "https://www.youtube.com/watch?v=1", "https://www.youtube.com/watch?v=2",
	}
	var text strings.Builder
	for i, uri := range uris {
		text.WriteString(rawLine(uri, fmt.Sprint(i)) + "\n")
	}
	report, _, _, err := splitText(t, t.TempDir(), text.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := (SimilarFiles{URLs: 4, Files: 2, First: "https://h/b.mp4", File: "in.jsonl", Line: 7}); report.Queries != want {
		t.Errorf("%+v, want %+v", report.Queries, want)
	}
	noQuery, err := RecordingByPattern(regexp.MustCompile(`^([^?]+)`))
	if err != nil {
		t.Fatal(err)
	}
	report, _, _, err = splitText(t, t.TempDir(), text.String(), &SplitLinesOptions{Recording: noQuery})
	if err != nil || report.Queries != (SimilarFiles{}) || report.Train.Recordings+report.Validation.Recordings != 8 {
		t.Errorf("%+v, %v", report, err)
	}
}
