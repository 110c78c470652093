package main

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
)

// readVideos returns the videos that arguments name, in their order, with what is
// used of them; and the resolutions that the lines of datasets say.
func readVideos(in *inputs, args []string) ([]*video, []videotune.MediaResolution, error) {
	r := videoReader{byURI: make(map[string]*video)}
	for _, arg := range args {
		if !isDataset(arg) {
			if arg == "" {
				return nil, nil, usagef("an argument is empty; want a video or a dataset")
			}
			r.video(arg).whole = true
			continue
		}
		file, err := in.open(arg)
		if err != nil {
			return nil, nil, err
		}
		for rec, err := range videotune.NewReader(file, &videotune.ReaderOptions{Name: arg}).All() {
			if rec == nil {
				return nil, nil, err
			}
			r.example(&rec.Example)
		}
	}
	return r.videos, r.resolutions, nil
}

// A videoReader collects videos.
type videoReader struct {
	videos      []*video
	byURI       map[string]*video
	resolutions []videotune.MediaResolution
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

// example takes note of what a line uses.
func (r *videoReader) example(ex *videotune.Example) {
	for _, c := range ex.Contents {
		for i := range c.Parts {
			p := &c.Parts[i]
			if p.FileData != nil && p.FileData.FileURI != "" && maybeVideo(p.FileData.MIMEType) {
				r.video(p.FileData.FileURI).use(p.VideoMetadata)
			}
		}
	}
	switch at := ex.GenerationConfig.MediaResolution; at {
	case videotune.ResolutionLow, videotune.ResolutionMedium, videotune.ResolutionHigh:
		if !slices.Contains(r.resolutions, at) {
			r.resolutions = append(r.resolutions, at)
		}
	}
}

// A video is what is known of one video from the arguments.
type video struct {
	uri   string
	whole bool                    // all of it is used
	spans []videotune.Span        // segments that lines use, each once
	seen  map[videotune.Span]bool // the same
}

// use takes note of what a line uses of the video. A segment that is none, which
// check tells of, is passed over.
func (v *video) use(m *videotune.VideoMetadata) {
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
	switch {
	case !to && (!from || start == 0):
		v.whole = true
	case start < 0 || end <= start || v.seen[s]:
	default:
		if v.seen == nil {
			v.seen = make(map[videotune.Span]bool)
		}
		v.seen[s] = true
		v.spans = append(v.spans, s)
	}
}

// noEnd is the end of a segment that goes to the end of its video.
const noEnd = time.Duration(math.MaxInt64)

// source returns what to plan for, with the facts of the video.
func (v *video) source(m videotune.Media) chunk.Source {
	src := chunk.Source{URI: v.uri, Media: m}
	length, known := m.Length()
	for _, s := range v.spans {
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

// maybeVideo reports whether a line that names a MIME type may mean a video, as
// probe.URIs has it.
func maybeVideo(mime string) bool {
	mime, _, _ = strings.Cut(strings.ToLower(mime), ";")
	mime = strings.TrimSpace(mime)
	return !strings.HasPrefix(mime, "image/") && !strings.HasPrefix(mime, "audio/") && mime != "text/plain" && mime != "application/pdf"
}
