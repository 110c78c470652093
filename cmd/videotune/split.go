package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/internal/exact"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/spf13/cobra"
)

// A splitCommand splits the lines of files.
type splitCommand struct {
	checkFlags
	output     []string
	validation string
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
recording of a line is the URI of its file, or what a group of the regular expression
of --by matches in that URI, the first group that matches anything: chunks that were
cut from one video belong together. The expression must match all URIs; alternatives
are tried one after the other, so that --by '/([^/]+)_chunk|^(.+)$' takes each video
that is no chunk for a recording of its own. Recordings that have a line in common, as
it names several files, are one. Which recordings are chosen is decided by --seed
alone: the same lines give the same files.

Validation gets at most the share that --validation names, and no more than the
service takes or advises by the limits of the model. If nothing can go there, as all
lines are of one recording, nothing is written; --validation 0 asks for that: then
training gets all lines, and an older validation file is removed. Both files are
written as a whole or not at all. The files that are read are never written.

Without --by, URIs that certainly name one file are one: gs://b/a.mp4 and
https://storage.googleapis.com/b/a.mp4, and URLs that differ in what signs them. Others
are compared as they stand: of URLs that differ in their query alone split tells, and
--by '^([^?]+)' takes them for one.

Lines are not judged: what check would refuse goes along. But a line that cannot be
read as an example has no recording, and one with a URI that the expression does not
match neither: then nothing is written, and the lines are told. With --keep-bad, lines
that cannot be read go where the files are that can be made out in them, and those
whose files cannot go to training, which is told. Blank lines and byte order marks are
left out, and every line ends in a line feed.

The name - stands for standard input.

Exit status: 0 if both files are written, 1 if lines are refused or nothing can go to
validation, 2 for wrong usage or a file that cannot be read or written.`,
		Example: `  videotune split -o train.jsonl,validation.jsonl all.jsonl
  videotune split -o train.jsonl,validation.jsonl --validation 20% --seed 7 part1.jsonl part2.jsonl
  videotune split -o train.jsonl,validation.jsonl --by '/([^/]+)_chunk\d+\.mp4$|^(.+)$' all.jsonl
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
	fl.StringVar(&s.validation, "validation", strconv.FormatFloat(videotune.DefaultShare, 'f', -1, 64), "let validation have this `share` of all lines at most, such as 0.2 or 20%; 0 for no\nvalidation")
	fl.StringVar(&s.by, "by", "uri", "tell recordings by uri, or by a group of this `regexp` in the URI")
	fl.StringVar(&s.seed, "seed", "", "choose other recordings by another `text`")
	fl.BoolVar(&s.keepBad, "keep-bad", false, "move lines that cannot be read, too, as they stand")
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
		tell(stderr, fmt.Errorf("nothing is written, since %s cannot be split; %s", count(refused.Count, "line"), s.advice(refused)))
		return errFindings
	}
	var none *videotune.NoValidationError
	if errors.As(err, &none) {
		tell(stderr, err)
		tell(stderr, fmt.Errorf("nothing is written; add lines of other recordings%s, or let training have all lines with --validation 0", s.remedy(none)))
		return errFindings
	}
	if tellProblems(err, stderr) {
		return errFindings
	}
	if err != nil {
		return err
	}
	tellDoubts(report, stderr)
	_, err = io.WriteString(stdout, splitText(report, opts.Policy.Limits))
	return err
}

// advice returns what to do about lines that are refused.
func (s *splitCommand) advice(e *videotune.LinesError) string {
	var list []string
	if e.Count > e.Nameless+e.TooLong {
		text := "mend what is told, some of it with \"videotune fix\""
		if !s.keepBad {
			text += ", or have lines that cannot be read moved as they stand with --keep-bad"
		}
		list = append(list, text)
	}
	if e.TooLong > 0 {
		list = append(list, "take out "+count(e.TooLong, "line")+" of more than "+group(videotune.DefaultMaxLineBytes)+" bytes, which nothing moves")
	}
	if e.Nameless > 0 {
		list = append(list, fmt.Sprintf("change --by, so that it names the recordings of %s, too: with --by '%s|^(.+)$' a video that it does not match is a recording of its own", count(e.Nameless, "line"), s.by))
	}
	return strings.Join(list, "; ")
}

// remedy returns what else may give a validation set.
func (s *splitCommand) remedy(e *videotune.NoValidationError) string {
	switch {
	case e.Joined > 0:
		return ", leave out lines with several files"
	case e.Recordings == 1 && s.by != "uri":
		return ", tell recordings by another --by"
	}
	return ""
}

// options returns what the flags say, but for what stands in files.
func (s *splitCommand) options(args []string, stdin io.Reader) (*videotune.SplitLinesOptions, error) {
	if slices.Contains(s.output, "") {
		return nil, usagef("--output has an empty name; want two files without a space between, as -o train.jsonl,validation.jsonl")
	}
	if len(s.output) != 2 {
		return nil, usagef("--output names %s; want two, as -o train.jsonl,validation.jsonl", count(len(s.output), "file"))
	}
	read := append(slices.Clone(args), s.limits)
	if err := spareInputs(stdin, read, outFlag{"--output", s.output[0]}, outFlag{"--output", s.output[1]}); err != nil {
		return nil, err
	}
	share, ok := parseShare(s.validation)
	if !ok || share < 0 || share >= 1 {
		return nil, usagef("--validation is %s; want a share below 1, such as 0.1 or 10%%, or 0 for no validation", s.validation)
	}
	policy, _, err := s.policy()
	if err != nil {
		return nil, err
	}
	o := &videotune.SplitLinesOptions{KeepBad: s.keepBad}
	o.Policy, o.Share, o.Seed = policy, share, s.seed
	if share == 0 {
		o.Share = videotune.PinnedOnly
	}
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

// parseShare returns the share that a text such as "0.2" or "20%" names.
func parseShare(text string) (float64, bool) {
	number, inPercent := strings.CutSuffix(text, "%")
	share, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || math.IsNaN(share) || math.IsInf(share, 0) {
		return 0, false
	}
	if inPercent && share > 0 { // by its decimals: 0.7 % is 0.007
		share, _ = new(big.Rat).Quo(exact.Decimal(share), big.NewRat(100, 1)).Float64()
	}
	return share, true
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

// tellDoubts warns of what may be on both sides.
func tellDoubts(r *videotune.SplitLinesReport, stderr io.Writer) {
	if u := r.Unknown; u.Count > 0 {
		tell(stderr, fmt.Errorf("warning: %s:%d: the first of %s that cannot be read and whose video is unknown; they went to training, and a video of theirs may be in validation; mend them, some with \"videotune fix\", and split again",
			fileName(u.File), u.Line, count(u.Count, "line")))
	}
	if q := r.Queries; q.URLs > 0 {
		tell(stderr, fmt.Errorf("warning: %s:%d: %s differ in their query alone, so that they seem to be %s, the first %q; each counts as a recording by itself, and one video may be on both sides; to take them for one, split again with --by '^([^?]+)'",
			fileName(q.File), q.Line, count(q.URLs, "URL"), count(q.Files, "file"), q.First))
	}
}

// splitText tells people what was written.
func splitText(r *videotune.SplitLinesReport, limits *videotune.Limits) string {
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
	if r.Joined > 0 {
		text += fmt.Sprintf("Lines with several files tie recordings together: %s became one with others; the largest has %s.\n", group(int64(r.Joined)), count(r.Largest, "line"))
	}
	if r.Bad > 0 {
		text += fmt.Sprintf("Moved as they stand: %s that cannot be read, %s to the side of the files in them, %s to training.\n",
			count(r.Bad, "line"), group(int64(r.Bad-r.Unknown.Count)), group(int64(r.Unknown.Count)))
	}
	if r.Blank > 0 {
		text += fmt.Sprintf("Left out: %s.\n", count(r.Blank, "blank line"))
	}
	if r.ValidationRemoved {
		text += fmt.Sprintf("%s was removed: nothing goes to validation.\n", render.Clean(r.Validation.Path))
	}
	if r.Capped != "" {
		text += fmt.Sprintf("By its share alone validation would have more; the limit %s kept %s out: %s.\n", r.Capped, count(r.KeptOut, "recording"), capWords(r, &limits.Validation))
	}
	return text
}

// capWords says what the cap is that kept recordings out of validation.
func capWords(r *videotune.SplitLinesReport, v *videotune.ValidationLimits) string {
	percent := func(share float64) string {
		d := exact.Decimal(share)
		return exact.Percent(d.Num().Int64(), d.Denom().Int64())
	}
	switch r.Capped {
	case videotune.CapMaxExamples:
		return "the service takes " + count(v.MaxExamples, "validation example")
	case videotune.CapMaxShare:
		return fmt.Sprintf("the service takes at most %s of the number of training examples, here %s", percent(v.MaxShare), group(r.CappedAt))
	case videotune.CapAdvisedShare:
		return fmt.Sprintf("at most %s of the number of training examples is advised, here %s", percent(v.AdvisedShare), group(r.CappedAt))
	}
	return fmt.Sprintf("at most %s of the bytes of training is advised, here %s", percent(v.AdvisedShare), group(r.CappedAt))
}
