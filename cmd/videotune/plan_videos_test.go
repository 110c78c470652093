package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
)

func TestVideoUse(t *testing.T) {
	at := func(seconds ...int64) (o videotune.Offset) {
		if len(seconds) > 0 {
			o = videotune.At(time.Duration(seconds[0]) * time.Second)
		}
		return o
	}
	span := func(from, to int64) videotune.Span {
		return videotune.Span{Start: time.Duration(from) * time.Second, End: time.Duration(to) * time.Second}
	}
	facts := videotune.Media{Bytes: 1000, Duration: 100 * time.Second}
	for _, tt := range []struct {
		name        string
		metas       []*videotune.VideoMetadata
		use, events []videotune.Span
	}{
		{"all of it", []*videotune.VideoMetadata{nil}, nil, nil},
		{"no segment but a rate", []*videotune.VideoMetadata{{FPS: 2}}, nil, nil},
		{"segments, each once", []*videotune.VideoMetadata{
			{StartOffset: at(10), EndOffset: at(20)}, {StartOffset: at(30), EndOffset: at(40)}, {StartOffset: at(10), EndOffset: at(20)},
		}, []videotune.Span{span(10, 20), span(30, 40)}, []videotune.Span{span(10, 20), span(30, 40)}},
		{"a segment, and all of it", []*videotune.VideoMetadata{{StartOffset: at(10), EndOffset: at(20)}, nil}, nil, []videotune.Span{span(10, 20)}},
		{"open ends", []*videotune.VideoMetadata{{EndOffset: at(20)}, {StartOffset: at(80)}}, []videotune.Span{span(0, 20), span(80, 100)}, []videotune.Span{span(0, 20), span(80, 100)}},
		{"from the beginning", []*videotune.VideoMetadata{{StartOffset: at(0)}}, nil, nil},
		{"over the end", []*videotune.VideoMetadata{{StartOffset: at(90), EndOffset: at(120)}}, []videotune.Span{span(90, 100)}, []videotune.Span{span(90, 100)}},
		{"behind the end", []*videotune.VideoMetadata{{StartOffset: at(110), EndOffset: at(120)}}, []videotune.Span{span(110, 120)}, []videotune.Span{span(110, 120)}},
	} {
		v := video{uri: "gs://b/a.mp4"}
		for _, m := range tt.metas {
			v.use(m, place{new(lineFile), 1})
		}
		src := v.source(facts)
		if !slices.Equal(src.Use, tt.use) || !slices.Equal(src.Events, tt.events) {
			t.Errorf("%s: use %v, events %v; want %v and %v", tt.name, src.Use, src.Events, tt.use, tt.events)
		}
	}
	// Of what no line uses, nothing is planned for.
	if src := (&video{uri: "gs://b/a.mp4", lines: make([]place, 2)}).source(facts); src.Use == nil || len(src.Use) > 0 || src.Weight != 2 {
		t.Errorf("%+v", src)
	}
	v := video{uri: "gs://b/a.mp4"}
	v.use(&videotune.VideoMetadata{StartOffset: at(80)}, place{new(lineFile), 1})
	if src := v.source(videotune.Media{}); src.Use[0].End != math.MaxInt64 {
		t.Errorf("of a video of unknown length: %v", src.Use)
	}
}

// plan has the videos of a dataset that probe has.
func TestSameVideos(t *testing.T) {
	var lines strings.Builder
	for i, mime := range []string{"video/mp4", "VIDEO/MP4", "", "application/octet-stream", "image/png", "Image/PNG; q=1", " audio/mp3", "text/plain", "application/pdf", "text/html", "video/mp4;codecs=avc1"} {
		fmt.Fprintf(&lines, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/%d.mp4","mimeType":%q}},{"fileData":{"fileUri":"gs://b/all.mp4","mimeType":%q}}]},{"role":"model","parts":[{"fileData":{"fileUri":"","mimeType":"video/mp4"}}]}]}`+"\n", i, mime, mime)
	}
	lines.WriteString(`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/broken.mp4","mimeType":"video/mp4"}},]}]}` + "\n")
	want, err := probe.URIs(strings.NewReader(lines.String()), nil)
	if err != nil || len(want) < 7 {
		t.Fatal(want, err)
	}
	r, err := readVideos(&inputs{stdin: strings.NewReader(lines.String())}, []string{"-"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range r.videos {
		got = append(got, v.uri)
	}
	if !slices.Equal(got, want) {
		t.Errorf("plan has %q, probe %q", got, want)
	}
}
