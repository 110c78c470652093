package videotunetest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

// A printer is what the examples use in the place of *testing.T.
type printer struct{}

func (printer) Helper() {}
func (printer) Errorf(format string, args ...any) {
	fmt.Printf("test fails: "+format+"\n", args...)
}

// export stands for the function of a repository that writes a dataset.
func export(w io.Writer) error {
	out := videotune.NewWriter(w, nil)
	for _, animal := range []string{"dog", "cat"} {
		ex := videotunetest.Must(new(videotune.Builder).
			User(videotune.Video("gs://b/"+animal+".mp4").Segment(5*time.Second, 25*time.Second), videotune.Text("Which animal?")).
			Model(videotune.Text(animal)).
			Resolution(videotune.ResolutionLow).
			Build())
		if err := out.Write(ex); err != nil {
			return err
		}
	}
	return out.Flush()
}

func ExampleConform() {
	fmt.Println("export:", videotunetest.Conform(export, nil))

	// A producer of one's own that goes wrong in two ways.
	careless := func(w io.Writer) error {
		for i, end := range []string{"25s", "25"} {
			fmt.Fprintf(w, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/%d.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"5s","endOffset":%q}}]},{"role":"model","parts":[{"text":"dog"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n", i, end)
		}
		return nil
	}
	err := videotunetest.Conform(careless, nil)
	for _, line := range strings.Split(err.Error(), "\n") {
		position, _, _ := strings.Cut(line, ": error: ")
		fmt.Println("careless:", position)
	}
	// Output:
	// export: <nil>
	// careless: line 2: column 148
	// careless: the producer returned nil although its writer failed: half a file would pass for a whole one; return the errors of Write and Flush
}

func ExampleRun() {
	t := printer{} // in a test, its *testing.T
	videotunetest.Run(t, export, &videotunetest.Options{Canonical: true})
	videotunetest.Run(t, func(io.Writer) error { return io.ErrUnexpectedEOF }, nil)
	// Output:
	// test fails: the producer returned an error: unexpected EOF
}

func ExampleMatchProblems() {
	ex := &videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.Video("s3://b/dog.mp4"), videotune.Text("Which animal?")),
		videotune.Model(videotune.Text("dog")),
	}}
	problems := videotune.Validate(ex, nil)

	t := printer{} // in a test, its *testing.T
	scheme := videotunetest.Match(videotune.RuleURIScheme)
	fmt.Println(videotunetest.MatchProblems(t, problems, scheme))
	fmt.Println(videotunetest.MatchProblems(t, problems, scheme.Severity(videotune.SeverityError).Pointer("/contents/0/parts/0/fileData/fileUri")))
	// Output:
	// true
	// true
}

func ExampleDiffProblems() {
	problems := videotune.Problems{
		{Rule: videotune.RuleSegmentTooLong, Severity: videotune.SeverityDrop, File: "train.jsonl", Line: 3, Column: 118, Pointer: "/contents/0/parts/0/videoMetadata", Message: "the segment has 1201s"},
	}
	fmt.Print(videotunetest.DiffProblems(problems,
		videotunetest.Match(videotune.RuleSegmentTooLong).At(4),
	))
	// Output:
	// - segment-too-long at line 4
	// + train.jsonl:3:118: drop segment-too-long at "/contents/0/parts/0/videoMetadata" (the segment has 1201s)
}

func ExampleMatcher() {
	m := videotunetest.Match(videotune.RuleResolutionMixed).In("train.jsonl")
	fmt.Println(m.At(3)) // a copy
	fmt.Println(m)
	// Output:
	// resolution-mixed in train.jsonl at line 3
	// resolution-mixed in train.jsonl
}

func ExampleDiff() {
	line := func(end time.Duration, animal string) []byte {
		return videotunetest.Must(json.Marshal(&videotune.Example{Contents: []videotune.Content{
			videotune.User(videotune.Video("gs://b/v.mp4").Segment(5*time.Second, end), videotune.Text("Which animal?")),
			videotune.Model(videotune.Text(animal)),
		}}))
	}
	fmt.Print(videotunetest.Diff(line(25*time.Second, "dog"), line(25500*time.Millisecond, "cat")))
	// Output:
	// /contents/0/parts/0/videoMetadata/endOffset:
	// - "25s"
	// + "25.5s"
	// /contents/1/parts/0/text:
	// - "dog"
	// + "cat"
}

func ExampleDiff_spelling() {
	fmt.Print(videotunetest.Diff(
		[]byte(`{"contents":[{"role":"user","parts":[{"text":"Who?"}]}]}`),
		[]byte(`{"contents":[{"parts":[{"text":"Who?"}],"role":"user"}]}`)))
	// Output:
	// the examples are equal, their bytes are not
	// column 16:
	// - {"contents":[{"role":"user","parts":[{"text":"Who?"}]}]}
	// + {"contents":[{"parts":[{"text":"Who?"}],"role":"user"}]}
}

func ExampleDiffExamples() {
	want := &videotune.Example{Contents: []videotune.Content{videotune.User(videotune.Text("Who?")), videotune.Model(videotune.Text("A dog."))}}
	got := &videotune.Example{Contents: []videotune.Content{videotune.User(videotune.Text("Who?"))}}
	fmt.Print(videotunetest.DiffExamples(want, got))
	// Output:
	// /contents/1:
	// - {"role":"model","parts":[{"text":"A dog."}]}
}

func ExampleFakeMedia() {
	media := videotunetest.FakeMedia(90*time.Second, "gs://b/dog.mp4")
	media["gs://b/broken.mp4"] = videotune.Media{Err: "moov atom not found"}

	ex := &videotune.Example{
		Contents: []videotune.Content{
			videotune.User(videotune.Video("gs://b/dog.mp4").From(2*time.Minute), videotune.Text("Which animal?")),
			videotune.Model(videotune.Text("dog")),
		},
		GenerationConfig: videotune.GenerationConfig{MediaResolution: videotune.ResolutionLow},
	}
	for _, p := range videotune.Validate(ex, &videotune.Policy{Media: media.Lookup}) {
		fmt.Println(p.Severity, p.Rule, p.Pointer)
	}
	// Output:
	// drop segment-after-end /contents/0/parts/0/videoMetadata/startOffset
}

func ExampleFakeVideo() {
	m := videotunetest.FakeVideo(30 * time.Minute)
	fmt.Println(m.Duration, m.Bytes, m.MIMEType, m.VideoCodec)
	// Output:
	// 30m0s 31457280 video/mp4 h264
}

func ExampleMust() {
	defer func() { fmt.Println("panic:", recover()) }()
	limits := videotunetest.Must(videotune.LimitsFor("gemini-2.5-flash", time.Time{}))
	fmt.Println(limits.Model)
	videotunetest.Must(0, io.ErrUnexpectedEOF)
	// Output:
	// gemini-2.5-flash
	// panic: videotunetest: unexpected EOF
}

func ExampleLoadVectors() {
	vectors, err := videotunetest.LoadVectors()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range vectors {
		if v.Name != "json-trailing-comma" {
			continue
		}
		report, problems, err := v.Check() // or run your own tool with v.Open("train.jsonl")
		fmt.Println(v.About)
		fmt.Println(err, report.WouldFail(), len(problems))
		fmt.Println(v.Compare(problems))
		fmt.Println(v.Compare(nil))
	}
	// Output:
	// A comma before the bracket that closes an array.
	// <nil> true 1
	// <nil>
	// vector json-trailing-comma: A comma before the bracket that closes an array.
	// problems (-want +got):
	// - train.jsonl:1:125: error json-trailing-comma at "/contents/0/parts"
}

func ExampleVector_Verify() {
	for _, v := range videotunetest.GeneratedVectors() {
		if v.Name == "text-utf8" {
			fmt.Println(v.About, v.Verify())
		}
	}
	// Output:
	// A text in Latin-1. <nil>
}

func ExampleGeneratedVectors() {
	for _, v := range videotunetest.GeneratedVectors() {
		if v.Rule == videotune.RuleExamplesOver {
			fmt.Println(v.Name, v.Expect)
		}
	}
	// Output:
	// examples-over-real-at pass
	// examples-over-real fail
}

// The vectors are files, for tools in any language.
func Example_vectors() {
	data, err := fs.ReadFile(videotunetest.Vectors, "uri-scheme/vector.json")
	fmt.Printf("%s%v\n", data, err)
	// Output:
	// {
	//   "about": "An object of another cloud.",
	//   "rule": "uri-scheme",
	//   "expect": "fail",
	//   "severity": {
	//     "examples-few": "off"
	//   },
	//   "train": [
	//     "train.jsonl"
	//   ],
	//   "job_would_fail": true,
	//   "problems": [
	//     {
	//       "severity": "error",
	//       "rule": "uri-scheme",
	//       "file": "train.jsonl",
	//       "line": 1,
	//       "column": 61,
	//       "pointer": "/contents/0/parts/0/fileData/fileUri"
	//     }
	//   ]
	// }
	// <nil>
}
