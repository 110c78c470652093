package main

import (
	"context"
	"io"
	"iter"
	"slices"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/cmd/videotune/internal/job"
	"github.com/seed-57910ec4/videotune/dataset"
)

// checkPaths returns an error if a file would be written over one that is read, or if
// standard input would be read twice.
func (b *buildCommand) checkPaths(f *job.File, dir string, stdin io.Reader) error {
	read := append([]string{b.config}, f.Inputs(dir)...)
	if !b.probe {
		read = append(read, b.facts...)
	}
	if b.probe && len(b.facts) == 1 {
		if err := spareInputs(stdin, append(f.Source.Inputs(dir), b.config), outFlag{"--facts", b.facts[0]}); err != nil {
			return err
		}
	}
	for _, out := range f.Output.Paths() {
		for _, name := range read {
			if isInput(out, name, stdin) {
				return usagef("%s: the job reads %s and would write it; name another file under output", b.config, fileName(name))
			}
		}
		if b.probe && len(b.facts) == 1 && sameFile(out, b.facts[0]) {
			return usagef("%s: --probe keeps facts in %s, which the job would write; name another file", b.config, out)
		}
	}
	if slices.Contains(f.Source.Files, stdinName) && (b.probe || f.Split.Stratify) {
		return usagef("%s: the source is standard input, which can be read once only, and --probe and split.stratify read it twice; name a file", b.config)
	}
	return nil
}

// configure makes a Config of the job and of the files that it names.
func (b *buildCommand) configure(ctx context.Context, in *inputs, f *job.File, dir string, notes sourceNotes, stderr io.Writer) (*dataset.Config, error) {
	passes := 0
	c := f.Config(func(ctx context.Context) iter.Seq2[*annotation.Video, error] {
		src := f.Source
		// What lies past the end of a video is judged by Build, which knows the facts.
		src.Repair.PastEnd, src.Repair.AfterEnd = annotation.RemedyKeep, annotation.RemedyKeep
		if passes++; passes == 1 { // a second one has nothing new to tell
			src.OnDiagnostic = notes.addOfSource
		}
		return src.Videos(ctx, dir, in.stream)
	})
	c.OnDiagnostic = notes.add
	if f.Limits != "" {
		var err error
		if c.Policy.Limits, err = readLimits(in, job.Path(dir, f.Limits)); err != nil {
			return nil, err
		}
	}
	if err := c.Validate(); err != nil { // before anything is looked at
		return nil, err
	}
	media, err := b.media(ctx, in, f, dir, c.Source, stderr)
	if err != nil {
		return nil, err
	}
	if media != nil {
		c.Policy.Media = media.Lookup
	}
	plans, err := plansOf(in, f, dir)
	if err != nil {
		return nil, err
	}
	if len(plans) > 0 {
		c.Planned = func(uri string) *chunk.Plan { return plans[uri] }
	}
	return &c, nil
}

// media returns what is known of the videos; nil for nothing. Where files differ, those
// of the command line hold.
func (b *buildCommand) media(ctx context.Context, in *inputs, f *job.File, dir string, source dataset.Source, stderr io.Writer) (videotune.MediaMap, error) {
	var names []string
	for _, name := range f.Facts {
		names = append(names, job.Path(dir, name))
	}
	if !b.probe { // which reads its file itself
		names = append(names, b.facts...)
	}
	files, err := openAll(in, names)
	if err != nil {
		return nil, err
	}
	read, err := readFacts(files)
	if err != nil {
		return nil, err
	}
	read.note("facts", stderr)
	if b.probe {
		if err := b.look(ctx, read.media, source, stderr); err != nil {
			return nil, err
		}
	}
	if len(read.media) == 0 {
		return nil, nil
	}
	return read.media, nil
}

// look looks at the videos of the source whose facts are not known, and adds them.
func (b *buildCommand) look(ctx context.Context, media videotune.MediaMap, source dataset.Source, stderr io.Writer) error {
	o, err := b.options()
	if err != nil {
		return err
	}
	if len(b.facts) == 1 {
		o.Facts = b.facts[0]
	}
	var uris []string
	seen := map[string]bool{}
	for v, err := range source(ctx) {
		if err != nil {
			return err
		}
		if _, known := media[v.URI]; !known && !seen[v.URI] && annotation.Fetchable(v.URI) {
			seen[v.URI] = true
			uris = append(uris, v.URI)
		}
	}
	found, l, err := lookAt(ctx, uris, o, stderr)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	l.hint()
	for uri, m := range found {
		if seen[uri] {
			media[uri] = m
		}
	}
	return besides(err, context.Canceled)
}

// plansOf returns the plans that the job names, by the URIs of their videos.
func plansOf(in *inputs, f *job.File, dir string) (map[string]*chunk.Plan, error) {
	plans := map[string]*chunk.Plan{}
	for _, name := range f.Plans {
		r, err := in.open(job.Path(dir, name))
		if err != nil {
			return nil, err
		}
		set, err := chunk.ReadSet(r)
		if err != nil {
			return nil, fileError(name, err)
		}
		for _, p := range set.Plans {
			plans[p.Source.URI] = p
		}
	}
	return plans, nil
}
