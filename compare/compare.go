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
	Tools                        // that the model may call
	Other                        // members that are no part of an example; told only if nothing else differs

	allParts = Prompt | Answer | Segment | Media | Resolution | Tools | Other
)

// numParts is the number of parts.
const numParts = 7

var partNames = [numParts]string{"prompt", "answer", "segment", "media", "resolution", "tools", "other"}

// Names returns the names of the parts: "prompt", "answer", "segment", "media",
// "resolution", "tools", "other".
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

	// Copy tells of a line that was removed that an equal one remains, and of one that
	// was added that an equal one was there.
	Copy bool
}

// String returns the place, and the video with its segment.
func (l *Line) String() string {
	s := fmt.Sprintf("%s:%d", l.File, l.Number)
	if l.URI != "" {
		s += " " + l.URI
	}
	if text := stretch(&l.Segment); text != "" {
		s += " " + text
	}
	return s
}

// stretch returns "[1s, end]"; "" for all of a video.
func stretch(m *videotune.VideoMetadata) string {
	if m.StartOffset.IsZero() && m.EndOffset.IsZero() {
		return ""
	}
	return fmt.Sprintf("[%s, %s]", cmp.Or(m.StartOffset.String(), "start"), cmp.Or(m.EndOffset.String(), "end"))
}

// A Change is an example that was changed.
type Change struct {
	Old, New Line
	Parts    Parts
	Values   []Value // of these parts, in their order, as far as Options.Values asks for them
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

	// Values is the number of changes, the first, whose [Value]s are read; negative for all,
	// as far as [MaxAllValues] goes. It needs inputs that are [io.Seeker]s: lines with a
	// change are read a second time.
	Values int
}

// Datasets compares two editions of a dataset, each of one or several files.
//
// Equal examples are matched first, then those of one URI, segment and prompt, then of
// one URI, prompt and answer, of one URI and segment, and of one URI, each in the order
// of the lines; then those that are equal but for the folder of their URI. At last, the
// only ones that are left with a name of a file in any folder, and those that no other
// line of their edition equals but for the media. Lines without a file are matched by
// their prompt. What is left was removed or added.
//
// A file that is no JSONL is refused with [videotune.Problems].
func Datasets(old, new []videotune.Input, opts *Options) (*Report, error) {
	if opts == nil {
		opts = &Options{}
	}
	s := newSummer(opts)
	var report Report
	var again [2]rereader
	if opts.Values != 0 {
		var err error
		if again, err = newRereaders(old, new, opts); err != nil {
			return nil, err
		}
	}
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
	remain := among(after, before, m.freeBefore)
	were := among(before, after, m.freeAfter)
	for i := range before {
		b := &before[i]
		j := m.of[i]
		if j < 0 {
			l := s.place(old, b)
			l.Copy = remain[b.parts]
			report.Removed = append(report.Removed, l)
			continue
		}
		if parts := b.differ(&after[j]); parts != 0 {
			report.Changed = append(report.Changed, Change{Old: s.place(old, b), New: s.place(new, &after[j]), Parts: parts})
			again[0].want(opts, b)
			again[1].want(opts, &after[j])
		} else {
			report.Same++
		}
	}
	for j := range after {
		if !m.taken[j] {
			l := s.place(new, &after[j])
			l.Copy = were[after[j].parts]
			report.Added = append(report.Added, l)
		}
	}
	if opts.Values != 0 {
		if err := readValues(&again, report.Changed); err != nil {
			return nil, err
		}
	}
	return &report, nil
}

// among returns which of some lines, by their parts, are equal to one in all.
func among(all, lines []sum, some func(i int) bool) map[[numParts]uint64]bool {
	set := map[[numParts]uint64]bool{}
	for i := range lines {
		if some(i) {
			set[lines[i].parts] = false
		}
	}
	if len(set) == 0 {
		return set
	}
	for i := range all {
		if _, ok := set[all[i].parts]; ok {
			set[all[i].parts] = true
		}
	}
	return set
}
