// Command media measures what it takes to learn over HTTP what a video is: the
// requests, bytes and time of package probe, and those of ffprobe for the same URL.
// It makes videos of ten minutes and of an hour in each container with ffmpeg, serves
// them on this machine, and prints a table in Markdown:
//
//	go run ./bench/media
//
// Requests and bytes are counted by the server. Times are the median of some runs,
// each with a connection of its own. Without ffmpeg and ffprobe there is nothing to
// measure, and the command fails.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return
	}
	fmt.Fprintln(os.Stderr, "media:", err)
	os.Exit(1)
}

// run is the command.
func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("media", flag.ContinueOnError)
	flags.SetOutput(stderr)
	lengths := durations{10 * time.Minute, time.Hour}
	flags.Var(&lengths, "lengths", "how long the videos are, multiples of "+clipLength.String()+" with commas between")
	runs := flags.Int("runs", 3, "how often each is asked")
	asJSON := flags.Bool("json", false, "print one JSON object, and nothing else")
	quiet := flags.Bool("quiet", false, "do not say on standard error what is being run")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 || *runs < 1 {
		return errors.New("no arguments are taken, and the number of runs must be positive")
	}

	dir, err := os.MkdirTemp("", "videotune-media")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b, err := newBench(dir, *runs)
	if err != nil {
		return err
	}
	defer b.close()
	if !*quiet {
		b.progress = func(what string) { fmt.Fprintln(stderr, what) }
	}
	f, err := b.measure(lengths)
	if err != nil {
		return err
	}
	if *asJSON {
		return f.writeJSON(stdout)
	}
	return f.writeTable(stdout)
}

// durations is a flag of several lengths.
type durations []time.Duration

// String returns the lengths with commas between.
func (d *durations) String() string {
	var all []string
	for _, length := range *d {
		all = append(all, length.String())
	}
	return strings.Join(all, ",")
}

// Set reads what String returns.
func (d *durations) Set(s string) error {
	*d = nil
	for part := range strings.SplitSeq(s, ",") {
		length, err := time.ParseDuration(part)
		if err != nil {
			return err
		}
		if length <= 0 || length > 24*time.Hour || length%clipLength != 0 {
			return fmt.Errorf("%s is no multiple of %s, or over a day", length, clipLength)
		}
		*d = append(*d, length)
	}
	return nil
}
