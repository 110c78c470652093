// Videotune checks and formats the datasets with which Gemini is tuned on video, and
// looks at the videos.
//
//	videotune check train.jsonl --validation validation.jsonl
//
// See "videotune --help", and "videotune check --help" for the exit statuses.
package main

import (
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	// A reader that goes away (videotune check … | head) must not turn a verdict
	// into a death by signal: the write fails instead, and copyOut keeps quiet.
	signal.Ignore(syscall.SIGPIPE)
	if os.Getenv("GOGC") == "" {
		// What is kept of a file is little, what passes by is much: collect twice as
		// often as usual, and take at most 128 MB for 1 GB of bad lines.
		debug.SetGCPercent(50)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the command: it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot(stdin, stdout, stderr)
	root.SetArgs(args)
	cmd, err := root.ExecuteC()
	return report(stderr, cmd, err)
}
