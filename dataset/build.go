package dataset

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/task"
)

// Build makes the files that c describes, all of them or none, and returns what it
// made and what it left out. A [*ConfigError] says that c cannot be used; other
// errors are of the source, as it returned them, of the files, and of ctx. That the
// tuning job would fail with the files is no error: it stands in Report.Check.
func Build(ctx context.Context, c Config) (*Report, error) {
	if c.Validation == "" {
		c.Validation = filepath.Join(filepath.Dir(c.Train), "validation.jsonl")
	}
	if err := c.validate(); err != nil {
		return nil, err
	}
	b, err := newBuilder(c)
	if err != nil {
		return nil, err
	}
	defer b.close()
	if c.Stratify {
		if err := b.stratify(ctx); err != nil {
			return nil, err
		}
	}
	if err := b.read(ctx, b.write); err != nil {
		return nil, err
	}
	return b.commit()
}

// A builder makes one dataset.
type builder struct {
	Config
	planOptions chunk.Options
	chance      *chance
	tasks       *asker
	split       *videotune.SplitWriter
	sidecar     *sidecar
	report      *Report
	sides       map[string]videotune.Split // of recordings, by Stratify; nil without it
	owners      owners
	progress    Progress
	sets        labelSets
	order       []uint32 // the labels of the examples, in the order of their writing: indices in sets
}

func newBuilder(c Config) (*builder, error) {
	b := &builder{Config: c, chance: newChance(c.Seed), progress: Progress{Pass: 1, Passes: 1}}
	if c.Stratify {
		b.progress.Passes = 2
	}
	if b.Policy == nil {
		b.Policy = &videotune.Policy{}
	}
	limits := b.Policy.Limits
	if limits == nil {
		var err error
		if limits, err = videotune.LimitsFor(videotune.DefaultModel, time.Time{}); err != nil {
			return nil, err
		}
	}
	if b.Resolution == "" {
		b.Resolution = limits.DefaultResolution
	}
	b.planOptions = c.Plan
	b.planOptions.Limits, b.planOptions.Resolution = limits, b.Resolution
	if c.Per == PerWindow {
		b.planOptions.MaxLength = c.Window
	}
	var err error
	if b.tasks, err = newAsker(c.Task, c.Per == PerLabel); err != nil {
		return nil, err
	}
	b.reset()
	if b.split, err = videotune.CreateSplit(c.Train, c.Validation, &videotune.SplitOptions{
		Policy: b.Policy, Resolution: b.Resolution, Share: b.share(), Seed: c.Seed, OnLine: b.placed,
	}); err != nil {
		return nil, err
	}
	if c.Sidecar != "" {
		if b.sidecar, err = newSidecar(c.Sidecar, c.Train, c.Validation); err != nil {
			b.split.Close()
			return nil, err
		}
	}
	return b, nil
}

// share is what the split writer may choose: nothing where all sides are chosen
// before.
func (b *builder) share() float64 {
	if b.Stratify {
		return videotune.PinnedOnly
	}
	return b.Share
}

// reset begins a pass.
func (b *builder) reset() {
	b.report = &Report{
		Train: Side{Labels: map[string]int{}}, Validation: Side{Labels: map[string]int{}},
		Plans: map[string]int{}, Repairs: map[annotation.Code]int{},
		LeftOut: map[Reason]int{}, Left: map[Reason][]Left{},
	}
	b.owners = owners{}
}

func (b *builder) close() error {
	return errors.Join(b.split.Close(), b.sidecar.close())
}

// An item is a clip that may become an example.
type item struct {
	video     *annotation.Video
	recording string
	clip      clip
	label     string   // that it is asked for, of PerLabel
	labels    []string // of its events, sorted, each once
	copies    int
}

// read reads the source once, and calls use for each clip that is to be an example.
func (b *builder) read(ctx context.Context, use func(context.Context, *item) error) error {
	for v, err := range b.Source(ctx) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		b.report.Videos++
		b.report.Events += len(v.Events)
		if err := b.video(ctx, v, use); err != nil {
			return err
		}
		if b.progress.Videos++; b.OnProgress != nil {
			b.OnProgress(b.progress)
		}
	}
	return ctx.Err()
}

// video makes the clips of one video.
func (b *builder) video(ctx context.Context, v *annotation.Video, use func(context.Context, *item) error) error {
	if !b.wanted(v) {
		return nil
	}
	if err := b.repair(v); err != nil {
		return err
	}
	clips, err := b.clips(ctx, v)
	if err != nil {
		return err
	}
	for i := range clips {
		for _, label := range b.tasks.labels {
			it := b.item(v, clips[i], label)
			if !b.keep(it) {
				continue
			}
			if err := use(ctx, it); err != nil {
				return err
			}
		}
	}
	return nil
}

// wanted reports whether a video can be in the files, and tells why if it cannot.
func (b *builder) wanted(v *annotation.Video) bool {
	switch {
	case !annotation.Fetchable(v.URI):
		b.leaveVideo(v, ReasonNoURI, fmt.Sprintf("the service cannot fetch %.200q: it takes gs, http and https", v.URI))
	case v.Unlabelled:
		b.leaveVideo(v, ReasonUnlabelled, "nobody has annotated it, so that nothing is known of it")
	case v.Split == annotation.SplitTest && b.TestAs == annotation.SplitNone:
		b.leaveVideo(v, ReasonTest, "the source puts it into its test set")
	case !b.owners.claim(v):
		b.leaveVideo(v, ReasonConflict, fmt.Sprintf("its file is of another recording than %.200q already, so that it could be on both sides", v.RecordingKey()))
	default:
		return true
	}
	return false
}

// facts returns what the file of a URI is.
func (b *builder) facts(uri string) (videotune.Media, bool) {
	if b.Policy.Media == nil {
		return videotune.Media{}, false
	}
	return b.Policy.Media(uri)
}

// repair repairs events by the length that the facts tell: those of what it leaves out
// are codes of annotation.
func (b *builder) repair(v *annotation.Video) error {
	media, _ := b.facts(v.URI)
	if length, ok := media.Length(); ok {
		v.Duration = length
	}
	return b.Repair.Apply(v, func(d annotation.Diagnostic) {
		if d.Left {
			b.leave(Left{Reason: Reason(d.Code), Video: d.Video, Record: d.Record, Message: d.Message})
		} else {
			b.report.Repairs[d.Code]++
		}
		if b.OnDiagnostic != nil && b.writing() {
			b.OnDiagnostic(d)
		}
	})
}

// item returns the item of a clip; with a label, the one that asks for it.
func (b *builder) item(v *annotation.Video, c clip, label string) *item {
	it := &item{video: v, recording: v.RecordingKey(), clip: c, label: label}
	if label != "" {
		it.clip = c.only(label)
	}
	for _, e := range it.clip.events {
		it.labels = append(it.labels, e.Labels...)
	}
	slices.Sort(it.labels)
	it.labels = slices.Compact(it.labels)
	return it
}

// only returns the clip with its events of one label.
func (c clip) only(label string) clip {
	all := c.events
	c.events, c.from = nil, nil
	for _, e := range all {
		if slices.Contains(e.Labels, label) {
			e.Labels = []string{label}
			c.add(e)
		}
	}
	c.sort()
	return c
}

// keep decides whether an item becomes an example, and how often it stands there.
func (b *builder) keep(it *item) bool {
	if len(it.clip.events) == 0 && len(it.video.Turns) == 0 && b.Negatives != nil && b.chance.draw("negatives", it) >= *b.Negatives {
		b.leaveClip(it, ReasonNegative, "nothing happens in it, and only some of such clips are kept")
		return false
	}
	if it.copies = b.chance.copies(it, b.Sampling); it.copies == 0 {
		b.leaveClip(it, ReasonSampling, "only some examples of its labels are kept")
		return false
	}
	return true
}

// write writes an item.
func (b *builder) write(_ context.Context, it *item) error {
	ex, notes, err := b.example(it)
	if err != nil {
		b.leaveClip(it, ReasonNoAnswer, err.Error())
		return nil
	}
	for copy := range it.copies {
		switch err := b.put(it, ex); {
		case err == nil:
			b.sidecar.keep(it.origin(copy))
			b.count(it, copy)
		case refused(err):
			b.leaveRefused(it, err)
			return nil
		default:
			return err
		}
	}
	b.note(it, notes)
	return nil
}

// put writes an example to the side that it must be on, if there is one.
func (b *builder) put(it *item, ex *videotune.Example) error {
	side, pinned := b.side(it)
	if pinned {
		return b.split.WriteTo(side, it.recording, ex)
	}
	return b.split.Write(it.recording, ex)
}

// side returns the side that the source, or Stratify, has chosen for an item.
func (b *builder) side(it *item) (side videotune.Split, pinned bool) {
	split := it.video.Split
	if split == annotation.SplitTest {
		split = b.TestAs
	}
	switch split {
	case annotation.SplitTrain:
		return videotune.Train, true
	case annotation.SplitValidation:
		return videotune.Validation, true
	}
	side, pinned = b.sides[it.recording]
	return side, pinned
}

// refused reports whether an error is of the example and not of the files.
func refused(err error) bool {
	var ps videotune.Problems
	var side *videotune.SideError
	return errors.As(err, &ps) || errors.As(err, &side)
}

// count counts an example that was written.
func (b *builder) count(it *item, copy int) {
	b.report.Examples++
	if copy > 0 {
		b.report.Repeated++
	}
	if len(it.clip.events) == 0 && len(it.video.Turns) == 0 {
		b.report.Negatives++
	}
	b.order = append(b.order, b.sets.index(it.labels))
	b.progress.Examples++
}

// note takes note of what an answer does not say exactly.
func (b *builder) note(it *item, notes task.Notes) {
	for _, l := range notes.Left {
		b.leaveEvent(it.video, &it.clip.events[l.Event], ReasonNotSaid, l.Reason)
	}
	notes.Left = nil
	b.report.Notes.Add(notes)
}

// commit puts the files in place and checks them.
func (b *builder) commit() (*Report, error) {
	b.report.Train.Path, b.report.Validation.Path = b.Train, b.Validation
	done, err := b.split.Commit()
	if err != nil {
		return nil, err
	}
	if err := b.sidecar.commit(); err != nil {
		return nil, fmt.Errorf("dataset: %s: %w (the files of the dataset are in place)", b.Sidecar, err)
	}
	for _, s := range []struct {
		to   *Side
		from videotune.SideReport
	}{{&b.report.Train, done.Train}, {&b.report.Validation, done.Validation}} {
		s.to.Examples, s.to.Recordings = s.from.Examples, s.from.Recordings
	}
	return b.report, b.check(done)
}

// check checks the files as they are.
func (b *builder) check(done *videotune.SplitReport) error {
	var data videotune.Dataset
	for _, f := range []struct {
		to   *[]videotune.Input
		from videotune.SideReport
	}{{&data.Train, done.Train}, {&data.Validation, done.Validation}} {
		if f.from.Examples == 0 {
			continue
		}
		file, err := os.Open(f.from.Path)
		if err != nil {
			return err
		}
		defer file.Close()
		*f.to = append(*f.to, videotune.Input{Name: f.from.Path, R: file})
	}
	var err error
	b.report.Check, err = videotune.Check(data, &videotune.CheckOptions{Policy: b.Policy})
	return err
}
