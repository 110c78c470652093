//go:build unix

package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// An interrupted command says how far it was; what was found goes to standard output
// all the same, unless that is of no use.
func TestInterrupted(t *testing.T) {
	for command, want := range map[string]struct{ says, stdout string }{
		"probe": {
			"videotune: interrupted after 1 of 2 videos, whose facts were written; with -o facts.json the next run goes on from there",
			"{\n\"missing.mp4\":{\"error\":\"no such file or directory\"}\n}\n",
		},
		"plan": {"videotune: interrupted after 1 of 2 videos; \"videotune probe -o facts.json\" keeps what it finds, and --facts reads it", ""},
	} {
		t.Run(command, func(t *testing.T) {
			server := serveMedia()
			defer server.Close()
			defer server.CloseClientConnections()
			exe, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			var stdout bytes.Buffer
			cmd := &exec.Cmd{
				Path: exe, Args: []string{"videotune", command, "--allow-private-hosts", server.URL + "/slow/a.mp4", "missing.mp4"},
				Dir: t.TempDir(), Stdout: &stdout,
			}
			stderr, err := cmd.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(stderr)
			says := func(want string) {
				if !lines.Scan() || lines.Text() != want {
					t.Errorf("standard error says %q, want %q", lines.Text(), want)
				}
			}
			says("videotune: missing.mp4: no such file or directory")
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			says(want.says)
			_ = cmd.Wait() // its exit status is looked at below
			if cmd.ProcessState.ExitCode() != exitFindings || stdout.String() != want.stdout {
				t.Errorf("%v, standard output %q; want %q", cmd.ProcessState, &stdout, want.stdout)
			}
		})
	}
}
