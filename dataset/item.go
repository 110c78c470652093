package dataset

import (
	"errors"
	"fmt"
	"slices"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// An item is a clip that may become an example.
type item struct {
	video     *annotation.Video
	recording string
	clip      clip
	label     string   // that it is asked for, of PerLabel
	labels    []string // of its events, as the task calls them; sorted, each once
	negative  bool     // the answer is that nothing applies
	unnamed   bool     // something happens in its clip that may be of the label that it is asked for
	partly    bool     // its clip shows something that the answer should name, and would not
	uncertain bool     // an event that was left out may be in its clip
	copies    int      // how often it stands in the files
	copy      int      // which of these it is, from 0
}

// item returns the item of a clip; with a label, the one that asks for it.
func (b *builder) item(v *annotation.Video, c clip, label string) *item {
	it := &item{video: v, recording: v.RecordingKey(), clip: c, label: label}
	if label != "" {
		it.clip = c.only(label, b.asker)
		it.unnamed = slices.ContainsFunc(c.events, func(e annotation.Event) bool { return len(e.Labels) == 0 })
	}
	for _, e := range it.clip.events {
		for _, l := range e.Labels {
			if name, ok := b.asker.resolve(l); ok {
				it.labels = append(it.labels, name)
			}
		}
	}
	slices.Sort(it.labels)
	it.labels = slices.Compact(it.labels)
	it.uncertain = len(v.Turns) == 0 && uncertain(v, c.span)
	it.partly = len(v.Turns) == 0 && slices.ContainsFunc(c.partly, func(e annotation.Event) bool { return b.asker.names(&e, label) })
	return it
}

// uncertain reports whether an event that was left out may be in a stretch of a video:
// one that reaches into it, or one of which nobody knows where it was.
func uncertain(v *annotation.Video, s videotune.Span) bool {
	if v.Lost > len(v.LostSpans) {
		return true
	}
	end := s.End
	if end == 0 { // which is that of a video of unknown length
		end = annotation.ToEnd
	}
	return slices.ContainsFunc(v.LostSpans, func(lost videotune.Span) bool {
		return lost.Start <= end && lost.End >= s.Start
	})
}

// offer makes an example of an item, unless something speaks against it.
func (b *builder) offer(it *item) error {
	ex, notes, err := b.example(it)
	if err != nil {
		b.leaveClip(it, ReasonNoAnswer, err.Error())
		return nil
	}
	if !b.keep(it) {
		return nil
	}
	for it.copy = range it.copies {
		if err := b.put(it, ex); refused(err) {
			b.leaveRefused(it, err)
			return nil
		} else if err != nil {
			return err
		}
	}
	b.note(it, notes)
	return nil
}

// keep decides whether an item becomes an example, and how often it stands there.
func (b *builder) keep(it *item) bool {
	if it.partly {
		b.leaveClip(it, ReasonPartly, "it shows a part of an event that it is left without at an edge, so that its answer would deny what is seen")
		return false
	}
	if it.negative && it.unnamed {
		b.leaveClip(it, ReasonNoAnswer, "an event in it has no label, and may be of the one that is asked for")
		return false
	}
	if it.negative && it.uncertain {
		b.leaveClip(it, ReasonLost, "nothing is known to happen in it, but events of its video were left out, which may have been in it")
		return false
	}
	if it.negative && b.Negatives != nil && b.chance.draw("negatives", it) >= *b.Negatives {
		b.leaveClip(it, ReasonNegative, "nothing happens in it, and only some of such clips are kept")
		return false
	}
	if it.copies = b.chance.copies(it, b.Sampling); it.copies == 0 {
		b.leaveClip(it, ReasonSampling, "only some examples of its labels are kept")
		return false
	}
	return true
}

// write writes an example to the side that it must be on, if there is one.
func (b *builder) write(it *item, ex *videotune.Example) error {
	side, pinned := b.pinned(it.video)
	var err error
	switch {
	case pinned:
		err = b.split.WriteTo(side, it.recording, ex)
	case b.sides != nil:
		err = b.split.WriteTo(b.sides.side(it.recording), it.recording, ex)
	default:
		err = b.split.Write(it.recording, ex)
	}
	if err == nil {
		err = b.sides.again(it, side, pinned, ex)
	}
	if err != nil {
		return err
	}
	b.sidecar.keep(it.origin())
	b.count(it)
	return nil
}

// pinned returns the side that the source gives a video, if it does.
func (b *builder) pinned(v *annotation.Video) (side videotune.Split, pinned bool) {
	split := v.Split
	if split == annotation.SplitTest {
		split = b.TestAs
	}
	switch split {
	case annotation.SplitTrain:
		return videotune.Train, true
	case annotation.SplitValidation:
		return videotune.Validation, true
	}
	return 0, false
}

// refused reports whether an error is of the example and not of the files.
func refused(err error) bool {
	var ps videotune.Problems
	var side *videotune.SideError
	return errors.As(err, &ps) || errors.As(err, &side)
}

// count counts an example that was written.
func (b *builder) count(it *item) {
	b.report.Examples++
	b.progress.Examples++
	if it.copy > 0 {
		b.report.Repeated++
	}
	if it.negative {
		b.report.Negatives++
	}
	if it.uncertain {
		b.report.Incomplete++
	}
	b.lines.push(b.labels.ids(it.labels))
}

// placed takes note of the place of the next line.
func (b *builder) placed(side videotune.Split, line int) {
	b.sidecar.place(side, line)
	to := &b.report.Train
	if side == videotune.Validation {
		to = &b.report.Validation
	}
	for id := range b.lines.pop() {
		to.Labels[b.labels.names[id]]++
	}
}

// note takes note of what an answer does not say exactly.
func (b *builder) note(it *item, notes task.Notes) {
	for _, l := range notes.Left {
		if l.Event < 0 || l.Event >= len(it.clip.events) { // by a task of the user
			b.leaveClip(it, ReasonNotSaid, l.Reason)
			continue
		}
		b.leaveEvent(it.video, &it.clip.events[l.Event], ReasonNotSaid, l.Reason)
	}
	notes.Left = nil
	b.report.Notes.Add(notes)
	if notes.Whole > 0 && b.untimed == nil {
		b.untimed = &annotation.Diagnostic{Code: annotation.CodeUntimed, Severity: annotation.Warning, File: it.video.File, Video: it.video.ID}
	}
}

// tellUntimed tells once of events without times that stand in answers with times.
func (b *builder) tellUntimed() {
	if b.untimed == nil || b.OnDiagnostic == nil {
		return
	}
	b.untimed.Message = fmt.Sprintf("the source has no times for events of whole videos, and the answers say that they last from the start of the clip to its end: %d of them", b.report.Notes.Whole)
	b.untimed.Hint = "have the source say their times, or choose a task without times, such as classify"
	b.OnDiagnostic(*b.untimed)
}
