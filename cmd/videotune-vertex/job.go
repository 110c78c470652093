package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/spf13/cobra"
	"google.golang.org/genai"
)

// A jobs carries out job.
type jobs struct {
	watcher
	train  string
	find   string
	watch  bool
	cancel bool
}

func newJob() *cobra.Command {
	var j jobs
	cmd := &cobra.Command{
		Use:   "job [flags] NAME | job --find LABEL",
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

With --find, the jobs of the project and region are listed that have a label with this
key: what tune tells where nobody knows whether a job was created. A job may not be in
the service's list yet that was created a moment ago.

Exit status: 0 if the job succeeded or goes on, or with --find if there is one; 1 if it
ended without a tuned model, if the file is not the one that it read, if the service
answers that it will not or cannot (403, 404, 429, 5xx), if there is no job with the
label, or if this is interrupted; 2 for wrong usage, a file that cannot be read, or a
service that cannot be reached or does not answer.

` + jsonHelp,
		Example: `  videotune-vertex job projects/my-project/locations/us-central1/tuningJobs/123
  videotune-vertex job --train train.jsonl --origins origins.jsonl --watch projects/my-project/locations/us-central1/tuningJobs/123
  videotune-vertex job --cancel projects/my-project/locations/us-central1/tuningJobs/123
  videotune-vertex job --project my-project --region us-central1 --find videotune-0123456789abcdef0123456789abcdef`,
		Args: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("find") {
				return j.checkFind(args)
			}
			return needs(1, 1, "job")(cmd, args)
		},
		PreRunE: func(cmd *cobra.Command, _ []string) error {
			return above0(cmd.Flags())("poll", j.poll > 0)
		},
		RunE: j.runs(func(ctx context.Context, args []string) error {
			if j.find != "" {
				return j.search(ctx)
			}
			return j.run(ctx, args[0])
		}),
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	j.connection.register(fl)
	fl.StringVar(&j.train, "train", "", "tell examples as lines of this `file`, the copy of what was uploaded")
	fl.StringVar(&j.find, "find", "", "list the jobs that have a label with this `key`")
	fl.BoolVar(&j.watch, "watch", false, "wait until the job ends")
	fl.BoolVar(&j.cancel, "cancel", false, "ask the service to end the job")
	j.registerWatch(fl)
	return cmd
}

// checkFind refuses what has no meaning for a search.
func (j *jobs) checkFind(args []string) error {
	switch {
	case j.find == "":
		return cli.Usagef("--find wants the key of a label, such as tune tells it")
	case len(args) > 0:
		return cli.Usagef("--find looks for jobs by their label; %q is one argument too many", args[0])
	case j.train != "" || j.watch || j.cancel:
		return cli.Usagef("--find lists jobs; name one of them for --train, --watch and --cancel")
	}
	return nil
}

// run tells of a job.
func (j *jobs) run(ctx context.Context, name string) error {
	if j.origins != "" && j.train == "" {
		return cli.Usagef("--origins tells what lines were made of; name their file with --train")
	}
	if err := j.locate(name); err != nil {
		return err
	}
	if j.train != "" { // before anything is asked for
		if err := j.beside(j.train); err != nil {
			return err
		}
	}
	client, err := j.open(ctx)
	if err != nil {
		return err
	}
	if j.review != nil {
		late := new(lateObjects)
		defer late.Close()
		j.review.Objects = late
	}
	j.result.Job = &jobJSON{Name: name, Checkpoints: []checkpointJSON{}, Named: []namedJSON{}}
	if j.cancel {
		if err := vertex.Cancel(ctx, client, name, patience.Retry); err != nil {
			return j.giveUp(ctx, err)
		}
		fmt.Fprintf(j.stderr, "%s: the service was asked to end the job\n", program)
	}
	job, err := j.look(ctx, client, name)
	return j.end(ctx, job, err)
}

// locate takes project and region from the resource name of a job, which is no other
// than what may be asked for. What flags say is not overridden.
func (j *jobs) locate(name string) error {
	if !strings.Contains(strings.TrimPrefix(name, "tuningJobs/"), "/") {
		return nil // an id
	}
	n, err := vertex.ParseJobName(name)
	if err != nil {
		return cli.Usagef("%s", err)
	}
	if j.region != "" && j.region != n.Region {
		return cli.Usagef("--region is %s, and the job runs in %s; leave it out", j.region, n.Region)
	}
	j.region = n.Region
	if j.project == "" {
		j.project = n.Project
	}
	return nil
}

// errSeen ends the watching of a job of which one look is wanted.
var errSeen = errors.New("seen")

// look returns the job as it is now or, with --watch, at its end.
func (j *jobs) look(ctx context.Context, client *genai.Client, name string) (*genai.TuningJob, error) {
	if j.watch {
		return vertex.Watch(ctx, client, name, j.watchOptions())
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	job, err := vertex.Watch(ctx, client, name, &vertex.WatchOptions{Retry: patience.Retry, OnState: func(*genai.TuningJob) { stop(errSeen) }})
	if errors.Is(err, errSeen) {
		err = nil
	}
	return job, err
}
