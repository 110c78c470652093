package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// commandBytes is the largest file that the service takes.
const commandBytes = 1 << 30

// memoryFigures are those of one run of the command.
type memoryFigures struct {
	bytes, lines int
	peak         int64 // the most bytes that were resident; 0 if that was not measured
	took         time.Duration
	why          string // it was not measured
}

// measureMemory builds the command and lets it check as many bytes as given, or a
// little less, from its standard input.
func measureMemory(size, videos int) memoryFigures {
	m, err := runCommand(size, videos)
	if err != nil {
		return memoryFigures{why: err.Error()}
	}
	return m
}

func runCommand(size, videos int) (m memoryFigures, err error) {
	dir, err := os.MkdirTemp("", "videotune-bench")
	if err != nil {
		return m, err
	}
	defer os.RemoveAll(dir)
	exe, peak := filepath.Join(dir, "videotune"), filepath.Join(dir, "peak")
	if out, err := exec.Command("go", "build", "-o", exe, "github.com/seed-57910ec4/videotune/cmd/videotune").CombinedOutput(); err != nil {
		return m, fmt.Errorf("building the command: %w: %s", err, out)
	}
	self, err := os.Executable()
	if err != nil {
		return m, err
	}

	block := generator{seed: defaultSeed, videos: videos}.dataset(min(videos, size/2000))
	m.lines = size / len(block.data) * block.lines
	m.bytes = size / len(block.data) * len(block.data)
	cmd := exec.Command(self, peakCommand, peak, exe, "check", "--format", "json", "-")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return m, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return m, err
	}
	_, copyErr := io.CopyBuffer(onlyWriter{stdin}, repeat(block, m.lines), make([]byte, 1<<20))
	stdin.Close()
	err = cmd.Wait()
	m.took = time.Since(start)
	if copyErr != nil {
		return m, fmt.Errorf("the command stopped reading: %w", copyErr)
	}
	// There are more examples than a job takes, so it ends with findings.
	if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 {
		return m, fmt.Errorf("the command: %w", err)
	}
	text, err := os.ReadFile(peak)
	if err != nil {
		return m, err
	}
	m.peak, err = strconv.ParseInt(string(text), 10, 64)
	return m, err
}

// onlyWriter hides that a file can be copied to by other means.
type onlyWriter struct{ io.Writer }

// peakCommand is the first argument of "bench peak FILE COMMAND…", which runs a
// command, throws away what it prints, and writes the most memory it had to a
// file. The process that holds the lines cannot do that itself: on Linux one is
// born with the peak of the process that started it.
const peakCommand = "peak"

func runPeak(args []string) (status int) {
	cmd := exec.Command(args[1], args[2:]...)
	cmd.Stdin, cmd.Stderr = os.Stdin, os.Stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err) // it did not start
		return 2
	}
	peak, err := peakMemory(cmd.ProcessState)
	if err == nil {
		err = os.WriteFile(args[0], strconv.AppendInt(nil, peak, 10), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	return cmd.ProcessState.ExitCode()
}
