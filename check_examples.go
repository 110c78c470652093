package videotune

import (
	"cmp"
	"hash/maphash"
	"math"
	"math/bits"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune/internal/answer"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// An exampleTable remembers the examples of one side, to find duplicates and
// overlaps. It takes 60 bytes or less for a distinct example, and for a
// distinct video what a videoTable takes.
type exampleTable struct {
	blocks [][]seenExample // of blockSize; no growth copies them
	n      int
	slots  []uint64 // open addressing over hashes; see slotOf
	videos videoTable
	order  []uint32 // by video and start, once the side is complete
	fold   uint64   // over all examples, in order
	total  int      // examples, duplicates included
}

// A seenExample is an example, or another video of one with several.
type seenExample struct {
	hash       uint64
	start, end time.Duration // end is the largest of those before it in order, once sorted
	video      uint32        // its number; 0 for none
	line       uint32
}

const blockSize = 4096

// seed is one for the process: hashes are compared within a run only, and no
// input can be made to collide.
var (
	seed = maphash.MakeSeed()
	salt = maphash.String(seed, "videotune")
)

func (t *exampleTable) at(i uint32) *seenExample { return &t.blocks[i/blockSize][i%blockSize] }

// add remembers an example; first is the line of its first occurrence, 0 if it
// is new.
func (t *exampleTable) add(h uint64, videos []videoUse, line int) (first int) {
	t.fold = t.fold*0x9E3779B97F4A7C15 + h
	t.total++
	if i, ok := t.find(h); ok {
		return int(t.at(i).line)
	}
	if len(videos) == 0 {
		t.insert(seenExample{hash: h, line: clampLine(line)})
	}
	for i := range videos {
		e := seenExample{hash: h + uint64(i), line: clampLine(line), start: videos[i].start, end: endOf(&videos[i])}
		if !videos[i].bad && videos[i].hash != 0 {
			e.video = t.videos.number(videos[i].hash)
		}
		t.insert(e)
	}
	return 0
}

// endOf returns the end of what is used of a video: open ends reach for ever.
func endOf(v *videoUse) time.Duration {
	switch {
	case v.open && v.file > 0:
		return v.file
	case v.open:
		return math.MaxInt64
	}
	return v.end
}

func clampLine(line int) uint32 { return uint32(min(uint64(line), math.MaxUint32)) }

// slotOf returns what stands in a slot for the example with index i: the high half
// of its hash, by which most others are told from it without looking at them, and
// its index+1. 0 is an empty slot.
func slotOf(h uint64, i uint32) uint64 { return h>>32<<32 | uint64(i+1) }

func (t *exampleTable) find(h uint64) (uint32, bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	mask := uint64(len(t.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		s := t.slots[i]
		if s == 0 {
			return 0, false
		}
		if s>>32 == h>>32 && t.at(uint32(s)-1).hash == h {
			return uint32(s) - 1, true
		}
	}
}

func (t *exampleTable) insert(e seenExample) {
	if (t.n+1)*4 > len(t.slots)*3 {
		t.slots = make([]uint64, max(1024, 2*len(t.slots)))
		for i := range t.n {
			t.place(uint32(i), t.at(uint32(i)).hash)
		}
	}
	if t.n%blockSize == 0 {
		t.blocks = append(t.blocks, make([]seenExample, 0, blockSize))
	}
	b := &t.blocks[t.n/blockSize]
	*b = append(*b, e)
	t.place(uint32(t.n), e.hash)
	t.n++
}

func (t *exampleTable) place(i uint32, h uint64) {
	mask := uint64(len(t.slots) - 1)
	k := h & mask
	for t.slots[k] != 0 {
		k = (k + 1) & mask
	}
	t.slots[k] = slotOf(h, i)
}

// complete makes the table ready for overlap; nothing is added afterwards.
func (t *exampleTable) complete() {
	t.order = make([]uint32, t.n)
	for i := range t.order {
		t.order[i] = uint32(i)
	}
	slices.SortFunc(t.order, func(a, b uint32) int {
		x, y := t.at(a), t.at(b)
		return cmp.Or(cmp.Compare(x.video, y.video), cmp.Compare(x.start, y.start), cmp.Compare(a, b))
	})
	for k := 1; k < len(t.order); k++ {
		before, e := t.at(t.order[k-1]), t.at(t.order[k])
		if before.video == e.video && e.video != 0 && before.end > e.end {
			e.end, e.line = before.end, before.line
		}
	}
}

// overlap returns the line of an example that uses a part of the stretch v of
// the same video, 0 if there is none; shared tells that the table knows the
// video at all.
func (t *exampleTable) overlap(v *videoUse) (line int, shared bool) {
	n := t.videos.find(v.hash)
	if n == 0 || v.bad {
		return 0, false
	}
	end := endOf(v)
	// The last of the video's examples that start before end carries the largest
	// end of them all.
	k, _ := slices.BinarySearchFunc(t.order, struct{}{}, func(i uint32, _ struct{}) int {
		e := t.at(i)
		if e.video < n || e.video == n && e.start < end {
			return -1
		}
		return 1
	})
	if k > 0 {
		if e := t.at(t.order[k-1]); e.video == n && e.end > v.start {
			return int(e.line), true
		}
	}
	return 0, true
}

// hashLine returns a hash of what the line says: the order of members, spacing
// and escapes do not matter. f are the facts of the answer at the place, which
// know its hash, or nil. The hashes of the URIs are noted in videos.
func hashLine(x *wire.Line, videos []videoUse, f *answer.Facts, at answerPlace) uint64 {
	h := hasher{sum: salt, videos: videos, known: wire.NoPos}
	if f != nil {
		if text, ok := f.TextHash(); ok {
			h.known, h.text = at.at, text
		}
	}
	h.num(uint64(len(x.Contents)))
	if x.Seen.Has(wire.SystemInstruction) {
		h.content(&x.System)
	}
	for i := range x.Contents {
		h.content(&x.Contents[i])
	}
	h.str(x.Tools)
	return h.sum
}

// A hasher mixes the seeded hashes of strings, and numbers, in their order.
type hasher struct {
	sum    uint64
	videos []videoUse // those to come
	known  int        // where the text stands whose hash is known; NoPos if none is
	text   uint64     // that hash
}

func (h *hasher) num(n uint64) {
	hi, lo := bits.Mul64(h.sum^n^0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93)
	h.sum = hi ^ lo
}

func (h *hasher) str(s string) {
	if s == "" {
		h.num(0)
		return
	}
	h.num(maphash.String(seed, s))
}

// word is str for a string that mostly is one of words.
func (h *hasher) word(s string) {
	for i, c := range words {
		if s == c {
			h.num(uint64(i) + 1)
			return
		}
	}
	h.str(s)
}

func (h *hasher) content(c *wire.Content) {
	h.word(c.Role.S)
	h.num(uint64(len(c.Parts)))
	for i := range c.Parts {
		h.part(&c.Parts[i])
	}
}

func (h *hasher) part(p *wire.Part) {
	h.num(uint64(p.Seen))
	if p.Seen.Has(wire.Text) {
		if p.Text.At == h.known && h.known != wire.NoPos {
			h.num(h.text)
		} else {
			h.str(p.Text.S)
		}
	}
	if p.Seen.Has(wire.FileData) {
		uri := hashURI(p.FileURI.S)
		if h.num(uri); len(h.videos) > 0 && h.videos[0].uriAt == p.FileURI.At {
			h.videos[0].hash = uri
			h.videos = h.videos[1:]
		}
		h.word(p.MIMEType.S)
	}
	if p.Seen.Has(wire.VideoMetadata) {
		h.num(uint64(p.Meta))
		h.num(uint64(p.Start.D))
		h.num(uint64(p.End.D))
		h.num(math.Float64bits(p.FPS))
	}
	if p.Seen.Has(wire.PartResolution) {
		h.str(p.Level.S)
	}
	if p.Seen.Has(wire.FunctionCall) {
		h.str(p.Call.Name.S)
		h.str(p.Call.Body)
	}
	if p.Seen.Has(wire.FunctionResponse) {
		h.str(p.Response.Name.S)
		h.str(p.Response.Body)
	}
}
