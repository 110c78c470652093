package vertex_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

// dataset writes a small training file, and returns its path.
func dataset() string {
	dir, err := os.MkdirTemp("", "vertex-example")
	if err != nil {
		log.Fatal(err)
	}
	path := filepath.Join(dir, "train.jsonl")
	f, err := videotune.Create(path, &videotune.WriterOptions{Resolution: videotune.ResolutionLow})
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	for i := range 30 {
		err := f.Write(&videotune.Example{Contents: []videotune.Content{
			videotune.User(videotune.Video(fmt.Sprintf("gs://my-bucket/%d.mp4", i)).Segment(0, time.Minute), videotune.Text("Which animal?")),
			videotune.Model(videotune.Text([]string{"dog", "cat"}[i%2])),
		}})
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := f.Commit(); err != nil {
		log.Fatal(err)
	}
	return path
}

// From a file to a tuned model, and back to the line that was left out. The service
// is a stand-in; with the real one only the client differs.
func Example_tune() {
	server := vertextest.NewServer()
	defer server.Close()
	server.Plan(vertextest.Plan{Dropped: []vertextest.Dropped{{Index: 7, Reason: "The video could not be read."}}})
	ctx := context.Background()
	client, err := server.Client(ctx)
	if err != nil {
		log.Fatal(err)
	}

	path := dataset()
	defer os.RemoveAll(filepath.Dir(path))
	spec := &vertex.Spec{Model: "gemini-3.5-flash", Region: "us-central1", Train: "gs://my-bucket/train.jsonl", Epochs: 3}
	report, err := vertex.Preflight(ctx, spec, &vertex.PreflightOptions{Train: path, Price: 5})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range report.Findings { // nobody was given who could look for the videos
		fmt.Println(f)
	}
	fmt.Printf("about %.2f to %.2f\n", report.Cost.Lower, report.Cost.Upper)

	job, err := vertex.Tune(ctx, client, spec, report, &vertex.TuneOptions{
		Submit: vertex.SubmitOptions{Accept: []vertex.Rule{vertex.RuleObjectsUnchecked}},
		Watch: vertex.WatchOptions{
			Poll:    time.Millisecond,
			OnState: func(job *genai.TuningJob) { fmt.Println(job.State) },
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	review, err := vertex.NewReview(ctx, job, &vertex.ReviewOptions{Train: path})
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range review.Dropped {
		fmt.Printf("%s:%d: %s\n", filepath.Base(review.File), d.Line, d.Reason)
	}
	for _, c := range review.Checkpoints.List {
		fmt.Println("epoch", c.Epoch, "at", c.Endpoint)
	}
	// Output:
	// whether the objects exist and can be read was not looked at [objects-unchecked]; give PreflightOptions.Objects
	// about 1.89 to 2.70
	// JOB_STATE_QUEUED
	// JOB_STATE_RUNNING
	// JOB_STATE_SUCCEEDED
	// train.jsonl:7: The video could not be read.
	// epoch 1 at projects/my-project/locations/us-central1/endpoints/1
	// epoch 2 at projects/my-project/locations/us-central1/endpoints/2
	// epoch 3 at projects/my-project/locations/us-central1/endpoints/3
}

// The prompt of an example, for the model that was tuned with it.
func ExampleRequest() {
	ex := &videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.Video("gs://my-bucket/dog.mp4").Segment(5*time.Second, 25*time.Second), videotune.Text("Which animal?")),
		videotune.Model(videotune.Text("dog")),
	}, GenerationConfig: videotune.GenerationConfig{MediaResolution: videotune.ResolutionLow}}
	contents, config, err := vertex.Request("gemini-3.5-flash", ex)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(contents), contents[0].Parts[1].Text, config.MediaResolution, config.ThinkingConfig.ThinkingLevel)

	// The SDK would round half seconds.
	ex.Contents[0].Parts[0] = ex.Contents[0].Parts[0].Segment(5500*time.Millisecond, 25*time.Second)
	_, _, err = vertex.Request("gemini-3.5-flash", ex)
	fmt.Println(err)
	// Output:
	// 1 Which animal? MEDIA_RESOLUTION_LOW MINIMAL
	// vertex: /contents/0/parts/0/videoMetadata/startOffset: the line has "5.5s" here, the SDK would send "6s": it rounds offsets to whole seconds. Cut at whole seconds, or set Conversion.Exact
}
