package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/spf13/cobra"
)

// mappingName is the file in the output folder that the mapping is written to,
// unless a flag names another.
const mappingName = "mapping.json"

// A cutter carries out plans.
type cutter struct {
	opts    cut.Options
	mapping string
	local   []string
	dryRun  bool
	in      inputs
	stdout  io.Writer
	stderr  io.Writer
}

func newCut() *cobra.Command {
	var c cutter
	cmd := &cobra.Command{
		Use:   "cut [flags] PLAN.json",
		Short: "Make the files that a plan asks for, with ffmpeg",
		Long: `cut makes the files that a plan of "videotune plan -o" asks for, with the programs
ffmpeg and ffprobe. Each file is looked at when it is made: one that is over a
limit is planned and made again. Files that are there already are taken, so that
a run that was interrupted (Ctrl-C) is gone on with by the same command.

What the files really hold is written into the mapping, which has the form of the
plan: by it times are moved from a video to its pieces (see package chunk). It is
a plan itself, of which nothing is left to do.

Videos are read from this machine. Where a copy lies of one that is elsewhere is
told by --local: with --local gs://my-bucket=videos, gs://my-bucket/a/dog.mp4 is
read from videos/a/dog.mp4.

Without ffmpeg, and with --dry-run, the commands that would make the files are
printed, for people to run them elsewhere.

Exit status: 0 if all files are there, 1 if one could not be made (why is told on
standard error) or the run was interrupted, 2 for wrong usage or a file that
cannot be read or written.`,
		Example: `  videotune plan --facts facts.json -o plan.json train.jsonl
  videotune cut -o chunks plan.json
  videotune cut --dry-run plan.json
  videotune cut --local gs://my-bucket=/mnt/my-bucket -o chunks plan.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if err := atLeast(1, "plan")(cmd, args); err != nil {
				return err
			}
			return atMost(1)(cmd, args)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"json"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			c.in.stdin, c.stdout, c.stderr = cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr()
			defer c.in.close()
			return c.run(ctx, args[0])
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVarP(&c.opts.Dir, "output", "o", ".", "make the files in this `folder`, which is made if need be")
	fl.StringVar(&c.mapping, "mapping", "", "write the mapping to this `file` (default "+mappingName+" in the folder)")
	fl.StringArrayVar(&c.local, "local", nil, "read what begins with a URI from a folder, as `URI=FOLDER` (repeatable)")
	fl.BoolVar(&c.dryRun, "dry-run", false, "make nothing, print the commands")
	fl.BoolVar(&c.opts.Fresh, "fresh", false, "make every file anew, also those that are there")
	fl.StringVar(&c.opts.FFmpeg, "ffmpeg", "ffmpeg", "run this `program`")
	fl.StringVar(&c.opts.FFprobe, "ffprobe", "ffprobe", "run this `program`")
	fl.StringVar(&c.opts.Preset, "preset", cut.DefaultPreset, "trade size for speed by this `preset` of libx264")
	fl.IntVar(&c.opts.Quality, "quality", cut.DefaultQuality, "encode pictures in this quality, `N` from 1, the best, to 51")
	return cmd
}

func (c *cutter) run(ctx context.Context, name string) error {
	set, err := c.read(name)
	if err != nil {
		return err
	}
	if c.dryRun {
		return c.commands(set)
	}
	if err := os.MkdirAll(c.opts.Dir, 0o777); err != nil {
		return err
	}
	bar := newCutProgress(c.stderr, set)
	c.opts.OnProgress = bar.step
	results, err := cut.CutAll(ctx, set, &c.opts)
	bar.close()
	if missing := (*cut.MissingError)(nil); errors.As(err, &missing) {
		tell(c.stderr, fmt.Errorf("%w; these commands make the files elsewhere", missing))
		c.opts.FFmpeg = "" // elsewhere it is where it should be
		return cmp.Or(c.commands(set), errFindings)
	}
	return c.finish(ctx, set, results, err)
}

// read reads the plan and the flags.
func (c *cutter) read(name string) (*chunk.Set, error) {
	if c.opts.Quality < 1 || c.opts.Quality > 51 {
		return nil, usagef("--quality is %d; want 1 to 51", c.opts.Quality)
	}
	if c.opts.Dir == "" {
		return nil, usagef("the folder of --output is empty; want . for the current one")
	}
	if c.mapping == "" {
		c.mapping = filepath.Join(c.opts.Dir, mappingName)
	}
	copies, err := parseCopies(c.local)
	if err != nil {
		return nil, err
	}
	c.opts.Local = copies.local()
	r, err := c.in.open(name)
	if err != nil {
		return nil, err
	}
	set, err := chunk.ReadSet(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %s; want what \"videotune plan -o\" writes", name, strings.TrimPrefix(err.Error(), "chunk: "))
	}
	return set, nil
}

// finish writes the mapping and tells what became of the files.
func (c *cutter) finish(ctx context.Context, set *chunk.Set, results []cut.Result, failed error) error {
	interrupted := failed != nil && ctx.Err() != nil
	if err := writeFile(c.mapping, set); err != nil {
		return err
	}
	left := 0
	for _, p := range set.Plans {
		for _, f := range p.Files() {
			if !f.Made {
				left++
			}
		}
	}
	if err := c.report(results, left); err != nil {
		return err
	}
	switch {
	case interrupted:
		tell(c.stderr, fmt.Errorf("interrupted with %s left to make; the same command goes on from there", count(left, "file")))
	default:
		c.tellAll(failed)
	}
	if failed != nil {
		return errFindings
	}
	return nil
}

// report tells of the files that are there, and how many are left to make.
func (c *cutter) report(results []cut.Result, left int) error {
	t := align.Table{Left: []bool{true, true}}
	t.Row("FILE", "HOW", "BYTES", "FROM", "LENGTH")
	for i := range results {
		r := &results[i]
		t.Row(render.Clean(r.Name), howText(r), group(r.Made.Bytes), pbtime.Format(r.Made.Start), pbtime.Format(r.Made.Duration))
	}
	var out spool
	defer out.close()
	mapping := render.Clean(c.mapping)
	switch {
	case len(results) > 0:
		fmt.Fprintln(&out, &t)
		if left > 0 {
			fmt.Fprintf(&out, "%s left to make. ", isOrAre(left, "file"))
		}
		fmt.Fprintf(&out, "The mapping is in %s.\n", mapping)
	case left > 0:
		fmt.Fprintf(&out, "No file was made: %s left to make. What is in %s is the plan as it was.\n", isOrAre(left, "file"), mapping)
	default:
		fmt.Fprintf(&out, "No file has to be made. The mapping is in %s.\n", mapping)
	}
	return out.copyOut(c.stdout)
}

// isOrAre returns "1 file is", "2 files are".
func isOrAre(n int, what string) string {
	if n == 1 {
		return count(n, what) + " is"
	}
	return count(n, what) + " are"
}

// howText says how a file came about.
func howText(r *cut.Result) string {
	s := string(r.How)
	switch {
	case r.Fallback != cut.NoFallback:
		s += " (not copied: " + string(r.Fallback) + ")"
	case r.Again > 0:
		s += fmt.Sprintf(" (planned anew %s)", count(r.Again, "time"))
	}
	return s
}

// commands prints the commands that make the files, and tells of the videos that there
// are none for.
func (c *cutter) commands(set *chunk.Set) error {
	var out spool
	defer out.close()
	var errs []error
	for _, p := range set.Plans {
		list, err := cut.Commands(p, &c.opts)
		errs = append(errs, err)
		for _, command := range list {
			fmt.Fprintln(&out, command)
		}
	}
	c.tellAll(errors.Join(errs...))
	if err := out.copyOut(c.stdout); err != nil {
		return err
	}
	if errors.Join(errs...) != nil {
		return errFindings
	}
	return nil
}

// tellAll tells what err joins, and what may help.
func (c *cutter) tellAll(err error) {
	for _, err := range listed(err) {
		text := strings.TrimPrefix(err.Error(), "cut: ")
		tell(c.stderr, errors.New(strings.ReplaceAll(text, "\n", "; ")))
	}
	switch {
	case errors.Is(err, cut.ErrNotLocal):
		fmt.Fprintln(c.stderr, "    hint: copy the videos into a folder, and tell where they lie: --local gs://my-bucket=FOLDER")
	case errors.Is(err, cut.ErrChanged):
		fmt.Fprintln(c.stderr, "    hint: probe the videos again and plan anew")
	}
}

// localPath returns the path of a video of this machine.
func localPath(uri string) (string, error) {
	if !strings.Contains(uri, "://") {
		return uri, nil
	}
	if u, err := url.Parse(uri); err == nil && strings.EqualFold(u.Scheme, "file") && u.Host == "" && u.Path != "" {
		return filepath.FromSlash(u.Path), nil
	}
	return "", fmt.Errorf("%w: no --local is for it", cut.ErrNotLocal)
}

// A cutProgress tells how far the files of a set are, by their lengths.
type cutProgress struct {
	*progress
	done map[string]time.Duration // by name
}

func newCutProgress(stderr io.Writer, set *chunk.Set) *cutProgress {
	var total time.Duration
	for _, p := range set.Plans {
		for _, f := range p.Files() {
			if !f.Made {
				total += f.Span.Length()
			}
		}
	}
	return &cutProgress{newProgress(stderr, "seconds of video", int(total/time.Second)), make(map[string]time.Duration)}
}

func (c *cutProgress) step(p cut.Progress) {
	c.done[p.Name] = p.Done
	var sum time.Duration
	for _, d := range c.done {
		sum += d
	}
	// Files that are made again are more than was planned.
	c.reach(min(int(sum/time.Second), c.total-1))
}
