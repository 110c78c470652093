// Command bench measures videotune against other JSON libraries, on lines that it
// makes itself, and prints the medians and ratios as Markdown:
//
//	go run ./bench
//
// All cases are run in turn in one process, each on one core unless it says
// otherwise; a ratio is the median of the ratios of neighbouring runs. What Check
// returns is compared with the Report of an ordinary Check after every run.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == peakCommand {
		os.Exit(runPeak(os.Args[2:]))
	}
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return
	}
	fmt.Fprintln(os.Stderr, "bench:", err)
	os.Exit(1)
}

// run is the command.
func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	lines := flags.Int("lines", 200_000, "how many lines to work on")
	videos := flags.Int("videos", 20_000, "how many distinct videos they have")
	runs := flags.Int("runs", 5, "how often each case is run")
	asJSON := flags.Bool("json", false, "print one JSON object with the main figures, and nothing else; leaves out growth, memory and the profile")
	memory := flags.Bool("memory", true, "measure the memory that the command takes for 1 GB; builds it")
	cpu := flags.Bool("cpu", false, "count the time that the process computes, not that of the wall: for a machine that does other things too; leaves out what needs two cores")
	pageToo := flags.Bool("page", false, "measure the page of videotune report beside Check on 300,000 lines, and nothing else")
	quiet := flags.Bool("quiet", false, "do not say on standard error what is being run")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 || *lines < 100 || *videos < 1 || *runs < 1 {
		return errors.New("no arguments are taken, and the numbers must be positive, of lines at least 100")
	}
	progress := func(what string) {
		if !*quiet {
			fmt.Fprintln(stderr, what)
		}
	}

	if *pageToo {
		f, err := measurePage(generator{seed: defaultSeed, videos: *videos}, pageLines, *runs, progress)
		if err != nil {
			return err
		}
		return f.write(stdout)
	}
	l, err := newLoad(generator{seed: defaultSeed, videos: *videos}.dataset(*lines))
	if err != nil {
		return err
	}
	if l.unlike, err = newLoad(generator{seed: defaultSeed, videos: *videos, unlike: true}.dataset(*lines)); err != nil {
		return err
	}
	now := clock(wallTime)
	if *cpu {
		now = cpuTime
	}
	f, err := measure(l, now, *cpu, *runs, progress)
	if err != nil {
		return err
	}
	if *asJSON {
		return writeJSON(stdout, f)
	}
	progress("growth")
	g, err := measureGrowth(max(*lines/20, 10), now, min(*runs, 3))
	if err != nil {
		return err
	}
	m := memoryFigures{why: "left out"}
	if *memory {
		progress("memory")
		m = measureMemory(commandBytes, *videos)
	}
	progress("profile")
	stages, err := measureStages(l.dataset)
	if err != nil {
		return err
	}
	return writeTables(stdout, f, g, m, stages, *videos, *runs)
}
