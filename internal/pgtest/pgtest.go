// Package pgtest starts PostgreSQL servers for tests.
package pgtest

import (
	"bytes"
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// startup is how long a server may take to start.
const startup = 60 * time.Second

// Start starts a server of its own for a test, with an empty database, and returns the
// connection string. It listens on a socket in a folder of its own only; it ends with
// the test, and leaves nothing behind. The test is skipped where PostgreSQL is not
// installed.
func Start(t testing.TB) (dsn string) {
	t.Helper()
	bin := binaries()
	if bin == "" {
		t.Skip("PostgreSQL is not installed: there is no initdb on the PATH or below /usr/lib/postgresql")
	}
	// Not t.TempDir, whose name can be too long for a socket.
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	run := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "LC_ALL=C", "HOME="+dir, "PGHOST="+dir)
		if err := unprivileged(cmd, dir); err != nil {
			t.Skip("PostgreSQL runs as no administrator, and there is nobody else: ", err)
		}
		return cmd
	}
	data := filepath.Join(dir, "data")
	if out, err := run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	var log bytes.Buffer
	server := run("postgres", "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off")
	server.Stdout, server.Stderr = &log, &log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = server.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		_ = server.Process.Signal(stop)
		<-ended
	})
	for begin := time.Now(); run("pg_isready", "-q", "-U", "postgres").Run() != nil; time.Sleep(50 * time.Millisecond) {
		select {
		case <-ended:
			t.Fatalf("the server ended:\n%s", &log)
		default:
		}
		if time.Since(begin) > startup {
			t.Fatalf("the server does not start within %v", startup)
		}
	}
	return "host=" + dir + " user=postgres dbname=postgres"
}

// binaries returns the folder of the server's programs, the newest if there are
// several; "" if there is none.
func binaries() string {
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path)
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // as Debian has them
	if len(found) == 0 {
		return ""
	}
	slices.SortFunc(found, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }) // 9 before 15
	return filepath.Dir(found[len(found)-1])
}
