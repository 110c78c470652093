// Tune takes the files of the quickstart the rest of the way: it uploads them, looks at
// everything once more, submits the tuning job, watches it, and tells what the job left
// out as lines of the training file. From the root of the repository:
//
//	go run ./examples/quickstart
//	go run ./examples/tune
//
// It needs no project and no network: stand-ins for Cloud Storage and for the tuning
// service run in the same process. With a project, a bucket and credentials of your own
// ("gcloud auth application-default login") it is the real thing, and costs what tuning
// costs:
//
//	go run ./examples/tune -project my-project -bucket my-bucket
//
// With -serve the stand-ins listen on loopback instead, and the environment is printed by
// which "videotune upload", "tune" and "job" ask them.
//
// It is a module of its own, since Google's client libraries are large.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"

	"cloud.google.com/go/storage"
	"google.golang.org/genai"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/gcs"
)

func main() {
	log.SetFlags(0)
	dir := flag.String("dir", ".", "take train.jsonl and validation.jsonl from `DIR`")
	project := flag.String("project", "", "tune in this Google Cloud `project`; without one, play it through")
	region := flag.String("region", "us-central1", "tune in this `region`")
	bucket := flag.String("bucket", "", "upload to this `bucket`")
	serving := flag.Bool("serve", false, "let the stand-ins listen for the command videotune-vertex, until interrupted")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	train, validation := filepath.Join(*dir, "train.jsonl"), filepath.Join(*dir, "validation.jsonl")
	if *serving {
		if err := serve(ctx, os.Stdout, train, validation); err != nil {
			log.Fatalf("tune: %v", err)
		}
		return
	}
	var s *services
	var err error
	if *project == "" {
		s, err = play(ctx, train, validation)
	} else {
		s, err = connect(ctx, *project, *region, *bucket)
	}
	if err != nil {
		log.Fatalf("tune: %v", err)
	}
	defer s.close()
	if err := run(ctx, os.Stdout, s, train, validation); err != nil {
		log.Fatalf("tune: %v", err)
	}
}

// Services are who is asked, and where files go.
type services struct {
	storage *storage.Client
	tuning  *genai.Client
	region  string
	folder  string // gs:// URI that the files go to
	watch   vertex.WatchOptions
	close   func()
}

// connect returns the real services.
func connect(ctx context.Context, project, region, bucket string) (*services, error) {
	if bucket == "" {
		return nil, errors.New("name a bucket of yours with -bucket")
	}
	store, err := storage.NewClient(ctx)
	if err != nil {
		return nil, err
	}
	tuning, err := genai.NewClient(ctx, &genai.ClientConfig{Backend: genai.BackendVertexAI, Project: project, Location: region})
	if err != nil {
		return nil, err
	}
	return &services{storage: store, tuning: tuning, region: region, folder: "gs://" + bucket + "/videotune", close: func() { store.Close() }}, nil
}

// run uploads, looks, tunes, and tells what was left out.
func run(ctx context.Context, out io.Writer, s *services, train, validation string) error {
	files, err := gcs.Under(s.folder, train, validation)
	if err != nil {
		return err
	}
	uploaded, err := gcs.Upload(ctx, s.storage, files, nil)
	if err != nil {
		return err
	}
	for _, r := range uploaded {
		fmt.Fprintf(out, "uploaded: %s, %d bytes\n", r.Object.URI, r.Object.Bytes)
	}

	spec := &vertex.Spec{
		Model:       "gemini-3.5-flash",
		Region:      s.region,
		Train:       files[0].URI,
		Validation:  files[1].URI,
		DisplayName: "animals of the night",
		Epochs:      3,
	}
	look := &objects{&gcs.Objects{Client: s.storage}}
	report, err := vertex.Preflight(ctx, spec, &vertex.PreflightOptions{Train: train, Validation: validation, Objects: look})
	if err != nil {
		return err
	}
	for _, finding := range report.Findings {
		fmt.Fprintf(out, "%s: %v\n", finding.Severity, finding)
	}
	fmt.Fprintf(out, "looked at: %d examples, %d objects; %d to %d tokens in %d epochs\n",
		report.Train.Examples+report.Validation.Examples, report.Looked, report.Billed.Lower, report.Billed.Upper, spec.Epochs)

	// What keeps the job from being submitted is an error here, with its reasons.
	watch := s.watch
	watch.OnState = func(job *genai.TuningJob) { fmt.Fprintf(out, "job: %s\n", job.State) }
	job, err := vertex.Tune(ctx, s.tuning, spec, report, &vertex.TuneOptions{Watch: watch})
	if err != nil {
		return err
	}
	review, err := vertex.NewReview(ctx, job, &vertex.ReviewOptions{Train: train, Objects: look})
	if err != nil {
		return err
	}
	tell(out, review)
	return nil
}

// Objects look at objects as package vertex wants to know them.
type objects struct{ *gcs.Objects }

// Stat looks at an object, and sees that it can be read.
func (o *objects) Stat(ctx context.Context, uri string) (vertex.Object, error) {
	object, err := o.Check(ctx, uri)
	return vertex.Object{Bytes: object.Bytes, CRC32C: object.CRC32C, Updated: object.Updated}, err
}

// tell tells what the job left out, and what there is to choose from.
func tell(out io.Writer, r *vertex.Review) {
	fmt.Fprintf(out, "left out: %d of %d examples, predicted were %d\n", r.Total, r.Size, len(r.Predicted))
	for _, d := range r.Dropped {
		fmt.Fprintf(out, "  %s:%d: %s\n", filepath.Base(r.File), d.Line, d.Reason)
	}
	if n := r.Total - int64(len(r.Dropped)); n > 0 {
		fmt.Fprintf(out, "  and %d that the service does not name\n", n)
	}
	if within, ok := r.Tokens.Within(); ok {
		fmt.Fprintf(out, "tokens of an epoch: %d, within the estimate: %v\n", r.Tokens.Billable, within)
	}
	for _, c := range r.Checkpoints.List {
		fmt.Fprintf(out, "checkpoint %s, after epoch %d: %s\n", c.ID, c.Epoch, c.Endpoint)
	}
}
