package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// manyProblems returns lines whose report in JSON is over spoolMemory.
func manyProblems() string {
	return strings.Repeat("{\"contents\":[],}\n", 20_000)
}

func TestSpool(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for _, size := range []int{0, 1, spoolMemory - 1, spoolMemory, spoolMemory + 1, 3*spoolMemory + 7} {
		var s spool
		text := bytes.Repeat([]byte("0123456789abcdef"), size/16+1)[:size]
		for rest := text; len(rest) > 0; {
			n, err := s.Write(rest[:min(len(rest), 100_003)])
			if err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if inFile := s.file != nil; inFile != (size > spoolMemory) {
			t.Errorf("%d bytes: in a file: %v", size, inFile)
		}
		var out bytes.Buffer
		if err := s.copyOut(&out); err != nil || !bytes.Equal(out.Bytes(), text) {
			t.Errorf("%d bytes: %d came out, %v", size, out.Len(), err)
		}
		s.close()
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Where the output cannot be kept, none is written.
func TestSpoolNoRoom(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	status, stdout, stderr := command(manyProblems(), "check", "--format", "json", "-")
	if status != exitTrouble || stdout != "" || !strings.Contains(stderr, "set TMPDIR to a directory with more room") {
		t.Errorf("exit status %d, %d bytes of stdout, stderr %q", status, len(stdout), stderr)
	}
	if status, stdout, stderr = command(manyProblems(), "check", "-"); status != exitFindings || stderr != "" {
		t.Errorf("as text it fits in memory, but: exit status %d, stdout %q, stderr %q", status, stdout, stderr)
	}
}

// brokenReader fails after its text.
type brokenReader struct {
	io.Reader
	err error
}

func (r *brokenReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err == io.EOF {
		err = r.err
	}
	return n, err
}

// A file that breaks off while it is read has no report.
func TestReadError(t *testing.T) {
	for _, args := range [][]string{{"check", "-"}, {"check", "--format", "json", "-"}, {"fmt", "-"}, {"fmt", "-l", "-"}} {
		for _, text := range []string{"", manyProblems(), "{\"contents\": []}\n"} {
			var stdout, stderr bytes.Buffer
			status := run(args, &brokenReader{strings.NewReader(text), errors.New("the disk\x1b[2J is gone")}, &stdout, &stderr)
			if want := "the disk\\x1b[2J is gone"; status != exitTrouble || stdout.Len() > 0 || !strings.Contains(stderr.String(), want) {
				t.Errorf("%q: exit status %d, stdout %q, stderr %q", args, status, stdout.Bytes(), stderr.Bytes())
			}
		}
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestWriteError(t *testing.T) {
	for _, text := range []string{manyProblems(), "{}\n"} {
		var stderr bytes.Buffer
		status := run([]string{"check", "--format", "json", "-"}, strings.NewReader(text), failingWriter{syscall.EPIPE}, &stderr)
		if status != exitFindings || stderr.Len() > 0 {
			t.Errorf("closed pipe: exit status %d, stderr %q", status, stderr.Bytes())
		}
		status = run([]string{"check", "--format", "json", "-"}, strings.NewReader(text), failingWriter{syscall.ENOSPC}, &stderr)
		if status != exitTrouble || !strings.Contains(stderr.String(), "cannot write the output: ") {
			t.Errorf("full disk: exit status %d, stderr %q", status, stderr.Bytes())
		}
	}
}

// A reader that goes away ends the real command without a word, and without
// hiding the verdict.
func TestClosedPipe(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	var stderr bytes.Buffer
	cmd := &exec.Cmd{
		Path: exe, Args: []string{"videotune", "check", "--format", "json", "-"},
		Stdin: strings.NewReader(manyProblems()), Stdout: w, Stderr: &stderr,
	}
	_ = cmd.Run() // its exit status is looked at below
	w.Close()
	if cmd.ProcessState.ExitCode() != exitFindings || stderr.Len() > 0 {
		t.Errorf("%v, stderr %q", cmd.ProcessState, stderr.Bytes())
	}
}
