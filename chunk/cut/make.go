package cut

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/internal/atomicfile"
	"github.com/seed-57910ec4/videotune/internal/newfile"
)

// A product is a file that was made, under its temporary name.
type product struct {
	file  *atomicfile.File
	facts *facts
	made  chunk.Made
	how   How
	audio string
	why   Fallback // it was not copied
	err   error    // of CopyFailed
}

// make makes a file under a temporary name. The caller commits or closes it.
func (t *tools) make(ctx context.Context, j *job, path string, progress func(time.Duration)) (*product, error) {
	file, err := atomicfile.Create(path)
	if err != nil {
		return nil, pathFirst(err)
	}
	j.target = tempName(file)
	p := new(product)
	if j.plan.StreamCopy {
		err = t.tryCopy(ctx, j, p, progress)
	}
	if p.facts == nil && err == nil {
		err = t.makeEncoded(ctx, j, p, progress)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	p.file = file
	return p, nil
}

// tempName returns the temporary name of a file, as package atomicfile documents it.
func tempName(f *atomicfile.File) string {
	dir, name := filepath.Split(f.Target())
	return filepath.Join(dir, "."+name+".videotune-tmp")
}

// missing is how much of the pictures decoding may fail for.
const missing = 2 * time.Second

// makeEncoded encodes the file.
func (t *tools) makeEncoded(ctx context.Context, j *job, p *product, progress func(time.Duration)) error {
	start := j.cut.start(j.source)
	f, err := t.produce(ctx, j, t.encode, Encoded, start, progress)
	if err != nil {
		return err
	}
	base := j.source.clock
	if j.cut.steady != (clock{}) {
		base = j.cut.steady
	}
	want, got := base.time(j.cut.last-j.cut.first), f.clock.time(f.last-f.first)
	if short := want - got; short > missing && j.cut.steady == (clock{}) || -short > j.source.frame() {
		return fmt.Errorf("%w: from its first picture to its last it is %s s, where the source has %s: the source is likely damaged", ErrBadResult, seconds(got), seconds(want))
	}
	p.facts, p.made, p.how = f, f.made(start), Encoded
	if f.audio.codec != "" {
		p.audio = t.audio
	}
	return nil
}

// tryCopy copies the pictures. Where that cannot give a file whose times are known it
// notes why in p, which has no facts then.
func (t *tools) tryCopy(ctx context.Context, j *job, p *product, progress func(time.Duration)) error {
	if p.why = j.cannotCopy(); p.why != "" {
		return nil
	}
	start := j.source.time(j.cut.begin.copyKey)
	f, err := t.produce(ctx, j, t.copy, Copied, start, progress)
	edited := false
	if err == nil {
		edited, err = t.edited(ctx, j.target, f)
	}
	switch {
	case err != nil && (ctx.Err() != nil || isMissing(err)):
		return err
	case err != nil:
		p.why, p.err = CopyFailed, err
	case edited:
		p.why = LeadingEdit
	case !t.agrees(j, f):
		p.why = UnclearMapping
	default:
		p.facts, p.made, p.how = f, f.made(start), Copied
		if f.audio.codec != "" {
			p.audio = t.audio
			if t.copiesSound(j.source) {
				p.audio = "copy"
			}
		}
	}
	return nil
}

// nearKeyframe is how far a start may be moved onto a keyframe, unless more of an
// overlap is planned: what is between them is in the file before too.
const nearKeyframe = time.Second

// cannotCopy returns why it need not be tried to copy the pictures.
func (j *job) cannotCopy() Fallback {
	b, last, most := &j.cut.begin, j.cut.finish.copyLast, j.plan.Bounds.MaxLength
	start := j.source.time(b.copyKey)
	near := max(nearKeyframe, j.plan.Bounds.Overlap)
	switch {
	case !b.canCopy || start < 0 || b.copyKey > last || start < j.cut.span.Start-near:
		return NoKeyframe
	case b.open:
		return OpenGroup
	case most > 0 && j.source.time(last)-start >= most:
		return TooLong
	case !newfile.FitsMP4(j.source.video.codec):
		return UnfitCodec
	case j.cut.steady != (clock{}):
		return StillPicture
	}
	return NoFallback
}

// agrees reports whether the pictures of a copy are those of the source, and stand where
// these do, as far as the first ones and the last tell. MP4 has the bytes of a picture as
// they are; other containers may have more.
func (t *tools) agrees(j *job, f *facts) bool {
	s, want := j.source, j.cut.begin.copyHead
	near := func(a, b int64) bool { // of ticks of the source and of the file
		d := s.clock.time(a) - f.clock.time(b)
		return max(d, -d) < s.frame()/4
	}
	for i := range min(len(want), len(f.head)) {
		if !near(want[i].pts-want[0].pts, f.head[i].pts-f.head[0].pts) || s.own && want[i].size != f.head[i].size {
			return false
		}
	}
	return near(j.cut.finish.copyLast-j.cut.begin.copyKey, f.last-f.first)
}

// produce runs ffmpeg and looks at what it made.
func (t *tools) produce(ctx context.Context, j *job, command func(*job) Command, how How, start time.Duration, progress func(time.Duration)) (*facts, error) {
	note := note{source: newOrigin(j.source.info.Size(), j.plan.Source.Media.ETag), start: start, hasStart: true, how: how, over: j.over}
	j.note = note.String()
	c := command(j)
	if err := run(ctx, c, t.o.stall(), func(line []byte) error { report(line, progress); return nil }); err != nil {
		return nil, err
	}
	f, err := t.facts(ctx, j.target)
	if err == nil && !f.ours {
		err = fmt.Errorf("%w: it lacks the comment that it was to carry", ErrBadResult)
	}
	if errors.Is(err, ErrBadResult) {
		err = &CommandError{Command: c, Err: err}
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// report tells progress by a line such as "out_time_us=2320000".
func report(line []byte, progress func(time.Duration)) {
	for _, name := range []string{"out_time_us=", "out_time_ms="} { // both are microseconds
		if value, ok := bytes.CutPrefix(line, []byte(name)); ok {
			if us, err := strconv.ParseInt(string(value), 10, 64); err == nil && us >= 0 && us < int64(1<<62/time.Microsecond) {
				progress(time.Duration(us) * time.Microsecond)
			}
			return
		}
	}
}
