package cut

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// A stretch is what a file is to hold of its source, in ticks of the pictures' clock.
type stretch struct {
	span        videotune.Span // as planned
	first, last int64          // pictures
	end         int64          // pictures from here on are not in it
	key         int64          // decoding begins here
	hasKey      bool

	// steady is how long each picture is to last where those of the source stand so
	// long, at an end of the stretch, that they must be repeated; zero if they stay as
	// they are.
	steady clock

	begin  beginning
	finish ending
}

// ended reports whether a source whose pictures end at a time lacks those of what is
// wanted: they must go on, if its facts say so. If these do not say how long the pictures
// are, they may be shorter than the sound.
func (s *source) ended(at time.Duration, wanted videotune.Span) bool {
	return at <= wanted.Start || s.exact && at+max(200*time.Millisecond, 2*s.frame()) < wanted.End
}

// standing is how long a picture is shown at least that stands still.
func (s *source) standing() time.Duration { return max(250*time.Millisecond, 5*s.frame()/2) }

// stretch finds the pictures of a span of a source. No file is to be longer than most,
// 0 being no limit.
func (t *tools) stretch(ctx context.Context, s *source, span videotune.Span, most time.Duration) (*stretch, error) {
	start, end := s.tick(span.Start, false), s.tick(span.End, true)
	list, err := t.around(ctx, s, start, func(list []picture) bool {
		b := newBeginning(list, start)
		return b.hasShown && b.hasKey && (b.canCopy || !s.own)
	})
	if err != nil {
		return nil, err
	}
	b := newBeginning(list, start)
	list, err = t.around(ctx, s, end, func(list []picture) bool { return newEnding(list, end).hasLast })
	if err != nil {
		return nil, err
	}
	e := newEnding(list, end)
	if e.hasLast && !e.more && s.time(e.last+e.length) < span.End-s.standing() {
		if e.more, err = t.goesOn(ctx, s, end); err != nil {
			return nil, err
		}
	}
	st := &stretch{span: span, end: end, begin: b, finish: e}
	if err := st.choose(s, most); err != nil {
		return nil, err
	}
	return st, nil
}

// goesOn reports whether there are pictures from a tick on.
func (t *tools) goesOn(ctx context.Context, s *source, tick int64) (bool, error) {
	list, err := t.pictures(ctx, s, seconds(max(s.clock.time(tick), 0))+"%+#2000")
	return slices.ContainsFunc(list, func(p picture) bool { return p.pts >= tick && !p.hidden }), err
}

// choose chooses the first and the last picture.
func (st *stretch) choose(s *source, most time.Duration) error {
	b, e := &st.begin, &st.finish
	lastEnd := s.time(e.last + e.length)
	if !e.hasLast && e.more {
		return fmt.Errorf("%s: %w: the first one stands at %s, and what is wanted ends at %s: plan it together with what follows, or not at all",
			s.path, ErrNoPicture, seconds(s.time(s.opening)), seconds(st.span.End))
	}
	if !e.hasLast || !e.more && s.ended(lastEnd, st.span) {
		return fmt.Errorf("%s: %w: its last picture stands at %s, what is wanted ends at %s: get it again, or probe it again and plan anew",
			s.path, ErrShort, seconds(s.time(e.last)), seconds(st.span.End))
	}
	st.first, st.last = b.next, e.last
	if !b.hasNext {
		st.first = s.opening
	}
	early := time.Duration(0)
	if b.hasShown {
		early = st.span.Start - s.time(b.shown)
	}
	// The picture that is shown at the start is the first one, unless it began before
	// the source's time does, or would make the file too long.
	if b.hasShown && s.time(b.shown) >= 0 && (most <= 0 || early <= 0 || st.span.Length() <= most-early || !b.hasNext) {
		st.first = b.shown
	}
	st.key, st.hasKey = b.key, b.hasKey
	atStart := b.hasShown && early > 0 && (b.hasNext && s.clock.time(b.next-b.shown) > s.standing() || !b.hasNext && (e.last > b.shown || e.more))
	atEnd := st.span.End-s.time(e.last) > s.standing() && (e.more || lastEnd >= st.span.End-s.standing())
	if atStart || atEnd {
		st.repeat(s)
	}
	if st.last < st.first {
		st.last = st.first
	}
	return nil
}

// repeat has pictures that stand still repeated: the file has as many a second as the
// source says.
func (st *stretch) repeat(s *source) {
	st.steady = s.frames
	if st.steady == (clock{}) {
		st.steady = clock{1, 30}
	}
	begin := st.span.Start
	if !st.begin.hasShown {
		begin = max(begin, s.time(st.first))
	}
	// From here on in frames, counted from the source's time 0.
	st.first = st.steady.floor(begin)
	st.end = max(st.steady.floor(st.span.End), st.first+1)
	st.last = st.end - 1
}

// start returns the source's time of the first picture of a file that is encoded.
func (st *stretch) start(s *source) time.Duration {
	if st.steady != (clock{}) {
		return st.steady.time(st.first)
	}
	return max(0, s.time(st.first))
}
