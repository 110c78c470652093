package main

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"io"
	"iter"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx
	_ "modernc.org/sqlite"             // the driver sqlite

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/rows"
)

//go:embed data.sql
var dataSQL string

// open connects to a database and makes the tables. For a database of your own this
// is sql.Open, and nothing else.
func open(ctx context.Context, driver, dsn string) (*sql.DB, error) {
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // the tables are those of one connection
	if _, err := db.ExecContext(ctx, dataSQL); err != nil {
		db.Close()
		return nil, fmt.Errorf("make the tables: %w", err)
	}
	return db, nil
}

// query has one row for each event, and one for a video without any. ORDER BY keeps the
// rows of a video together, and what is told of them the same from run to run.
const query = `
	SELECT v.uri AS video, v.camera AS recording, v.seconds AS duration_s, e.label, e.from_ms, e.to_ms
	FROM videos v LEFT JOIN events e ON e.video_id = v.id AND e.state = $1
	ORDER BY v.id, e.id`

// videos reads the videos with their events, and prints what was not as it should be.
// A column has the role of its name, or the one that is given to it here.
func videos(ctx context.Context, db *sql.DB, out io.Writer) iter.Seq2[*annotation.Video, error] {
	return rows.Query(ctx, db, query, []any{"confirmed"}, &annotation.Options{
		Columns:      map[string]annotation.Column{"start_ms": {Name: "from_ms"}, "end_ms": {Name: "to_ms"}},
		OnDiagnostic: func(d annotation.Diagnostic) { fmt.Fprintln(out, d.Severity, d.Code, d.String()) },
	})
}
