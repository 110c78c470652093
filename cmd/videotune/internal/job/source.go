package job

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/formats"
	"github.com/seed-57910ec4/videotune/annotation/rows"
)

// Stdin is the name of a file that stands for standard input.
const Stdin = "-"

// An OpenFunc opens a file, or standard input, by its name.
type OpenFunc func(name string) (io.ReadCloser, error)

// Videos returns what a source holds. Paths are relative to dir.
func (s *Source) Videos(ctx context.Context, dir string, open OpenFunc) iter.Seq2[*annotation.Video, error] {
	if s.Format == annotation.FormatSQL {
		return s.database(ctx, dir)
	}
	return func(yield func(*annotation.Video, error) bool) {
		for _, name := range s.Files {
			if !s.file(ctx, Path(dir, name), dir, open, yield) {
				return
			}
		}
	}
}

// file yields the videos of a file, and reports whether to go on.
func (s *Source) file(ctx context.Context, name, dir string, open OpenFunc, yield func(*annotation.Video, error) bool) bool {
	f, err := open(name)
	if err != nil {
		yield(nil, err)
		return false
	}
	defer f.Close()
	o := s.Moved(dir)
	for v, err := range formats.Read(s.Format, []videotune.Input{{Name: name, R: f}}, &o) {
		if err == nil {
			err = ctx.Err()
		}
		if !yield(v, err) || err != nil {
			return false
		}
	}
	return true
}

// Inputs returns the names of the files that a source is read from. Paths are relative
// to dir.
func (s *Source) Inputs(dir string) (names []string) {
	for _, name := range s.Files {
		names = append(names, Path(dir, name))
	}
	for _, p := range s.paths() {
		names = append(names, Path(dir, *p))
	}
	return names
}

// paths returns the options that are paths of files.
func (s *Source) paths() (paths []*string) {
	if s.LabelConfig != "" && !strings.HasPrefix(strings.TrimSpace(s.LabelConfig), "<") {
		paths = append(paths, &s.LabelConfig)
	}
	if drivers[s.Driver] == sqlite && isPath(s.DSN) {
		paths = append(paths, &s.DSN)
	}
	return paths
}

// Moved returns the options, whose paths are relative to dir, as the working directory
// sees them.
func (s *Source) Moved(dir string) annotation.Options {
	moved := *s
	for _, p := range moved.paths() {
		*p = Path(dir, *p)
	}
	moved.Resolve = mapped(s.Resolve, func(folder string) string { return Path(dir, folder) })
	return moved.Options
}

func mapped(m map[string]string, f func(string) string) map[string]string {
	if m == nil {
		return nil
	}
	changed := make(map[string]string, len(m))
	for k, v := range m {
		changed[k] = f(v)
	}
	return changed
}

// Path returns a path relative to dir, as the working directory sees it.
func Path(dir, name string) string {
	if dir == "" || name == Stdin || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// Rebase makes the paths of a source, which are those that the working directory sees,
// relative to a folder; one to which no way leads from there becomes absolute.
func (s *Source) Rebase(to string) {
	var files annotation.Texts
	for _, name := range s.Files {
		files = append(files, rebase(to, name))
	}
	s.Files = files
	for _, p := range s.paths() {
		*p = rebase(to, *p)
	}
	s.Resolve = mapped(s.Resolve, func(folder string) string { return rebase(to, folder) })
}

func rebase(to, name string) string {
	if name == Stdin || filepath.IsAbs(name) {
		return name
	}
	full, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	folder, err := filepath.Abs(to)
	if err != nil {
		return full
	}
	rel, err := filepath.Rel(folder, full)
	if err != nil {
		return full
	}
	return filepath.ToSlash(rel)
}

// database returns the videos of a query.
func (s *Source) database(ctx context.Context, dir string) iter.Seq2[*annotation.Video, error] {
	return func(yield func(*annotation.Video, error) bool) {
		db, err := s.open(dir)
		if err != nil {
			yield(nil, err)
			return
		}
		defer db.Close()
		o := s.Moved(dir)
		for v, err := range rows.Query(ctx, db, s.Query, s.args(), &o) {
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// args returns the parameters of the query, numbers as such: a driver would take a
// json.Number for a text.
func (s *Source) args() []any {
	args := make([]any, len(s.Args))
	for i, a := range s.Args {
		args[i] = a
		n, ok := a.(json.Number)
		if !ok {
			continue
		}
		if whole, err := n.Int64(); err == nil {
			args[i] = whole
		} else if f, err := n.Float64(); err == nil {
			args[i] = f
		}
	}
	return args
}
