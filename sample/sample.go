package sample

import (
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// DefaultN is the number of lines that are taken where the options name none.
const DefaultN = 20

// MaxN is the largest number of lines that can be taken: each costs some 50 bytes of
// memory.
const MaxN = 10_000_000

// A By says over what a sample is spread.
type By string

// The ways to spread.
const (
	ByVideo By = "video" // the first video of the example, else its first file
	ByLabel By = "label" // the rarest label of its answer; free text has none
)

// Passes returns how often [Lines] reads each file.
func (b By) Passes() int {
	if b == ByLabel {
		return 3
	}
	return 2
}

// Options say what to take. The zero value, and nil, are ready to use.
type Options struct {
	N            int               // lines, at most; 0 is DefaultN
	By           By                // "" is ByVideo
	Seed         string            // chooses among the samples
	Policy       *videotune.Policy // of the readers; nil is the zero Policy
	MaxLineBytes int               // a longer line cannot be read; 0 is videotune.DefaultMaxLineBytes
}

// An Input is a file, which is read several times from its beginning.
type Input struct {
	Name string // for errors
	R    io.ReadSeeker
}

// A Report says what was taken.
type Report struct {
	Lines      int // that can be read as examples
	Taken      int
	Kinds      int                  // distinct videos or labels
	Without    int                  // lines that have none; they are spread as if they had one in common
	Unreadable videotune.LinesError // lines that cannot be read, of which none is taken
}

// Lines writes N lines of the files to w, or all if there are fewer, in their order,
// each byte by byte as it stands with one newline for its end.
//
// Where equal lines stand several times, each may be taken, but no more often than it
// stands. A file that is no JSONL is refused with [videotune.Problems].
func Lines(in []Input, w io.Writer, opts *Options) (*Report, error) {
	var o Options
	if opts != nil {
		o = *opts
	}
	if o.N == 0 {
		o.N = DefaultN
	}
	if o.N < 0 || o.N > MaxN {
		return nil, fmt.Errorf("sample: %d lines; want 1 to %d", o.N, MaxN)
	}
	s := sampler{in: in, opts: o, kinds: make(map[uint64]struct{}), seed: maphash.MakeSeed()}
	kind := videoOf
	switch o.By {
	case "", ByVideo:
	case ByLabel:
		labels, err := s.labels()
		if err != nil {
			return nil, err
		}
		kind = labels.rarest
	default:
		return nil, fmt.Errorf("sample: lines cannot be spread by %q; want %s or %s", o.By, ByVideo, ByLabel)
	}
	if err := s.choose(kind); err != nil {
		return nil, err
	}
	if err := s.write(w); err != nil {
		return nil, err
	}
	return &s.report, nil
}

// videoOf returns the URI of the first video, else that of the first file; "" if there
// is none.
func videoOf(rec *videotune.Record) string {
	first := ""
	for f := range rec.Example.Files() {
		if mime, _ := videotune.CanonicalMIMEType(f.MIMEType); strings.HasPrefix(mime, "video/") {
			return f.FileURI
		}
		first = cmp.Or(first, f.FileURI)
	}
	return first
}

// A sampler takes one sample.
type sampler struct {
	in     []Input
	opts   Options
	report Report
	kinds  map[uint64]struct{} // hashes of what was seen
	seed   maphash.Seed        // of these; no result depends on it
	chosen []choice            // in the order of the lines
}

var errChanged = errors.New("the file changed while it was read")

// records calls f with every line of every file.
func (s *sampler) records(f func(file int, rec *videotune.Record)) error {
	for i, in := range s.in {
		if _, err := in.R.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("sample: reading %s again: %w", in.Name, err)
		}
		r := videotune.NewReader(in.R, &videotune.ReaderOptions{Name: in.Name, Policy: s.opts.Policy, MaxLineBytes: s.opts.MaxLineBytes, KeepBytes: true})
		for rec, err := range r.All() {
			if rec == nil {
				return err
			}
			f(i, rec)
		}
	}
	return nil
}
