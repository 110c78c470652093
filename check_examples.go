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

// An exampleTable remembers the examples of one side, to find duplicates, answers
// that contradict each other, and overlaps. It takes 62 bytes or less for a distinct
// example, and for a distinct video what a videoTable takes.
//
// The first example with an input is found by the hash of its input, and keeps that of
// its answer; one with another answer to the same input is found by the hash of both.
// So all is found in one step, however many answers an input has.
type exampleTable struct {
	blocks [][]seenExample // of blockSize; no growth copies them
	n      int
	slots  []uint64 // open addressing over hashes; see slotOf
	videos videoTable
	order  []uint32 // by video and start, once the side is complete
	reach  []uint32 // for each in order: which of its video ends last, up to there
	fold   uint64   // over all examples, in order
	total  int      // examples, duplicates included
}

// A seenExample is an example, or another video of one with several.
type seenExample struct {
	hash       uint32 // the low half; the high half stands in the slot
	answer     uint32
	start, end time.Duration
	video      uint32 // its number; 0 for none
	line       uint32
}

// An exampleHash is what an example is known by.
type exampleHash struct {
	input  uint64 // of all but the answer
	answer uint32 // 0 if the input is not known, or which turn is the answer: then input is of all
}

// whole returns a hash of input and answer.
func (h exampleHash) whole() uint64 {
	if h.answer == 0 {
		return h.input
	}
	both := hasher{sum: h.input}
	both.num(uint64(h.answer))
	return both.sum
}

const blockSize = 4096

// seed is one for the process: hashes are compared within a run only, and no
// input can be made to collide.
var (
	seed = maphash.MakeSeed()
	salt = maphash.String(seed, "videotune")
)

func (t *exampleTable) at(i uint32) *seenExample { return &t.blocks[i/blockSize][i%blockSize] }

// add remembers an example. same is the line where it stands already, other that of
// the first example with its input where that has another answer; 0 if there is none.
func (t *exampleTable) add(h exampleHash, videos []videoUse, line int) (same, other int) {
	t.fold = t.fold*0x9E3779B97F4A7C15 + h.whole()
	t.total++
	same, other = t.find(h)
	if same > 0 {
		return same, other
	}
	key := h.input
	if other > 0 {
		key = h.whole()
	}
	if len(videos) == 0 {
		t.insert(key, seenExample{answer: h.answer, line: clampLine(line)})
	}
	for i := range videos {
		e := seenExample{answer: h.answer, line: clampLine(line), start: videos[i].start, end: endOf(&videos[i])}
		if !videos[i].bad && videos[i].hash != 0 {
			e.video = t.videos.number(videos[i].hash)
		}
		t.insert(key+uint64(i), e)
	}
	return 0, other
}

// find returns the line of the same example, and that of the first example with its
// input where that has another answer; 0 if there is none.
func (t *exampleTable) find(h exampleHash) (same, other int) {
	e := t.entry(h.input)
	switch {
	case e == nil:
		return 0, 0
	case e.answer == h.answer:
		return int(e.line), 0
	}
	other = int(e.line)
	if e = t.entry(h.whole()); e != nil {
		same = int(e.line)
	}
	return same, other
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

// entry returns the example with a key, nil if there is none.
func (t *exampleTable) entry(key uint64) *seenExample {
	if len(t.slots) == 0 {
		return nil
	}
	mask := uint64(len(t.slots) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		s := t.slots[i]
		if s == 0 {
			return nil
		}
		if s>>32 == key>>32 {
			if e := t.at(uint32(s) - 1); e.hash == uint32(key) {
				return e
			}
		}
	}
}

func (t *exampleTable) insert(key uint64, e seenExample) {
	if (t.n+1)*4 > len(t.slots)*3 {
		old := t.slots
		t.slots = make([]uint64, max(1024, 2*len(old)))
		for _, s := range old {
			if s != 0 {
				i := uint32(s) - 1
				t.place(i, s>>32<<32|uint64(t.at(i).hash))
			}
		}
	}
	if t.n%blockSize == 0 {
		t.blocks = append(t.blocks, make([]seenExample, 0, blockSize))
	}
	e.hash = uint32(key)
	b := &t.blocks[t.n/blockSize]
	*b = append(*b, e)
	t.place(uint32(t.n), key)
	t.n++
}

func (t *exampleTable) place(i uint32, key uint64) {
	mask := uint64(len(t.slots) - 1)
	k := key & mask
	for t.slots[k] != 0 {
		k = (k + 1) & mask
	}
	t.slots[k] = slotOf(key, i)
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
	t.reach = make([]uint32, t.n)
	for k, i := range t.order {
		t.reach[k] = i
		if k > 0 {
			last, e := t.at(t.reach[k-1]), t.at(i)
			if last.video == e.video && e.video != 0 && last.end > e.end {
				t.reach[k] = t.reach[k-1]
			}
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
	// Up to the last of the video's examples that start before end: does the one that
	// ends last reach the start?
	k, _ := slices.BinarySearchFunc(t.order, struct{}{}, func(i uint32, _ struct{}) int {
		e := t.at(i)
		if e.video < n || e.video == n && e.start < end {
			return -1
		}
		return 1
	})
	if k > 0 {
		if e := t.at(t.reach[k-1]); e.video == n && e.end > v.start {
			return int(e.line), true
		}
	}
	return 0, true
}

// hashLine returns a hash of what the line says: the order of members, spacing
// and escapes do not matter, nor which of its names a file has. last is the turn that
// is the answer, -1 if that is not known, or not all of the input. f are the facts of
// the answer at the place, which know its hash, or nil. The hashes of the videos are
// noted in videos.
func hashLine(x *wire.Line, videos []videoUse, last int, f *answer.Facts, at answerPlace) exampleHash {
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
	h.str(x.Tools)
	for i := range x.Contents {
		if i == last {
			break
		}
		h.content(&x.Contents[i])
	}
	if last < 0 {
		return exampleHash{input: h.sum}
	}
	input := h.sum
	h.sum = salt
	h.content(&x.Contents[last])
	return exampleHash{input, uint32(h.sum) | 1}
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
		uri := hashVideo(p.FileURI.S)
		if h.num(uri); len(h.videos) > 0 && h.videos[0].uriAt == p.FileURI.At {
			h.videos[0].hash = uri
			h.videos = h.videos[1:]
		}
		h.word(p.MIMEType.S)
	}
	if p.Seen.Has(wire.VideoMetadata) {
		h.num(uint64(p.Meta))
		h.offset(&p.Start)
		h.offset(&p.End)
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

// offset mixes what an offset means or, of one that means nothing, how it is spelt.
func (h *hasher) offset(o *wire.Offset) {
	if h.num(uint64(o.D)); o.Kind > wire.Null && !(o.Kind == wire.String && o.Form.OK()) {
		h.str(o.Text)
	}
}
