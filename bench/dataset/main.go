// Command dataset measures what it takes to make the files of a tuning job from rows: a
// CSV file with a row for each event is read by annotation/rows and built by package
// dataset with an example for each event, the sidecar file and the check of the files
// included. It prints a table in Markdown:
//
//	go run ./bench/dataset
//
// Each case is run in a process of its own, whose largest resident size is told by the
// system. With -most the command fails if one has more.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == buildCommand {
		os.Exit(runBuild(os.Args[2:], os.Stdout, os.Stderr))
	}
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return
	}
	fmt.Fprintln(os.Stderr, "dataset:", err)
	os.Exit(1)
}

// A shape is what the rows are like.
type shape struct{ videos, events int }

// A result is what a case took.
type result struct {
	shape
	Stratify bool          `json:"stratify"`
	Examples int           `json:"examples"`
	Bytes    int64         `json:"bytes"` // of all files
	Took     time.Duration `json:"took_ns"`
	Peak     int64         `json:"peak_bytes"` // resident; 0 if the system does not tell
}

// run is the command.
func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("dataset", flag.ContinueOnError)
	flags.SetOutput(stderr)
	rows := flags.Int("rows", 300_000, "how many rows the files have: of ten events a video, and of one")
	most := flags.Int64("most", 0, "fail if a case has more than so many megabytes resident; 0 is no bound")
	quiet := flags.Bool("quiet", false, "do not say on standard error what is being run")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 || *rows < 100 || *most < 0 {
		return errors.New("no arguments are taken, and the number of rows must be at least 100")
	}
	dir, err := os.MkdirTemp("", "videotune-dataset")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var results []result
	for _, s := range []shape{{*rows / 10, 10}, {*rows, 1}} {
		path := filepath.Join(dir, "rows.csv")
		if err := s.write(path); err != nil {
			return err
		}
		for _, stratify := range []bool{false, true} {
			if !*quiet {
				fmt.Fprintf(stderr, "%d videos of %d events, stratify %t\n", s.videos, s.events, stratify)
			}
			r, err := measure(dir, path, s, stratify)
			if err != nil {
				return err
			}
			results = append(results, *r)
		}
	}
	if err := writeTable(stdout, results); err != nil {
		return err
	}
	for _, r := range results {
		if *most > 0 && r.Peak > *most*1e6 {
			return fmt.Errorf("%d videos of %d events, stratify %t: %d bytes were resident, more than %d MB", r.videos, r.events, r.Stratify, r.Peak, *most)
		}
	}
	return nil
}

// writeTable writes the results as Markdown.
func writeTable(w io.Writer, results []result) error {
	text := "| videos | rows | stratify | examples | files | time | examples a second | peak memory |\n|---:|---:|---|---:|---:|---:|---:|---:|\n"
	for _, r := range results {
		stratify, peak := "no", "unknown"
		if r.Stratify {
			stratify = "yes, two passes"
		}
		if r.Peak > 0 {
			peak = fmt.Sprintf("%.0f MB", float64(r.Peak)/1e6)
		}
		text += fmt.Sprintf("| %d | %d | %s | %d | %.0f MB | %.1f s | %.0f | %s |\n",
			r.videos, r.videos*r.events, stratify, r.Examples, float64(r.Bytes)/1e6, r.Took.Seconds(), float64(r.Examples)/r.Took.Seconds(), peak)
	}
	_, err := io.WriteString(w, text)
	return err
}
