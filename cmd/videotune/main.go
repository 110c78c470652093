// Videotune checks and formats the datasets with which Gemini is tuned on video.
//
//	videotune check train.jsonl --validation validation.jsonl
//
// See "videotune --help", and "videotune check --help" for the exit statuses.
package main

import (
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	// A reader that goes away (videotune check … | head) must not turn a verdict
	// into a death by signal: the write fails instead, and copyOut keeps quiet.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the command: it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot(stdin, stdout, stderr)
	root.SetArgs(args)
	cmd, err := root.ExecuteC()
	return report(stderr, cmd, err)
}
