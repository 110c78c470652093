package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/spf13/cobra"
)

// A splitCommand splits the lines of files.
type splitCommand struct {
	checkFlags
	output     []string
	validation float64
	by         string
	seed       string
	keepBad    bool
}

func newSplit() *cobra.Command {
	var s splitCommand
	cmd := &cobra.Command{
		Use:   "split [flags] -o TRAIN.jsonl,VALIDATION.jsonl FILE.jsonl...",
		Short: "Split a dataset into training and validation, recording by recording",
		Long: `split writes the lines of its files, in their order and byte by byte as they stand,
to a training and a validation file, so that no recording is on both sides. The
recording of a line is the URI of its first file, or what the first group of the
regular expression of --by matches in that URI: chunks that were cut from one video
belong together. Which recordings are chosen is decided by --seed alone: the same
lines give the same files.

Validation gets at most the share that --validation names, and no more than the
service takes or advises by the limits of the model. Both files are written as a
whole or not at all. The files that are read are never written.

Lines are not judged: what check would refuse goes along. But a line that cannot be
read as an example has no recording, and one whose URI the expression does not match
neither: then nothing is written, and the lines are told. With --keep-bad, lines that
cannot be read go to training. Blank lines and byte order marks are left out, and
every line ends in a line feed.

The name - stands for standard input.

Exit status: 0 if both files are written, 1 if lines are refused, 2 for wrong usage
or a file that cannot be read or written.`,
		Example: `  videotune split -o train.jsonl,validation.jsonl all.jsonl
  videotune split -o train.jsonl,validation.jsonl --validation 0.2 --seed 7 part1.jsonl part2.jsonl
  videotune split -o train.jsonl,validation.jsonl --by '/([^/]+)_chunk\d+\.mp4$' all.jsonl
  videotune split -o train.jsonl,validation.jsonl --keep-bad - < all.jsonl`,
		Args: atLeast(1, "file"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"jsonl"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.run(args, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringSliceVarP(&s.output, "output", "o", nil, "write these two files, as `TRAIN,VALIDATION`")
	fl.Float64Var(&s.validation, "validation", videotune.DefaultShare, "let validation have this `share` of all lines at most")
	fl.StringVar(&s.by, "by", "uri", "tell recordings by uri, or by the first group of this `regexp` in the URI")
	fl.StringVar(&s.seed, "seed", "", "choose other recordings by another `text`")
	fl.BoolVar(&s.keepBad, "keep-bad", false, "move lines that cannot be read to training, as they stand")
	fl.StringVar(&s.model, "model", "", "keep to the limits of this `model` (default "+videotune.DefaultModel+"; see \"videotune models\")")
	fl.StringVar(&s.asOf, "as-of", "", "keep to the limits of this `day`, as YYYY-MM-DD (default the newest)")
	fl.StringVar(&s.limits, "limits", "", "keep to the limits in this JSON `file`, instead of --model and --as-of")
	complete(cmd, "by", "uri")
	complete(cmd, "model", videotune.Models()...)
	return configurable(cmd, isFile)
}

// run splits, and tells what came of it.
func (s *splitCommand) run(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	opts, err := s.options(args, stdin)
	if err != nil {
		return err
	}
	in := inputs{stdin: stdin}
	defer in.close()
	data, _, err := s.open(&in, args, opts.Policy)
	if err != nil {
		return err
	}
	m := newMeter(stderr)
	defer m.close()
	m.watch(data.Train, 1)
	opts.OnWarning = func(p *videotune.Problem) {
		_ = render.Problem(stderr, p, false) // it is standard error: there is nowhere else to tell
	}
	report, err := videotune.SplitLines(data.Train, s.output[0], s.output[1], opts)
	m.close()
	var refused *videotune.LinesError
	if errors.As(err, &refused) {
		tellLines(refused, stderr)
		tell(stderr, fmt.Errorf("nothing is written, since %s cannot be split; mend what is told, some of it with \"videotune fix\", or have lines that cannot be read moved to training with --keep-bad", count(refused.Count, "line")))
		return errFindings
	}
	if tellProblems(err, stderr) {
		return errFindings
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(stdout, splitText(report))
	return err
}

// options returns what the flags say, but for what stands in files.
func (s *splitCommand) options(args []string, stdin io.Reader) (*videotune.SplitLinesOptions, error) {
	if len(s.output) != 2 || s.output[0] == "" || s.output[1] == "" {
		return nil, usagef("--output names %s; want two, as -o train.jsonl,validation.jsonl", count(len(s.output), "file"))
	}
	for _, out := range s.output {
		for _, name := range args {
			if f, ok := stdin.(*os.File); sameFile(out, name) || name == stdinName && ok && isOpen(f, out) {
				return nil, usagef("--output %s is a file that is read; name another", out)
			}
		}
	}
	if !(s.validation > 0 && s.validation < 1) {
		return nil, usagef("--validation is %v; want a share above 0 and below 1, such as 0.1", s.validation)
	}
	policy, _, err := s.policy()
	if err != nil {
		return nil, err
	}
	o := &videotune.SplitLinesOptions{KeepBad: s.keepBad}
	o.Policy, o.Share, o.Seed = policy, s.validation, s.seed
	if s.by != "uri" {
		pattern, err := regexp.Compile(s.by)
		if err != nil {
			return nil, usagef("--by is neither uri nor a regular expression: %v", err)
		}
		if o.Recording, err = videotune.RecordingByPattern(pattern); err != nil {
			return nil, usagef("--by %s has no group; put one around what names the recording, such as '([^/]+)_chunk'", s.by)
		}
	}
	return o, nil
}

// isOpen reports whether f is the file of that name.
func isOpen(f *os.File, name string) bool {
	a, err := f.Stat()
	b, err2 := os.Stat(name)
	return err == nil && err2 == nil && os.SameFile(a, b)
}

// tellProblems tells the problems that an error holds, and reports whether it holds any.
func tellProblems(err error, stderr io.Writer) bool {
	ps, ok := videotune.AsProblems(err)
	for i := range ps {
		_ = render.Problem(stderr, &ps[i], false) // it is standard error: there is nowhere else to tell
	}
	return ok
}

// tellLines tells lines that cannot be used.
func tellLines(e *videotune.LinesError, stderr io.Writer) {
	for _, err := range e.First {
		if !tellProblems(err, stderr) {
			tell(stderr, err)
		}
	}
	if more := e.Count - len(e.First); more > 0 {
		tell(stderr, fmt.Errorf("… and %s", count(more, "more line")))
	}
}

// splitText tells people what was written.
func splitText(r *videotune.SplitLinesReport) string {
	t := align.Table{Left: []bool{true}}
	t.Row("FILE", "LINES", "RECORDINGS", "BYTES")
	for _, side := range []videotune.SideReport{r.Train, r.Validation} {
		if side.Examples == 0 {
			t.Row(render.Clean(side.Path), "none", "–", "–") // there is no such file then
			continue
		}
		t.Row(render.Clean(side.Path), group(int64(side.Examples)), group(int64(side.Recordings)), group(side.Bytes))
	}
	text := t.String()
	if r.Bad > 0 {
		text += fmt.Sprintf("%s that cannot be read went to training as they stand.\n", count(r.Bad, "line"))
	}
	if r.Blank > 0 {
		text += fmt.Sprintf("Left out: %s.\n", count(r.Blank, "blank line"))
	}
	if r.ValidationRemoved {
		text += fmt.Sprintf("%s was removed: nothing goes to validation.\n", render.Clean(r.Validation.Path))
	}
	if r.Validation.Examples == 0 {
		text += "Nothing could go to validation: it takes two recordings, and a share that one of them fits in.\n"
	}
	if r.Capped != "" {
		text += fmt.Sprintf("By its share alone validation would have more; the limit %s kept recordings out.\n", r.Capped)
	}
	return text
}
