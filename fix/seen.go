package fix

import (
	"crypto/sha256"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// seen are the examples of a file so far, by half of a SHA-256 of what they say.
type seen map[[16]byte]struct{}

// before notes a line, and reports whether the same example was noted before: the order
// of members, white space, escapes and the spelling of numbers (1, 1.0, 1e0) make no
// other one. Of lines that say what an Example does not keep, all members count as they
// are written, so that an absent one is another than null.
func (s *seen) before(dec *wire.Decoder, line []byte) bool {
	text := line
	if !dec.Decode(line).Lossy {
		var ex videotune.Example
		if ex.UnmarshalJSON(line) == nil {
			if canonical, err := ex.AppendJSON(nil); err == nil {
				text = canonical
			}
		}
	}
	if canonical, ok := exact.CanonicalJSON(text); ok {
		text = []byte(canonical)
	}
	sum := sha256.Sum256(text)
	key := [16]byte(sum[:16])
	if _, ok := (*s)[key]; ok {
		return true
	}
	if *s == nil {
		*s = seen{}
	}
	(*s)[key] = struct{}{}
	return false
}
