package main

import (
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/schema"
	"github.com/spf13/cobra"
)

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [line|check]",
		Short: "Print the JSON Schema of a line, or of check's output",
		Long: `schema prints a JSON Schema (draft 2020-12): of one line of a dataset (line, also
if nothing is named), or of what "videotune check --format json" writes (check).

The schema of a line describes what videotune writes. What spans members, lines
or files stands in no schema: "videotune check" judges it.`,
		Example: `  videotune schema > line.schema.json
  videotune schema check > check.schema.json`,
		Args:              atMost(1),
		ValidArgsFunction: cobra.FixedCompletions([]string{"line", "check"}, cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			what := "line"
			if len(args) > 0 {
				what = args[0]
			}
			if _, err := choice("the schema", what, "line", "check"); err != nil {
				return err
			}
			text := render.CheckSchema
			if what == "line" {
				var err error
				if text, err = schema.Line(); err != nil {
					return err
				}
			}
			return printOut(cmd, text)
		},
	}
}

// printOut writes a whole output.
func printOut(cmd *cobra.Command, text []byte) error {
	return (&spool{buf: text}).copyOut(cmd.OutOrStdout())
}
