package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/rows"
	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/seed-57910ec4/videotune/task"
)

// labels are those of the events.
var labels = task.Labels{{Name: "corner"}, {Name: "foul"}, {Name: "goal"}, {Name: "save"}, {Name: "throw-in"}}

// write writes the rows to a file.
func (s shape) write(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "video,uri,duration,start,end,label")
	for v := range s.videos {
		for e := range s.events {
			start := e*30 + (v+e)%20
			label := labels[(v*7+e*e+v%3)%len(labels)].Name
			fmt.Fprintf(w, "match-%07d,gs://bucket/matches/match-%07d.mp4,600,%d.%03d,%d.5,%s\n", v, v, start, (v*31+e*17)%1000, start+3+e%5, label)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// buildCommand is the first argument of the process that is measured: "build ROWS DIR
// STRATIFY".
const buildCommand = "build"

// runBuild builds, and prints the number of examples and the time as JSON.
func runBuild(args []string, stdout, stderr io.Writer) int {
	err := fmt.Errorf("want 3 arguments, not %d", len(args))
	if len(args) == 3 {
		err = build(args[0], args[1], args[2] == "true", stdout)
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

func build(path, dir string, stratify bool, stdout io.Writer) error {
	start := time.Now()
	report, err := dataset.Build(context.Background(), dataset.Config{
		Source: func(context.Context) iter.Seq2[*annotation.Video, error] { return read(path) },
		Task:   &task.Localize{Labels: labels}, Per: dataset.PerEvent, Padding: 2 * time.Second,
		Train: filepath.Join(dir, "train.jsonl"), Sidecar: filepath.Join(dir, "origins.jsonl"), Stratify: stratify,
	})
	if err != nil {
		return err
	}
	return json.NewEncoder(stdout).Encode(result{Stratify: stratify, Examples: report.Examples, Took: time.Since(start)})
}

// read reads the videos of the file.
func read(path string) iter.Seq2[*annotation.Video, error] {
	return func(yield func(*annotation.Video, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		for v, err := range rows.Read(videotune.Input{Name: path, R: f}, &annotation.Options{TimeUnit: annotation.UnitSeconds}) {
			if !yield(v, err) {
				return
			}
		}
	}
}

// measure builds in a process of its own.
func measure(dir, path string, s shape, stratify bool) (*result, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	out := filepath.Join(dir, "out")
	if err := os.RemoveAll(out); err != nil {
		return nil, err
	}
	if err := os.Mkdir(out, 0o755); err != nil {
		return nil, err
	}
	cmd := exec.Command(self, buildCommand, path, out, strconv.FormatBool(stratify))
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("building: %w", err)
	}
	r := &result{}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, err
	}
	r.shape, r.Peak = s, peakMemory(cmd.ProcessState)
	files, err := os.ReadDir(out)
	for _, f := range files {
		if info, err := f.Info(); err == nil {
			r.Bytes += info.Size()
		}
	}
	return r, err
}
