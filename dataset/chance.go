package dataset

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math"
)

// A chance decides by a keyed hash of a thing, and of nothing else.
type chance struct{ mac hash.Hash }

func newChance(seed string) *chance { return &chance{hmac.New(sha256.New, []byte(seed))} }

// draw returns a number from 0 to below 1 for a thing, for one purpose.
func (c *chance) draw(purpose string, it *item) float64 {
	c.mac.Reset()
	for _, s := range []string{purpose, it.recording, it.video.URI, it.label} {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(s)))
		c.mac.Write(size[:])
		c.mac.Write([]byte(s))
	}
	var span [16]byte
	binary.BigEndian.PutUint64(span[:8], uint64(it.clip.span.Start))
	binary.BigEndian.PutUint64(span[8:], uint64(it.clip.span.End))
	c.mac.Write(span[:])
	sum := c.mac.Sum(nil)
	return float64(binary.BigEndian.Uint64(sum)>>11) / (1 << 53)
}

// copies returns how often an example stands in the files: 0 leaves it out.
func (c *chance) copies(it *item, sampling map[string]float64) int {
	if len(sampling) == 0 || len(it.labels) == 0 {
		return 1
	}
	factor := -1.0
	for _, label := range it.labels {
		f, ok := sampling[label]
		if !ok {
			f = 1
		}
		factor = max(factor, f)
	}
	whole, part := math.Modf(factor)
	n := int(whole)
	if part > 0 && c.draw("sampling", it) < part {
		n++
	}
	return n
}
