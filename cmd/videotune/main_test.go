package main

import (
	"bytes"
	"database/sql"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts of testdata/script")

// commands are what the test binary does when it is started by another name.
var commands = map[string]func(){"videotune": main}

func TestMain(m *testing.M) {
	testscript.Main(m, commands)
}

func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status,
			"lines":  lines,
			"media":  media,
			"await":  await,
			"sqlite": sqlite,
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("ROOT", root) // of the repository
			env.Setenv("NO_COLOR", "")
			env.Setenv("ESC", "\x1b")
			env.Setenv("GORACE", "atexit_sleep_ms=10") // instead of a second for each command
			server := serveMedia()
			env.Defer(func() {
				server.CloseClientConnections() // of what never answers
				server.Close()
			})
			env.Setenv("SERVER", server.URL)
			return nil
		},
	})
}

// status N COMMAND… runs a command and demands that its exit status is N.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// lines FILE TEMPLATE FIRST LAST appends the lines of TEMPLATE to FILE, once for
// each number from FIRST to LAST, which stands for NNN in them.
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: lines file template first last")
	}
	template, err := os.ReadFile(ts.MkAbs(args[1]))
	ts.Check(err)
	first, err := strconv.Atoi(args[2])
	ts.Check(err)
	last, err := strconv.Atoi(args[3])
	ts.Check(err)
	name := ts.MkAbs(args[0])
	text, err := os.ReadFile(name)
	if !errors.Is(err, os.ErrNotExist) {
		ts.Check(err)
	}
	for n := first; n <= last; n++ {
		text = append(text, bytes.ReplaceAll(template, []byte("NNN"), []byte(strconv.Itoa(n)))...)
	}
	ts.Check(os.WriteFile(name, text, 0o644))
}

// media NAME… copies sample videos into the current folder.
func media(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: media name…")
	}
	ts.Check(copyMedia(ts.MkAbs("."), args...))
}

// await FILE waits until a file is there and not empty.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await file")
	}
	for range 1000 {
		if info, err := os.Stat(ts.MkAbs(args[0])); err == nil && info.Size() > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s is not there", args[0])
}

// sqlite FILE SCRIPT makes an SQLite database by the statements of a file.
func sqlite(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sqlite file script")
	}
	statements, err := os.ReadFile(ts.MkAbs(args[1]))
	ts.Check(err)
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(string(statements))
	ts.Check(err)
}

// execSQL runs statements.
func execSQL(t *testing.T, driver, dsn, statements string) {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
}
