package survey

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"
	"strings"
)

// Bounds of [Texts].
const (
	// MaxTexts is the number of distinct texts that are told apart.
	MaxTexts = 50_000
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

	byHash map[uint64]int32 // of all
	all    []textCount
	files  []string // where texts stand
	kept   []keptText
	last   uint64 // the hash of the text that was counted last
	lastAt int32  // and its place in all
	least  int32  // no text that is kept stood less often when they were looked at last
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

// A textCount is a text without its bytes, of which there may be many.
type textCount struct {
	n, file, line int32
	kept          bool
}

// A keptText is the beginning of a text.
type keptText struct {
	of   int32 // in Texts.all
	text string
	cut  bool
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
	i, ok := t.lastAt, t.Distinct > 0 && hash == t.last
	if !ok {
		i, ok = t.byHash[hash]
	}
	if !ok {
		if t.Distinct == MaxTexts {
			t.Rest++
			return
		}
		i = t.first(hash, file, line)
	}
	t.last, t.lastAt = hash, i
	c := &t.all[i]
	c.n++
	// At the second time, the fourth, the eighth …: often enough for those that matter.
	if !c.kept && c.n&(c.n-1) == 0 && (c.n > 1 || len(t.kept) < firstTexts) && t.room(c.n) {
		t.keep(i, parts)
	}
}

// first makes an entry for a text that is met first.
func (t *Texts) first(hash uint64, file string, line int) int32 {
	if n := len(t.files); n == 0 || t.files[n-1] != file {
		t.files = append(t.files, file)
	}
	if t.byHash == nil {
		t.byHash = make(map[uint64]int32)
	}
	i := int32(len(t.all))
	t.all = append(t.all, textCount{file: int32(len(t.files) - 1), line: int32(min(line, math.MaxInt32))})
	t.byHash[hash] = i
	t.Distinct++
	return i
}

// room reports whether there is a place for a text that stands n times; if need be, that
// of one which stands less often.
func (t *Texts) room(n int32) bool {
	if len(t.kept) < MaxKeptTexts {
		return true
	}
	if n <= t.least {
		return false
	}
	rarest := 0
	for k := range t.kept {
		if t.all[t.kept[k].of].n < t.all[t.kept[rarest].of].n {
			rarest = k
		}
	}
	c := &t.all[t.kept[rarest].of]
	if t.least = c.n; n <= t.least {
		return false
	}
	c.kept = false
	t.kept = slices.Delete(t.kept, rarest, rarest+1)
	return true
}

// keep keeps the beginning of a text.
func (t *Texts) keep(i int32, parts []string) {
	k := keptText{of: i}
	t.join.Reset()
	for i, p := range parts {
		if i > 0 {
			t.join.WriteByte('\n')
		}
		room := MaxTextBytes - t.join.Len()
		if len(p) > room {
			t.join.WriteString(strings.ToValidUTF8(p[:max(room, 0)], ""))
			k.cut = true
			break
		}
		t.join.WriteString(p)
	}
	k.text = t.join.String()
	t.all[i].kept = true
	t.kept = append(t.kept, k)
}

// List returns the texts that were kept, the most frequent first; of equal ones, by the
// place where they stand first.
func (t *Texts) List() []TextCount {
	var list []TextCount
	for _, k := range t.kept {
		c := &t.all[k.of]
		list = append(list, TextCount{Text: k.text, Cut: k.cut, N: int(c.n), File: t.files[c.file], Line: int(c.line)})
	}
	slices.SortStableFunc(list, func(a, b TextCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return list
}
