package dataset

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"slices"

	"github.com/seed-57910ec4/videotune"
)

// stratify reads the source once, and chooses the sides of its recordings by what they
// would have in the files.
func (b *builder) stratify(ctx context.Context) error {
	b.sides = newSides(b)
	b.put = func(it *item, ex *videotune.Example) error {
		side, pinned := b.pinned(it.video)
		if err := b.sides.add(it, side, pinned, ex); err != nil {
			return err
		}
		b.progress.Examples++
		return nil
	}
	if err := b.read(ctx); err != nil {
		return err
	}
	b.sides.choose(b.Share, b.files.Limits.Validation)
	b.sides.settle()
	b.put = b.write
	b.progress = Progress{Pass: 2, Passes: 2}
	b.reset()
	return nil
}

// sides are those of the recordings. In the first of two passes they learn what each
// recording has, then they are chosen, and in the second pass they are told, and what
// comes is compared with what came.
//
// A recording is known by its hash alone, which is also its place in the order of
// choosing. Two with one hash would be one, on one side.
type sides struct {
	chance  *chance
	labels  *labelTable
	numbers map[uint64]uint32 // of the recordings
	tallies []tally

	validation map[uint64]bool // the recordings that go there, once it is chosen
	first      rehearsal
	second     rehearsal
}

// A tally is what a recording has.
type tally struct {
	order    uint64
	bytes    int64
	examples int
	labels   []labelCount // by label
	pinned   bool
	side     videotune.Split
}

// noLabel stands for the examples without any label; the numbers of labels are one more
// than in the table.
const noLabel = 0

// A labelCount is how many examples have a label.
type labelCount struct{ label, examples uint32 }

func newSides(b *builder) *sides {
	return &sides{
		chance: b.chance, labels: &b.labels, numbers: map[uint64]uint32{},
		first: newRehearsal(b), second: newRehearsal(b),
	}
}

// tally returns that of a recording; nil if there is none.
func (s *sides) tally(recording string) *tally {
	if n, ok := s.numbers[s.chance.order(recording)]; ok {
		return &s.tallies[n]
	}
	return nil
}

// add adds an example to the tally of its recording. Its error is the one that the split
// writer will give.
func (s *sides) add(it *item, side videotune.Split, pinned bool, ex *videotune.Example) error {
	t := s.tally(it.recording)
	if t != nil && pinned && t.pinned && t.side != side {
		return &videotune.SideError{Recording: it.recording, Pinned: t.side, Asked: side}
	}
	size, err := s.first.write(it, side, pinned, ex)
	if err != nil {
		return err
	}
	if t == nil {
		order := s.chance.order(it.recording)
		s.numbers[order] = uint32(len(s.tallies))
		s.tallies = append(s.tallies, tally{order: order})
		t = &s.tallies[len(s.tallies)-1]
	}
	if pinned {
		t.pinned, t.side = true, side
	}
	t.examples++
	t.bytes += size
	for _, id := range s.labels.ids(it.labels) {
		t.count(1 + id)
	}
	if len(it.labels) == 0 {
		t.count(noLabel)
	}
	return nil
}

// count adds an example with a label.
func (t *tally) count(label uint32) {
	i, found := slices.BinarySearchFunc(t.labels, label, func(c labelCount, label uint32) int { return int(c.label) - int(label) })
	if !found {
		t.labels = slices.Insert(t.labels, i, labelCount{label: label})
	}
	t.labels[i].examples++
}

// settle keeps what was chosen, and lets go of what it was chosen by.
func (s *sides) settle() {
	s.validation = map[uint64]bool{}
	for i := range s.tallies {
		if t := &s.tallies[i]; t.side == videotune.Validation {
			s.validation[t.order] = true
		}
	}
	s.numbers, s.tallies = nil, nil
}

// side returns the side of a recording, once it is chosen. That of one that is new in
// the second pass does not matter: unchanged refuses it.
func (s *sides) side(recording string) videotune.Split {
	if s.validation[s.chance.order(recording)] {
		return videotune.Validation
	}
	return videotune.Train
}

// again takes note of an example of the second pass.
func (s *sides) again(it *item, side videotune.Split, pinned bool, ex *videotune.Example) error {
	if s == nil {
		return nil
	}
	_, err := s.second.write(it, side, pinned, ex)
	return err
}

// unchanged returns an error if the examples of both passes were not the same.
func (s *sides) unchanged() error {
	if s == nil {
		return nil
	}
	first, err := s.first.digest()
	if err != nil {
		return err
	}
	second, err := s.second.digest()
	if err != nil {
		return err
	}
	if n, m := s.first.w.Examples(), s.second.w.Examples(); n != m {
		return fmt.Errorf("dataset: %w: it made %d examples, then %d", ErrSourceChanged, n, m)
	}
	if !bytes.Equal(first, second) {
		return fmt.Errorf("dataset: %w: other examples, or the same in another order", ErrSourceChanged)
	}
	return nil
}

// A rehearsal writes the examples of a pass to nowhere, as the split writer would, and
// keeps a hash of them.
type rehearsal struct {
	w   *videotune.Writer // to sum
	sum hash.Hash
}

func newRehearsal(b *builder) rehearsal {
	sum := sha256.New()
	return rehearsal{videotune.NewWriter(sum, &videotune.WriterOptions{Policy: b.Policy, Resolution: b.Resolution}), sum}
}

// write returns the number of bytes of the line. An example that is refused leaves no
// trace.
func (r *rehearsal) write(it *item, side videotune.Split, pinned bool, ex *videotune.Example) (size int64, err error) {
	before := r.w.Bytes()
	if err := r.w.Write(ex); err != nil {
		return 0, err
	}
	fmt.Fprintf(r.sum, "%q %d %t\n", it.recording, side, pinned)
	return r.w.Bytes() - before, nil
}

func (r *rehearsal) digest() ([]byte, error) {
	if err := r.w.Flush(); err != nil {
		return nil, err
	}
	return r.sum.Sum(nil), nil
}
