package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/cmd/videotune/internal/job"
	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/spf13/cobra"
)

// A buildCommand makes a dataset by a job file.
type buildCommand struct {
	sourceFlags
	config string
	format string
	probe  bool
	facts  []string
	quiet  bool
}

func newBuild() *cobra.Command {
	var b buildCommand
	cmd := &cobra.Command{
		Use:   "build [flags] --config JOB.yaml",
		Short: "Make both files of a tuning job from annotations",
		Long: `build reads annotations, plans what to do with long and large videos, writes
prompts and answers, splits by recordings, writes both files, and checks them. What
it does stands in a job file, which "videotune init" writes for a source; paths in
it are relative to its folder.

Nothing disappears: what is left out is counted by its reason in the summary, and
stands in the file of origins with its place in the source, as does for each line
what it was made of.

The same job with the same source gives the same bytes.

Exit status: 0 if the tuning job would start with the files, 1 if it would fail or
the source was refused, 2 for wrong usage or a file that cannot be read or written.
No file is written then, but for the facts of --probe.`,
		Example: `  videotune init --options columns.yaml rows events.csv > job.yaml
  videotune build --config job.yaml
  videotune build --config job.yaml --probe --facts facts.json`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			return b.run(ctx, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVarP(&b.config, "config", "c", "", "build by this job `file` (- for standard input)")
	fl.StringArrayVar(&b.facts, "facts", nil, "read facts of the videos from this `file` too (repeatable)")
	fl.BoolVar(&b.probe, "probe", false, "look at videos whose facts are not known, and keep them in the file of --facts")
	fl.StringVar(&b.format, "format", "text", "write the summary in this `format`: text or json")
	b.register(fl)
	complete(cmd, "format", "text", "json")
	return cmd
}

func (b *buildCommand) run(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) error {
	if _, err := choice("--format", b.format, "text", "json"); err != nil {
		return err
	}
	if b.config == "" {
		return usagef("no job file is named; --config names it, and \"videotune init\" writes one")
	}
	if b.probe && len(b.facts) > 1 {
		return usagef("--probe keeps facts in one file; %d are named with --facts", len(b.facts))
	}
	in := inputs{stdin: stdin}
	defer in.close()
	f, dir, err := b.read(&in)
	if err != nil {
		return err
	}
	c, err := b.configure(ctx, &in, f, dir, stdin, stderr)
	if err != nil {
		return refusal(stderr, err)
	}
	p := newProgress(stderr, "videos", -1)
	c.OnProgress = func(at dataset.Progress) { p.reach(at.Videos) }
	report, err := dataset.Build(ctx, *c)
	p.close()
	if err != nil {
		return refusal(stderr, err)
	}
	if err := b.write(report, f, stdout); err != nil {
		return err
	}
	if report.Check.WouldFail() {
		return errFindings
	}
	return nil
}

// read reads the job file, and returns the folder that its paths are relative to.
func (b *buildCommand) read(in *inputs) (f *job.File, dir string, err error) {
	r, err := in.open(b.config)
	if err != nil {
		return nil, "", err
	}
	if f, err = job.Read(r); err != nil {
		return nil, "", usagef("%s: %v", b.config, err)
	}
	if b.config != stdinName {
		dir = filepath.Dir(b.config)
	}
	f.Output.Fill(dir)
	return f, dir, nil
}

// configure makes a Config of the job and of the files that it names.
func (b *buildCommand) configure(ctx context.Context, in *inputs, f *job.File, dir string, stdin io.Reader, stderr io.Writer) (*dataset.Config, error) {
	notes := newRepairNotes(stderr)
	f.Source.OnDiagnostic = notes.tell
	c := f.Config(func(ctx context.Context) iter.Seq2[*annotation.Video, error] { return f.Source.Videos(ctx, dir, stdin) })
	policy, err := b.policy(in, f, dir)
	if err != nil {
		return nil, err
	}
	c.Policy = policy
	if c.Resolution, err = resolutionOf(f.Resolution); err != nil {
		return nil, err
	}
	media, err := b.media(ctx, in, f, dir, c.Source, stderr)
	if err != nil {
		return nil, err
	}
	if media != nil {
		policy.Media = media.Lookup
	}
	plans, err := plansOf(in, f, dir)
	if err != nil {
		return nil, err
	}
	if len(plans) > 0 {
		c.Planned = func(uri string) *chunk.Plan { return plans[uri] }
	}
	return &c, nil
}

// policy returns what the job says of limits and severities.
func (b *buildCommand) policy(in *inputs, f *job.File, dir string) (*videotune.Policy, error) {
	cf := checkFlags{model: f.Model, asOf: f.AsOf, limits: f.Limits}
	for rule, level := range f.Severity {
		cf.severity = append(cf.severity, rule+"="+level)
	}
	policy, _, err := cf.policy()
	if err != nil {
		return nil, usagef("%s: %v", b.config, err)
	}
	if f.Limits == "" {
		return policy, nil
	}
	r, err := in.open(job.Path(dir, f.Limits))
	if err != nil {
		return nil, err
	}
	if policy.Limits, err = videotune.LoadLimits(r); err != nil {
		return nil, fileError(f.Limits, err)
	}
	return policy, nil
}

// resolutionOf reads the short and the long names of a resolution; "" stays so.
func resolutionOf(name string) (videotune.MediaResolution, error) {
	const prefix = "MEDIA_RESOLUTION_"
	if name == "" {
		return "", nil
	}
	short := strings.TrimPrefix(strings.ToUpper(name), prefix)
	if _, err := choice("the resolution", short, "LOW", "MEDIUM", "HIGH"); err != nil {
		return "", err
	}
	return videotune.MediaResolution(prefix + short), nil
}

// media returns what is known of the videos; nil for nothing.
func (b *buildCommand) media(ctx context.Context, in *inputs, f *job.File, dir string, source dataset.Source, stderr io.Writer) (videotune.MediaMap, error) {
	var files []videotune.Input
	for i, name := range append(append([]string(nil), b.facts...), f.Facts...) {
		if i >= len(b.facts) {
			name = job.Path(dir, name)
		} else if b.probe {
			continue // probe.All reads it
		}
		r, err := in.open(name)
		if err != nil {
			return nil, err
		}
		files = append(files, videotune.Input{Name: name, R: r})
	}
	read, err := readFacts(files)
	if err != nil {
		return nil, err
	}
	read.note("facts", stderr)
	if b.probe {
		if err := b.look(ctx, read.media, source, stderr); err != nil {
			return nil, err
		}
	}
	if len(read.media) == 0 {
		return nil, nil
	}
	return read.media, nil
}

// look looks at the videos of the source whose facts are not known, and adds them.
func (b *buildCommand) look(ctx context.Context, media videotune.MediaMap, source dataset.Source, stderr io.Writer) error {
	o, err := b.options()
	if err != nil {
		return err
	}
	if len(b.facts) == 1 {
		o.Facts = b.facts[0]
	}
	var uris []string
	seen := map[string]bool{}
	for v, err := range source(ctx) {
		if err != nil {
			return err
		}
		if _, known := media[v.URI]; !known && !seen[v.URI] && annotation.Fetchable(v.URI) {
			seen[v.URI] = true
			uris = append(uris, v.URI)
		}
	}
	found, l, err := lookAt(ctx, uris, o, stderr)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	l.hint()
	for uri, m := range found {
		if seen[uri] {
			media[uri] = m
		}
	}
	return besides(err, context.Canceled)
}

// plansOf returns the plans that the job names, by the URIs of their videos.
func plansOf(in *inputs, f *job.File, dir string) (map[string]*chunk.Plan, error) {
	plans := map[string]*chunk.Plan{}
	for _, name := range f.Plans {
		r, err := in.open(job.Path(dir, name))
		if err != nil {
			return nil, err
		}
		set, err := chunk.ReadSet(r)
		if err != nil {
			return nil, fileError(name, err)
		}
		for _, p := range set.Plans {
			plans[p.Source.URI] = p
		}
	}
	return plans, nil
}

// refusal tells why a source was refused, and returns errFindings; other errors are
// returned as they are.
func refusal(stderr io.Writer, err error) error {
	var refused *annotation.Error
	var config *dataset.ConfigError
	switch {
	case errors.As(err, &refused):
		tell(stderr, err)
		return errFindings
	case errors.Is(err, context.Canceled):
		tell(stderr, errors.New("interrupted; nothing was written"))
		return errFindings
	case errors.As(err, &config):
		return usagef("%s", strings.TrimPrefix(err.Error(), "dataset: "))
	}
	return err
}

// write writes the summary.
func (b *buildCommand) write(report *dataset.Report, f *job.File, stdout io.Writer) error {
	if b.format == "json" {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(struct {
			*dataset.Report
			JobWouldFail bool     `json:"job_would_fail"`
			FailReasons  []string `json:"fail_reasons"`
		}{report, report.Check.WouldFail(), report.Check.FailReasons})
	}
	_, err := io.WriteString(stdout, buildText(report, f.Output.Origins))
	return err
}

// A repairNotes tells of the first repairs of each kind, and counts the others.
type repairNotes struct {
	stderr io.Writer
	told   map[annotation.Code]int
	last   time.Time
}

func newRepairNotes(stderr io.Writer) *repairNotes {
	return &repairNotes{stderr: stderr, told: map[annotation.Code]int{}}
}

// maxRepairNotes bounds the repairs of a kind that are told one by one.
const maxRepairNotes = 5

func (n *repairNotes) tell(d annotation.Diagnostic) {
	switch n.told[d.Code]++; {
	case n.told[d.Code] < maxRepairNotes:
		tell(n.stderr, errors.New(d.String()))
	case n.told[d.Code] == maxRepairNotes:
		tell(n.stderr, fmt.Errorf("%s (%s; no more of these is told)", d.String(), d.Code))
	}
}
