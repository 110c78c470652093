package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/fix"
	"github.com/seed-57910ec4/videotune/internal/atomicfile"
	"github.com/spf13/cobra"
)

// fixFlags are the flags of fix as they were given.
type fixFlags struct {
	output     string
	write      bool
	diff       bool
	resolution string
	replace    bool // a resolution that is another
	unit       string
	unknown    bool // members are left out
	duplicates bool
	dropped    string
	left       string
	judge      checkFlags // model, as-of, limits, media and severity
	format     string
	max        int
}

func newFix() *cobra.Command {
	var f fixFlags
	cmd := &cobra.Command{
		Use:   "fix [flags] FILE",
		Short: "Mend what can be mended without a guess",
		Long: `fix reads a dataset with faults and writes what can be mended of it, and says what
it did: JSON that is pretty-printed, an array, or run together becomes a line for
each example; commas too many, comments, single quotes, Python's words, byte order
marks, UTF-16 and "\r\n" go; members, offsets whose unit is written ("1m30s"),
roles, resolutions and MIME types are spelt as the service wants them; batch requests,
chats with messages and conversations about one file become examples. "videotune rules" marks the rules that it
mends with a star.

Nothing else is changed but by a flag, and nothing is guessed: "5" may be seconds
or frames until --offset-unit says it. Offsets are exact; only --offset-unit rounds,
to the nearest microsecond, those that are finer than a nanosecond, and frames.
What cannot be mended stays as it is, byte for byte, and is listed, by the lines of
the result, with what was in the way. A line that is good stays as it is too. To fix
twice is to fix once. What is left is judged as check judges it, with the same flags.
With --left the lines that fail the job are moved out, and what remains passes check
but for what only the file as a whole shows, such as resolutions that differ.

The result goes to standard output, to another file with -o, or into the file
itself with -w, as a whole or not at all; the old file is kept beside it, with .bak
behind its name (.bak2 if there is one). With --diff the changes are written
instead, and with -o or -w too. What was done is told on standard error, or on
standard output with -o or -w alone.

The name - stands for standard input.

Exit status: 0 if nothing is left over that fails the job or drops an example, 1 if
something is, 2 for wrong usage or a file that cannot be read or written.`,
		Example: `  videotune fix -o train.jsonl export.json
  videotune fix --diff --offset-unit ms --resolution low train.jsonl
  videotune fix -o clean.jsonl --left left.jsonl --remove-unknown dirty.jsonl
  videotune fix -w --drop-duplicates --dropped dropped.jsonl --media facts.json train.jsonl`,
		Args: exactlyOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			run := fixRun{fixFlags: &f, name: args[0], stdout: cmd.OutOrStdout(), stderr: cmd.ErrOrStderr(), in: inputs{stdin: cmd.InOrStdin()}}
			defer run.close()
			return run.run()
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVarP(&f.output, "output", "o", "", "write the result into this `file`")
	fl.BoolVarP(&f.write, "write", "w", false, "write the result into the file itself, and keep the old one as FILE.bak")
	fl.BoolVar(&f.diff, "diff", false, "write what changes, line by line, to standard output")
	fl.StringVar(&f.resolution, "resolution", "", "fill in this `resolution` where a line has none: low, medium or high")
	fl.BoolVar(&f.replace, "replace-resolution", false, "with --resolution, write it also where a line has another one")
	fl.StringVar(&f.unit, "offset-unit", "", "read offsets that do not say their `unit` as s, ms, us, mm:ss or frames@FPS")
	fl.BoolVar(&f.duplicates, "drop-duplicates", false, "leave out examples that stand in the file before")
	fl.BoolVar(&f.unknown, "remove-unknown", false, "leave out members that the service does not know")
	fl.StringVar(&f.dropped, "dropped", "", "move the lines that the service would leave out into this `file`")
	fl.StringVar(&f.left, "left", "", "move the lines that cannot be mended into this `file`, those of --dropped too if that is not given")
	fl.StringArrayVar(&f.judge.media, "media", nil, "read facts of the media from this JSON `file` of probe, plan or cut (repeatable)")
	fl.StringVar(&f.judge.model, "model", "", "judge by the limits of this `model` (default "+videotune.DefaultModel+"; see \"videotune models\")")
	fl.StringVar(&f.judge.asOf, "as-of", "", "judge by the limits of this `day`, as YYYY-MM-DD (default the newest)")
	fl.StringVar(&f.judge.limits, "limits", "", "judge by the limits in this JSON `file`, instead of --model and --as-of")
	fl.StringArrayVar(&f.judge.severity, "severity", nil, "judge a rule as `RULE=LEVEL`: off, warning, drop or error (repeatable), as with check")
	fl.StringVar(&f.format, "format", "text", "say what was done as text or json")
	fl.IntVar(&f.max, "max-problems", videotune.DefaultMaxProblems, "list `N` changes and N problems of each rule at most, the first; json lists all changes")
	complete(cmd, "resolution", "low", "medium", "high")
	complete(cmd, "offset-unit", "s", "ms", "us", "mm:ss", "frames@25", "frames@30000/1001")
	complete(cmd, "model", videotune.Models()...)
	complete(cmd, "format", "text", "json")
	completeWith(cmd, "severity", completeSeverity)
	return configurable(cmd, isFile)
}

// exactlyOne checks that one file is named.
func exactlyOne(cmd *cobra.Command, args []string) error {
	if err := atLeast(1, "file")(cmd, args); err != nil {
		return err
	}
	return atMost(1)(cmd, args)
}

// A fixRun is fix at work.
type fixRun struct {
	*fixFlags
	name           string
	stdout, stderr io.Writer
	in             inputs
	target         *atomicfile.File // of -o and -w
	out            spool            // of the result without a target
	moved          spool            // of --dropped
	unmended       spool            // of --left
	changes        spool            // of --diff
	log            fixLog
}

func (r *fixRun) close() {
	r.in.close()
	r.out.close()
	r.moved.close()
	r.unmended.close()
	r.changes.close()
	r.log.out.close()
	if r.target != nil {
		_ = r.target.Close() // nothing if it was committed
	}
}

func (r *fixRun) run() error {
	opts, err := r.options()
	if err != nil {
		return err
	}
	in, err := r.in.open(r.name)
	if err != nil {
		return err
	}
	facts, err := r.facts(opts.Policy)
	if err != nil {
		return err
	}
	to, err := r.open()
	if err != nil {
		return err
	}
	r.out.less, r.changes.less = ", or name a file for the result with -o", ", or leave --diff out"
	r.log = fixLog{out: spool{less: lessListed}, name: r.name, output: r.resultName(), json: r.format == "json", most: r.max, given: map[string]bool{
		"--resolution": r.resolution != "", "--replace-resolution": r.replace, "--offset-unit": r.unit != "", "--remove-unknown": r.unknown,
		"--drop-duplicates": r.duplicates, "--dropped": r.dropped != "", "--left": r.left != "",
	}}
	if err := r.log.begin(); err != nil {
		return err
	}
	var failed error
	opts.OnEdit = func(e *fix.Edit) {
		if failed == nil {
			failed = r.log.edit(e)
		}
		if failed == nil && r.diff {
			failed = writeDiff(&r.changes, r.name, e)
		}
	}
	meter := newMeter(r.stderr)
	report, err := fix.File(meter.reader(in, 1), to, opts)
	meter.close()
	if err != nil {
		return fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "fix: "))
	}
	if failed != nil {
		return failed
	}
	facts.tell(r.judge.media, r.stderr)
	return r.finish(report)
}

// options checks the flags.
func (r *fixRun) options() (*fix.Options, error) {
	switch {
	case r.output != "" && r.write:
		return nil, usagef("-o names another file and -w writes into %s; take one of them", r.name)
	case r.write && r.name == stdinName:
		return nil, usagef("-w cannot write into standard input (-); leave it out")
	case r.replace && r.resolution == "":
		return nil, usagef("--replace-resolution needs --resolution, which says what it writes")
	case r.max < 0:
		return nil, usagef("--max-problems %d is negative", r.max)
	}
	if _, err := choice("--format", r.format, "text", "json"); err != nil {
		return nil, err
	}
	opts := &fix.Options{Name: r.resultName(), DropDuplicates: r.duplicates, ReplaceResolution: r.replace, RemoveUnknown: r.unknown, MaxProblems: max(r.max, 1)}
	var err error
	if opts.Policy, _, err = r.judge.policy(); err != nil {
		return nil, err
	}
	if opts.OffsetUnit, err = fix.ParseOffsetUnit(r.unit); err != nil {
		return nil, usagef("--offset-unit is %q; %v", r.unit, fix.ErrUnit)
	}
	if r.resolution != "" {
		var ok bool
		if opts.Resolution, ok = videotune.ParseMediaResolution(r.resolution); !ok {
			return nil, usagef("--resolution is %q; want low, medium or high", r.resolution)
		}
	}
	if r.dropped != "" {
		opts.Dropped = &r.moved
	}
	if r.left != "" {
		opts.Unmended = &r.unmended
	}
	return opts, nil
}

// facts reads the files of --media into the policy.
func (r *fixRun) facts(policy *videotune.Policy) (*factsInUse, error) {
	_, facts, err := r.judge.open(&r.in, nil, policy)
	return facts, err
}

// resultName is what the result is called in problems.
func (r *fixRun) resultName() string {
	if r.output != "" {
		return r.output
	}
	return r.name
}

// finish writes what there is to write, and tells what was done.
func (r *fixRun) finish(report *fix.Report) error {
	if err := r.writeMoved(report); err != nil {
		return err
	}
	backup, err := r.commit(report)
	if err != nil {
		return err
	}
	if err := r.log.finish(report, fixFiles{backup, r.dropped, r.left}); err != nil {
		return err
	}
	log := r.stdout
	if r.target == nil || r.diff {
		log = r.stderr
	}
	if err := r.log.out.copyOut(log); err != nil {
		return err
	}
	if err := r.changes.copyOut(r.stdout); err != nil {
		return err
	}
	if err := r.out.copyOut(r.stdout); err != nil {
		return err
	}
	if report.LeftOver() > 0 {
		return errFindings
	}
	return nil
}

// commit makes the result the file's, and returns the name of the old file if one is
// kept. A file that does not change is left alone.
func (r *fixRun) commit(report *fix.Report) (backup string, err error) {
	if r.target == nil || r.write && !report.Edited() {
		return "", nil
	}
	if r.write {
		if err := r.target.Prepare(); err != nil {
			return "", err
		}
		if backup, err = keepOld(r.target.Target()); err != nil {
			return "", fmt.Errorf("cannot keep the old file: %w", err)
		}
	}
	return backup, r.target.Commit()
}
