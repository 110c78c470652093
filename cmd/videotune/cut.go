package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/spf13/cobra"
)

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
a plan itself, of which nothing is left to do. A mapping that is there is written
over if it is of the same files; else nothing is made, so that it is not lost.

Videos are read from this machine. Where a copy lies of one that is elsewhere is
told by --local: with --local gs://my-bucket=videos, gs://my-bucket/a/dog.mp4 is
read from videos/a/dog.mp4.

Without ffmpeg, and with --dry-run, the commands that would make the files are
printed, for people to run them elsewhere. Of files that are there the mapping is
written without ffmpeg too, if there is ffprobe.

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
	if err := checkMapping(c.mapping, set); err != nil {
		return err
	}
	if err := os.MkdirAll(c.opts.Dir, 0o777); err != nil {
		return err
	}
	bar := newCutProgress(c.stderr, set)
	c.opts.OnProgress = bar.step
	results, err := cut.CutAll(ctx, set, &c.opts)
	bar.close()
	if missing := (*cut.MissingError)(nil); errors.As(err, &missing) {
		return c.without(missing, set, len(results), err)
	}
	return c.finish(ctx, set, results, err)
}

// without prints the commands for what is left to make where a program is missing. What
// is there already, and was taken, is in the mapping.
func (c *cutter) without(missing *cut.MissingError, set *chunk.Set, taken int, failed error) error {
	if taken > 0 {
		if err := writeFile(c.mapping, set); err != nil {
			return err
		}
		tell(c.stderr, fmt.Errorf("%s there already; the mapping of what is there is in %s, and %s left to make",
			isOrAre(taken, "file"), render.Clean(c.mapping), isOrAre(left(set), "file")))
	}
	var others []error
	for _, err := range listed(failed) {
		if !errors.As(err, &missing) && !errors.Is(err, cut.ErrNotLocal) { // of which commands tells
			others = append(others, err)
		}
	}
	c.tellAll(errors.Join(others...))
	tell(c.stderr, fmt.Errorf("%w; these commands make the files elsewhere", missing))
	c.opts.FFmpeg = "" // elsewhere it is where it should be
	return cmp.Or(c.commands(set), errFindings)
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
	c.opts.Local = copies.local(false)
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
	n := left(set)
	if err := c.report(results, n); err != nil {
		return err
	}
	switch {
	case interrupted:
		tell(c.stderr, fmt.Errorf("interrupted with %s left to make; the same command goes on from there", count(n, "file")))
	default:
		c.tellAll(failed)
	}
	if failed != nil {
		return errFindings
	}
	return nil
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
