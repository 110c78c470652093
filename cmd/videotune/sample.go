package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/seed-57910ec4/videotune/sample"
	"github.com/spf13/cobra"
)

// A sampleCommand takes some lines of files.
type sampleCommand struct {
	n      int
	by     string
	seed   string
	output string
}

func newSample() *cobra.Command {
	var s sampleCommand
	cmd := &cobra.Command{
		Use:   "sample [flags] FILE.jsonl...",
		Short: "Take some lines of a dataset, evenly by label or video",
		Long: `sample writes some lines of its files, in their order and byte by byte as they
stand, to look at them, or to try something with little. They are taken evenly: as
many of each video, or with --by label of each label, as there are to be had. A line
counts by its first video, or by the rarest label of its answer; free text is no
label.

Which lines are taken is decided by their bytes and --seed alone: the same lines give
the same sample, wherever they stand, and a larger sample holds the smaller one.

Lines that cannot be read as examples are told on standard error, and not taken. The
files are read two or three times, the name - for standard input from memory or, where
it has more than 1 MB, from a temporary file.

Exit status: 0 if the sample is written, 2 for wrong usage, a file that cannot be read
or written, or files of which no line can be read.`,
		Example: `  videotune sample -n 20 train.jsonl
  videotune sample -n 50 --by label train.jsonl validation.jsonl > some.jsonl
  videotune sample -n 100 --by video --seed 2 -o some.jsonl train.jsonl`,
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
	fl.IntVarP(&s.n, "number", "n", sample.DefaultN, "take `N` lines at most")
	fl.StringVar(&s.by, "by", string(sample.ByVideo), "spread them by `video|label`")
	fl.StringVar(&s.seed, "seed", "", "take other lines by another `text`")
	fl.StringVarP(&s.output, "output", "o", "", "write into this `file`, as a whole or not at all, instead of standard output")
	complete(cmd, "by", string(sample.ByVideo), string(sample.ByLabel))
	return cmd
}

func (s *sampleCommand) run(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	by, err := choice("--by", s.by, string(sample.ByVideo), string(sample.ByLabel))
	if err != nil {
		return err
	}
	if s.n < 1 || s.n > sample.MaxN {
		return usagef("--number is %d; want 1 to %d", s.n, sample.MaxN)
	}
	if err := spareInputs(stdin, args, outFlag{"--output", s.output}); err != nil {
		return err
	}
	in := inputs{stdin: stdin}
	defer in.close()
	m := newMeter(stderr)
	defer m.close()
	var kept spools // of standard input
	defer kept.close()
	files, err := s.open(&in, &kept, args, m)
	if err != nil {
		return err
	}
	var out spool
	defer out.close()
	report, err := sample.Lines(files, &out, &sample.Options{N: s.n, By: sample.By(by), Seed: s.seed})
	m.close()
	if tellProblems(err, stderr) {
		return errors.New("no sample is written, since a file is no JSONL")
	}
	if err != nil {
		return err
	}
	tellLines(&report.Unreadable, stderr)
	if report.Taken == 0 {
		return errors.New("no sample is written, since no line can be read as an example")
	}
	if s.output != "" {
		err = writeFile(s.output, &out)
	} else {
		err = out.copyOut(stdout)
	}
	if err == nil {
		fmt.Fprintf(stderr, "videotune: %s of %s, from %s%s\n", group(int64(report.Taken)), count(report.Lines, "line"), count(report.Kinds, by), without(report))
	}
	return err
}

// without tells of lines that have no video or no label; "" if there are none.
func without(r *sample.Report) string {
	if r.Without == 0 {
		return ""
	}
	return " and " + count(r.Without, "line") + " without any"
}

// open opens files so that they can be read again.
func (s *sampleCommand) open(in *inputs, kept *spools, names []string, m *meter) ([]sample.Input, error) {
	var files []sample.Input
	for _, name := range names {
		r, err := kept.open(in, name)
		if err != nil {
			return nil, err
		}
		seeker, _ := m.reader(r, sample.By(s.by).Passes()).(io.ReadSeeker)
		files = append(files, sample.Input{Name: name, R: seeker})
	}
	return files, nil
}

// WriteTo writes what was kept to w.
func (s *spool) WriteTo(w io.Writer) (int64, error) {
	counted := counter64{w: w}
	err := s.copyOut(&counted)
	return counted.n, err
}

// A counter64 counts what is written.
type counter64 struct {
	w io.Writer
	n int64
}

func (c *counter64) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
