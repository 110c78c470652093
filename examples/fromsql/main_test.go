package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/seed-57910ec4/videotune/examples/internal/golden"
	"github.com/seed-57910ec4/videotune/internal/pgtest"
)

// files runs fromsql, and returns what it writes and prints.
func files(t *testing.T, driver, dsn string) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	var out bytes.Buffer
	if err := run(t.Context(), &out, driver, dsn, dir); err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{"output.txt": out.Bytes()}
	for _, name := range []string{"train.jsonl", "validation.jsonl"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = data
	}
	return all
}

func TestSQLite(t *testing.T) {
	for name, got := range files(t, "sqlite", ":memory:") {
		golden.Compare(t, name, got)
	}
}

// TestPostgres asks a real server, and wants the same bytes.
func TestPostgres(t *testing.T) {
	for name, got := range files(t, "pgx", pgtest.Start(t)) {
		golden.Compare(t, name, got)
	}
}

func TestNoServer(t *testing.T) {
	dir := t.TempDir()
	if err := run(t.Context(), new(bytes.Buffer), "pgx", "host="+dir, dir); err == nil {
		t.Error("no error without a server")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}
