// Fromsql makes a training and a validation file from a query of a database, with what
// package rows makes of its rows. From the root of the repository:
//
//	go run ./examples/fromsql                                    an SQLite database in memory
//	go run ./examples/fromsql -postgres "host=… user=… dbname=…" a PostgreSQL server
//
// The tables are temporary, so that no database changes. Both write the same bytes.
//
// Copy it: put your query and its columns into source.go and your task into example.go.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/seed-57910ec4/videotune"
)

func main() {
	log.SetFlags(0)
	dir := flag.String("o", ".", "write train.jsonl and validation.jsonl into `DIR`, over files of these names")
	postgres := flag.String("postgres", "", "ask the PostgreSQL server of this connection string")
	flag.Parse()
	driver, dsn := "sqlite", ":memory:"
	if *postgres != "" {
		driver, dsn = "pgx", *postgres
	}
	if err := run(context.Background(), os.Stdout, driver, dsn, *dir); err != nil {
		log.Fatalf("fromsql: %v", err)
	}
}

// run writes one example for each video.
func run(ctx context.Context, out io.Writer, driver, dsn, dir string) error {
	db, err := open(ctx, driver, dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	w, err := videotune.CreateSplit(filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "validation.jsonl"), nil)
	if err != nil {
		return err
	}
	defer w.Close()
	for v, err := range videos(ctx, db, out) {
		if err != nil {
			return err
		}
		ex, err := example(v)
		if err != nil {
			return fmt.Errorf("%s: %w", v.URI, err)
		}
		// Those of one recording go into one file.
		if err := w.Write(v.RecordingKey(), ex); err != nil {
			return fmt.Errorf("%s: %w", v.URI, err)
		}
	}
	split, err := w.Commit()
	if err != nil {
		return err
	}
	for _, side := range []videotune.SideReport{split.Train, split.Validation} {
		fmt.Fprintf(out, "%s: %d examples of %d recordings\n", filepath.Base(side.Path), side.Examples, side.Recordings)
	}
	return nil
}
