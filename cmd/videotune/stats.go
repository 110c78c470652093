package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"strconv"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/render/stats"
	"github.com/seed-57910ec4/videotune/survey"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// A statsCommand tells what a dataset holds.
type statsCommand struct {
	checkFlags
	width int
}

func newStats() *cobra.Command {
	var s statsCommand
	cmd := &cobra.Command{
		Use:   "stats [flags] TRAIN.jsonl...",
		Short: "Tell what a dataset holds: lengths, tokens, labels, hosts, prompts",
		Long: `stats counts what training and validation files hold, and shows it as tables with
bars: lengths of what is used of the videos and tokens of the examples, each against
the limit, sizes of the video files, labels, resolutions, types, hosts, prompts. It
judges nothing: that is what check is for.

The bars fit the width of the terminal, or that of the variable COLUMNS, or 80
columns. Facts of the media, which sizes and some lengths need, are read from the
files that --media names, as by check. The name - stands for standard input.

Exit status: 0 if the figures are written, 2 for wrong usage or a file that cannot be
read or is no JSONL.`,
		Example: `  videotune stats train.jsonl
  videotune stats train.jsonl --validation validation.jsonl --media facts.json
  videotune stats --format json train.jsonl | jq '.labels[].list[] | select(.n.train < 20)'`,
		Args: atLeast(1, "training file"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"jsonl"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.run(args, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringArrayVar(&s.validation, "validation", nil, "count this validation `file` too, beside training (repeatable)")
	fl.StringVar(&s.format, "format", "text", "write this `format`: text or json")
	fl.IntVar(&s.width, "width", 0, "fit the text into `N` columns (default those of the terminal)")
	fl.StringArrayVar(&s.media, "media", nil, "read facts of the media from this JSON `file` of probe, plan or cut (repeatable)")
	fl.StringVar(&s.model, "model", "", "compare with the limits of this `model` (default "+videotune.DefaultModel+"; see \"videotune models\")")
	fl.StringVar(&s.asOf, "as-of", "", "compare with the limits of this `day`, as YYYY-MM-DD (default the newest)")
	fl.StringVar(&s.limits, "limits", "", "compare with the limits in this JSON `file`, instead of --model and --as-of")
	complete(cmd, "format", "text", "json")
	complete(cmd, "model", videotune.Models()...)
	return configurable(cmd, isFile)
}

func (s *statsCommand) run(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if _, err := choice("--format", s.format, "text", "json"); err != nil {
		return err
	}
	if s.width < 0 || s.width > maxColumns {
		return usagef("--width is %d; want %d to %d", s.width, stats.MinWidth, maxColumns)
	}
	policy, _, err := s.policy()
	if err != nil {
		return err
	}
	in := inputs{stdin: stdin}
	defer in.close()
	data, facts, m, err := s.watched(&in, args, policy, stderr)
	if err != nil {
		return err
	}
	defer m.close()
	report, found, err := survey.Check(data, &videotune.CheckOptions{Policy: policy, MaxProblems: 1}, &survey.Options{Sample: -1})
	m.close()
	if err != nil {
		return err
	}
	if tellNotJSONL(report, stderr) {
		return errors.New("no figures are written, since a file is no JSONL")
	}
	facts.tell(s.media, stderr)
	st := stats.New(report, found)
	var out spool
	defer out.close()
	if s.format == "json" {
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(st)
	} else {
		if s.width == 0 {
			s.width = columns(stdout)
		}
		_, err = io.WriteString(&out, st.Text(s.width))
	}
	if err != nil {
		return err
	}
	return out.copyOut(stdout)
}

// tellNotJSONL tells of files that are no JSONL, and reports whether there are any.
func tellNotJSONL(report *videotune.Report, stderr io.Writer) bool {
	any := false
	for i := range report.Files {
		f := &report.Files[i]
		rule := f.NotJSONL()
		if rule == "" {
			continue
		}
		any = true
		for k := range report.Problems {
			if p := &report.Problems[k]; p.Rule == rule && p.File == f.File {
				_ = render.Problem(stderr, p, false) // it is standard error: there is nowhere else to tell
				break
			}
		}
	}
	return any
}

// maxColumns is the widest terminal that is believed.
const maxColumns = 1000

// columns returns the number of columns of what is written to w: what the environment
// says, or the terminal; 0 where nobody knows.
func columns(w io.Writer) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return min(n, maxColumns)
	}
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return min(n, maxColumns)
		}
	}
	return 0
}
