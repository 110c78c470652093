package videotune_test

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// exampleLine is an example about a stretch of a video.
func exampleLine(uri, start, end, answer string) string {
	return fmt.Sprintf(`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":%q,"mimeType":"video/mp4"},"videoMetadata":{"startOffset":%q,"endOffset":%q}},{"text":"What happens?"}]},`+
		`{"role":"model","parts":[{"text":%q}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`, uri, start, end, answer)
}

// TestOnExample: what is told of examples is what the report sums up, in the order of
// the lines, however many goroutines judge.
func TestOnExample(t *testing.T) {
	var text strings.Builder
	var lines []string
	for i := range 2000 {
		line := exampleLine(fmt.Sprintf("gs://bucket/%d.mp4", i%300), "1.5s", fmt.Sprintf("%ds", 30+i), fmt.Sprintf(`{"label":"l%d"}`, i%3))
		switch {
		case i%97 == 0:
			line = "{" // no example
		case i%101 == 0:
			line = strings.Replace(line, "What", strings.Repeat("x", 300<<10), 1) // one that is judged alone
		case i%103 == 0:
			line = strings.Replace(line, `"endOffset":"`, `"endOffset":"-`, 1)
		}
		lines = append(lines, line)
		text.WriteString(line + "\n")
	}
	var first []videotune.ExampleReport
	for _, workers := range []int{1, 2, 4} {
		var got []videotune.ExampleReport
		report, err := videotune.Check(videotune.Dataset{Train: []videotune.Input{{Name: "t", R: strings.NewReader(text.String())}}},
			&videotune.CheckOptions{Workers: workers, OnExample: func(e *videotune.ExampleReport) {
				c := *e
				c.Bytes, c.Videos = bytes.Clone(e.Bytes), append([]videotune.VideoReport(nil), e.Videos...)
				got = append(got, c)
			}})
		if err != nil {
			t.Fatal(err)
		}
		var tokens videotune.Range
		dropped, last := 0, 0
		for _, e := range got {
			line := lines[e.Line-1]
			if e.Line <= last || e.File != "t" || e.Split != videotune.Train || e.Resolution != videotune.ResolutionLow {
				t.Fatalf("after line %d: %+v", last, e)
			}
			last = e.Line
			if large := len(line) > 256<<10; large != (e.Bytes == nil) || !large && string(e.Bytes) != line {
				t.Fatalf("line %d: %d bytes, want %d", e.Line, len(e.Bytes), len(line))
			}
			if e.Dropped {
				dropped++
			} else {
				tokens.Lower += e.Tokens.Lower
				tokens.Upper += e.Tokens.Upper
			}
			want := []videotune.VideoReport{{Start: 1500 * time.Millisecond, Length: time.Duration(30+e.Line-1)*time.Second - 1500*time.Millisecond}}
			if (e.Line-1)%103 == 0 {
				want = nil // refused
			}
			if !reflect.DeepEqual(e.Videos, want) {
				t.Fatalf("line %d: %v, want %v", e.Line, e.Videos, want)
			}
		}
		if tokens != report.Tokens || dropped != report.Files[0].Dropped || len(got) != 2000-21 {
			t.Errorf("%d examples, %d dropped, %v tokens; the report says %d and %v", len(got), dropped, tokens, report.Files[0].Dropped, report.Tokens)
		}
		if first == nil {
			first = got
		} else if !reflect.DeepEqual(got, first) {
			t.Errorf("%d workers tell other things than one", workers)
		}
		labels := report.Files[0].Labels
		if len(labels) != 1 || labels[0].Member != "label" || len(labels[0].Counts) != 3 {
			t.Errorf("labels: %v", labels)
		}
	}
}
