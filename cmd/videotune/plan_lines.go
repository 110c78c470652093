package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// A place is a line of a dataset.
type place struct {
	file *lineFile
	line int
}

// unusable returns why a plan cannot go by what a line says of its videos: that the line
// cannot be read, or a segment of it is none.
func unusable(rec *videotune.Record) error {
	if err := unreadable(rec); err != nil {
		return err
	}
	return firstError(rec, func(p *videotune.Problem) bool {
		ofSegment := strings.Contains(strings.ToLower(strings.ReplaceAll(string(p.Pointer), "_", "")), "/videometadata")
		return ofSegment && p.Rule != videotune.RuleFPSRange
	})
}

// pastEnd tells of the segments that are not, or not all, in their video, as check does.
func pastEnd(videos []*video, media videotune.MediaMap, stderr io.Writer) {
	var found notes
	policy := videotune.Policy{Media: media.Lookup}
	for _, v := range videos {
		length, known := media[v.uri].Length()
		for _, s := range v.spans {
			if !known || s.Start < length && (s.End <= length || s.End == noEnd) {
				continue
			}
			part := videotune.Video(v.uri).Segment(s.Start, s.End)
			if s.End == noEnd {
				part.VideoMetadata.EndOffset = videotune.Offset{}
			}
			line := videotune.Example{Contents: []videotune.Content{videotune.User(part)}}
			for _, p := range videotune.Validate(&line, &policy) {
				if p.Rule == videotune.RuleSegmentAfterEnd || p.Rule == videotune.RuleSegmentPastEnd {
					for _, at := range s.lines {
						found.add(&videotune.Problem{Rule: p.Rule, Severity: p.Severity, Message: p.Message, File: at.file.name, Line: at.line})
					}
				}
			}
		}
	}
	found.tell(stderr, "such segment")
}

// broken tells of the segments that no piece holds as a whole. The plans are those of the
// videos.
func broken(videos []*video, plans []*chunk.Plan, stderr io.Writer) {
	var found notes
	for i, p := range plans {
		for _, event := range brokenEvents(p) {
			s := &videos[i].spans[event]
			end := "the end"
			if s.End != noEnd {
				end = pbtime.Format(s.End)
			}
			for _, at := range s.lines {
				found.add(fmt.Errorf("%s:%d: no piece has all of the segment from %s to %s of %s", at.file.name, at.line, pbtime.Format(s.Start), end, shown(p.Source.URI)))
			}
		}
	}
	found.tell(stderr, "such segment")
}

// brokenEvents returns which events of a plan's source are in pieces, but in none as a
// whole.
func brokenEvents(p *chunk.Plan) (broken []int) {
	if p.Broken == 0 {
		return nil
	}
	placed := func(policy chunk.EdgePolicy) map[int]bool {
		events := make(map[int]bool)
		list, _ := p.Place(p.Source.Events, policy)
		for _, e := range list {
			events[e.Event] = true
		}
		return events
	}
	whole, parts := placed(chunk.EdgeDrop), placed(chunk.EdgeSplit)
	for i := range p.Source.Events {
		if parts[i] && !whole[i] {
			broken = append(broken, i)
		}
	}
	return broken
}
