package cut

import (
	"cmp"
	"context"
	"errors"
	"os"
	"strings"
	"time"

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
	if bytes, err := w.sourceBytes(ctx); err != nil || facts.note.source != bytes {
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
	w.done(Result{Name: f.Name, Path: path, How: Taken, Encoder: encoderOf(how, facts.video), Audio: facts.audio.codec, Made: made})
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

// startByHand returns the source's time of the first picture of a file that one of
// Commands made: the first one that is not before the start.
func (w *work) startByHand(ctx context.Context, f chunk.File) (time.Duration, error) {
	s, err := w.open(ctx)
	if err != nil {
		return 0, err
	}
	st, err := w.stretch(ctx, s, f.Span, 0)
	if err != nil {
		return 0, err
	}
	if b := &st.begin; b.hasShown && b.shown < s.tick(f.Span.Start, true) && b.hasNext {
		return max(0, s.time(b.next)), nil
	}
	return st.start(s), nil
}

// inherit looks for a file that was made when the one at hand came out over a limit, in
// an earlier run, and changes the plan as it was then.
func (w *work) inherit(ctx context.Context, f chunk.File) (done bool, err error) {
	const most = 20 // others that begin at the same time
	i := strings.LastIndexByte(f.Name, '-')
	entries, err := os.ReadDir(cmp.Or(w.o.Dir, "."))
	if i < 0 || err != nil {
		return false, nil // what is wrong with the folder shows when the file is made
	}
	seen := 0
	for _, e := range entries {
		if name := e.Name(); name == f.Name || !strings.HasPrefix(name, f.Name[:i+1]) || !strings.HasSuffix(name, ".mp4") || !e.Type().IsRegular() {
			continue
		}
		if seen++; seen > most {
			break
		}
		line, err := w.lineOf(ctx, w.path(e.Name()), f.Name)
		if err != nil {
			return false, err
		}
		if line == nil || len(line) <= len(w.lines[f.Name]) {
			continue
		}
		if w.replan(f.Name, line, chunk.ErrOver) == nil {
			return true, nil
		}
	}
	return false, nil
}

// lineOf returns what a file says came out over a limit, up to the file of that name;
// nil if it says nothing of it.
func (w *work) lineOf(ctx context.Context, path, name string) (line []over, err error) {
	var n note
	ours := false
	err = w.ask(ctx, path, "format_tags=comment", func(e entry) error {
		if e.section == "format" {
			n, ours = parseNote(e.text("tag:comment"))
		}
		return nil
	}, "-f", "mov")
	switch {
	case isMissing(err) || ctx.Err() != nil:
		return nil, err
	case err != nil || !ours:
		return nil, nil
	}
	if bytes, err := w.sourceBytes(ctx); err != nil || bytes != n.source {
		return nil, err
	}
	for i, o := range n.over {
		if o.name == name {
			line = n.over[:i+1]
		}
	}
	return line, nil
}
