package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
	"github.com/seed-57910ec4/videotune/internal/atomicfile"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A planCommand plans what to do with videos.
type planCommand struct {
	sourceFlags
	facts      []string
	model      string
	asOf       string
	limits     string
	resolution string
	large      string
	headroom   int
	opts       chunk.Options // what the flags say as it is
	output     string
	format     string
	in         inputs
}

func newPlan() *cobra.Command {
	var p planCommand
	cmd := &cobra.Command{
		Use:   "plan [flags] TRAIN.jsonl...|VIDEO...",
		Short: "Plan what to do with videos that are too long or too large",
		Long: `plan tells for each video whether it can be used as it is and, where it is too
long or too large, the way out: segments of the file where only its length is
over, which costs nothing; else new files, cut from it or encoded anew at a lower
visual resolution; else to leave it out. For all together it tells which of the
ways out of large files is the cheapest, and what part of the examples is lost:
the service takes up to 10 % of each file. A video counts by the lines that use it,
one that is named itself as one.

An argument that ends in .jsonl is a dataset. Of its videos, what its lines use is
planned for, and the segments that lines use are kept whole where possible. Any
other argument is a video, as for probe, and all of it is planned for.

The facts of the videos are read from the files that --facts names, where the one
that is named last holds; without it, the videos are looked at first, as probe does.

Lines that cannot be planned for, and segments that are not in their video or that no
piece holds as a whole, are told on standard error. A video that no other line uses
is left out.

Limits of your own are read from the file that --limits names: a JSON object in the
form of the files in videotune's folder limits, such as
{"extends":"gemini-2.5-flash","maxVideoBytes":50000000}.

Nothing is made here: cut carries out a plan that was written with -o.

Exit status: 0 if at most a tenth of the examples of each file is lost, and of the
videos that are named themselves, 1 if more are or the command was interrupted,
2 for wrong usage or a file that cannot be read or written.`,
		Example: `  videotune plan --facts facts.json train.jsonl validation.jsonl
  videotune plan --resolution MEDIUM lecture.mp4
  videotune plan --limits limits.json --facts facts.json train.jsonl
  videotune plan --facts facts.json --large cheapest --base gs://my-bucket/chunks -o plan.json train.jsonl
  videotune plan --facts facts.json --format json train.jsonl | jq .cheapest`,
		Args: atLeast(1, "video or dataset"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			p.in.stdin = cmd.InOrStdin()
			defer p.in.close()
			return p.run(ctx, args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	p.flags(cmd)
	return cmd
}

func (p *planCommand) flags(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "media" { // as check calls it
			name = "facts"
		}
		return pflag.NormalizedName(name)
	})
	fl.StringArrayVar(&p.facts, "facts", nil, "read facts of the videos from this JSON `file` of probe, plan or cut (repeatable)")
	fl.StringVar(&p.model, "model", "", "plan by the limits of this `model` (default "+videotune.DefaultModel+"; see \"videotune models\")")
	fl.StringVar(&p.asOf, "as-of", "", "plan by the limits of this `day`, as YYYY-MM-DD (default the newest)")
	fl.StringVar(&p.limits, "limits", "", "plan by the limits in this JSON `file`, instead of --model and --as-of")
	fl.StringVar(&p.resolution, "resolution", "", "plan for this media `resolution`: LOW, MEDIUM or HIGH (default that of the lines)")
	fl.StringVar(&p.large, "large", "chunk", "take this `way` out of files that are too large: chunk (cut them), reencode (at fewer\nlines), drop, or cheapest")
	fl.DurationVar(&p.opts.MaxLength, "max-length", 0, "make no piece longer than this `time` (default what the limits allow)")
	fl.DurationVar(&p.opts.MinLength, "min-length", 0, "make no piece shorter than this `time` (default no slivers)")
	fl.DurationVar(&p.opts.Overlap, "overlap", 0, "let neighbouring pieces have this `time` in common")
	fl.IntVar(&p.headroom, "headroom", chunk.DefaultHeadroom, "leave `N` percent of the limit of bytes free in new files")
	fl.IntVar(&p.opts.MinHeight, "min-height", chunk.DefaultMinHeight, "encode no file anew with fewer than `N` lines")
	fl.BoolVar(&p.opts.StreamCopy, "stream-copy", false, "cut at keyframes, without encoding, where that can be done; for local files, with ffprobe")
	fl.StringVar(&p.opts.Base, "base", "", "name new files by this `folder`, such as gs://my-bucket/chunks")
	fl.StringVarP(&p.output, "output", "o", "", "write the plan as JSON into this `file` too, for cut")
	fl.StringVar(&p.format, "format", "text", "write this `format`: text or json")
	p.register(fl)
	complete(cmd, "format", "text", "json")
	complete(cmd, "large", wayNames...)
	complete(cmd, "resolution", "LOW", "MEDIUM", "HIGH")
	complete(cmd, "model", videotune.Models()...)
}

func (p *planCommand) run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if _, err := choice("--format", p.format, "text", "json"); err != nil {
		return err
	}
	read := slices.Concat(args, p.facts, []string{p.limits})
	if err := spareInputs(p.in.stdin, read, outFlag{"--output", p.output}); err != nil {
		return err
	}
	if err := p.options(); err != nil {
		return err
	}
	r, err := readVideos(&p.in, args)
	if err != nil {
		return err
	}
	if err := p.chooseResolution(r.resolutions); err != nil {
		return err
	}
	media, err := p.media(ctx, r.videos, stderr)
	if err != nil {
		return err
	}
	set, err := p.plan(ctx, r.videos, media, stderr)
	if err != nil {
		return err
	}
	losses := r.losses(set.Plans)
	if err := p.write(set, losses, stdout); err != nil {
		return err
	}
	r.tellPassedOver(stderr)
	pastEnd(r.videos, media, stderr)
	broken(r.videos, set.Plans, stderr)
	if slices.ContainsFunc(losses, lostPart.fails) {
		return errFindings
	}
	return nil
}

// plan plans for the videos.
func (p *planCommand) plan(ctx context.Context, videos []*video, media videotune.MediaMap, stderr io.Writer) (*chunk.Set, error) {
	var sources []chunk.Source
	for _, v := range videos {
		sources = append(sources, v.source(media[v.uri]))
	}
	copies, err := parseCopies(p.local)
	if err != nil {
		return nil, err
	}
	o := &cut.Options{Local: copies.local(p.noLocal)}
	set, err := chunk.All(sources, &p.opts)
	if err == nil && p.opts.StreamCopy && addKeyframes(ctx, set, sources, o, stderr) {
		set, err = chunk.All(sources, &p.opts)
	}
	if ctx.Err() != nil {
		tell(stderr, errors.New("interrupted; nothing was planned"))
		return nil, errFindings
	}
	return set, planError(err)
}

// addKeyframes looks for the keyframes of the videos that would be cut and encoded. It
// reports whether there are any.
func addKeyframes(ctx context.Context, set *chunk.Set, sources []chunk.Source, o *cut.Options, stderr io.Writer) (found bool) {
	for i, plan := range set.Plans {
		if plan.Action != chunk.ActionCuts || plan.StreamCopy || ctx.Err() != nil {
			continue
		}
		var err error
		if sources[i].Keyframes, err = cut.Keyframes(ctx, sources[i].URI, o); err != nil && ctx.Err() == nil {
			tell(stderr, fmt.Errorf("%s; without them it would be encoded", strings.TrimPrefix(err.Error(), "cut: ")))
		}
		found = found || err == nil
	}
	return found
}

var wayNames = []string{"chunk", "reencode", "drop", "cheapest"}

// options reads what the flags say into p.opts, but for the resolution.
func (p *planCommand) options() error {
	if p.opts.StreamCopy && p.noFFprobe {
		return usagef("--stream-copy asks ffprobe for keyframes, which --no-ffprobe forbids; leave one of them out")
	}
	if _, err := choice("--large", p.large, wayNames...); err != nil {
		return err
	}
	if err := p.opts.Large.UnmarshalText([]byte(p.large)); err != nil {
		return usagef("%v", err)
	}
	switch {
	case p.headroom < 0 || p.headroom > 99:
		return usagef("--headroom %d is no part of a limit; want 0 to 99 percent", p.headroom)
	case p.headroom == 0:
		p.opts.Headroom = chunk.NoHeadroom
	default:
		p.opts.Headroom = p.headroom
	}
	var err error
	switch {
	case p.limits == "":
		p.opts.Limits, err = limitsFor(p.model, p.asOf)
	case p.model != "" || p.asOf != "":
		return usagef("--limits stands instead of --model and --as-of; leave them out")
	default:
		p.opts.Limits, err = readLimits(&p.in, p.limits)
	}
	return err
}

// chooseResolution takes the resolution of the flag, or of the lines.
func (p *planCommand) chooseResolution(lines []videotune.MediaResolution) error {
	const prefix = "MEDIA_RESOLUTION_"
	switch {
	case p.resolution != "":
		name := strings.TrimPrefix(strings.ToUpper(p.resolution), prefix)
		if _, err := choice("--resolution", name, "LOW", "MEDIUM", "HIGH"); err != nil {
			return err
		}
		p.opts.Resolution = videotune.MediaResolution(prefix + name)
	case len(lines) > 1:
		return usagef("some lines say %s and some %s; name one with --resolution", lines[0], lines[1])
	case len(lines) == 1:
		p.opts.Resolution = lines[0]
	}
	return nil
}

// media returns the facts of the videos.
func (p *planCommand) media(ctx context.Context, videos []*video, stderr io.Writer) (videotune.MediaMap, error) {
	if len(p.facts) == 0 {
		return p.look(ctx, videos, stderr)
	}
	files, err := openAll(&p.in, p.facts)
	if err != nil {
		return nil, err
	}
	facts, err := readFacts(files)
	if err != nil {
		return nil, err
	}
	media := facts.media
	missing, first := 0, ""
	for _, v := range videos {
		if _, ok := media.Lookup(v.uri); ok {
			continue
		}
		if missing++; missing == 1 {
			first = v.uri
		}
	}
	if missing > 0 {
		return nil, fmt.Errorf("%s: it lacks facts of %d of %s, such as %.200s; run probe with the same arguments first", strings.Join(p.facts, " + "), missing, count(len(videos), "video"), first)
	}
	facts.note("facts", stderr)
	return media, nil
}

// look looks at the videos.
func (p *planCommand) look(ctx context.Context, videos []*video, stderr io.Writer) (videotune.MediaMap, error) {
	o, err := p.sourceFlags.options()
	if err != nil {
		return nil, err
	}
	var uris []string
	for _, v := range videos {
		uris = append(uris, v.uri)
	}
	media, l, err := lookAt(ctx, uris, o, stderr)
	if ctx.Err() != nil && l.done < l.total {
		tell(stderr, fmt.Errorf("interrupted after %d of %d videos; \"videotune probe -o facts.json\" keeps what it finds, and --facts reads it", l.done, l.total))
		return nil, errFindings
	}
	l.hint()
	return media, besides(err, context.Canceled)
}

// write writes the plan to where the flags say.
func (p *planCommand) write(set *chunk.Set, losses []lostPart, stdout io.Writer) error {
	var out spool
	defer out.close()
	var err error
	if p.format == "json" {
		_, err = set.WriteTo(&out)
	} else {
		_, err = io.WriteString(&out, planText(set, losses))
	}
	if err != nil {
		return err
	}
	if p.output != "" {
		if err := writeFile(p.output, set); err != nil {
			return err
		}
	}
	return out.copyOut(stdout)
}

// writeFile writes a file as a whole or not at all.
func writeFile(name string, content io.WriterTo) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := content.WriteTo(f); err != nil {
		return err
	}
	return f.Commit()
}

// planError makes a fault of an option wrong usage, by the name of its flag.
func planError(err error) error {
	var fault *chunk.OptionError
	if !errors.As(err, &fault) {
		return err
	}
	flags := map[string]string{
		"Resolution": "resolution", "MaxLength": "max-length", "MinLength": "min-length", "Overlap": "overlap",
		"Headroom": "headroom", "MinHeight": "min-height", "Base": "base", "Large": "large",
	}
	return usagef("--%s: %s", flags[fault.Option], fault.Reason)
}
