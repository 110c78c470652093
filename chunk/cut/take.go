package cut

import (
	"context"
	"errors"

	"github.com/seed-57910ec4/videotune/chunk"
)

// take takes the file that is there, if it is whole and of the same source. done is
// false if it has to be made.
func (w *work) take(ctx context.Context, f chunk.File, path string) (done bool, err error) {
	if !isFile(path) {
		return false, nil
	}
	facts, err := w.facts(ctx, path)
	switch {
	case errors.Is(err, ErrBadResult):
		return false, nil
	case err != nil:
		return false, err
	case !facts.ours:
		return false, nil
	}
	if from, err := w.origin(ctx); err != nil || facts.note.source != from {
		return false, err
	}
	start, how := facts.note.start, facts.note.how
	if !facts.note.hasStart {
		if start, err = w.startByHand(ctx, f); err != nil {
			return false, err
		}
	}
	made := facts.made(start)
	if len(facts.note.over) > len(w.lines[f.Name]) {
		w.lines[f.Name] = facts.note.over
	}
	err = w.try(f.Name, made)
	switch {
	case errors.Is(err, chunk.ErrOver):
		return true, w.again(f.Name, made, err)
	case err != nil:
		return false, nil // it holds something else
	}
	if err := w.plan.Record(f.Name, made); err != nil {
		return false, err
	}
	w.done(Result{Name: f.Name, Path: path, Planned: f.Span, How: Taken, Encoder: encoderOf(how, facts.video), Audio: facts.audio.codec, Made: made})
	return true, nil
}

// encoderOf names what is known of how the pictures of a file that was there came about.
func encoderOf(how How, t track) string {
	if how == Copied {
		return "copy"
	}
	return t.codec
}

func isMissing(err error) bool {
	e := (*MissingError)(nil)
	return errors.As(err, &e)
}
