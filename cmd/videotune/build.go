package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
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

Nothing disappears. What was changed or left out while the source was read is in the
summary, with its first places; "videotune annotations" tells all of it. What was
left out then is counted by its reason too, and stands in the file of origins with
its place in the source, as does for each line what it was made of.

The same job with the same source gives the same bytes.

Members of the job file and of the summary: ` + sourcesURL + `

Exit status: 0 if the tuning job would start with the files; 1 if it would fail
with them, if the source was refused, or there is no example; 2 for wrong usage, a
faulty job, or a file that cannot be read or written. Where the source is refused,
no file is written but that of --facts with --probe.`,
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
	f, dir, err := b.read(&in, stderr)
	if err != nil {
		return err
	}
	if err := b.checkPaths(f, dir, stdin); err != nil {
		return err
	}
	notes := sourceNotes{}
	c, err := b.configure(ctx, &in, f, dir, notes, stderr)
	if faults := f.Faults(err); len(faults) > 0 {
		return b.faulty(stderr, faults)
	}
	if err != nil {
		return refusal(ctx, stderr, err)
	}
	p := newProgress(stderr, "videos", -1)
	c.OnProgress = func(at dataset.Progress) { p.reach(at.Videos) }
	report, err := dataset.Build(ctx, *c)
	p.close()
	if err != nil {
		if report != nil && errors.Is(err, videotune.RuleFileEmpty) {
			fmt.Fprintln(stderr, (&buildJSON{Report: report, Source: notes}).lost())
		}
		return refusal(ctx, stderr, err)
	}
	if err := b.write(report, notes, f, stdout); err != nil {
		return err
	}
	if report.Check.WouldFail() {
		return errFindings
	}
	return nil
}

// read reads the job file, and returns the folder that its paths are relative to. All
// faults of the file are told.
func (b *buildCommand) read(in *inputs, stderr io.Writer) (f *job.File, dir string, err error) {
	r, err := in.open(b.config)
	if err != nil {
		return nil, "", err
	}
	if f, err = job.Read(r); err != nil {
		return nil, "", b.faulty(stderr, listed(err))
	}
	if b.config != stdinName {
		dir = filepath.Dir(b.config)
	}
	f.Output.Fill(dir)
	return f, dir, nil
}

// faulty tells what is wrong with the job file, with the places.
func (b *buildCommand) faulty(stderr io.Writer, faults []error) error {
	for _, one := range faults {
		name := b.config
		var at *job.Error
		if errors.As(one, &at) {
			name, one = at.Place(name), at.Err
		}
		tell(stderr, fmt.Errorf("%s: %w", name, one))
	}
	return &usageError{}
}

// refusal tells why a source was refused, and returns errFindings; other errors are
// returned as they are.
func refusal(ctx context.Context, stderr io.Writer, err error) error {
	if ctx.Err() != nil {
		return tellInterrupted(stderr)
	}
	told := false
	for _, one := range listed(err) {
		var refused *annotation.Error
		if errors.As(one, &refused) {
			tell(stderr, refused)
			told = true
		}
	}
	switch {
	case told:
		return errFindings
	case errors.Is(err, videotune.RuleFileEmpty):
		tell(stderr, errors.New("there is no example to write: nothing was written"))
		return errFindings
	}
	return err
}

// tellInterrupted tells that a command that writes all or nothing was interrupted.
func tellInterrupted(stderr io.Writer) error {
	tell(stderr, errors.New("interrupted; nothing was written"))
	return errFindings
}

// A buildJSON is what build writes with --format json.
type buildJSON struct {
	*dataset.Report
	Source       sourceNotes `json:"source"` // what was changed or left out where the annotations were read
	Warnings     int         `json:"warnings"`
	Drops        int         `json:"drops"`
	Errors       int         `json:"errors"`
	JobWouldFail bool        `json:"job_would_fail"`
	FailReasons  []string    `json:"fail_reasons"`
}

// write writes the summary.
func (b *buildCommand) write(report *dataset.Report, notes sourceNotes, f *job.File, stdout io.Writer) error {
	j := buildJSON{Report: report, Source: notes, JobWouldFail: report.Check.WouldFail(), FailReasons: append([]string{}, report.Check.FailReasons...)}
	for _, file := range report.Check.Files {
		j.Warnings += file.Warnings
		j.Drops += file.Drops
		j.Errors += file.Errors
	}
	if b.format != "json" {
		_, err := io.WriteString(stdout, buildText(&j, f.Output.Sidecar()))
		return err
	}
	enc := json.NewEncoder(stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(j)
}
