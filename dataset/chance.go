package dataset

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"math"
	"time"
)

// A chance decides by a keyed hash of a thing, and of nothing else, so that things
// that are added change nothing for it.
type chance struct{ mac hash.Hash }

func newChance(seed string) *chance { return &chance{hmac.New(sha256.New, []byte(seed))} }

// draw returns a number from 0 to below 1 for an item, for one purpose: by its
// recording, its video, its span and the label that it is asked for.
func (c *chance) draw(purpose string, it *item) float64 {
	c.mac.Reset()
	var size [8]byte
	for _, s := range []string{purpose, it.recording, it.video.URI, it.label} {
		binary.BigEndian.PutUint64(size[:], uint64(len(s)))
		c.mac.Write(size[:])
		io.WriteString(c.mac, s)
	}
	for _, t := range []time.Duration{it.clip.span.Start, it.clip.span.End} {
		binary.BigEndian.PutUint64(size[:], uint64(t))
		c.mac.Write(size[:])
	}
	sum := c.mac.Sum(nil)
	return float64(binary.BigEndian.Uint64(sum)>>11) / (1 << 53)
}

// order returns the place of a recording in the order in which sides are chosen.
func (c *chance) order(recording string) uint64 {
	c.mac.Reset()
	io.WriteString(c.mac, recording)
	return binary.BigEndian.Uint64(c.mac.Sum(nil))
}

// copies returns how often an example stands in the files: 0 leaves it out.
func (c *chance) copies(it *item, sampling map[string]float64) int {
	if len(sampling) == 0 || len(it.labels) == 0 {
		return 1
	}
	factor := 0.0
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
