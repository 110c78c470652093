package compare

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// Parts are the parts of an example in which two differ.
type Parts uint8

// The parts.
const (
	Prompt     Parts = 1 << iota // all that is said before the answer, the system instruction included
	Answer                       // the last turn, if it is the model's
	Segment                      // stretches of videos, and frames a second
	Media                        // URIs, MIME types, and resolutions of single files
	Resolution                   // of the line
	Other                        // tools, and members that are no part of an example

	allParts = Prompt | Answer | Segment | Media | Resolution | Other
)

// numParts is the number of parts.
const numParts = 6

var partNames = [numParts]string{"prompt", "answer", "segment", "media", "resolution", "other"}

// Names returns the names of the parts: "prompt", "answer", "segment", "media",
// "resolution", "other".
func (p Parts) Names() []string {
	names := []string{}
	for i, name := range partNames {
		if p&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// String returns the names, joined.
func (p Parts) String() string { return strings.Join(p.Names(), ", ") }

// A Line is where an example stands.
type Line struct {
	File    string
	Number  int    // from 1
	URI     string // of its first file; "" for none, and for a line that cannot be read
	Segment videotune.VideoMetadata
}

// String returns the place, and the video with its segment.
func (l *Line) String() string {
	s := fmt.Sprintf("%s:%d", l.File, l.Number)
	if l.URI != "" {
		s += " " + l.URI
	}
	if m := l.Segment; !m.StartOffset.IsZero() || !m.EndOffset.IsZero() {
		s += fmt.Sprintf(" [%s, %s]", cmp.Or(m.StartOffset.String(), "start"), cmp.Or(m.EndOffset.String(), "end"))
	}
	return s
}

// A Change is an example that was changed.
type Change struct {
	Old, New Line
	Parts    Parts
}

// A Report says how two editions differ. The zero value says that they do not.
type Report struct {
	Old, New Edition
	Same     int      // examples that are equal, wherever they stand
	Changed  []Change // in the order of the old lines
	Removed  []Line   // old lines
	Added    []Line   // new lines
}

// An Edition says what was read of one edition.
type Edition struct {
	Lines      int
	Unreadable int // of these, lines that are no example: they are compared byte by byte
}

// Differ reports whether anything differs.
func (r *Report) Differ() bool { return len(r.Changed)+len(r.Removed)+len(r.Added) > 0 }

// In counts the changes by their parts.
func (r *Report) In(parts Parts) int {
	n := 0
	for i := range r.Changed {
		if r.Changed[i].Parts&parts != 0 {
			n++
		}
	}
	return n
}

// Options say how to compare. The zero value, and nil, are ready to use.
type Options struct {
	MaxLineBytes int // a longer line cannot be compared; 0 is videotune.DefaultMaxLineBytes
}

// Datasets compares two editions of a dataset, each of one or several files.
//
// Equal examples are matched first, then those of one URI, segment and prompt, then of
// one URI, prompt and answer, of one URI and segment, and of one URI, each in the order
// of the lines; at last, those that are equal but for the folder of their URI. Lines
// without a file are matched by their prompt. What is left was removed or added.
//
// A file that is no JSONL is refused with [videotune.Problems].
func Datasets(old, new []videotune.Input, opts *Options) (*Report, error) {
	if opts == nil {
		opts = &Options{}
	}
	s := newSummer(opts)
	var report Report
	before, err := s.read(old, &report.Old)
	if err != nil {
		return nil, err
	}
	after, err := s.read(new, &report.New)
	if err != nil {
		return nil, err
	}
	m := newMatcher(before, after, s.uris.list)
	m.match()
	for i := range before {
		b := &before[i]
		j := m.of[i]
		if j < 0 {
			report.Removed = append(report.Removed, s.place(old, b))
			continue
		}
		if parts := b.differ(&after[j]); parts != 0 {
			report.Changed = append(report.Changed, Change{s.place(old, b), s.place(new, &after[j]), parts})
		} else {
			report.Same++
		}
	}
	for j := range after {
		if !m.taken[j] {
			report.Added = append(report.Added, s.place(new, &after[j]))
		}
	}
	return &report, nil
}
