package fix

import (
	"crypto/sha256"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// seen are the examples of a file so far, by half of a SHA-256 of what they say.
type seen struct {
	sums  map[[16]byte]struct{}
	text  []byte // memory of the last one
	other []byte // of that with JSON of the user's own
}

// before notes a line, and reports whether the same example was noted before: the order
// of members, white space, escapes and the spelling of numbers (1, 1.0, 1e0) make no
// other one. Of lines that say what an Example does not keep, all members count as they
// are written, so that an absent one is another than null.
func (s *seen) before(dec *wire.Decoder, line []byte) bool {
	text := line
	x := dec.Decode(line)
	raw := x.Lossy || hasRaw(x)
	if !x.Lossy {
		var ex videotune.Example
		if ex.UnmarshalJSON(line) != nil {
			raw = true
		} else if line, err := ex.AppendJSON(s.text[:0]); err == nil {
			s.text, text = line, line
		}
	}
	// What an Example keeps has one text. JSON that is the user's own has several.
	if raw {
		s.other = canonical(s.other[:0], text, space(text, 0))
		text = s.other
	}
	sum := sha256.Sum256(text)
	key := [16]byte(sum[:16])
	if _, ok := s.sums[key]; ok {
		return true
	}
	if s.sums == nil {
		s.sums = map[[16]byte]struct{}{}
	}
	s.sums[key] = struct{}{}
	return false
}

// hasRaw reports whether x holds JSON whose members are not known.
func hasRaw(x *wire.Line) bool {
	if x.Tools != "" {
		return true
	}
	for i := range x.Contents {
		for k := range x.Contents[i].Parts {
			if p := &x.Contents[i].Parts[k]; p.Call.Body != "" || p.Response.Body != "" {
				return true
			}
		}
	}
	return false
}
