package videotune_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// Two lines of a file that somebody else made: the first has a trailing comma,
// the second a segment that is a second too long.
const dataset = `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/dog.mp4","mimeType":"video/mp4"},},{"text":"Which animal?"}]},{"role":"model","parts":[{"text":"dog"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}
{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/cat.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"0s","endOffset":"1201s"}},{"text":"Which animal?"}]},{"role":"model","parts":[{"text":"cat"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}
`

func ExampleCheck() {
	report, err := videotune.Check(videotune.Dataset{
		Train: []videotune.Input{{Name: "train.jsonl", R: strings.NewReader(dataset)}},
	}, &videotune.CheckOptions{
		Policy:    &videotune.Policy{Severity: map[videotune.Rule]videotune.Severity{videotune.RuleExamplesFew: videotune.SeverityOff}},
		OnProblem: func(p *videotune.Problem) { fmt.Println(p) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("would fail:", report.WouldFail())
	for _, reason := range report.FailReasons {
		fmt.Println("-", reason)
	}
	// Output:
	// train.jsonl:1:101: error: trailing comma: JSON has none before a closing bracket, although the service's own examples print them [json-trailing-comma]
	// train.jsonl:2:118: drop: the segment is 1201s long; over 1200s at MEDIA_RESOLUTION_LOW the service drops the example [segment-too-long]
	// would fail: true
	// - train.jsonl: 1 problem of severity error
	// - train.jsonl: 1 of 2 examples would be dropped (more than 10 %)
}

func ExampleReader_All() {
	r := videotune.NewReader(strings.NewReader(dataset), &videotune.ReaderOptions{Name: "train.jsonl"})
	for rec, err := range r.All() {
		switch {
		case rec == nil: // reading failed
			fmt.Println(err)
		case err != nil: // a bad line; the next one follows
			fmt.Println(rec.Line, "is bad:", errors.Is(err, videotune.RuleJSONTrailingComma), errors.Is(err, videotune.RuleSegmentTooLong))
		default:
			fmt.Println(rec.Line, rec.Example.Contents[0].Parts[0].FileData.FileURI)
		}
	}
	// Output:
	// 1 is bad: true false
	// 2 is bad: false true
}

func ExampleValidate() {
	ex := &videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.Video("gs://b/dog.mp4").Segment(25*time.Second, 5*time.Second), videotune.Text("Which animal?")),
		videotune.Model(videotune.Text("dog")),
	}}
	for _, p := range videotune.Validate(ex, nil) {
		fmt.Println(p.Pointer, p.Severity, p.Rule)
		fmt.Println(p.Message)
		fmt.Println(p.Hint)
	}
	// Output:
	// /contents/0/parts/0/videoMetadata/endOffset error segment-reversed
	// the segment ends before it starts: 25s to 5s
	// endOffset counts from the start of the video, not of the segment
}

// Facts of the videos let the rules see what a line does not say.
func ExampleMediaMap() {
	facts, err := videotune.ReadMedia(strings.NewReader(`{"gs://b/match.mp4": {"bytes": 157286400, "duration": "3120s"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	ex := &videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.Video("gs://b/match.mp4").From(50*time.Minute), videotune.Text("Summarize.")),
		videotune.Model(videotune.Text("A late goal decides the match.")),
	}}
	for _, p := range videotune.Validate(ex, &videotune.Policy{Media: facts.Lookup}) {
		fmt.Println(p.Severity, p.Rule)
	}
	// Output:
	// drop video-too-large
}

func ExampleBuilder() {
	template := new(videotune.Builder).
		System("You label animals in videos.").
		Resolution(videotune.ResolutionLow)
	for _, v := range []struct{ uri, animal string }{{"gs://b/1.mp4", "dog"}, {"gs://b/2.mp4", "cat"}} {
		ex, err := template.Clone().
			User(videotune.Video(v.uri), videotune.Text("Which animal?")).
			ModelJSON(map[string]string{"animal_name": v.animal}).
			Build()
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(ex.Contents[0].Parts[0].FileData.FileURI, ex.Contents[1].Parts[0].Text)
	}
	// Output:
	// gs://b/1.mp4 {"animal_name":"dog"}
	// gs://b/2.mp4 {"animal_name":"cat"}
}

// encoding/json reads and writes examples too, with the same bytes.
func Example_encodingJSON() {
	ex := videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.Video("gs://b/dog.mp4").Segment(300*time.Millisecond, 5500*time.Millisecond), videotune.Text("Which animal?")),
		videotune.Model(videotune.Text("dog")),
	}}
	b, err := json.Marshal(ex)
	fmt.Println(string(b), err)
	// Output:
	// {"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/dog.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"0.3s","endOffset":"5.5s"}},{"text":"Which animal?"}]},{"role":"model","parts":[{"text":"dog"}]}]} <nil>
}

func ExampleLimitsFor() {
	for _, date := range []string{"2025-09-01", "2026-11-22"} {
		day, _ := time.Parse(time.DateOnly, date)
		limits, err := videotune.LimitsFor("gemini-2.5-flash", day)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(limits.Edition)
		for _, r := range limits.Resolutions {
			fmt.Println(r.Resolution, r.MaxDuration, r.TokensPerFrame)
		}
	}
	// Output:
	// 2025-08-29
	// MEDIA_RESOLUTION_LOW 20m0s 64
	// MEDIA_RESOLUTION_MEDIUM 5m0s 256
	// 2026-08
	// MEDIA_RESOLUTION_LOW 20m0s 64
	// MEDIA_RESOLUTION_MEDIUM 5m0s 256
	// MEDIA_RESOLUTION_HIGH 5m0s 256
}
