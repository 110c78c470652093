// Videotune-vertex takes a dataset that videotune checked the last stretch: it uploads
// the files, submits the tuning job, watches it, and tells what the job left out by the
// lines of the file.
//
//	videotune-vertex upload --to gs://my-bucket/run-7 train.jsonl validation.jsonl
//	videotune-vertex tune --at gs://my-bucket/run-7 --region us-central1 train.jsonl --validation validation.jsonl
//	videotune-vertex job projects/my-project/locations/us-central1/tuningJobs/123 --train train.jsonl
//
// "videotune upload", "videotune tune" and "videotune job" run it where it is
// installed. It is a program of its own, since Google's client libraries are large.
package main

import (
	"context"
	"io"
	"log"
	"os"

	"github.com/seed-57910ec4/videotune/internal/cli"
)

const program = "videotune-vertex"

func main() {
	log.SetFlags(0) // what the client libraries tell, in lines like those of this program
	log.SetPrefix(program + ": ")
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// run is the command: it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot(stdout, stderr)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	return cli.Report(stderr, program, cmd.CommandPath(), err)
}
