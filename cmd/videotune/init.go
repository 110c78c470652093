package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/cmd/videotune/internal/job"
	"github.com/seed-57910ec4/videotune/internal/atomicfile"
	"github.com/spf13/cobra"
)

// An initCommand writes a job file for a source.
type initCommand struct {
	options, output    string
	driver, dsn, query string
}

func newInit() *cobra.Command {
	var c initCommand
	cmd := &cobra.Command{
		Use:   "init [flags] FORMAT FILE...",
		Short: "Write a commented job file for annotations",
		Long: `init reads annotations once and writes a job file for "videotune build": where they
come from, the task that fits what they hold, their labels, and all that can be
changed, each with a comment. The file works as it is, where the videos have URIs
that the service can fetch; where not, it says what to fill in.

FORMAT and FILE are those of "videotune annotations". For sql, --driver, --dsn and
--query, or the options of the same names, say what to read. A --dsn that begins
with $ names a variable of the environment, so that no password stands in the file.

Paths in the file are relative to its folder: use -o for one in another folder.

Exit status: 0 if the file was written, 1 if the source was refused, 2 for wrong
usage or a file that cannot be read or written.`,
		Example: `  videotune init --options columns.yaml rows events.csv > job.yaml
  videotune init -o job.yaml --driver sqlite --dsn events.db --query "SELECT video, uri, start_ms, end_ms, label FROM events ORDER BY video" sql
  videotune build --config job.yaml`,
		Args:              formatArgs,
		ValidArgsFunction: completeFormat,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			return c.run(ctx, args, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&c.options, "options", "", "read what the format does not say from this YAML or JSON `file`")
	fl.StringVarP(&c.output, "output", "o", "", "write the job into this `file`, which must not be there yet (default standard output)")
	fl.StringVar(&c.driver, "driver", "", "of sql: sqlite or postgres (`name`)")
	fl.StringVar(&c.dsn, "dsn", "", "of sql: what to connect to, a path or a `URL`")
	fl.StringVar(&c.query, "query", "", "of sql: the `SELECT` whose columns are named after the roles")
	complete(cmd, "driver", "sqlite", "postgres")
	return cmd
}

func (c *initCommand) run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if c.output != "" {
		if _, err := os.Lstat(c.output); err == nil {
			return usagef("%s is there already; remove it first, or name another with -o", c.output)
		}
	}
	in := inputs{stdin: stdin}
	defer in.close()
	src, err := annotationSource(&in, c.options, args)
	if err != nil {
		return refusal(ctx, stderr, err)
	}
	for _, o := range []struct {
		to   *string
		flag string
	}{{&src.Driver, c.driver}, {&src.DSN, c.dsn}, {&src.Query, c.query}} {
		if o.flag != "" {
			*o.to = o.flag
		}
	}
	to := filepath.Dir(c.output)
	src.Rebase(to)
	notes := sourceNotes{}
	src.OnDiagnostic = notes.add
	survey, err := job.Take(src.Videos(ctx, to, in.stream))
	if err != nil {
		return refusal(ctx, stderr, err)
	}
	text, err := job.Write(&src, survey)
	if err != nil {
		return err
	}
	notes.tell(stderr)
	if survey.Fetchable < survey.Videos {
		tell(stderr, fmt.Errorf("%d of %s: no gs, http or https URI; the job file says where to name it", survey.Videos-survey.Fetchable, count(survey.Videos, "video")))
	}
	if c.output == "" {
		_, err = stdout.Write(text)
		return err
	}
	f, err := atomicfile.Create(c.output)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(text); err != nil {
		return err
	}
	return f.Commit()
}

// formatArgs are those of a command that reads annotations.
func formatArgs(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef("no format is named; want one of %v", annotation.Formats())
	}
	if _, err := annotation.ParseFormat(args[0]); err != nil {
		return usagef("%s", strings.TrimPrefix(err.Error(), "annotation: "))
	}
	switch {
	case args[0] == string(annotation.FormatSQL) && len(args) > 1:
		return usagef("sql reads a database and no file; its options say which")
	case args[0] != string(annotation.FormatSQL) && len(args) == 1:
		return usagef("no file is named")
	}
	return nil
}
