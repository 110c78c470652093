package compare

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"math"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
)

// A sum is what is kept of a line: where it stands, and hashes of its parts.
type sum struct {
	file, number int32
	uri          int32 // of the first file, in uriTable.list; 0 for none
	readable     bool
	meta         videotune.VideoMetadata
	parts        [numParts]uint64 // in the order of the parts
}

// differ returns the parts in which two lines differ. What is no part of an example
// counts only where all else is equal: it is kept with all of its line.
func (a *sum) differ(b *sum) (p Parts) {
	for i := range a.parts {
		if a.parts[i] != b.parts[i] {
			p |= 1 << i
		}
	}
	if p != Other {
		p &^= Other
	}
	return p
}

// A summer reads lines. Its hashes differ from run to run; nothing that is told depends
// on them.
type summer struct {
	opts *Options
	seed maphash.Seed
	hash [numParts]maphash.Hash
	uris uriTable
}

// A uriTable keeps each URI once.
type uriTable struct {
	byName map[string]int32
	list   []string // "" first
}

func (t *uriTable) number(uri string) int32 {
	n, ok := t.byName[uri]
	if !ok {
		n = int32(len(t.list))
		t.byName[uri] = n
		t.list = append(t.list, uri)
	}
	return n
}

func newSummer(o *Options) *summer {
	s := &summer{opts: o, seed: maphash.MakeSeed()}
	for i := range s.hash {
		s.hash[i].SetSeed(s.seed)
	}
	s.uris = uriTable{map[string]int32{"": 0}, []string{""}}
	return s
}

// read reads the lines of files.
func (s *summer) read(in []videotune.Input, e *Edition) ([]sum, error) {
	var sums []sum
	for i, input := range in {
		r := videotune.NewReader(input.R, &videotune.ReaderOptions{Name: input.Name, MaxLineBytes: s.opts.MaxLineBytes, KeepBytes: true})
		for rec, err := range r.All() {
			if rec == nil {
				return nil, err
			}
			if rec.Bytes == nil {
				return nil, fmt.Errorf("compare: %w", rec.Unreadable(input.Name))
			}
			if len(sums) == math.MaxInt32 {
				return nil, fmt.Errorf("compare: %s: more than %d lines", input.Name, math.MaxInt32)
			}
			sums = append(sums, s.sum(i, rec))
			if e.Lines++; !rec.Readable() {
				e.Unreadable++
			}
		}
	}
	return sums, nil
}

func (s *summer) place(in []videotune.Input, x *sum) Line {
	return Line{File: in[x.file].Name, Number: int(x.number), URI: s.uris.list[x.uri], Segment: x.meta}
}

// sum sums a line up.
func (s *summer) sum(file int, rec *videotune.Record) sum {
	x := sum{file: int32(file), number: int32(rec.Line), readable: rec.Readable()}
	for i := range s.hash {
		s.hash[i].Reset()
	}
	if !x.readable {
		s.text(Other, string(bytes.TrimSpace(rec.Bytes)))
	} else {
		s.example(&x, &rec.Example)
		if rec.Lossy {
			s.text(Other, canonical(rec.Bytes))
		}
	}
	for i := range s.hash {
		x.parts[i] = s.hash[i].Sum64()
	}
	return x
}

// text adds a text to the hash of a part, so that it cannot be mixed up with the next.
func (s *summer) text(part Parts, text string) {
	h := s.of(part)
	maphash.WriteComparable(h, len(text))
	_, _ = h.WriteString(text)
}

func (s *summer) of(part Parts) *maphash.Hash {
	i := 0
	for part > 1 {
		part >>= 1
		i++
	}
	return &s.hash[i]
}

func (s *summer) example(x *sum, ex *videotune.Example) {
	s.text(Resolution, string(ex.GenerationConfig.MediaResolution))
	s.text(Tools, canonical(ex.Tools))
	if ex.SystemInstruction != nil {
		s.text(Prompt, "system")
		s.turn(x, Prompt, ex.SystemInstruction)
	}
	for i := range ex.Contents {
		c := &ex.Contents[i]
		part := Prompt
		if isAnswer(ex, i) {
			part = Answer
		}
		s.text(part, "turn")
		s.text(part, string(c.Role))
		s.turn(x, part, c)
	}
}

// isAnswer reports whether a turn is the answer.
func isAnswer(ex *videotune.Example, turn int) bool {
	return turn == len(ex.Contents)-1 && ex.Contents[turn].Role != videotune.RoleUser
}

// turn adds a turn: its texts to that part, files to their own.
func (s *summer) turn(x *sum, part Parts, c *videotune.Content) {
	for i := range c.Parts {
		p := &c.Parts[i]
		switch {
		case p.FileData != nil:
			s.file(x, p)
			s.text(part, "file")
		case p.FunctionCall != nil:
			s.text(part, "call")
			s.text(part, p.FunctionCall.Name)
			s.text(part, canonical(p.FunctionCall.Args))
		case p.FunctionResponse != nil:
			s.text(part, "response")
			s.text(part, p.FunctionResponse.Name)
			s.text(part, canonical(p.FunctionResponse.Response))
		default:
			s.text(part, "text")
			s.text(part, p.Text)
		}
	}
}

func (s *summer) file(x *sum, p *videotune.Part) {
	var meta videotune.VideoMetadata
	if p.VideoMetadata != nil {
		meta = *p.VideoMetadata
	}
	if x.uri == 0 {
		x.uri, x.meta = s.uris.number(p.FileData.FileURI), meta
	}
	s.text(Media, p.FileData.FileURI)
	s.text(Media, p.FileData.MIMEType)
	if p.MediaResolution != nil {
		s.text(Media, string(p.MediaResolution.Level))
	}
	maphash.WriteComparable(s.of(Segment), meta)
}

// canonical returns the one text of a JSON value, however it is spelt: its members in
// the order of their names, its numbers as the decimals that they stand for; what is no
// JSON as it is.
func canonical(data []byte) string {
	if len(data) == 0 {
		return ""
	}
	if text, ok := exact.CanonicalJSON(data); ok {
		return text
	}
	return string(data)
}
