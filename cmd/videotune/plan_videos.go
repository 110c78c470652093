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
	resolutions []videotune.MediaResolution
	passedOver  notes // lines of which nothing can be used
}

// readVideos reads the arguments.
func readVideos(in *inputs, args []string) (*videoReader, error) {
	r := &videoReader{byURI: make(map[string]*video)}
	for _, arg := range args {
		if !isDataset(arg) {
			if err := checkVideo(arg); err != nil {
				return nil, err
			}
			r.video(arg).whole = true
			continue
		}
		file, err := in.open(arg)
		if err != nil {
			return nil, err
		}
		for rec, err := range videotune.NewReader(file, &videotune.ReaderOptions{Name: arg}).All() {
			if rec == nil {
				return nil, err
			}
			r.record(rec, place{arg, rec.Line})
		}
	}
	return r, nil
}

func (r *videoReader) video(uri string) *video {
	v := r.byURI[uri]
	if v == nil {
		v = &video{uri: uri}
		r.byURI[uri] = v
		r.videos = append(r.videos, v)
	}
	return v
}

// record takes note of what a line uses.
func (r *videoReader) record(rec *videotune.Record, at place) {
	why := unusable(rec)
	if why != nil {
		r.passedOver.add(why)
	}
	for p := range probe.VideoParts(&rec.Example) {
		if v := r.video(p.FileData.FileURI); why == nil {
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
		tell(stderr, fmt.Errorf("%s cannot be planned for: what %s of videos is passed over, and all of a video is planned for that no other line uses", count(n, "line"), what))
	}
}

// A video is what is known of one video from the arguments.
type video struct {
	uri   string
	whole bool                   // all of it is used
	spans []usedSpan             // segments that lines use, each once
	index map[videotune.Span]int // of spans
}

// A usedSpan is a segment, with the lines that use it.
type usedSpan struct {
	videotune.Span
	lines []place
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
	src := chunk.Source{URI: v.uri, Media: m}
	length, known := m.Length()
	for i := range v.spans {
		s := v.spans[i].Span
		if known && s.Start < length {
			s.End = min(s.End, length)
		}
		src.Events = append(src.Events, s)
	}
	if !v.whole {
		src.Use = src.Events
	}
	return src
}
