package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/nearest"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/spf13/cobra"
)

// checkFlags are the flags of check as they were given.
type checkFlags struct {
	model      string
	asOf       string
	limits     string
	media      []string
	validation []string
	severity   []string
	max        int
	maxSet     bool
	format     string
	color      string
}

// checkFormats are the values of --format.
var checkFormats = []string{"text", "json", "sarif", "github", "junit"}

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
duration, tracks) is read from the files that --media names: what "videotune
probe" writes and, for the pieces that "videotune cut" made, its mapping. Where two
of them differ about a video, the one that is named last holds. Without facts, what
depends on them is not judged, and the summary says for how many examples.

Limits of your own are read from the file that --limits names: a JSON object in the
form of the files in videotune's folder limits, such as
{"extends":"gemini-2.5-flash","maxVideoBytes":50000000}. --limits may also be such an
object itself.

The name - stands for standard input.

Exit status: 0 if the job would start, 1 if it would fail, 2 for wrong usage or
a file that cannot be read; then nothing is written to standard output. Warnings
do not count; --severity RULE=error makes one fail.`,
		Example: `  videotune check train.jsonl
  videotune check train.jsonl --validation validation.jsonl --media facts.json
  videotune check train.jsonl --media facts.json --media chunks/mapping.json
  videotune check --limits limits.json train.jsonl
  videotune check --severity examples-few=off --severity uri-signed=error train.jsonl
  videotune check --severity example-duplicate=error train.jsonl  # in CI: a warning that fails
  videotune check --format json train.jsonl | jq .summary.job_would_fail
  videotune check --format sarif train.jsonl > videotune.sarif`,
		Args: atLeast(1, "training file"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"jsonl"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f.maxSet = cmd.Flags().Changed("max-problems")
			return runCheck(&f, args, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.model, "model", "", "judge by the limits of this `model` (default "+videotune.DefaultModel+"; see \"videotune models\")")
	fl.StringVar(&f.asOf, "as-of", "", "judge by the limits of this `day`, as YYYY-MM-DD (default the newest);\na day before the model's first edition by that first one")
	fl.StringVar(&f.limits, "limits", "", "judge by the limits in this JSON `file`, instead of --model and --as-of")
	fl.StringArrayVar(&f.media, "media", nil, "read facts of the media from this JSON `file` of probe, plan or cut (repeatable)")
	fl.StringArrayVar(&f.validation, "validation", nil, "check this validation `file` too (repeatable)")
	fl.StringArrayVar(&f.severity, "severity", nil, "judge a rule as `RULE=LEVEL`: off, warning, drop or error (repeatable)")
	fl.IntVar(&f.max, "max-problems", 0, "list `N` problems at most, the first: text and junit N of each rule in each file\n(default 20), json N in all (default all), sarif N in all (default 25000), github N\nof each severity (default 9); 0 lists none. Those that are not listed are counted\nlike the others: in the summary, the verdict and the exit status")
	fl.StringVar(&f.format, "format", "text", "write this `format`: text, json, sarif (SARIF 2.1.0), github (annotations of GitHub\nActions) or junit (JUnit XML)")
	fl.StringVar(&f.color, "color", "auto", "`when` to color text: auto (on a terminal, unless NO_COLOR is set), always or never")
	complete(cmd, "format", checkFormats...)
	complete(cmd, "color", "auto", "always", "never")
	complete(cmd, "model", videotune.Models()...)
	completeWith(cmd, "severity", completeSeverity)
	return configurable(cmd, isFile)
}

// severityLevels are the words of --severity behind the "=".
var severityLevels = []string{"off", "warning", "drop", "error"}

// completeSeverity completes the rule first, and then its level.
func completeSeverity(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
	var words []string
	rule, _, ok := strings.Cut(word, "=")
	if ok {
		for _, level := range severityLevels {
			words = append(words, rule+"="+level)
		}
		return words, cobra.ShellCompDirectiveNoFileComp
	}
	for _, info := range videotune.Rules() {
		words = append(words, string(info.Rule)+"=\t"+info.Sentence)
	}
	return words, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// runCheck checks, and writes the report if all went well.
func runCheck(f *checkFlags, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	out := spool{less: lessListed}
	defer out.close()
	policy, notes, err := f.policy()
	if err != nil {
		return err
	}
	sink, err := f.sink(&out, stdout, policy.Severity, notes)
	if err != nil {
		return err
	}
	in := inputs{stdin: stdin}
	defer in.close()
	data, facts, m, err := f.watched(&in, args, policy, stderr)
	if err != nil {
		return err
	}
	defer m.close()
	if len(f.validation) == 0 {
		tellSides(args, stderr)
	}
	rep, err := videotune.Check(data, &videotune.CheckOptions{Policy: policy, OnProblem: sink.Problem, MaxProblems: 1})
	m.close()
	if err != nil {
		return err
	}
	if err := sink.Close(rep); err != nil {
		return err
	}
	if err := out.copyOut(stdout); err != nil {
		return err
	}
	facts.tell(f.media, stderr)
	if rep.WouldFail() {
		return errFindings
	}
	return nil
}

// policy returns what the flags say of how to judge, but for what stands in files;
// and notes on it for the report.
func (f *checkFlags) policy() (policy *videotune.Policy, notes []string, err error) {
	policy = &videotune.Policy{}
	if f.limits == "" {
		if policy.Limits, err = limitsFor(f.model, f.asOf); err != nil {
			return nil, nil, err
		}
		notes = notesOn(policy.Limits, f.asOf)
	} else if f.model != "" || f.asOf != "" {
		return nil, nil, usagef("--limits stands instead of --model and --as-of; leave them out")
	}
	policy.Severity, err = parseSeverities(f.severity)
	return policy, notes, err
}

// notesOn returns a note if the limits for a day are those of a later edition.
func notesOn(l *videotune.Limits, day string) []string {
	if asOf, err := time.Parse(time.DateOnly, day); err != nil || !asOf.Before(l.From) {
		return nil
	}
	return []string{"--as-of " + day + " lies before the first edition of " + l.Model + " that is known: judged by that one, " + l.Edition +
		", which counts from " + l.From.Format(time.DateOnly) + "."}
}

// sink returns what writes the report to out, on its way to stdout.
func (f *checkFlags) sink(out, stdout io.Writer, severity map[videotune.Rule]videotune.Severity, notes []string) (render.Sink, error) {
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
	case "json":
		return render.NewJSON(out, render.JSONOptions{Max: limit, Notes: notes}), nil
	case "sarif":
		number, _, _ := strings.Cut(version(), ",") // without commit and Go version
		return render.NewSARIF(out, render.SARIFOptions{Max: limit, Version: number, Severity: severity, Notes: notes}), nil
	case "github":
		return render.NewGitHub(out, render.GitHubOptions{Max: limit, Notes: notes}), nil
	case "junit":
		return render.NewJUnit(out, render.JUnitOptions{Max: limit, Severity: severity, Notes: notes}), nil
	}
	if _, err := choice("--format", f.format, checkFormats...); err != nil {
		return nil, err
	}
	return render.NewText(out, render.TextOptions{Max: limit, Color: color, Facts: factsNames(f.media), Notes: notes}), nil
}

// watched is open, with a meter that tells how far the dataset is read.
func (f *checkFlags) watched(in *inputs, train []string, policy *videotune.Policy, stderr io.Writer) (data videotune.Dataset, facts *factsInUse, m *meter, err error) {
	if data, facts, err = f.open(in, train, policy); err != nil {
		return data, nil, nil, err
	}
	m = newMeter(stderr)
	m.watch(data.Train, 1)
	m.watch(data.Validation, 1)
	return data, facts, m, nil
}

// open opens all files, and only then reads the limits and the facts into policy.
func (f *checkFlags) open(in *inputs, train []string, policy *videotune.Policy) (data videotune.Dataset, facts *factsInUse, err error) {
	for _, names := range [][]string{train, f.validation} {
		if err := namedOnce(names); err != nil {
			return data, nil, err
		}
	}
	if data.Train, err = openAll(in, train); err != nil {
		return data, nil, err
	}
	if data.Validation, err = openAll(in, f.validation); err != nil {
		return data, nil, err
	}
	media, err := openAll(in, f.media)
	if err != nil {
		return data, nil, err
	}
	if f.limits != "" {
		if policy.Limits, err = readLimits(in, f.limits); err != nil {
			return data, nil, err
		}
	}
	if len(media) > 0 {
		read, err := readFacts(media)
		if err != nil {
			return data, nil, err
		}
		facts = &factsInUse{factsReader: read}
		policy.Media = facts.lookup
	}
	return data, facts, nil
}

// factsInUse are facts of media that know whether they are of use. A nil one is for
// none.
type factsInUse struct {
	*factsReader
	asked, found atomic.Bool
}

// lookup is the function of Policy.Media: several goroutines call it.
func (f *factsInUse) lookup(uri string) (videotune.Media, bool) {
	m, ok := f.media.Lookup(uri)
	if !f.asked.Load() {
		f.asked.Store(true)
	}
	if ok && !f.found.Load() {
		f.found.Store(true)
	}
	return m, ok
}

// tell tells what is to be known of facts that were read from the files of those names.
func (f *factsInUse) tell(names []string, stderr io.Writer) {
	if f == nil {
		return
	}
	f.note("media", stderr)
	if err := f.unused(names); err != nil {
		tell(stderr, err)
	}
}

// unused returns an error if there were videos to look up, and facts of none of
// them in the files of those names.
func (f *factsInUse) unused(names []string) error {
	if f == nil || !f.asked.Load() || f.found.Load() {
		return nil
	}
	files := strings.Join(names, " + ")
	switch n := len(f.media); n {
	case 0:
		return fmt.Errorf("%s: it holds the facts of no file", files)
	case 1:
		return fmt.Errorf("%s: its 1 file is not named in the dataset; is the bucket right?", files)
	default:
		return fmt.Errorf("%s: none of its %d files is named in the dataset; is the bucket right?", files, n)
	}
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
	return fmt.Errorf("%s: %s", name, strings.TrimPrefix(strings.TrimPrefix(err.Error(), "videotune: "), "chunk: "))
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
		if _, err := choice("the level of --severity "+rule, level, severityLevels...); err != nil {
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
	near := nearest.Word(id, ids)
	if near == "" {
		near = anyOf(slices.DeleteFunc(ids, func(rule string) bool { return id == "" || !strings.Contains(rule, strings.ToLower(id)) }))
	}
	if near == "" {
		return videotune.RuleInfo{}, usagef("unknown rule %q; \"videotune rules\" lists them", id)
	}
	return videotune.RuleInfo{}, usagef("unknown rule %q%s", id, nearest.DidYouMean("", near))
}

// anyOf returns the first words of a list, joined by "or"; "" for none.
func anyOf(list []string) string {
	const most = 5
	switch n := len(list); {
	case n == 0:
		return ""
	case n == 1:
		return list[0]
	case n > most:
		return strings.Join(list[:most], ", ") + " or " + count(n-most, "other")
	default:
		return strings.Join(list[:n-1], ", ") + " or " + list[n-1]
	}
}
