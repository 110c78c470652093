package job

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/internal/nearest"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx
	_ "modernc.org/sqlite"             // the driver sqlite
)

// The names of the drivers in their packages.
const (
	sqlite   = "sqlite"
	postgres = "pgx"
)

// drivers are the names that the option driver can have.
var drivers = map[string]string{"sqlite": sqlite, "sqlite3": sqlite, "postgres": postgres, "postgresql": postgres, "pgx": postgres}

// checkDatabase returns a refusal if the options do not say what to ask which database.
func (s *Source) checkDatabase() error {
	for _, o := range []struct{ name, value, example string }{
		{"driver", s.Driver, "sqlite or postgres"}, {"dsn", s.DSN, "events.db or postgres://user@host/name"}, {"query", s.Query, "SELECT … ORDER BY video"},
	} {
		if o.value == "" {
			return refuse(annotation.CodeOptionMissing, "the option "+o.name+" is not set", "set it, such as to "+o.example)
		}
	}
	if drivers[s.Driver] == "" {
		near := nearest.Word(strings.ToLower(s.Driver), []string{"sqlite", "postgres"})
		return refuse(annotation.CodeOptionInvalid, fmt.Sprintf("the option driver is %.50q%s", s.Driver, nearest.DidYouMean("", near)), "want sqlite or postgres")
	}
	return nil
}

func refuse(code annotation.Code, message, hint string) error {
	return &annotation.Error{Diagnostic: annotation.Diagnostic{Code: code, Severity: annotation.Refusal, Message: message, Hint: hint}}
}

// open opens the database. A dsn that begins with $ names a variable of the
// environment, so that no password stands in a file.
func (s *Source) open(dir string) (*sql.DB, error) {
	if err := s.checkDatabase(); err != nil {
		return nil, err
	}
	dsn := s.DSN
	if name, env := strings.CutPrefix(dsn, "$"); env {
		if dsn = os.Getenv(name); dsn == "" {
			return nil, refuse(annotation.CodeOptionInvalid, fmt.Sprintf("the option dsn is %.100q, and the environment has no such variable", s.DSN), "set it")
		}
	}
	driver := drivers[s.Driver]
	if driver == sqlite {
		var err error
		if dsn, err = readOnly(dir, dsn); err != nil {
			return nil, err
		}
	}
	return sql.Open(driver, dsn)
}

// isPath reports whether a dsn of SQLite is a path.
func isPath(dsn string) bool {
	return dsn != "" && dsn != ":memory:" && !strings.HasPrefix(dsn, "file:") && !strings.HasPrefix(dsn, "$")
}

// readOnly returns a dsn by which SQLite neither changes a database nor makes one that
// is not there, and waits for others that write. A URI with a mode of its own has that.
func readOnly(dir, dsn string) (string, error) {
	switch {
	case isPath(dsn):
		name := Path(dir, dsn)
		var failed *os.PathError
		if info, err := os.Stat(name); errors.As(err, &failed) {
			return "", fmt.Errorf("%s: %w; see that the path is right", name, failed.Err)
		} else if info.IsDir() {
			return "", fmt.Errorf("%s: is a directory, and no database", name)
		}
		name = filepath.ToSlash(name)
		if filepath.VolumeName(name) != "" {
			name = "///" + name
		}
		dsn = "file:" + (&url.URL{Path: name}).EscapedPath()
	case !strings.HasPrefix(dsn, "file:") || strings.Contains(dsn, "mode="):
		return dsn, nil
	}
	separator := "?"
	if strings.Contains(dsn, "?") {
		separator = "&"
	}
	return dsn + separator + "mode=ro&_pragma=busy_timeout(5000)", nil
}
