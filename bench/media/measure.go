package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
)

// A bench measures.
type bench struct {
	dir      string            // of the files that are served
	programs map[string]string // by name, their paths
	server   *server
	runs     int
	progress func(what string)
}

// newBench serves a folder, in which files are to be made.
func newBench(dir string, runs int) (*bench, error) {
	b := &bench{dir: dir, programs: make(map[string]string), runs: runs, progress: func(string) {}}
	var err error
	for _, name := range []string{"ffmpeg", "ffprobe"} {
		if b.programs[name], err = exec.LookPath(name); err != nil {
			return nil, fmt.Errorf("ffmpeg makes the videos, and ffprobe is compared with; install the package ffmpeg: %w", err)
		}
	}
	b.server, err = newServer(dir)
	return b, err
}

func (b *bench) close() error { return b.server.http.Close() }

// A cost is what it took to look at a video.
type cost struct {
	Requests int64         `json:"requests"`
	Bytes    int64         `json:"bytes"`
	Time     time.Duration `json:"ns"`
}

// A row is one file.
type row struct {
	container *container
	length    time.Duration // as it was made
	size      int64

	probe, ffprobe cost
	media          videotune.Media
	answer         answer
}

// figures are all that was measured.
type figures struct {
	rows    []row
	runs    int
	version string        // of ffprobe
	start   time.Duration // that it takes to say its version
}

// measure makes one file after the other, looks at it, and removes it.
func (b *bench) measure(lengths []time.Duration) (*figures, error) {
	if err := b.makeClips(); err != nil {
		return nil, err
	}
	f := &figures{runs: b.runs}
	var err error
	if f.version, f.start, err = b.startFFprobe(); err != nil {
		return nil, err
	}
	for i := range containers {
		for _, length := range lengths {
			r := row{container: &containers[i], length: length}
			b.progress(fmt.Sprintf("%s, %s", r.container.name, length))
			if err := b.fill(&r); err != nil {
				return nil, fmt.Errorf("%s, %s: %w", r.container.name, length, err)
			}
			f.rows = append(f.rows, r)
		}
	}
	return f, nil
}

// fill measures a row.
func (b *bench) fill(r *row) error {
	name, err := b.makeFile(r.container, r.length)
	if err != nil {
		return err
	}
	path := filepath.Join(b.dir, name)
	defer os.Remove(path)
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	r.size = info.Size()
	url := b.server.url + name
	if r.probe, err = b.timed(func() error { return r.look(url) }); err != nil {
		return err
	}
	r.ffprobe, err = b.timed(func() error { return b.ffprobe(url, &r.answer) })
	return err
}

// timed runs something several times, and returns the medians.
func (b *bench) timed(look func() error) (c cost, err error) {
	var times []time.Duration
	var requests, bytes []int64
	for range b.runs {
		b.server.took()
		start := time.Now()
		if err := look(); err != nil {
			return c, err
		}
		times = append(times, time.Since(start))
		r, n := b.server.took()
		requests, bytes = append(requests, r), append(bytes, n)
	}
	return cost{middle(requests), middle(bytes), middle(times)}, nil
}

// middle returns the median, of two the lower.
func middle[T time.Duration | int64](all []T) T {
	s := slices.Sorted(slices.Values(all))
	return s[(len(s)-1)/2]
}

// look has package probe look at a video, as if it were the first one.
func (r *row) look(url string) (err error) {
	openers := probe.Openers{"http": &probe.HTTP{AllowPrivateHosts: true}}
	r.media, err = probe.Probe(context.Background(), url, &probe.Options{Openers: openers, FFprobe: probe.NoFFprobe})
	return err
}

// An answer is what ffprobe says of lengths, in seconds; "" is nothing.
type answer struct {
	Format struct {
		Duration string `json:"duration"`
	} `json:"format"`
	Streams []struct {
		CodecType string `json:"codec_type"`
		Duration  string `json:"duration"`
	} `json:"streams"`
}

// ffprobe asks for what package probe tells too.
func (b *bench) ffprobe(url string, a *answer) error {
	out, err := exec.Command(b.programs["ffprobe"], "-v", "error", "-of", "json", "-show_format", "-show_streams", url).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return fmt.Errorf("ffprobe: %w: %.500s", err, exit.Stderr)
		}
		return err
	}
	return json.Unmarshal(out, a)
}

// startFFprobe returns ffprobe's version, and how long it takes to say it.
func (b *bench) startFFprobe() (version string, took time.Duration, err error) {
	var times []time.Duration
	for range b.runs {
		start := time.Now()
		out, err := exec.Command(b.programs["ffprobe"], "-version").Output()
		if err != nil {
			return "", 0, err
		}
		times = append(times, time.Since(start))
		if words := strings.Fields(string(out)); len(words) > 2 {
			version = words[2]
		}
	}
	return version, middle(times), nil
}
