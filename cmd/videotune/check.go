package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/spf13/cobra"
)

// checkFlags are the flags of check as they were given.
type checkFlags struct {
	model      string
	asOf       string
	limits     string
	media      string
	validation []string
	severity   []string
	max        int
	maxSet     bool
	format     string
	color      string
}

func newCheck() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [flags] TRAIN.jsonl...",
		Short: "Tell what the tuning service would refuse or leave out",
		Long: `check reads training and validation files, each once, and tells what the tuning
service would make of them: what fails the job (error), what leaves an example
out (drop), and what a person should look at (warning). The job also fails if
more than 10 % of a file's examples would be left out.

Nothing is fetched and no media is opened. What is known of the media (size,
duration, tracks) is read from the file that --media names; without it, what
depends on such facts is not judged, and the summary says for how many examples.

The name - stands for standard input.

Exit status: 0 if the job would start, 1 if it would fail, 2 for wrong usage or
a file that cannot be read; then nothing is written to standard output.`,
		Example: `  videotune check train.jsonl
  videotune check train.jsonl --validation validation.jsonl --media facts.json
  videotune check --severity examples-few=off --severity uri-signed=error train.jsonl
  videotune check --format json train.jsonl | jq .summary.job_would_fail`,
		Args: atLeast(1, "training file"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"jsonl"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f.maxSet = cmd.Flags().Changed("max-problems")
			return runCheck(&f, args, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.model, "model", "", "judge by the limits of this `model` (default "+videotune.DefaultModel+"; see \"videotune models\")")
	fl.StringVar(&f.asOf, "as-of", "", "judge by the limits of this `day`, as YYYY-MM-DD (default the newest)")
	fl.StringVar(&f.limits, "limits", "", "judge by the limits in this JSON `file`, instead of --model and --as-of")
	fl.StringVar(&f.media, "media", "", "read facts of the media from this JSON `file`")
	fl.StringArrayVar(&f.validation, "validation", nil, "check this validation `file` too (repeatable)")
	fl.StringArrayVar(&f.severity, "severity", nil, "judge a rule as `RULE=LEVEL`: off, warning, drop or error (repeatable)")
	fl.IntVar(&f.max, "max-problems", 0, "list at most `N` problems: with text of each rule and file (default 20),\nwith json in all (default: all of them); counts stay exact")
	fl.StringVar(&f.format, "format", "text", "write this `format`: text or json")
	fl.StringVar(&f.color, "color", "auto", "`when` to color text: auto (on a terminal, unless NO_COLOR is set), always or never")
	complete(cmd, "format", "text", "json")
	complete(cmd, "color", "auto", "always", "never")
	complete(cmd, "model", videotune.Models()...)
	complete(cmd, "severity", severityWords()...)
	return cmd
}

func severityWords() []string {
	var words []string
	for _, info := range videotune.Rules() {
		for _, s := range []string{"off", "warning", "drop", "error"} {
			words = append(words, string(info.Rule)+"="+s)
		}
	}
	return words
}

// runCheck checks, and writes the report if all went well.
func runCheck(f *checkFlags, args []string, stdin io.Reader, stdout io.Writer) error {
	var out spool
	defer out.close()
	sink, err := f.sink(&out, stdout)
	if err != nil {
		return err
	}
	severity, err := parseSeverities(f.severity)
	if err != nil {
		return err
	}
	in := inputs{stdin: stdin}
	defer in.close()
	data, policy, err := f.open(&in, args)
	if err != nil {
		return err
	}
	policy.Severity = severity
	rep, err := videotune.Check(data, &videotune.CheckOptions{Policy: policy, OnProblem: sink.Problem, MaxProblems: 1})
	if err != nil {
		return err
	}
	if err := sink.Close(rep); err != nil {
		return err
	}
	if err := out.copyOut(stdout); err != nil {
		return err
	}
	if rep.WouldFail() {
		return errFindings
	}
	return nil
}

// sink returns what writes the report to out, on its way to stdout.
func (f *checkFlags) sink(out, stdout io.Writer) (render.Sink, error) {
	if f.maxSet && f.max < 0 {
		return nil, usagef("--max-problems %d is negative", f.max)
	}
	limit := f.max
	if f.maxSet && limit == 0 {
		limit = -1 // none, where 0 is the default
	}
	color, err := wantColor(f.color, stdout)
	if err != nil {
		return nil, err
	}
	switch f.format {
	case "sarif", "github", "junit":
		return nil, usagef("--format %s is not in this version; use text or json", f.format)
	case "json":
		return render.NewJSON(out, render.JSONOptions{Max: limit}), nil
	}
	if _, err := choice("--format", f.format, "text", "json"); err != nil {
		return nil, err
	}
	return render.NewText(out, render.TextOptions{Max: limit, Color: color}), nil
}

// open opens all files, and only then reads the limits and the facts.
func (f *checkFlags) open(in *inputs, train []string) (data videotune.Dataset, policy *videotune.Policy, err error) {
	policy = &videotune.Policy{}
	if f.limits == "" {
		if policy.Limits, err = limitsFor(f.model, f.asOf); err != nil {
			return data, nil, err
		}
	} else if f.model != "" || f.asOf != "" {
		return data, nil, usagef("--limits stands instead of --model and --as-of; leave them out")
	}
	if data.Train, err = openAll(in, train); err != nil {
		return data, nil, err
	}
	if data.Validation, err = openAll(in, f.validation); err != nil {
		return data, nil, err
	}
	var media, limits io.Reader
	if f.media != "" {
		if media, err = in.open(f.media); err != nil {
			return data, nil, err
		}
	}
	if f.limits != "" {
		if limits, err = in.open(f.limits); err != nil {
			return data, nil, err
		}
		if policy.Limits, err = videotune.LoadLimits(limits); err != nil {
			return data, nil, fileError(f.limits, err)
		}
	}
	if media != nil {
		facts, err := videotune.ReadMedia(media)
		if err != nil {
			return data, nil, fileError(f.media, err)
		}
		policy.Media = facts.Lookup
	}
	return data, policy, nil
}

func openAll(in *inputs, names []string) ([]videotune.Input, error) {
	var list []videotune.Input
	for _, name := range names {
		r, err := in.open(name)
		if err != nil {
			return nil, err
		}
		list = append(list, videotune.Input{Name: name, R: r})
	}
	return list, nil
}

func fileError(name string, err error) error {
	return fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "videotune: "))
}

// limitsFor returns the limits of a model on a day that is written YYYY-MM-DD.
func limitsFor(model, day string) (*videotune.Limits, error) {
	var asOf time.Time
	if day != "" {
		var err error
		if asOf, err = time.Parse(time.DateOnly, day); err != nil {
			return nil, usagef("--as-of %s is no day; write it like 2026-08-31", strconv.Quote(day))
		}
	}
	limits, err := videotune.LimitsFor(model, asOf)
	if err != nil {
		return nil, usagef("%s", strings.TrimPrefix(err.Error(), "videotune: "))
	}
	return limits, nil
}

// parseSeverities reads the values of --severity; the last of a rule holds.
func parseSeverities(values []string) (map[videotune.Rule]videotune.Severity, error) {
	m := map[videotune.Rule]videotune.Severity{}
	for _, v := range values {
		rule, level, ok := strings.Cut(v, "=")
		if !ok {
			return nil, usagef("--severity %s lacks its level; write it like %s=off", v, v)
		}
		info, err := lookupRule(rule)
		if err != nil {
			return nil, err
		}
		if _, err := choice("the level of --severity "+rule, level, "off", "warning", "drop", "error"); err != nil {
			return nil, err
		}
		if m[info.Rule], err = videotune.ParseSeverity(level); err != nil {
			return nil, usagef("%v", err)
		}
	}
	return m, nil
}

// lookupRule returns the rule that is called id, or an error with the nearest.
func lookupRule(id string) (videotune.RuleInfo, error) {
	if info, ok := videotune.LookupRule(videotune.Rule(id)); ok {
		return info, nil
	}
	var ids []string
	for _, info := range videotune.Rules() {
		ids = append(ids, string(info.Rule))
	}
	near := didYouMean("", nearest(id, ids))
	if near == "" {
		near = "; \"videotune rules\" lists them"
	}
	return videotune.RuleInfo{}, usagef("unknown rule %q%s", id, near)
}
