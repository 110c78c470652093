package dataset

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
)

// ErrSourceChanged says that a source did not return the same videos, in the same
// order, when it was read for the second time. A database query without an ORDER BY
// may do so.
var ErrSourceChanged = errors.New("the source returned something else when it was read again")

// Build makes the files that c describes, all of them or none, and returns what it
// made and what it left out.
//
// An error that wraps a [*ConfigError] says that c cannot be used. Other errors are of
// the source, as it returned them, of the files, of ctx, and [ErrSourceChanged]; the
// Report up to there comes with them, as it may say why: of no example at all the files
// cannot be made, and the error wraps videotune.RuleFileEmpty. That the tuning job
// would fail with the files is no error: it stands in Report.Check.
//
// In one case an error comes after the files of the dataset were put in place, and then
// it says so: where the sidecar file cannot be written, or the files cannot be read
// again for the check.
//
// Build keeps in memory some 300 bytes for each video and each recording, and some 100
// for each example; the examples themselves wait in a file beside Train.
func Build(ctx context.Context, c Config) (*Report, error) {
	c.Validation = c.validation()
	if err := c.Validate(); err != nil {
		return nil, err
	}
	b, err := newBuilder(c)
	if err != nil {
		return nil, err
	}
	defer b.close()
	if err := b.run(ctx); err != nil {
		return b.report, err
	}
	return b.report, b.check()
}

// A builder makes one dataset.
type builder struct {
	Config
	files   chunk.Options // for the files of a source
	windows chunk.Options // for stretches of a file
	chance  *chance
	asker   *asker
	put     func(*item, *videotune.Example) error // of the pass: write, or rehearse

	split   *videotune.SplitWriter
	sidecar *sidecar
	labels  labelTable
	lines   labelQueue // of the lines, in the order of their writing
	owners  owners
	cuts    map[cutKey]*chunk.Plan // of which Cut made the files
	sides   *sides                 // of the recordings, by Stratify; nil without it

	untimed  *annotation.Diagnostic // of the first event of a whole video in an answer with times; nil if there is none
	progress Progress
	report   *Report
}

func newBuilder(c Config) (*builder, error) {
	b := &builder{Config: c, chance: newChance(c.Seed), cuts: map[cutKey]*chunk.Plan{}, progress: Progress{Pass: 1, Passes: 1}}
	b.put = b.write
	if c.Stratify {
		b.progress.Passes = 2
	}
	var err error
	if b.files, b.windows, err = c.planning(); err != nil {
		return nil, err
	}
	b.Policy, b.Resolution = cmp.Or(b.Policy, new(videotune.Policy)), b.files.Resolution
	if b.asker, err = newAsker(c.Task, c.Per == PerLabel); err != nil {
		return nil, err
	}
	b.reset()
	return b, b.open()
}

// open begins the files.
func (b *builder) open() (err error) {
	share := b.Share
	if b.Stratify {
		share = videotune.PinnedOnly // all sides are chosen here
	}
	b.split, err = videotune.CreateSplit(b.Train, b.Validation, &videotune.SplitOptions{
		Policy: b.Policy, Resolution: b.Resolution, Share: share, Seed: b.Seed, OnLine: b.placed,
	})
	if err != nil || b.Sidecar == "" {
		return err
	}
	if b.sidecar, err = newSidecar(b.Sidecar, b.Train, b.Validation); err != nil {
		b.split.Close()
		return fmt.Errorf("dataset: %w", err)
	}
	return nil
}

// reset begins a pass.
func (b *builder) reset() {
	b.report = newReport()
	b.owners = owners{}
	b.untimed = nil
}

// close gives up what was not committed.
func (b *builder) close() {
	if b.split != nil {
		b.split.Close()
	}
	b.sidecar.close()
}

// run reads the source, once or twice, and puts the files in place.
func (b *builder) run(ctx context.Context) error {
	if b.Stratify {
		if err := b.stratify(ctx); err != nil {
			return err
		}
	}
	if err := b.read(ctx); err != nil {
		return err
	}
	if err := b.sides.unchanged(); err != nil {
		return err
	}
	b.tellUntimed()
	return b.commit()
}

// writing reports whether this pass writes the files.
func (b *builder) writing() bool { return b.progress.Pass == b.progress.Passes }

// read reads the source once.
func (b *builder) read(ctx context.Context) error {
	for v, err := range b.Source(ctx) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if v == nil {
			return errors.New("dataset: the source returned neither a video nor an error")
		}
		b.report.Videos++
		b.report.Events += len(v.Events)
		one := *v // the source's own stays as it is
		if err := b.video(ctx, &one); err != nil {
			return err
		}
		if err := b.sidecar.failed(); err != nil {
			return err
		}
		if b.progress.Videos++; b.OnProgress != nil {
			b.OnProgress(b.progress)
		}
	}
	return ctx.Err()
}

// video makes the examples of one video.
func (b *builder) video(ctx context.Context, v *annotation.Video) error {
	if !b.wanted(v) {
		return nil
	}
	plan := b.known(v.URI)
	if b.stale(v.URI, plan) {
		b.leaveVideo(v, ReasonStale, "the plan that was made before is of another version of the file: plan and cut it again")
		return nil
	}
	b.measure(v, plan)
	if err := b.repair(v); err != nil {
		return err
	}
	clips, err := b.clips(ctx, v, plan)
	if err != nil {
		return err
	}
	questions := b.asker.labels
	switch {
	case len(v.Turns) > 0:
		questions = []string{""}
		for i := range v.Events {
			b.leaveEvent(v, &v.Events[i], ReasonNotSaid, "the video has a conversation in its place")
		}
	case b.Per == PerLabel:
		b.tellUnasked(v)
	}
	for i := range clips {
		for _, label := range questions {
			if err := b.offer(b.item(v, clips[i], label)); err != nil {
				return err
			}
		}
	}
	return nil
}

// commit puts the files in place, and lets go of what is not needed any more.
func (b *builder) commit() error {
	r := b.report
	r.Train.Path, r.Validation.Path = b.Train, b.Validation
	if err := b.sidecar.rewind(); err != nil {
		return err
	}
	b.owners, b.sides = owners{}, nil // nothing is read any more
	done, err := b.split.Commit()
	if err != nil {
		return err
	}
	r.Train.Examples, r.Train.Recordings = done.Train.Examples, done.Train.Recordings
	r.Validation.Examples, r.Validation.Recordings = done.Validation.Examples, done.Validation.Recordings
	if err := b.sidecar.commit(); err != nil {
		return fmt.Errorf("%w (the files of the dataset are in place)", err)
	}
	b.split, b.lines, b.labels = nil, labelQueue{}, labelTable{}
	return nil
}

// check checks the files as they are.
func (b *builder) check() (err error) {
	var data videotune.Dataset
	for _, f := range []struct {
		side *Side
		to   *[]videotune.Input
	}{{&b.report.Train, &data.Train}, {&b.report.Validation, &data.Validation}} {
		if f.side.Examples == 0 {
			continue
		}
		file, err := os.Open(f.side.Path)
		if err != nil {
			return fmt.Errorf("dataset: checking the files, which are in place: %w", err)
		}
		defer file.Close()
		*f.to = append(*f.to, videotune.Input{Name: f.side.Path, R: file})
	}
	b.report.Check, err = videotune.Check(data, &videotune.CheckOptions{Policy: b.Policy})
	if err != nil {
		return fmt.Errorf("dataset: checking the files, which are in place: %w", err)
	}
	return nil
}
