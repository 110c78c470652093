package cut

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"
)

// A picture is a packet of the track of pictures, in the order of decoding. Its times
// are ticks.
type picture struct {
	pts, dts int64
	length   int64 // 0 if unknown
	size     int64 // in bytes
	key      bool
	hidden   bool // an edit list skips it
}

// maxPictures is how many are read between a keyframe and the time that is looked for:
// those of 2 hours at 60 a second.
const maxPictures = 1 << 19

// margin is how far beyond a time is read, as pictures are not stored in the order in
// which they are shown.
func (s *source) margin() time.Duration { return max(time.Second, 3*s.frame()) }

// backs are how far before a time is looked for a keyframe; after the last of them from
// the beginning. Some containers have no index, and reading begins anywhere.
var backs = []time.Duration{time.Second, 11 * time.Second, time.Minute}

// around returns the pictures from before a tick on until a margin after it. They are
// so many that enough says so, if there are.
func (t *tools) around(ctx context.Context, s *source, tick int64, enough func([]picture) bool) ([]picture, error) {
	at := s.clock.time(tick) // of the container
	to := seconds(max(at, s.begin, s.clock.time(s.opening)) + s.margin())
	for _, back := range backs {
		if at-back <= max(s.begin, 0) {
			break
		}
		list, err := t.pictures(ctx, s, seconds(at-back)+"%"+to)
		if err != nil {
			return nil, err
		}
		if enough(list) {
			return list, nil
		}
	}
	return t.pictures(ctx, s, "%"+to)
}

// pictures lists those of an interval, as ffprobe names it.
func (t *tools) pictures(ctx context.Context, s *source, interval string) (list []picture, err error) {
	err = t.ask(ctx, s.path, "packet=pts,dts,duration,size,flags", func(e entry) error {
		p, ok := newPicture(e)
		if ok && len(list) == maxPictures {
			return fmt.Errorf("%s: more than %d pictures without a keyframe: encode it with more of them", s.path, maxPictures)
		}
		if ok {
			list = append(list, p)
		}
		return nil
	}, "-select_streams", fmt.Sprint(s.video.index), "-read_intervals", interval)
	return list, err
}

// newPicture reads a packet. One that has no time is none.
func newPicture(e entry) (picture, bool) {
	if e.section != "packet" {
		return picture{}, false
	}
	pts, shown := e.number("pts")
	dts, stored := e.number("dts")
	if !shown {
		pts = dts
	}
	if !stored {
		dts = pts
	}
	length, _ := e.number("duration")
	flags := e.text("flags") + "___"
	size, _ := e.number("size")
	return picture{pts, dts, max(length, 0), size, flags[0] == 'K', flags[1] == 'D'}, shown || stored
}

// A beginning is what there is around the time at which a file is to begin.
type beginning struct {
	shown, next       int64 // the last picture that is not after it, and the first one after it
	hasShown, hasNext bool
	key               int64 // the last keyframe that decoding shown can begin with
	hasKey            bool

	// The keyframe that a copy can begin with, the first pictures from it on, and
	// whether some of them are shown before it.
	copyKey  int64
	copyHead []picture
	canCopy  bool
	open     bool
}

const headLength = 4 // pictures that tell a beginning from another

func newBeginning(list []picture, tick int64) (b beginning) {
	copyAt := -1
	for i, p := range list {
		switch {
		case p.hidden:
		case p.pts <= tick:
			if !b.hasShown || p.pts > b.shown {
				b.shown, b.hasShown = p.pts, true
			}
			if p.key && (copyAt < 0 || p.pts > b.copyKey) {
				copyAt, b.copyKey = i, p.pts
			}
		case !b.hasNext || p.pts < b.next:
			b.next, b.hasNext = p.pts, true
		}
	}
	for _, p := range list {
		if b.hasShown && p.key && p.pts <= b.shown && (!b.hasKey || p.pts > b.key) {
			b.key, b.hasKey = p.pts, true
		}
	}
	if copyAt < 0 && !b.hasShown { // the pictures begin later
		copyAt = slices.IndexFunc(list, func(p picture) bool { return p.key && !p.hidden && p.pts == b.next })
		b.copyKey = b.next
	}
	if copyAt < 0 {
		return b
	}
	b.canCopy = true
	for i, p := range list[copyAt:] {
		if i > 0 && p.key {
			break
		}
		b.open = b.open || p.pts < b.copyKey
		if i < headLength {
			b.copyHead = append(b.copyHead, p)
		}
	}
	return b
}

// An ending is what there is around the time at which a file is to end.
type ending struct {
	last, length int64 // the last picture before it, and how long it lasts; 0 if unknown
	hasLast      bool
	more         bool // there are pictures from it on

	// A copy that ends before this tick of decoding has all pictures before the ending
	// and, beyond it, as many as are needed to have none missing in between. copyLast is
	// the last of them by its time. all: it goes on to the end.
	copyEnd, copyLast int64
	all               bool
}

func newEnding(list []picture, tick int64) (e ending) {
	at := -1
	for i, p := range list {
		if p.hidden {
			continue
		}
		if p.pts >= tick {
			e.more = true
			continue
		}
		at = i
		if !e.hasLast || p.pts > e.last {
			e.last, e.length, e.hasLast = p.pts, p.length, true
		}
	}
	if at >= 0 {
		e.endCopy(list, at)
	}
	return e
}

// endCopy finds the end of a copy of which the picture at an index is to be a part.
func (e *ending) endCopy(list []picture, at int) {
	first := make([]int64, len(list)+1) // the earliest of the pictures from an index on
	first[len(list)] = math.MaxInt64
	for i, p := range slices.Backward(list) {
		first[i] = first[i+1]
		if !p.hidden {
			first[i] = min(first[i], p.pts)
		}
	}
	e.copyLast = e.last
	for i, p := range list {
		if !p.hidden {
			e.copyLast = max(e.copyLast, p.pts)
		}
		if i < at || first[i+1] < e.copyLast {
			continue
		}
		if e.all = i+1 == len(list); !e.all {
			// Half way, so that rounding does not matter.
			e.copyEnd = p.dts + (list[i+1].dts-p.dts+1)/2
		}
		return
	}
}
