package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/internal/pgtest"
)

// jobFolder makes a folder with files, and goes there.
func jobFolder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The rows of the example fromsql give the same bytes from SQLite and from PostgreSQL,
// by job files that init wrote.
func TestBuildPostgres(t *testing.T) {
	dsn := pgtest.Start(t)
	data, err := os.ReadFile(filepath.Join("..", "..", "examples", "fromsql", "data.sql"))
	if err != nil {
		t.Fatal(err)
	}
	script := strings.ReplaceAll(string(data), "TEMP TABLE", "TABLE")
	t.Setenv("YARD_DATABASE", dsn)
	jobFolder(t, nil)
	execSQL(t, "pgx", dsn, script)
	execSQL(t, "sqlite", "yard.db", script)
	const query = "SELECT v.uri AS video, v.camera AS recording, v.seconds AS duration_s, e.label, e.from_ms AS start_ms, e.to_ms AS end_ms " +
		"FROM videos v LEFT JOIN events e ON e.video_id = v.id ORDER BY v.id, e.id"
	for _, db := range [][2]string{{"sqlite", "yard.db"}, {"postgres", "$YARD_DATABASE"}} {
		for _, args := range [][]string{
			{"init", "-o", "job.yaml", "--driver", db[0], "--dsn", db[1], "--query", query, "sql"},
			{"build", "--config", "job.yaml"},
		} {
			if status, stdout, stderr := command("", args...); status != 0 {
				t.Fatalf("%q: exit status %d\n%s%s", args, status, stdout, stderr)
			}
		}
		text, err := os.ReadFile("job.yaml")
		if err != nil || strings.Contains(string(text), dsn) {
			t.Errorf("the job has the connection string: %s, %v", text, err)
		}
		if err := os.Mkdir(db[0], 0o755); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"job.yaml", "train.jsonl", "validation.jsonl", "origins.jsonl"} {
			if err := os.Rename(name, filepath.Join(db[0], name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, name := range []string{"train.jsonl", "validation.jsonl", "origins.jsonl"} {
		a, err := os.ReadFile(filepath.Join("sqlite", name))
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join("postgres", name))
		if err != nil || len(a) == 0 || !bytes.Equal(a, b) {
			t.Errorf("%s: SQLite gives\n%s\nPostgreSQL gives\n%s, %v", name, a, b, err)
		}
	}
}

// An interrupted build leaves nothing behind, and a build on the way nothing half
// written.
func TestBuildInterrupted(t *testing.T) {
	asked := make(chan struct{}, 100)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done() // it never answers
	}))
	defer server.Close()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	jobFolder(t, map[string]string{
		"events.csv": "video,uri,label\na," + server.URL + "/a.mp4,fox\n",
		"job.yaml":   "source: {format: rows, files: events.csv}\ntask: classify\nlabels: [fox]\n",
	})
	var said bytes.Buffer
	cmd := &exec.Cmd{Path: exe, Args: []string{"videotune", "build", "-c", "job.yaml", "--probe", "--allow-private-hosts"}, Stdout: &said, Stderr: &said}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // its exit status is looked at below
	if cmd.ProcessState.ExitCode() != exitFindings || said.String() != "videotune: interrupted; nothing was written\n" {
		t.Errorf("%v, it says %q", cmd.ProcessState, said.String())
	}
	left, err := os.ReadDir(".")
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
