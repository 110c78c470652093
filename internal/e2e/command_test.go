package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// binDir is the folder of the command, once build was called.
var binDir string

// build builds the command once for all tests.
var build = sync.OnceValue(func() (err error) {
	if binDir, err = os.MkdirTemp("", "videotune-e2e"); err != nil {
		return err
	}
	cmd := exec.Command("go", "build", "-o", binDir+string(filepath.Separator), "github.com/seed-57910ec4/videotune/cmd/videotune")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	if binDir != "" {
		os.RemoveAll(binDir)
	}
	os.Exit(status)
}

// runCommand runs the command in dir and returns its standard output and exit
// status.
func runCommand(t *testing.T, dir string, args ...string) (stdout []byte, status int) {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(binDir, "videotune")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	var out, stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	// Some vectors have facts of other files than their lines name, on purpose.
	note := strings.HasSuffix(strings.TrimSpace(stderr.String()), "is the bucket right?")
	if status = cmd.ProcessState.ExitCode(); status > 1 || stderr.Len() > 0 && !note {
		t.Fatalf("videotune %q: exit status %d\n%s", args, status, &stderr)
	}
	return out.Bytes(), status
}

// What the README shows of "videotune check" is what it prints, but for what it
// leaves out with an ellipsis.
func TestReadmeCheck(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, block, ok := strings.Cut(string(readme), "```console\n$ videotune check train.jsonl\n")
	block, _, closed := strings.Cut(block, "```\n")
	head, tail, elided := strings.Cut(block, "…\n")
	if !ok || !closed || !elided {
		t.Fatal("README.md has no block of videotune check with an ellipsis")
	}
	data, err := os.ReadFile(filepath.Join("testdata", "readme.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "train.jsonl"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	out, status := runCommand(t, dir, "check", "train.jsonl")
	if status != 1 || !strings.HasPrefix(string(out), head) || !strings.HasSuffix(string(out), tail) {
		t.Errorf("README.md shows\n%svideotune check prints, with exit status %d,\n%s", block, status, out)
	}
}
