package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/cmd/videotune/internal/job"
	"github.com/spf13/cobra"
)

// sourcesURL is where formats, options and the job file are described.
const sourcesURL = "https://github.com/seed-57910ec4/videotune/blob/main/docs/sources.md"

func newAnnotations() *cobra.Command {
	var options string
	cmd := &cobra.Command{
		Use:   "annotations [flags] FORMAT FILE...",
		Short: "Print annotations of any format in one neutral form",
		Long: `annotations reads annotations and prints what it read, a video a line, as JSON:
look at it before you build a dataset, or give it to another program. Times are
microseconds; "end_us" is null for a moment and "inf" for the end of the video,
and both times are null for what is said of the whole video.

FORMAT is one of rows (CSV, TSV, JSON lines), sql, labelstudio, srt, webvtt,
vertex, automl-csv, activitynet, cvat, via, via-csv and chat. What a file does not
say, such as the unit of a column or the frame rate, stands in the YAML or JSON
file that --options names; nothing is guessed. sql reads no FILE: its options are
driver, dsn and query. The name - stands for standard input.

What was changed or left out is told on standard error, a JSON object a line.

Formats, options and codes: ` + sourcesURL + `

Exit status: 0 if all was read, 1 if a file or an option was refused (standard
error says why; nothing is written to standard output then), 2 for wrong usage or a
file that cannot be opened.`,
		Example: `  videotune annotations --options columns.yaml rows events.csv
  videotune annotations srt movie.en.srt | jq .events
  videotune annotations --options fps.yaml labelstudio export.json 2>diagnostics.jsonl`,
		Args:              formatArgs,
		ValidArgsFunction: completeFormat,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			return runAnnotations(ctx, options, args, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&options, "options", "", "read what the format does not say from this YAML or JSON `file`")
	return cmd
}

func completeFormat(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var names []string
	for _, f := range annotation.Formats() {
		names = append(names, string(f))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func runAnnotations(ctx context.Context, options string, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	diagnostics := json.NewEncoder(stderr)
	diagnostics.SetEscapeHTML(false)
	in := inputs{stdin: stdin}
	defer in.close()
	src, err := annotationSource(&in, options, args)
	if err != nil {
		return tellRefusal(diagnostics, err)
	}
	var told error
	src.OnDiagnostic = func(d annotation.Diagnostic) { told = errors.Join(told, diagnostics.Encode(d)) }
	var out spool
	defer out.close()
	lines := json.NewEncoder(&out)
	lines.SetEscapeHTML(false)
	for v, err := range src.Videos(ctx, "", in.stream) {
		if ctx.Err() != nil {
			return tellInterrupted(stderr)
		}
		if err != nil {
			return tellRefusal(diagnostics, err)
		}
		if err := lines.Encode(v); err != nil {
			return err
		}
	}
	if told != nil {
		return told
	}
	return out.copyOut(stdout)
}

// annotationSource returns what the arguments and a file of options name, whose faults
// are refusals. Paths of the options are those that the working directory sees; files
// are relative to it.
func annotationSource(in *inputs, options string, args []string) (src job.Source, err error) {
	src.Format, src.Files = annotation.Format(args[0]), args[1:]
	if options == "" {
		return src, nil
	}
	r, err := in.open(options)
	if err != nil {
		return src, err
	}
	if err := job.Decode(r, &src.Options); err != nil {
		return src, optionsError(options, err)
	}
	for _, e := range job.OptionFaults(src.CheckFor(src.Format)) {
		e.File = options
		err = errors.Join(err, e)
	}
	if options != stdinName {
		src.Options = src.Moved(filepath.Dir(options))
	}
	return src, err
}

// tellRefusal writes why nothing was read, as diagnostics. Errors that are of no
// format, such as a file that is not there, are returned.
func tellRefusal(to *json.Encoder, err error) error {
	for _, one := range listed(err) {
		var refused *annotation.Error
		if !errors.As(one, &refused) {
			return one
		}
		if err := to.Encode(refused.Diagnostic); err != nil {
			return err
		}
	}
	return errFindings
}

// optionsError makes refusals of the faults of a file of options.
func optionsError(name string, err error) error {
	var errs []error
	for _, e := range listed(err) {
		d := annotation.Diagnostic{Code: annotation.CodeOptionInvalid, Severity: annotation.Refusal, File: name, Message: e.Error()}
		var at *job.Error
		if errors.As(e, &at) {
			d.Line, d.Message = at.Line, at.Err.Error()
		}
		errs = append(errs, &annotation.Error{Diagnostic: d, Err: e})
	}
	return errors.Join(errs...)
}
