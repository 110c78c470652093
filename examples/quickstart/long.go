package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
	"github.com/seed-57910ec4/videotune/probe"
)

// Of the videos in the database one is too long and one too large, and they are left
// out. This file shows what can be done with such videos instead. So that it can be
// tried, the videos are small ones, and the limits yet smaller: 4 seconds and 60 KB in
// the place of 20 minutes and 100 MB.
const smallLimits = `{
	"extends": "` + model + `", "edition": "small", "maxVideoBytes": 60000,
	"resolutions": [{"resolution": "MEDIA_RESOLUTION_LOW", "maxDuration": "4s"}]
}`

//go:embed testdata/videos
var videoFiles embed.FS

// A sample is a video with what is seen in it, by the time from its start.
type sample struct {
	uri    string
	events []videotune.Span
	labels []string // of the events
}

// The events are made up: the videos show a test pattern.
var samples = []sample{
	{"gs://example-samples/short.mp4", []videotune.Span{ms(1200, 2400)}, []string{"fox"}},
	{"gs://example-samples/long.mp4", []videotune.Span{ms(400, 1300), ms(2100, 3300), ms(4200, 4800)}, []string{"fox", "ёж", "狸"}},
	{"gs://example-samples/large.mp4", []videotune.Span{ms(500, 2500), ms(6200, 8300)}, []string{"ёж", "fox"}},
	{"gs://example-samples/broken.mp4", nil, nil},
}

func ms(start, end time.Duration) videotune.Span {
	return videotune.Span{Start: start * time.Millisecond, End: end * time.Millisecond}
}

// A bucket is a folder with copies of the videos of a bucket. It stands for
// probe.Storage, which reads a few KB of each video where it is.
type bucket string

func (b bucket) path(_ context.Context, uri string) (string, error) {
	return filepath.Join(string(b), path.Base(uri)), nil
}

// Open makes a bucket a probe.Opener.
func (b bucket) Open(ctx context.Context, uri string) (*probe.Source, error) {
	name, _ := b.path(ctx, uri)
	return probe.File{}.Open(ctx, name)
}

// longVideos plans what to do with each sample, and makes an example of each piece.
func longVideos(out io.Writer, labels []label) error {
	limits, err := videotune.LoadLimits(strings.NewReader(smallLimits))
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "quickstart")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, videoFiles); err != nil {
		return err
	}
	ctx, videos := context.Background(), bucket(filepath.Join(dir, "testdata", "videos"))
	set, facts, err := planVideos(ctx, videos, limits)
	if err != nil {
		return err
	}

	fmt.Fprintln(out, "What to do with videos that are too long or too large, by limits of 4 s and 60 KB:")
	var lines bytes.Buffer
	policy := &videotune.Policy{Limits: limits, Media: facts.Lookup}
	w := videotune.NewWriter(&lines, &videotune.WriterOptions{Policy: policy, Resolution: videotune.ResolutionLow})
	for i, plan := range set.Plans {
		fmt.Fprintf(out, "  %s: %s\n    %s\n", plan.Action, plan.Source.URI, plan.Why())
		if err := makeFiles(ctx, out, plan, &cut.Options{Dir: dir, Local: videos.path}); err != nil {
			return err
		}
		if err := samples[i].write(out, w, plan, new(video).prompt(labels)); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	report, err := videotune.Check(videotune.Dataset{Train: []videotune.Input{{Name: "samples.jsonl", R: &lines}}},
		&videotune.CheckOptions{Policy: policy})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d examples, of which the service would drop %d.\n", report.Files[0].Examples, report.Files[0].Dropped)
	return nil
}

// planVideos looks how long and how large each sample really is, and plans whether it
// is used as it is, in segments, cut into files, or left out.
func planVideos(ctx context.Context, videos bucket, limits *videotune.Limits) (*chunk.Set, videotune.MediaMap, error) {
	var uris []string
	for _, s := range samples {
		uris = append(uris, s.uri)
	}
	facts, err := probe.All(ctx, slices.Values(uris), &probe.AllOptions{
		Options: probe.Options{Openers: probe.Openers{"gs": videos}},
	})
	if err != nil {
		return nil, nil, err
	}
	var sources []chunk.Source
	for _, s := range samples {
		// No boundary goes through an event, if that can be helped.
		sources = append(sources, chunk.Source{URI: s.uri, Media: facts[s.uri], Events: s.events})
	}
	set, err := chunk.All(sources, &chunk.Options{Limits: limits, Base: "gs://example-samples/chunks"})
	return set, facts, err
}

// makeFiles cuts the files that a plan needs, if there are any. Where that cannot be
// done, for want of ffmpeg, it prints the commands that do it elsewhere.
func makeFiles(ctx context.Context, out io.Writer, plan *chunk.Plan, o *cut.Options) error {
	made, err := cut.Cut(ctx, plan, o)
	for _, file := range made {
		fmt.Fprintf(out, "    made %s\n", file.Name)
	}
	if err == nil {
		return nil
	}
	fmt.Fprintf(out, "    %v\n    In a folder with a copy of the video, these commands make the files:\n", err)
	commands, err := cut.Commands(plan, &cut.Options{Local: bucket("").path})
	for _, command := range commands {
		fmt.Fprintf(out, "      %s\n", command)
	}
	return err
}

// write makes an example of each piece of the video. Its times are those of the piece.
func (s *sample) write(out io.Writer, w *videotune.Writer, plan *chunk.Plan, prompt string) error {
	placed, _ := plan.Place(s.events, chunk.EdgeSplit) // moves the times
	for i, piece := range plan.Pieces {
		answer := []sighting{}
		for _, p := range placed {
			if p.Piece == i {
				answer = append(answer, sighting{Label: s.labels[p.Event], Start: clock(p.Span.Start), End: clock(p.Span.End)})
			}
		}
		ex, err := build(piece.Part(), prompt, answer)
		if err != nil {
			return err
		}
		if err := w.Write(ex); err != nil {
			return err
		}
		text, err := json.Marshal(answer)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "    %s to %s: %s\n", piece.Span.Start, piece.Span.End, text)
	}
	return nil
}
