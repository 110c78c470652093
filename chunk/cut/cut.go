package cut

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/internal/ffmpeg"
	"github.com/seed-57910ec4/videotune/probe"
)

// maxRounds is how often a file is planned anew that came out over a limit, counted
// from the one that was planned first.
const maxRounds = 6

// Cut makes the files that a plan needs and that are not made yet, and records in the
// plan what they hold. It returns what became of each, in the order in which they came
// about. o may be nil.
//
// A file of that name which is there is taken if it is whole and was made of the same
// source, by its size and ETag in the facts of the plan. A source that is another by now
// is an [ErrChanged], as far as its size tells, or the ETag of a local file. A file over a limit of the plan is never kept: the plan is changed
// by [chunk.Plan.Again], six times for one stretch at most, and the error of what is over
// even then wraps [chunk.ErrOver] or [chunk.ErrTooDense].
//
// When ctx ends, the program at work is killed and its file removed. Cut stops at the
// first error, which names the source and the file; what was made before stays and is
// recorded.
func Cut(ctx context.Context, plan *chunk.Plan, o *Options) ([]Result, error) {
	return newTools(o).cut(ctx, plan)
}

// CutAll is [Cut] for each plan of a set. It goes on with the others when one fails,
// unless ctx is done, and returns all errors joined.
func CutAll(ctx context.Context, set *chunk.Set, o *Options) ([]Result, error) {
	t := newTools(o)
	var results []Result
	var errs []error
	for _, plan := range set.Plans {
		r, err := t.cut(ctx, plan)
		results = append(results, r...)
		if err != nil && !(isMissing(err) && slices.ContainsFunc(errs, isMissing)) { // which all would say
			errs = append(errs, err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return results, errors.Join(errs...)
}

func (t *tools) cut(ctx context.Context, plan *chunk.Plan) ([]Result, error) {
	w := &work{tools: t, plan: plan, lines: make(map[string][]over)}
	for {
		f, ok := w.next()
		if !ok {
			return w.results, nil
		}
		var err error
		if ctx.Err() != nil {
			err = ffmpeg.Cause(ctx)
		} else {
			err = w.file(ctx, f)
		}
		if err != nil {
			return w.results, failed(plan, f.Name, err)
		}
	}
}

// failed returns an error of a file of a plan, without the password that the URI may
// have.
func failed(plan *chunk.Plan, name string, err error) error {
	return fmt.Errorf("cut: %s: %s: %w", probe.Redact(plan.Source.URI), name, err)
}

// work is what is done for one plan.
type work struct {
	*tools
	plan    *chunk.Plan
	source  *source // once it was needed
	results []Result
	lines   map[string][]over // by name, what came out over a limit before the file was planned
}

// next returns the first file that is not made yet.
func (w *work) next() (chunk.File, bool) {
	files := w.plan.Files()
	i := slices.IndexFunc(files, func(f chunk.File) bool { return !f.Made })
	if i < 0 {
		return chunk.File{}, false
	}
	return files[i], true
}

// file makes a file or takes the one that is there. Where the plan was changed instead,
// it has other files to make.
func (w *work) file(ctx context.Context, f chunk.File) error {
	if !safeName(f.Name) {
		return fmt.Errorf("%q is no name of a file for one to be made", f.Name)
	}
	path := w.path(f.Name)
	if !w.o.Fresh {
		if done, err := w.take(ctx, f, path); done || err != nil {
			return err
		}
		if done, err := w.inherit(ctx, f); done || err != nil {
			return err
		}
	}
	return w.makeNew(ctx, f, path)
}

// safeName reports whether a name stays in its folder. Those that package chunk gives
// do.
func safeName(name string) bool {
	return name != "" && name[0] != '.' && !strings.ContainsAny(name, "/\\\x00") && filepath.IsLocal(name)
}

// makeNew makes a file, or changes the plan if it is over a limit.
func (w *work) makeNew(ctx context.Context, f chunk.File, path string) error {
	if err := w.ready(ctx); err != nil {
		return err
	}
	s, err := w.open(ctx)
	if err != nil {
		return err
	}
	most := w.plan.Bounds.MaxLength
	if w.plan.Pieces[f.Pieces[0]].Segment {
		most = 0
	}
	st, err := w.stretch(ctx, s, f.Span, most)
	if err != nil {
		return err
	}
	j := &job{plan: w.plan, source: s, cut: st, over: w.lines[f.Name]}
	tell := w.progress(f)
	p, err := w.make(ctx, j, path, tell)
	if err != nil {
		return err
	}
	defer p.file.Close() // gives up what was not committed
	err = w.try(f.Name, p.made)
	if errors.Is(err, chunk.ErrOver) {
		return w.again(f.Name, p.made, err)
	}
	if err == nil {
		err = s.unchanged()
	}
	if err == nil {
		err = p.file.Commit()
	}
	if err == nil {
		err = w.plan.Record(f.Name, p.made)
	}
	if err != nil {
		return err
	}
	tell(f.Span.Length())
	r := Result{Name: f.Name, Path: path, Planned: f.Span, How: p.how, Encoder: w.video, Audio: p.audio, Fallback: p.why, CopyErr: p.err, Made: p.made}
	if p.how == Copied {
		r.Encoder = "copy"
	}
	w.done(r)
	return nil
}

// open opens the source once.
func (w *work) open(ctx context.Context) (*source, error) {
	if w.source != nil {
		return w.source, nil
	}
	s, err := w.tools.open(ctx, w.plan.Source.URI, &w.plan.Source.Media)
	if err == nil {
		w.source = s
	}
	return s, err
}

// try returns the error that recording a file would give.
func (w *work) try(name string, m chunk.Made) error {
	p := *w.plan
	p.Pieces = slices.Clone(p.Pieces)
	return p.Record(name, m)
}

// again changes the plan for a file that is over a limit, as the error says.
func (w *work) again(name string, m chunk.Made, over error) error {
	return w.replan(name, append(slices.Clip(w.lines[name]), newOver(name, m)), over)
}

func newOver(name string, m chunk.Made) over {
	return over{name, chunk.Made{Bytes: m.Bytes, Start: m.Start, Duration: m.Duration}}
}

// replan changes the plan for the last file of a line.
func (w *work) replan(name string, line []over, why error) error {
	if len(line) > maxRounds {
		return fmt.Errorf("%w; it was planned anew %d times", why, maxRounds)
	}
	old := make(map[string]bool)
	for _, f := range w.plan.Files() {
		old[f.Name] = f.Name != name
	}
	if err := w.plan.Again(name, line[len(line)-1].made); err != nil {
		return fmt.Errorf("%w; planning it anew: %w", why, err)
	}
	for _, f := range w.plan.Files() {
		if !old[f.Name] {
			w.lines[f.Name] = line
		}
	}
	return nil
}

// done notes a result.
func (w *work) done(r Result) {
	r.URI, r.Again = w.plan.Source.URI, len(w.lines[r.Name])
	w.results = append(w.results, r)
}

// progress returns a function that tells how much of a file is done.
func (w *work) progress(f chunk.File) func(time.Duration) {
	if w.o.OnProgress == nil {
		return func(time.Duration) {}
	}
	p := Progress{URI: w.plan.Source.URI, Name: f.Name, Done: -1, Total: f.Span.Length()}
	for _, other := range w.plan.Files() {
		p.Files++
		if other.Name == f.Name {
			p.File = p.Files
		}
	}
	return func(done time.Duration) {
		if done = min(done, p.Total); done != p.Done {
			p.Done = done
			w.o.OnProgress(p)
		}
	}
}

// origin returns what tells the source from others. It need not be there any more if
// the plan's facts have its size.
func (w *work) origin(ctx context.Context) (origin, error) {
	m := &w.plan.Source.Media
	if m.Bytes > 0 {
		return newOrigin(m.Bytes, m.ETag), nil
	}
	s, err := w.open(ctx)
	if err != nil {
		return origin{}, err
	}
	return newOrigin(s.info.Size(), m.ETag), nil
}

// isFile reports whether a regular file is at path.
func isFile(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode().IsRegular()
}

// path returns that of a file in the folder.
func (w *work) path(name string) string { return filepath.Join(cmp.Or(w.o.Dir, "."), name) }
