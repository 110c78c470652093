package chunk

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
)

// A Source is one video, and what is known of it. URI and Media are needed, the
// rest is optional.
type Source struct {
	URI   string          // of its file, as the lines of a dataset spell it
	Media videotune.Media // the facts of the file

	// Recording names what the video was taken from, and what its pieces are kept
	// together by in a split; "" stands for URI.
	Recording string

	// Events are stretches that are kept whole where that is possible: a boundary
	// of pieces goes between them. They may overlap, and come in any order. Those
	// that end before they start, or lie outside the video, are passed over.
	Events []videotune.Span

	// Keyframes are the times of frames that can be decoded by themselves, in any
	// order; the first frame of a video counts as one of them. They matter to
	// Options.StreamCopy only.
	Keyframes []time.Duration

	// Use are the stretches that are wanted, such as those that somebody has
	// annotated: an example of any other would teach that nothing happens there.
	// They may touch or overlap, and come in any order. nil is all of the video; a
	// list that is empty and not nil is nothing of it.
	Use []videotune.Span

	// Weight is the number of examples that use the video, all of which are lost with
	// it: All counts by it. 0 counts as 1. It is at most 2,147,483,647.
	Weight int
}

// check returns an error if no plan can be made that names the source.
func (s *Source) check() error {
	switch {
	case s.URI == "":
		return errors.New("a source without a URI: every piece is named after it")
	case !utf8.ValidString(s.URI):
		return fmt.Errorf("the URI %.200q is invalid UTF-8", s.URI)
	case !utf8.ValidString(s.Recording):
		return fmt.Errorf("%.200q: the recording %.200q is invalid UTF-8", s.URI, s.Recording)
	case s.Weight < 0 || s.Weight > math.MaxInt32:
		return fmt.Errorf("%.200q: the weight is %d: want 0 to %d examples", s.URI, s.Weight, math.MaxInt32)
	}
	return nil
}

// clone returns a copy that shares no memory with s, with the recording filled in.
func (s *Source) clone() Source {
	c := *s
	c.Recording = cmp.Or(s.Recording, s.URI)
	c.Events = slices.Clone(s.Events)
	c.Keyframes = slices.Clone(s.Keyframes)
	c.Use = slices.Clone(s.Use)
	return c
}

// length is that of the video, 0 if it is unknown.
func (s *Source) length() time.Duration {
	length, _ := s.Media.Length()
	return max(length, 0)
}

// wanted returns the stretches of the video that are wanted, disjoint and in
// order. They do not touch either.
func (s *Source) wanted() []videotune.Span {
	all := videotune.Span{End: s.length()}
	if s.Use == nil {
		return []videotune.Span{all}
	}
	var use []videotune.Span
	for _, u := range s.Use {
		if u = intersect(u, all); u.End > u.Start {
			use = append(use, u)
		}
	}
	sortSpans(use)
	merged := use[:0]
	for _, u := range use {
		if last := len(merged) - 1; last >= 0 && u.Start <= merged[last].End {
			merged[last].End = max(merged[last].End, u.End)
			continue
		}
		merged = append(merged, u)
	}
	return merged
}

// intersect returns what a and b have in common. It ends before it starts if that
// is nothing.
func intersect(a, b videotune.Span) videotune.Span {
	return videotune.Span{Start: max(a.Start, b.Start), End: min(a.End, b.End)}
}

func sortSpans(spans []videotune.Span) {
	slices.SortFunc(spans, func(a, b videotune.Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
}
