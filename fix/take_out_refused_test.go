package fix_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/fix"
)

// TestDroppedRefused moves no line out, as one that the service drops, for which it
// refuses the job.
func TestDroppedRefused(t *testing.T) {
	drop := `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"videoMetadata":{"endOffset":"5400s"}}]},{"role":"model","parts":[{"text":"b"}]}]}`
	both := strings.Replace(drop, `"gs://b/v.mp4"`, `"v.mp4"`, 1)
	for line, want := range map[string]int{drop: 1, both: 0} {
		var dropped bytes.Buffer
		out, report := mend(t, []byte(line+"\n"+x+"\n"), &fix.Options{Dropped: &dropped})
		if report.Dropped != want || bytes.Count(dropped.Bytes(), []byte{'\n'}) != want || bytes.Count(out, []byte{'\n'}) != 2-want {
			t.Errorf("%s: %d dropped, want %d; %+v", line, report.Dropped, want, report.Left)
		}
	}
}
