package cut

import (
	"cmp"
	"context"
	"os"
	"strings"

	"github.com/seed-57910ec4/videotune/chunk"
)

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
	if from, err := w.origin(ctx); err != nil || from != n.source {
		return nil, err
	}
	for i, o := range n.over {
		if o.name == name {
			line = n.over[:i+1]
		}
	}
	return line, nil
}
