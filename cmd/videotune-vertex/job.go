package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/spf13/cobra"
	"google.golang.org/genai"
)

// A jobs carries out job.
type jobs struct {
	output
	connection
	train   string
	origins string
	media   []string
	watch   bool
	cancel  bool
	poll    time.Duration
}

func newJob() *cobra.Command {
	var j jobs
	cmd := &cobra.Command{
		Use:   "job [flags] NAME",
		Short: "Tell how a tuning job is, and what it left out",
		Long: `job tells the state of a tuning job, and what came of it: the tuned model, its
checkpoints and what to choose one by, the tokens, and the examples that the service
left out. With --train, the copy of the training file that was uploaded, they are told
as lines of it, beside what "videotune check" predicts; with --origins also what those
lines were made of.

The service names a part of the examples that it left out only, where there are many:
how many there were in all is told, and single lines for those that it names.

NAME is projects/P/locations/L/tuningJobs/ID, as tune prints it, or the ID with
--project and --region.

Exit status: 0 if the job succeeded or goes on, 1 if it ended without a tuned model, if
the file is not the one that it read, or if the watching was interrupted, 2 for wrong
usage, a file that cannot be read or a service that does not answer.`,
		Example: `  videotune-vertex job projects/my-project/locations/us-central1/tuningJobs/123
  videotune-vertex job --train train.jsonl --origins origins.jsonl --watch projects/my-project/locations/us-central1/tuningJobs/123
  videotune-vertex job --cancel projects/my-project/locations/us-central1/tuningJobs/123`,
		Args: needs(1, 1, "job"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := cli.Interruptible(cmd.Context())
			defer stop()
			if err := j.begin(cmd); err != nil {
				return err
			}
			return j.run(ctx, args[0])
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	j.connection.register(fl)
	fl.StringVar(&j.train, "train", "", "tell examples as lines of this `file`, the copy of what was uploaded")
	fl.StringVar(&j.origins, "origins", "", "tell what the lines were made of, by this `file` of build")
	fl.StringArrayVar(&j.media, "media", nil, "read facts of the media from this JSON `file` of probe (repeatable)")
	fl.BoolVar(&j.watch, "watch", false, "wait until the job ends")
	fl.BoolVar(&j.cancel, "cancel", false, "ask the service to end the job")
	fl.DurationVar(&j.poll, "poll", defaultPoll, pollUsage)
	j.output.register(fl)
	return cmd
}

// run tells of a job.
func (j *jobs) run(ctx context.Context, name string) error {
	if j.origins != "" && j.train == "" {
		return cli.Usagef("--origins tells what lines were made of; name their file with --train")
	}
	j.locate(name)
	client, err := j.connection.open(ctx)
	if err != nil {
		return err
	}
	w := &watcher{output: j.output, client: client}
	if j.train != "" {
		policy, err := policyOf(j.media)
		if err != nil {
			return err
		}
		w.review = &vertex.ReviewOptions{Train: j.train, Policy: policy}
		if err := w.readOrigins(j.origins); err != nil {
			return err
		}
	}
	if j.cancel {
		if err := vertex.Cancel(ctx, client, name, vertex.Retry{}); err != nil {
			return err
		}
		fmt.Fprintf(j.stderr, "%s: the service was asked to end the job\n", program)
	}
	job, err := j.look(ctx, client, name, w)
	return w.end(ctx, job, err, &resultJSON{})
}

// locate takes project and region from the name of the job, where flags do not say
// them.
func (j *jobs) locate(name string) {
	parts := strings.Split(name, "/")
	if len(parts) != 6 || parts[0] != "projects" || parts[2] != "locations" {
		return
	}
	if j.project == "" {
		j.project = parts[1]
	}
	if j.region == "" {
		j.region = parts[3]
	}
}

// errSeen ends the watching of a job of which one look is wanted.
var errSeen = errors.New("seen")

// look returns the job as it is now or, with --watch, at its end.
func (j *jobs) look(ctx context.Context, client *genai.Client, name string, w *watcher) (*genai.TuningJob, error) {
	if j.watch {
		return vertex.Watch(ctx, client, name, &vertex.WatchOptions{OnState: w.state, Poll: j.poll})
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	job, err := vertex.Watch(ctx, client, name, &vertex.WatchOptions{OnState: func(*genai.TuningJob) { stop(errSeen) }})
	if errors.Is(err, errSeen) {
		err = nil
	}
	return job, err
}
