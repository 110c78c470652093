package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/google/pprof/profile"
	"github.com/seed-57910ec4/videotune"
)

// A stage is a part of what Check does.
type stage struct {
	name string
	// functions are parts of the names of the functions by which it is known. The
	// innermost function that some stage knows tells whose a sample is.
	functions []string
}

const root = "github.com/seed-57910ec4/videotune"

var stages = []stage{
	{"read: from the file", []string{"os.(*File).Read"}},
	{"split into lines", []string{root + "/internal/lines."}},
	{"decode", []string{root + "/internal/wire."}},
	{"rules: the answers", []string{root + "/internal/answer.(*Parser)"}},
	{"rules: all others", []string{root + ".(*judge)"}},
	{"statistics: answers and labels", []string{root + "/internal/answer.(*Survey)"}},
	{"statistics: duplicates and overlaps", []string{root + ".hashLine", root + ".(*exampleTable)"}},
	{"statistics: all others", []string{root + ".(*collector)"}},
}

// A stageFigure is the time that a stage takes for a line.
type stageFigure struct {
	stage
	perLine time.Duration
}

// profileTime is for how long Check is profiled: some hundred samples.
const profileTime = 4 * time.Second

// measureStages lets Check read the lines from a file, as the command does, on one
// core and for a while, and says what it spends its time on.
func measureStages(d *dataset) (figures []stageFigure, err error) {
	dir, err := os.MkdirTemp("", "videotune-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "train.jsonl")
	if err := os.WriteFile(name, d.data, 0o600); err != nil {
		return nil, err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var out bytes.Buffer
	if err := pprof.StartCPUProfile(&out); err != nil {
		return nil, err
	}
	defer pprof.StopCPUProfile()
	lines := 0
	for from := time.Now(); time.Since(from) < profileTime; lines += d.lines {
		if _, err := videotune.CheckFiles([]string{name}, nil, nil); err != nil {
			return nil, err
		}
	}
	pprof.StopCPUProfile()
	p, err := profile.Parse(&out)
	if err != nil {
		return nil, fmt.Errorf("the profile: %w", err)
	}
	return stagesOf(p, lines), nil
}

// stagesOf divides the time of a profile of so many lines.
func stagesOf(p *profile.Profile, lines int) []stageFigure {
	took := make([]int64, len(stages)+1)
	for _, s := range p.Sample {
		took[stageOf(s)] += s.Value[len(s.Value)-1] // in nanoseconds
	}
	var all []stageFigure
	for i, s := range append(stages, stage{name: "the garbage collector and the rest"}) {
		all = append(all, stageFigure{s, time.Duration(took[i] / int64(max(lines, 1)))})
	}
	return all
}

// stageOf returns the index of the stage of a sample, len(stages) if it is none's.
func stageOf(s *profile.Sample) int {
	for _, at := range s.Location {
		for _, line := range at.Line {
			if line.Function == nil {
				continue
			}
			for i, stage := range stages {
				for _, f := range stage.functions {
					if strings.HasPrefix(line.Function.Name, f) {
						return i
					}
				}
			}
		}
	}
	return len(stages)
}

func writeStages(b *bytes.Buffer, all []stageFigure) {
	b.WriteString("\nWhere the time of `Check` goes, from a profile of a whole run that reads a file, on one core:\n\n| stage | ns a line | share |\n|---|--:|--:|\n")
	var sum time.Duration
	for _, s := range all {
		sum += s.perLine
	}
	for _, s := range append(all, stageFigure{stage{name: "all"}, sum}) {
		fmt.Fprintf(b, "| %s | %d | %.0f %% |\n", s.name, s.perLine.Nanoseconds(), 100*float64(s.perLine)/float64(max(sum, 1)))
	}
}
