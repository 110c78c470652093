package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// maxNotes bounds the lines of one kind that plan tells of.
const maxNotes = 20

// notes are errors of one kind: the first ones, and how many there are.
type notes struct {
	first []error
	n     int
}

func (n *notes) add(err error) {
	if n.n++; len(n.first) < maxNotes {
		n.first = append(n.first, err)
	}
}

// tell tells the first ones, and counts the others, which are called what.
func (n *notes) tell(stderr io.Writer, what string) {
	for _, err := range n.first {
		tell(stderr, err)
	}
	if more := n.n - len(n.first); more > 0 {
		tell(stderr, fmt.Errorf("… and %s", count(more, "more "+what)))
	}
}

// A place is a line of a dataset.
type place struct {
	file string
	line int
}

// unusable returns why a plan cannot go by what a line says of its videos: that the line
// cannot be read, or a segment of it is none.
func unusable(rec *videotune.Record) error {
	for i := range rec.Problems {
		p := &rec.Problems[i]
		ofSegment := strings.Contains(strings.ToLower(strings.ReplaceAll(string(p.Pointer), "_", "")), "/videometadata")
		if p.Severity == videotune.SeverityError && (len(rec.Example.Contents) == 0 || ofSegment && p.Rule != videotune.RuleFPSRange) {
			return p
		}
	}
	return nil
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
						found.add(&videotune.Problem{Rule: p.Rule, Severity: p.Severity, Message: p.Message, File: at.file, Line: at.line})
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
				found.add(fmt.Errorf("%s:%d: no piece has all of the segment from %s to %s of %s", at.file, at.line, pbtime.Format(s.Start), end, shown(p.Source.URI)))
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
