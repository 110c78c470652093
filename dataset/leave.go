package dataset

import (
	"errors"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

// leave takes note of what is left out.
func (b *builder) leave(l Left) {
	r := b.report
	if r.LeftOut[l.Reason]++; len(r.Left[l.Reason]) < leftExamples {
		r.Left[l.Reason] = append(r.Left[l.Reason], l)
	}
	if b.writing() {
		b.sidecar.keep(l)
	}
}

func (b *builder) leaveVideo(v *annotation.Video, reason Reason, message string) {
	b.leave(Left{Reason: reason, Video: v.ID, Message: message})
}

func (b *builder) leaveEvent(v *annotation.Video, e *annotation.Event, reason Reason, message string) {
	b.leave(Left{Reason: reason, Video: v.ID, Record: e.Record, Message: message})
}

// leaveClip takes note of a clip, with the record of its first event.
func (b *builder) leaveClip(it *item, reason Reason, message string) {
	l := Left{Reason: reason, Video: it.video.ID, Message: message}
	if len(it.clip.from) > 0 {
		l.Record = it.clip.from[0]
	}
	b.leave(l)
}

// leaveRefused takes note of an example that the writer refused.
func (b *builder) leaveRefused(it *item, err error) {
	reason := ReasonOtherSide
	var ps videotune.Problems
	if errors.As(err, &ps) {
		i := slices.IndexFunc(ps, func(p videotune.Problem) bool { return p.Severity >= videotune.SeverityDrop })
		reason = Reason(ps[max(i, 0)].Rule)
	}
	b.leaveClip(it, reason, err.Error())
}

// owners knows to which recording each file belongs, by hashes of 64 bits: of a
// million files, two are taken for one with a chance of one in thirty million, and
// then the later one is left out and told.
type owners map[uint64]uint64

// claim reports whether the file of v is not of another recording already.
func (o owners) claim(v *annotation.Video) bool {
	file, recording := hash64(v.URI), hash64(v.RecordingKey())
	if owner, known := o[file]; known {
		return owner == recording
	}
	o[file] = recording
	return true
}

func hash64(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// labelSets are the different sets of labels of the examples.
type labelSets struct {
	sets    [][]string
	numbers map[string]uint32
}

// index returns the index of a sorted set.
func (s *labelSets) index(labels []string) uint32 {
	key := strings.Join(labels, "\x00")
	n, ok := s.numbers[key]
	if !ok {
		if s.numbers == nil {
			s.numbers = map[string]uint32{}
		}
		n = uint32(len(s.sets))
		s.sets = append(s.sets, slices.Clone(labels))
		s.numbers[key] = n
	}
	return n
}

// placed takes note of the place of the next example.
func (b *builder) placed(side videotune.Split, line int) {
	b.sidecar.place(side, line)
	to := &b.report.Train
	if side == videotune.Validation {
		to = &b.report.Validation
	}
	for _, label := range b.sets.sets[b.order[0]] {
		to.Labels[label]++
	}
	b.order = b.order[1:]
}
