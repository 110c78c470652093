package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
)

func init() { commands[vertexProgram] = fakeVertex }

// fakeVertex stands for the program that does what is handed on: it tells what it got,
// and ends with the exit status in its last argument.
func fakeVertex() {
	in, _ := io.ReadAll(os.Stdin)
	fmt.Printf("got %q and %q\n", os.Args[1:], in)
	fmt.Fprintln(os.Stderr, "on standard error")
	status, _ := strconv.Atoi(os.Args[len(os.Args)-1])
	os.Exit(status)
}

// Without the program that does it, how to get it is told.
func TestVertexMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for _, args := range [][]string{{"tune", "train.jsonl"}, {"upload", "--help"}, {"job"}} {
		var stdout, stderr strings.Builder
		status := run(args, strings.NewReader(""), &stdout, &stderr)
		want := "videotune: " + args[0] + ` is done by the program videotune-vertex, which is not on PATH; install it with "go install github.com/seed-57910ec4/videotune/cmd/videotune-vertex@latest"` + "\n"
		if status != exitTrouble || stdout.Len() > 0 || stderr.String() != want {
			t.Errorf("%v: status %d, %q, %q", args, status, &stdout, &stderr)
		}
	}
}
