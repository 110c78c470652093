package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/cmd/videotune/internal/job"
	"github.com/spf13/cobra"
)

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
say, such as the unit of a column or the frame rate, stands in a YAML file that
--options names; nothing is guessed. sql reads no FILE: its options are driver,
dsn and query.

What was repaired or left out is told on standard error, a JSON line each.

Exit status: 0 if all was read, 1 if a file was refused (the last line on standard
error says why; then nothing is written to standard output), 2 for wrong usage or
a file that cannot be opened.`,
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
	fl.StringVar(&options, "options", "", "read what the format does not say from this YAML `file`")
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
	src, dir, err := annotationSource(options, args, stdin)
	if err != nil {
		return tellRefusal(diagnostics, err)
	}
	var out spool
	defer out.close()
	src.OnDiagnostic = func(d annotation.Diagnostic) { err = errors.Join(err, diagnostics.Encode(d)) }
	for v, refused := range src.Videos(ctx, dir, stdin) {
		if refused != nil {
			return tellRefusal(diagnostics, refused)
		}
		line, failed := json.Marshal(v)
		if failed == nil {
			_, failed = out.Write(append(line, '\n'))
		}
		if failed != nil {
			return failed
		}
	}
	if err != nil {
		return err
	}
	return out.copyOut(stdout)
}

// annotationSource returns what the arguments name, and the folder that paths in the
// options are relative to.
func annotationSource(options string, args []string, stdin io.Reader) (src job.Source, dir string, err error) {
	src.Format, src.Files = annotation.Format(args[0]), args[1:]
	if _, err := annotation.ParseFormat(args[0]); err != nil {
		return src, "", usagef("%s", strings.TrimPrefix(err.Error(), "annotation: "))
	}
	if options == "" {
		return src, "", nil
	}
	in := inputs{stdin: stdin}
	defer in.close()
	r, err := in.open(options)
	if err != nil {
		return src, "", err
	}
	if err := job.Decode(r, &src.Options); err != nil {
		return src, "", optionsError(options, err)
	}
	if options != stdinName {
		dir = filepath.Dir(options)
	}
	return src, dir, nil
}

// tellRefusal writes why nothing was read, as a diagnostic. Errors that are of no
// format, such as a file that is not there, are returned.
func tellRefusal(to *json.Encoder, err error) error {
	var refused *annotation.Error
	if !errors.As(err, &refused) {
		return err
	}
	if err := to.Encode(refused.Diagnostic); err != nil {
		return err
	}
	return errFindings
}

// optionsError makes a fault of a file of options a refusal.
func optionsError(name string, err error) error {
	return &annotation.Error{Err: err, Diagnostic: annotation.Diagnostic{
		Code: annotation.CodeOptionInvalid, Severity: annotation.Refusal, File: name, Message: err.Error(),
		Hint: "the help of annotations names the formats, and the documentation of annotation.Options all options",
	}}
}
