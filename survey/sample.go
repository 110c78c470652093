package survey

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/seed-57910ec4/videotune"
)

// DefaultSample is the number of examples of each side that are kept where the
// options name none.
const DefaultSample = 100

// MaxSampleBytes is the longest line that may be an example of the sample.
const MaxSampleBytes = 64 << 10

// A Sample is an example of the sample.
type Sample struct {
	File     string
	Line     int
	Dropped  bool
	Tokens   videotune.Range
	Videos   []videotune.VideoReport
	Example  videotune.Example
	Problems videotune.Problems // of its line alone
}

// A reservoir keeps the examples whose keys are the smallest. The key of an example is
// a hash of the place where it stands, so that the same file gives the same sample, and
// every example has the same chance.
type reservoir struct {
	most  int
	taken []taken // a heap, the largest key first
}

type taken struct {
	key    uint64
	sample Sample
	line   []byte
}

// wants reports whether an example with the key is to be kept.
func (r *reservoir) wants(key uint64) bool {
	return len(r.taken) < r.most || r.most > 0 && key < r.taken[0].key
}

// add keeps an example, of which it makes a copy.
func (r *reservoir) add(key uint64, e *videotune.ExampleReport) {
	t := taken{key, Sample{File: e.File, Line: e.Line, Dropped: e.Dropped, Tokens: e.Tokens, Videos: slices.Clone(e.Videos)}, bytes.Clone(e.Bytes)}
	if len(r.taken) < r.most {
		r.taken = append(r.taken, t)
		for i := len(r.taken) - 1; i > 0 && r.taken[i].key > r.taken[(i-1)/2].key; i = (i - 1) / 2 {
			r.taken[i], r.taken[(i-1)/2] = r.taken[(i-1)/2], r.taken[i]
		}
		return
	}
	r.taken[0] = t
	for i := 0; ; {
		next := 2*i + 1
		if next+1 < len(r.taken) && r.taken[next+1].key > r.taken[next].key {
			next++
		}
		if next >= len(r.taken) || r.taken[next].key <= r.taken[i].key {
			return
		}
		r.taken[i], r.taken[next] = r.taken[next], r.taken[i]
		i = next
	}
}

// list reads the lines that were kept; files is the order of the files.
func (r *reservoir) list(policy *videotune.Policy, files []string) []Sample {
	rank := make(map[string]int, len(files))
	for i, name := range files {
		rank[name] = i
	}
	var list []Sample
	for _, t := range r.taken {
		for rec, err := range videotune.NewReader(bytes.NewReader(t.line), &videotune.ReaderOptions{Name: t.sample.File, Policy: policy}).All() {
			if rec == nil {
				_ = err // the line was read before: this cannot be
				break
			}
			for i := range rec.Problems {
				rec.Problems[i].Line = t.sample.Line
			}
			t.sample.Example, t.sample.Problems = rec.Example, rec.Problems
			list = append(list, t.sample)
			break
		}
	}
	slices.SortFunc(list, func(a, b Sample) int {
		return cmp.Or(rank[a.File]-rank[b.File], a.Line-b.Line)
	})
	return list
}

// keyOf mixes the bits of a place (splitmix64).
func keyOf(file, line int) uint64 {
	z := uint64(file)<<40 + uint64(line) + 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
