package survey

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
)

// Bounds of [Texts].
const (
	// MaxTexts is the number of distinct texts that are told apart.
	MaxTexts = 100_000
	// MaxKeptTexts is the number of texts that are kept: the first ones, then those
	// that stand twice at least, and when there are too many the more frequent ones.
	MaxKeptTexts = 500
	// MaxTextBytes is how much is kept of a text.
	MaxTextBytes = 4096
)

// firstTexts are kept although they stand once.
const firstTexts = 20

// seed is that of the hashes by which texts are told apart. Nothing that is returned
// depends on it.
var seed = maphash.MakeSeed()

// Texts say which texts stand, and how often. The zero value is ready to use.
type Texts struct {
	N        int // texts
	Distinct int // of these; the first MaxTexts
	Rest     int // texts beyond these

	byHash map[uint64]*textCount
	kept   []*textCount
	last   *textCount
	least  int // no text that is kept stood less often when they were looked at last
	join   strings.Builder
}

// A TextCount is a text, and how often it stands.
type TextCount struct {
	Text string // its first MaxTextBytes
	Cut  bool   // there is more of it
	N    int
	File string // where it stands first
	Line int
}

type textCount struct {
	TextCount
	hash uint64
	kept bool
}

// add counts a text that consists of parts, at a place.
func (t *Texts) add(parts []string, file string, line int) {
	t.N++
	var h maphash.Hash
	h.SetSeed(seed)
	for i, p := range parts {
		if i > 0 {
			_ = h.WriteByte('\n')
		}
		_, _ = h.WriteString(p)
	}
	hash := h.Sum64()
	c := t.last
	if c == nil || c.hash != hash {
		c = t.byHash[hash]
	}
	if c == nil {
		if t.Distinct == MaxTexts {
			t.Rest++
			return
		}
		if t.byHash == nil {
			t.byHash = make(map[uint64]*textCount)
		}
		c = &textCount{hash: hash}
		c.File, c.Line = file, line
		t.byHash[hash] = c
		t.Distinct++
	}
	t.last = c
	c.N++
	// At the second time, the fourth, the eighth …: often enough for those that matter.
	if !c.kept && (c.N&(c.N-1) == 0) && (c.N > 1 || len(t.kept) < firstTexts) && t.room(c.N) {
		t.keep(c, parts)
	}
}

// room reports whether there is a place for a text that stands n times; if need be, that
// of one which stands less often.
func (t *Texts) room(n int) bool {
	if len(t.kept) < MaxKeptTexts {
		return true
	}
	if n <= t.least {
		return false
	}
	i := 0
	for k, c := range t.kept {
		if c.N < t.kept[i].N {
			i = k
		}
	}
	rarest := t.kept[i]
	if t.least = rarest.N; n <= t.least {
		return false
	}
	rarest.Text, rarest.Cut, rarest.kept = "", false, false
	t.kept = slices.Delete(t.kept, i, i+1)
	return true
}

func (t *Texts) keep(c *textCount, parts []string) {
	t.join.Reset()
	for i, p := range parts {
		if i > 0 {
			t.join.WriteByte('\n')
		}
		room := MaxTextBytes - t.join.Len()
		if len(p) > room {
			t.join.WriteString(strings.ToValidUTF8(p[:max(room, 0)], ""))
			c.Cut = true
			break
		}
		t.join.WriteString(p)
	}
	c.Text, c.kept = t.join.String(), true
	t.kept = append(t.kept, c)
}

// List returns the texts that were kept, the most frequent first; of equal ones, by the
// place where they stand first.
func (t *Texts) List() []TextCount {
	var list []TextCount
	for _, c := range t.kept {
		list = append(list, c.TextCount)
	}
	slices.SortStableFunc(list, func(a, b TextCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return list
}
