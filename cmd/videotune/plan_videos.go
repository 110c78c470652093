package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/probe"
)

// A videoReader collects the videos that arguments name, in their order, with what is
// used of them; and the resolutions that the lines of datasets say.
type videoReader struct {
	videos      []*video
	byURI       map[string]*video
	datasets    []*lineFile
	resolutions []videotune.MediaResolution
	passedOver  notes // lines of which nothing can be used
}

// A lineFile is what is counted of a file of lines.
type lineFile struct {
	name  string
	lines int
	lost  map[int]bool // lines that cannot be planned for
}

// readVideos reads the arguments.
func readVideos(in *inputs, args []string) (*videoReader, error) {
	r := &videoReader{byURI: make(map[string]*video)}
	return r, walk(in, args, r)
}

func (r *videoReader) video(uri string) {
	v := r.of(uri)
	v.named, v.whole = true, true
}

func (r *videoReader) dataset(name string) {
	r.datasets = append(r.datasets, &lineFile{name: name, lost: make(map[int]bool)})
}

func (r *videoReader) of(uri string) *video {
	v := r.byURI[uri]
	if v == nil {
		v = &video{uri: uri}
		r.byURI[uri] = v
		r.videos = append(r.videos, v)
	}
	return v
}

// line takes note of what a line uses.
func (r *videoReader) line(rec *videotune.Record) {
	file := r.datasets[len(r.datasets)-1]
	file.lines++
	why := unusable(rec)
	if why != nil {
		r.passedOver.add(why)
		file.lost[rec.Line] = true
	}
	at := place{file, rec.Line}
	for p := range probe.VideoParts(&rec.Example) {
		v := r.of(p.FileData.FileURI)
		v.usedBy(at)
		if why == nil {
			v.use(p.VideoMetadata, at)
		}
	}
	switch at := rec.Example.GenerationConfig.MediaResolution; at {
	case videotune.ResolutionLow, videotune.ResolutionMedium, videotune.ResolutionHigh:
		if !slices.Contains(r.resolutions, at) {
			r.resolutions = append(r.resolutions, at)
		}
	}
}

// tellPassedOver tells of the lines of which nothing is planned for.
func (r *videoReader) tellPassedOver(stderr io.Writer) {
	r.passedOver.tell(stderr, "such line")
	if n := r.passedOver.n; n > 0 {
		what := "it says"
		if n > 1 {
			what = "they say"
		}
		tell(stderr, fmt.Errorf("%s cannot be planned for: what %s of videos is passed over, and a video that no other line uses is left out", count(n, "line"), what))
	}
}

// A video is what is known of one video from the arguments.
type video struct {
	uri   string
	named bool                   // by an argument
	whole bool                   // all of it is used
	lines []place                // that name it, each once
	spans []usedSpan             // segments that lines use, each once
	index map[videotune.Span]int // of spans
}

// A usedSpan is a segment, with the lines that use it.
type usedSpan struct {
	videotune.Span
	lines []place
}

// usedBy takes note of a line that names the video.
func (v *video) usedBy(at place) {
	if n := len(v.lines); n == 0 || v.lines[n-1] != at {
		v.lines = append(v.lines, at)
	}
}

// use takes note of what a line uses of the video.
func (v *video) use(m *videotune.VideoMetadata, at place) {
	if m == nil {
		v.whole = true
		return
	}
	start, from := m.StartOffset.Duration()
	end, to := m.EndOffset.Duration()
	if !to {
		end = noEnd
	}
	s := videotune.Span{Start: start, End: end}
	if !to && (!from || start == 0) {
		v.whole = true
		return
	}
	i, seen := v.index[s]
	if !seen {
		if v.index == nil {
			v.index = make(map[videotune.Span]int)
		}
		i = len(v.spans)
		v.index[s] = i
		v.spans = append(v.spans, usedSpan{Span: s})
	}
	v.spans[i].lines = append(v.spans[i].lines, at)
}

// noEnd is the end of a segment that goes to the end of its video.
const noEnd = time.Duration(math.MaxInt64)

// source returns what to plan for, with the facts of the video.
func (v *video) source(m videotune.Media) chunk.Source {
	src := chunk.Source{URI: v.uri, Media: m, Weight: len(v.lines)}
	if v.named {
		src.Weight++
	}
	length, known := m.Length()
	for i := range v.spans {
		s := v.spans[i].Span
		if known && s.Start < length {
			s.End = min(s.End, length)
		}
		src.Events = append(src.Events, s)
	}
	if !v.whole {
		src.Use = append([]videotune.Span{}, src.Events...) // nil would be all of it
	}
	return src
}
