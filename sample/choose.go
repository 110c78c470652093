package sample

import (
	"bytes"
	"cmp"
	"container/heap"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"hash/maphash"
	"io"
	"slices"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/lines"
)

// A choice is a line that may be taken.
type choice struct {
	key        uint64 // those with small keys are taken first
	file, line int
}

func (c choice) compare(d choice) int {
	return cmp.Or(cmp.Compare(c.key, d.key), cmp.Compare(c.file, d.file), cmp.Compare(c.line, d.line))
}

// A keyer makes keys of lines: the first bytes of HMAC-SHA256(seed, line).
type keyer struct {
	mac hash.Hash
	sum [sha256.Size]byte
}

func newKeyer(seed string) *keyer { return &keyer{mac: hmac.New(sha256.New, []byte(seed))} }

func (k *keyer) key(line []byte) uint64 {
	k.mac.Reset()
	k.mac.Write(line)
	return binary.BigEndian.Uint64(k.mac.Sum(k.sum[:0]))
}

// choose fills s.chosen.
func (s *sampler) choose(kindOf func(*videotune.Record) string) error {
	p := picker{most: s.opts.N, byName: make(map[string]*kind)}
	keys := newKeyer(s.opts.Seed)
	err := s.records(func(file int, rec *videotune.Record) {
		if !rec.Readable() {
			s.report.Unreadable.Add(rec.Unreadable(s.in[file].Name))
			return
		}
		s.report.Lines++
		name := kindOf(rec)
		if name == "" {
			s.report.Without++
		} else {
			s.kinds[maphash.String(s.seed, name)] = struct{}{}
		}
		p.add(name, choice{keys.key(rec.Bytes), file, rec.Line})
	})
	s.report.Kinds = len(s.kinds)
	for _, k := range p.kinds {
		s.chosen = append(s.chosen, k.lines...)
	}
	slices.SortFunc(s.chosen, func(a, b choice) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
	})
	s.report.Taken = len(s.chosen)
	return err
}

// A picker keeps the choices that come first in this order: those with the smallest key
// of each kind, then those with the second smallest of each, and so on. What has left
// this number can never come back, since every further choice only moves others
// backwards. Therefore one pass is enough, in memory for that number.
type picker struct {
	most   int
	n      int
	byName map[string]*kind
	kinds  []*kind // a heap: on top the one whose last choice is the last of all
}

// A kind is what was kept of a video or a label.
type kind struct {
	name  string
	at    int      // in picker.kinds
	lines []choice // a heap: on top the one with the largest key
}

func (p *picker) add(name string, c choice) {
	k := p.byName[name]
	if k == nil {
		k = &kind{name: name}
		p.byName[name] = k
		heap.Push(k, c)
		heap.Push(p, k)
	} else {
		heap.Push(k, c)
		heap.Fix(p, k.at)
	}
	if p.n++; p.n <= p.most {
		return
	}
	p.n--
	last := p.kinds[0]
	heap.Pop(last)
	if len(last.lines) == 0 {
		heap.Pop(p)
		delete(p.byName, last.name)
		return
	}
	heap.Fix(p, 0)
}

// Len, Less, Swap, Push and Pop are those of [heap.Interface].
func (p *picker) Len() int { return len(p.kinds) }

func (p *picker) Less(i, j int) bool {
	a, b := p.kinds[i], p.kinds[j]
	if len(a.lines) == 0 { // its only choice was taken away: it is to go
		return true
	}
	if len(a.lines) != len(b.lines) {
		return len(a.lines) > len(b.lines)
	}
	return a.lines[0].compare(b.lines[0]) > 0
}

func (p *picker) Swap(i, j int) {
	p.kinds[i], p.kinds[j] = p.kinds[j], p.kinds[i]
	p.kinds[i].at, p.kinds[j].at = i, j
}

func (p *picker) Push(x any) {
	k := x.(*kind)
	k.at = len(p.kinds)
	p.kinds = append(p.kinds, k)
}

func (p *picker) Pop() any {
	last := len(p.kinds) - 1
	k := p.kinds[last]
	p.kinds = p.kinds[:last]
	return k
}

// Len, Less, Swap, Push and Pop are those of [heap.Interface].
func (k *kind) Len() int           { return len(k.lines) }
func (k *kind) Less(i, j int) bool { return k.lines[i].compare(k.lines[j]) > 0 }
func (k *kind) Swap(i, j int)      { k.lines[i], k.lines[j] = k.lines[j], k.lines[i] }
func (k *kind) Push(x any)         { k.lines = append(k.lines, x.(choice)) }

func (k *kind) Pop() any {
	last := len(k.lines) - 1
	c := k.lines[last]
	k.lines = k.lines[:last]
	return c
}

// write writes the chosen lines.
func (s *sampler) write(w io.Writer) error {
	keys := newKeyer(s.opts.Seed)
	most := s.opts.MaxLineBytes
	if most <= 0 {
		most = videotune.DefaultMaxLineBytes
	}
	rest := s.chosen
	for i, in := range s.in {
		if len(rest) == 0 || rest[0].file != i {
			continue
		}
		if _, err := in.R.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("sample: reading %s again: %w", in.Name, err)
		}
		r := lines.New(in.R, most)
		for len(rest) > 0 && rest[0].file == i {
			l, err := r.Next()
			if err == io.EOF {
				err = errChanged
			}
			if err != nil {
				return fmt.Errorf("sample: reading %s: %w", in.Name, err)
			}
			if l.Number < rest[0].line {
				continue
			}
			line := l.Bytes
			if l.Number == 1 {
				line = bytes.TrimPrefix(line, []byte("\ufeff"))
			}
			if keys.key(line) != rest[0].key {
				return fmt.Errorf("sample: reading %s: %w", in.Name, errChanged)
			}
			if _, err := w.Write(append(line[:len(line):len(line)], '\n')); err != nil {
				return err
			}
			rest = rest[1:]
		}
	}
	return nil
}
