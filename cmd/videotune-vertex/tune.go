package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/internal/nearest"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"google.golang.org/genai"
)

// A tuner carries out tune.
type tuner struct {
	watcher
	spec       vertex.Spec
	adapter    int
	labels     []string
	at         string
	validation string
	accept     []string
	sample     int
	noObjects  bool
	price      float64
	dryRun     bool
	detach     bool
}

func newTune() *cobra.Command {
	var t tuner
	cmd := &cobra.Command{
		Use:   "tune [flags] TRAIN.jsonl",
		Short: "Look at everything, submit a tuning job, and watch it",
		Long: `tune looks at all that can be known before a job is submitted: the settings, both files
as "videotune check" judges them, whether what was uploaded is what lies here, whether
the objects that the lines name are there and can be read, and what the training
takes. With --dry-run it ends there.

A job is submitted only if nothing was found that would make it fail. A finding that
is known is let pass by --accept with its rule.

The same job is not submitted twice: one that is there already, and did not fail, is
gone on with. It is the same if the model, the region, the names and the bytes of both
files and all settings are: another --display-name, --description, --label or number
makes another job of it, and a job that differs by such words only is told. It is known
by a label, which is looked for in the service's list. That may lag behind: where the
answer to the creation was lost, and the job is not in the list either, nothing but that
list keeps the next run from submitting it again. So look for it first, with
"videotune-vertex job --find" and the label that is told then.

Then the job is watched to its end, which may take hours. Ctrl-C ends the watching
and not the job; "videotune-vertex job" goes on with it, and cancels it.

A file .videotune.yaml beside the training file, by which "videotune check" judges, is
not read here; if it sets what the files are judged by, that is told.

What the job costs is told if --price says what 1,000,000 training tokens cost.

Exit status: 0 if the job succeeded, or is submitted with --detach, or with --dry-run
could be; 1 if it was not submitted because of what was found, of which an object that
cannot be looked at is a part, if nobody knows whether it was created, if the service
answers that it will not or cannot (403, 404, 429, 5xx), if the job failed, or if this
is interrupted; 2 for wrong usage, a file that cannot be read, or a tuning service that
cannot be reached or does not answer.

` + jsonHelp,
		Example: `  videotune-vertex tune --at gs://my-bucket/run-7 --region us-central1 --dry-run --price 5 train.jsonl
  videotune-vertex tune --at gs://my-bucket/run-7 --region us-central1 --validation validation.jsonl --epochs 3 train.jsonl
  videotune-vertex tune --train-uri gs://my-bucket/a.jsonl --region us-central1 --accept object-forbidden train.jsonl`,
		Args: needs(1, 1, "training file"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"jsonl"}, cobra.ShellCompDirectiveFilterFileExt
		},
		PreRunE: func(cmd *cobra.Command, _ []string) error { return t.checkNumbers(cmd.Flags()) },
		RunE:    t.runs(func(ctx context.Context, args []string) error { return t.run(ctx, args[0]) }),
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&t.at, "at", "", "the files were uploaded below this `URI`, such as gs://my-bucket/run-7")
	fl.StringVar(&t.spec.Train, "train-uri", "", "the training file was uploaded as this `URI`, instead of --at")
	fl.StringVar(&t.validation, "validation", "", "validate with this `file`")
	fl.StringVar(&t.spec.Validation, "validation-uri", "", "the validation file was uploaded as this `URI`, instead of --at")
	fl.StringVar(&t.spec.Model, "model", videotune.DefaultModel, "tune this `model`; see \"videotune models\"")
	t.connection.register(fl)
	fl.IntVar(&t.spec.Epochs, "epochs", 0, "pass `N` times over the training file (default as the service chooses)")
	fl.Float32Var(&t.spec.LearningRateMultiplier, "multiplier", 0, "multiply the learning rate by this `number` (default as the service chooses)")
	fl.IntVar(&t.adapter, "adapter-size", 0, "train an adapter of this `size`: 1, 2, 4, 8 or 16 (default as the service chooses)")
	fl.StringVar(&t.spec.DisplayName, "display-name", "", "give the tuned model this `name`")
	fl.StringVar(&t.spec.Description, "description", "", "describe the job by this `text`")
	fl.StringArrayVar(&t.labels, "label", nil, "label the job, as `KEY=VALUE` (repeatable)")
	fl.StringVar(&t.spec.TunedModel, "tuned-model", "", "go on from this tuned `model`, projects/P/locations/L/models/M")
	fl.StringVar(&t.spec.Checkpoint, "checkpoint", "", "go on from this `checkpoint` of it")
	fl.BoolVar(&t.spec.LastCheckpointOnly, "last-checkpoint-only", false, "keep no checkpoints of earlier epochs")
	fl.StringVar(&t.spec.KMSKey, "kms-key", "", "encrypt what comes of the job with this `key`")
	fl.IntVar(&t.sample, "sample", 0, "look for `N` of the objects that the lines name (default all)")
	fl.BoolVar(&t.noObjects, "no-objects", false, "look for no objects, nor for the files that were uploaded, and tune all the same")
	fl.StringArrayVar(&t.accept, "accept", nil, "submit the job although there are findings of this `rule` (repeatable)")
	fl.Float64Var(&t.price, "price", 0, "tell what it costs if 1,000,000 training tokens cost this `number`")
	fl.BoolVar(&t.dryRun, "dry-run", false, "submit nothing")
	fl.BoolVar(&t.detach, "detach", false, "submit the job, and do not watch it")
	t.registerWatch(fl)
	return cmd
}

// checkNumbers refuses numbers that were set and mean nothing.
func (t *tuner) checkNumbers(fl *pflag.FlagSet) error {
	check := above0(fl)
	return cmp.Or(
		check("epochs", t.spec.Epochs > 0),
		check("multiplier", t.spec.LearningRateMultiplier > 0),
		check("adapter-size", t.adapter > 0),
		check("sample", t.sample > 0),
		check("price", t.price > 0 && !math.IsInf(t.price, 0)),
		check("poll", t.poll > 0),
	)
}

// run looks, submits and watches.
func (t *tuner) run(ctx context.Context, train string) error {
	accept, err := t.prepare(train)
	if err != nil {
		return err
	}
	var client *genai.Client
	if !t.dryRun { // who cannot sign in hears it before everything is looked at
		if client, err = t.open(ctx); err != nil {
			return err
		}
	}
	opts, end, err := t.preflightOptions(ctx, train)
	if err != nil {
		return err
	}
	defer end()
	report, err := vertex.Preflight(ctx, &t.spec, opts)
	if err != nil {
		return err
	}
	refused := len(report.Refused(accept...)) > 0
	t.result.Preflight = newPreflightJSON(report, accept)
	if t.format == "text" {
		if err := t.writePreflight(report, accept); err != nil {
			return err
		}
	}
	if t.dryRun && t.project == "" && os.Getenv(projectVariable) == "" {
		t.warn("no project is named, which the job itself wants; set --project or %s", projectVariable)
	}
	if refused {
		t.result.Error = &errorJSON{Kind: kindFindings, Message: "the job is not submitted: " + cli.Count(len(report.Refused(accept...)), "finding") + " would make it fail"}
	}
	if t.dryRun || refused {
		if err := t.finish(nil); err != nil {
			return err
		}
		if refused {
			return cli.ErrFindings
		}
		return nil
	}
	t.review.Objects = opts.Objects
	return t.submit(ctx, client, report, accept)
}

// submit submits the job and watches it.
func (t *tuner) submit(ctx context.Context, client *genai.Client, report *vertex.Report, accept []vertex.Rule) error {
	opts := &vertex.TuneOptions{
		Submit: vertex.SubmitOptions{Accept: accept, Retry: patience.Retry, Settle: patience.settle, OnFound: t.found, OnSimilar: t.similar, OnSeek: t.seek},
		Watch:  *t.watchOptions(),
		OnJob:  func(job *genai.TuningJob) { fmt.Fprintf(t.stderr, "%s: job %s\n", program, render.Clean(job.Name)) },
	}
	if !t.detach {
		job, err := vertex.Tune(ctx, client, &t.spec, report, opts)
		return t.end(ctx, job, err)
	}
	job, err := vertex.Submit(ctx, client, &t.spec, report, &opts.Submit)
	if err != nil {
		return t.giveUp(ctx, err)
	}
	t.know(job)
	return t.finish(func() error {
		_, err := fmt.Fprintln(t.stdout, "job: "+render.Clean(job.Name))
		return err
	})
}

// found tells that the job is there already, and where it is there more than once.
func (t *tuner) found(job *genai.TuningJob, others []*genai.TuningJob) {
	t.know(job)
	t.result.Job.Found, t.result.Job.Others = true, newListed(others)
	fmt.Fprintf(t.stderr, "%s: the same job was found (%s): %s; no other one is submitted\n", program, stateWord(job.State), render.Clean(job.Name))
	for _, other := range others {
		t.warn("the same job is there once more, and billed once more: %s (%s); \"%s\" tells of it, --cancel ends it", other.Name, stateWord(other.State), shell("job", other.Name))
	}
}

// similar tells of jobs that are the same but for what people call them.
func (t *tuner) similar(jobs []*genai.TuningJob) {
	for _, job := range jobs {
		t.warn("%s (%s) tunes the same model on the same files with the same numbers; it differs by its display name, description or labels, and so another job is submitted", job.Name, stateWord(job.State))
	}
}

// seek tells why nothing happens for a while.
func (t *tuner) seek(cause error) {
	d := patience.settle
	if d <= 0 {
		d = vertex.DefaultSettle
	}
	fmt.Fprintf(t.stderr, "%s: whether the job was created is not known: %s; it is looked for, for up to %v\n", program, render.Clean(cause.Error()), d)
}

// prepare completes the Spec, and returns the rules that are accepted.
func (t *tuner) prepare(train string) ([]vertex.Rule, error) {
	t.spec.Region, t.spec.AdapterSize = t.region, vertex.AdapterSize(t.adapter)
	var err error
	if t.spec.Train, err = t.uri("--train-uri", t.spec.Train, train); err != nil {
		return nil, err
	}
	switch {
	case t.validation != "":
		if t.spec.Validation, err = t.uri("--validation-uri", t.spec.Validation, t.validation); err != nil {
			return nil, err
		}
	case t.spec.Validation != "":
		return nil, cli.Usagef("--validation-uri names an object and no file; name its copy with --validation")
	}
	for _, label := range t.labels {
		key, value, ok := strings.Cut(label, "=")
		if !ok {
			return nil, cli.Usagef("--label %s has no value; write it like team=birds", label)
		}
		if t.spec.Labels == nil {
			t.spec.Labels = map[string]string{}
		}
		t.spec.Labels[key] = value
	}
	if err := t.beside(train); err != nil {
		return nil, err
	}
	t.tellConfig(train)
	if t.validation != "" {
		if err := readable(t.validation); err != nil {
			return nil, err
		}
	}
	accept, err := acceptedRules(t.accept)
	if t.noObjects {
		accept = append(accept, vertex.RuleObjectsUnchecked)
	}
	return accept, err
}

// uri returns the URI of an uploaded file.
func (t *tuner) uri(flag, given, name string) (string, error) {
	switch {
	case given != "":
		return given, nil
	case t.at == "":
		return "", cli.Usagef("where %s was uploaded is not told; set --at or %s", name, flag)
	}
	rest, ok := strings.CutPrefix(t.at, "gs://")
	if !ok {
		return "", cli.Usagef("--at is %q; want a URI such as gs://my-bucket/run-7", t.at)
	}
	return "gs://" + strings.TrimRight(rest, "/") + "/" + filepath.Base(name), nil
}

// acceptedRules returns the rules of --accept.
func acceptedRules(names []string) ([]vertex.Rule, error) {
	var rules []vertex.Rule
	for _, name := range names {
		info, ok := vertex.LookupRule(vertex.Rule(name))
		if !ok {
			var all []string
			for _, info := range vertex.Rules() {
				all = append(all, string(info.Rule))
			}
			return nil, cli.Usagef("--accept: unknown rule %q%s", name, nearest.DidYouMean("", nearest.Word(name, all)))
		}
		if info.Final {
			return nil, cli.Usagef("--accept: %s cannot be accepted: %s", name, info.Sentence)
		}
		rules = append(rules, info.Rule)
	}
	return rules, nil
}

// preflightOptions returns what is looked at; end is to be called when it was.
func (t *tuner) preflightOptions(ctx context.Context, train string) (opts *vertex.PreflightOptions, end func(), err error) {
	opts = &vertex.PreflightOptions{Train: train, Validation: t.validation, Policy: t.review.Policy, Sample: t.sample, Price: t.price}
	if t.noObjects {
		return opts, func() {}, nil
	}
	client, err := openStorage(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("%w; or look for no objects, with --no-objects", err)
	}
	opts.Objects = newObjects(client)
	return opts, func() { client.Close() }, nil
}
