package main

import (
	"fmt"
	"io"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/render"
)

// A lostPart is what a plan loses of one file of examples, or of the videos that arguments
// name.
type lostPart struct {
	of    string // the name of the file; "" for videos
	lost  int
	total int
}

// fails reports whether more than a tenth is lost, with which the service refuses the
// job. It counts each file by itself. Source: the video tuning page.
func (l lostPart) fails() bool { return l.lost > l.total/10 }

// losses counts what plans for the videos lose: the examples that use a video which is
// left out, or a segment which is not in its video, and those that cannot be planned for.
func (r *videoReader) losses(plans []*chunk.Plan) []lostPart {
	named := lostPart{}
	for i, v := range r.videos {
		left := plans[i].Action == chunk.ActionDrop
		if v.named {
			named.total++
			if left {
				named.lost++
			}
		}
		if left {
			lose(v.lines)
			continue
		}
		for s := range v.spans {
			if outside(&plans[i].Source, v.spans[s].Span) {
				lose(v.spans[s].lines)
			}
		}
	}
	var list []lostPart
	for _, d := range r.datasets {
		list = append(list, lostPart{d.name, len(d.lost), d.lines})
	}
	if named.total > 0 || len(list) == 0 {
		list = append(list, named)
	}
	return list
}

func lose(lines []place) {
	for _, at := range lines {
		at.file.lost[at.line] = true
	}
}

// outside reports whether a segment starts where its video has ended.
func outside(src *chunk.Source, s videotune.Span) bool {
	length, known := src.Media.Length()
	return known && s.Start >= length
}

// writeVerdict says what is lost, and whether the service takes that.
func writeVerdict(w io.Writer, set *chunk.Set, losses []lostPart) {
	o, none := set.Ways[set.Way], true
	for _, l := range losses {
		if l.lost == 0 {
			continue
		}
		none = false
		verdict := "at most a tenth, which the service takes"
		if l.fails() {
			verdict = "more than a tenth, so that the job would fail with them"
		}
		what := count(l.total, "video")
		if l.of != "" {
			what = count(l.total, "example") + " of " + render.Clean(fileName(l.of))
		}
		fmt.Fprintf(w, "Lost: %s of %s (%s): %s.\n", group(int64(l.lost)), what, percent(l.lost, l.total), verdict)
	}
	switch {
	case none:
		fmt.Fprintf(w, "None of %s is lost.\n", count(o.Videos, "video"))
	case len(losses) > 1 || losses[0].of != "":
		fmt.Fprintf(w, "Left out: %s of %s.\n", group(int64(o.Lost)), count(o.Videos, "video"))
	}
}
