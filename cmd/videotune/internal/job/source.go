package job

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/formats"
	"github.com/seed-57910ec4/videotune/annotation/rows"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx
	_ "modernc.org/sqlite"             // the driver sqlite
)

// Videos returns what a source holds. Paths are relative to dir; the name - is stdin.
func (s *Source) Videos(ctx context.Context, dir string, stdin io.Reader) iter.Seq2[*annotation.Video, error] {
	if s.Format == annotation.FormatSQL {
		return s.database(ctx, dir)
	}
	return func(yield func(*annotation.Video, error) bool) {
		for _, name := range s.Files {
			if !s.file(name, dir, stdin, yield) {
				return
			}
		}
	}
}

// file yields the videos of a file, and reports whether to go on.
func (s *Source) file(name, dir string, stdin io.Reader, yield func(*annotation.Video, error) bool) bool {
	in := videotune.Input{Name: name, R: stdin}
	if name != "-" {
		f, err := os.Open(Path(dir, name))
		if err != nil {
			yield(nil, err)
			return false
		}
		defer f.Close()
		in.R = f
	}
	for v, err := range formats.Read(s.Format, []videotune.Input{in}, s.options(dir)) {
		if !yield(v, err) || err != nil {
			return false
		}
	}
	return true
}

// options returns the options with paths that are relative to dir made so.
func (s *Source) options(dir string) *annotation.Options {
	o := s.Options
	if o.LabelConfig != "" && !strings.HasPrefix(strings.TrimSpace(o.LabelConfig), "<") {
		o.LabelConfig = Path(dir, o.LabelConfig)
	}
	if len(o.Resolve) > 0 {
		resolved := make(map[string]string, len(o.Resolve))
		for prefix, folder := range o.Resolve {
			resolved[prefix] = Path(dir, folder)
		}
		o.Resolve = resolved
	}
	return &o
}

// Path returns a path relative to dir, as the working directory sees it.
func Path(dir, name string) string {
	if dir == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// drivers are the names that the option driver can have, and those of the packages.
var drivers = map[string]string{"sqlite": "sqlite", "sqlite3": "sqlite", "postgres": "pgx", "postgresql": "pgx", "pgx": "pgx"}

// database returns the videos of a query.
func (s *Source) database(ctx context.Context, dir string) iter.Seq2[*annotation.Video, error] {
	return func(yield func(*annotation.Video, error) bool) {
		db, err := s.open(dir)
		if err != nil {
			yield(nil, err)
			return
		}
		defer db.Close()
		for v, err := range rows.Query(ctx, db, s.Query, s.Args, s.options(dir)) {
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// open opens the database. A dsn that begins with $ names a variable of the
// environment, so that no password stands in a file; one of SQLite is a path.
func (s *Source) open(dir string) (*sql.DB, error) {
	for _, o := range []struct{ name, value, example string }{
		{"driver", s.Driver, "sqlite or postgres"}, {"dsn", s.DSN, "events.db or postgres://user@host/name"}, {"query", s.Query, "SELECT … ORDER BY video"},
	} {
		if o.value == "" {
			return nil, missing(o.name, o.example)
		}
	}
	driver, ok := drivers[s.Driver]
	if !ok {
		return nil, fmt.Errorf("driver is %q; want sqlite or postgres", s.Driver)
	}
	dsn := s.DSN
	if name, env := strings.CutPrefix(dsn, "$"); env {
		if dsn = os.Getenv(name); dsn == "" {
			return nil, fmt.Errorf("dsn: the environment has no %s", name)
		}
	}
	if driver == "sqlite" && !strings.HasPrefix(dsn, "file:") && dsn != ":memory:" {
		dsn = Path(dir, dsn)
		if _, err := os.Stat(dsn); err != nil { // SQLite would make an empty one
			return nil, err
		}
	}
	return sql.Open(driver, dsn)
}

// missing says that an option is needed.
func missing(name, example string) error {
	return &annotation.Error{Diagnostic: annotation.Diagnostic{
		Code: annotation.CodeOptionMissing, Severity: annotation.Refusal,
		Message: "the option " + name + " is not set", Hint: "set it, such as to " + example,
	}}
}

// Rebase makes the paths of a source, which are relative to one folder, relative to
// another. Files are relative to the working directory.
func (s *Source) Rebase(from, to string) {
	move := func(from, name string) string {
		if name == "-" || filepath.IsAbs(name) {
			return name
		}
		rel, err := filepath.Rel(filepath.Join(".", to), filepath.Join(".", from, name))
		if err != nil {
			return name
		}
		return filepath.ToSlash(rel)
	}
	for i, name := range s.Files {
		s.Files[i] = move("", name)
	}
	if s.DSN != "" && drivers[s.Driver] == "sqlite" && !strings.HasPrefix(s.DSN, "file:") && !strings.HasPrefix(s.DSN, "$") && s.DSN != ":memory:" {
		s.DSN = move(from, s.DSN)
	}
	if s.LabelConfig != "" && !strings.HasPrefix(strings.TrimSpace(s.LabelConfig), "<") {
		s.LabelConfig = move(from, s.LabelConfig)
	}
	for prefix, folder := range s.Resolve {
		s.Resolve[prefix] = move(from, folder)
	}
}
