package chunk

import (
	"slices"
	"sort"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
)

// An EdgePolicy says what to do with an event that no piece holds as a whole, as
// it stands across an edge of pieces, or of what is wanted of a video.
type EdgePolicy uint8

// The policies.
const (
	EdgeSplit EdgePolicy = iota // every piece has the part that it shows
	EdgeMost                    // the piece that shows most of it has that part, the earlier of equals; the others have nothing
	EdgeDrop                    // no piece has it
)

var edgeNames = []string{"split", "most", "drop"}

// String returns "split", "most" or "drop".
func (e EdgePolicy) String() string { return nameOf(edgeNames, uint8(e), "EdgePolicy") }

// MarshalText returns what String does. A value that is none of them is an error.
func (e EdgePolicy) MarshalText() ([]byte, error) {
	return marshalName(edgeNames, uint8(e), "edge policy")
}

// UnmarshalText reads what MarshalText writes.
func (e *EdgePolicy) UnmarshalText(text []byte) error {
	return unmarshalName((*uint8)(e), edgeNames, text, "edge policy")
}

// A Placed is an event, or a part of one, in a piece.
type Placed struct {
	Event int            // index of the event
	Piece int            // index in Plan.Pieces
	Span  videotune.Span // of the event, on the clock of the piece

	// CutStart says that the event begins before the piece, CutEnd that it ends after
	// it. An event that reaches out of the video is taken for what is in the video
	// (Counts.Clipped): that alone cuts it at no end.
	CutStart, CutEnd bool
}

// Counts say what became of events. Every one of Events is counted once more, in
// one of the six fields after it.
type Counts struct {
	Events  int `json:"events"`
	Whole   int `json:"whole"`   // at least one piece holds it as a whole
	Split   int `json:"split"`   // its parts stand in pieces, by EdgeSplit
	Most    int `json:"most"`    // its largest part stands in a piece, by EdgeMost
	Dropped int `json:"dropped"` // a piece shows a part of it, and it was dropped by EdgeDrop
	Outside int `json:"outside"` // no piece shows any of it
	Invalid int `json:"invalid"` // it ends before it starts

	Clipped int `json:"clipped"` // of Events: it reached out of the video, and only what is in it counts
	Placed  int `json:"placed"`  // events and parts of them that stand in pieces
}

// Add adds the counts of another video to c.
func (c *Counts) Add(other Counts) {
	c.Events += other.Events
	c.Whole += other.Whole
	c.Split += other.Split
	c.Most += other.Most
	c.Dropped += other.Dropped
	c.Outside += other.Outside
	c.Invalid += other.Invalid
	c.Clipped += other.Clipped
	c.Placed += other.Placed
}

// Place moves events from the source's time into the pieces of the plan. What it
// returns is in the order of the pieces, and within one of the events.
//
// A piece shows what it has from its start to before its end. So an event of no
// length at an edge is in the piece that begins there; it is in one that ends there
// only if no other shows it.
//
// Where pieces overlap an event can be in two of them, or more. Every piece that
// shows all of an event has it, whatever the policy, as otherwise its example would
// teach that there is nothing. A piece that shows a part only of an event that
// another has as a whole is left without it by EdgeMost and EdgeDrop, and has the
// part by EdgeSplit.
//
// The times are those of the pieces as they were made, where that is known, and as
// they are planned otherwise. A file that was made begins and ends with one of its
// frames: where that is within a frame of what was planned, the edge stays where it
// was planned, and an event that reaches less than a frame over it is still whole,
// though clipped to what the file shows.
func (p *Plan) Place(events []videotune.Span, policy EdgePolicy) ([]Placed, Counts) {
	pl := newPlacer(p)
	counts := Counts{Events: len(events)}
	for i, e := range events {
		if e.End < e.Start {
			counts.Invalid++
			continue
		}
		in, ok := e, true
		if pl.length > 0 {
			in = intersect(e, videotune.Span{End: pl.length})
			ok = in.End > in.Start || in == e
		}
		if !ok {
			counts.Outside++
			continue
		}
		if in != e {
			counts.Clipped++
		}
		pl.place(i, in, policy, &counts)
	}
	return pl.sorted(), counts
}

// A placer places events into the windows of pieces.
type placer struct {
	plan     *Plan
	windows  []window
	ends     []time.Duration // the latest end of the windows up to each
	begins   []time.Duration // the earliest start of the windows from each on
	length   time.Duration   // of the source; 0 if unknown
	frame    time.Duration   // of the source: how long one lasts
	found    []share         // of the event at hand
	perPiece [][]Placed
}

// A window is the stretch of the source that a piece has events of.
type window struct {
	videotune.Span
	shown videotune.Span // by the piece, which is a little more or less
	slack time.Duration  // how far an event may reach out of it and be whole
}

// A share is what a window has of an event.
type share struct {
	piece int
	videotune.Span
	whole, cutStart, cutEnd bool
}

func newPlacer(p *Plan) *placer {
	n := len(p.Pieces)
	pl := &placer{
		plan: p, length: p.Source.length(), frame: p.Source.frame(), perPiece: make([][]Placed, n),
		windows: make([]window, n), ends: make([]time.Duration, n), begins: make([]time.Duration, n),
	}
	for i := range p.Pieces {
		w := p.Pieces[i].window(pl.frame)
		pl.windows[i] = w
		pl.begins[i], pl.ends[i] = min(w.Start, w.shown.Start), max(w.End, w.shown.End)
	}
	for i := 1; i < n; i++ {
		pl.ends[i] = max(pl.ends[i], pl.ends[i-1])
	}
	for i := n - 2; i >= 0; i-- {
		pl.begins[i] = min(pl.begins[i], pl.begins[i+1])
	}
	return pl
}

// frame returns how long one frame of the source lasts, rounded up, a second at
// most.
func (s *Source) frame() time.Duration {
	if r := s.Media.FrameRate; r.Num > 0 && r.Den > 0 {
		return time.Duration(min(exact.MulDivUp(int64(time.Second), r.Den, r.Num), int64(time.Second)))
	}
	return 100 * time.Millisecond // 10 frames a second
}

// window returns that of a piece whose source has frames of that length.
func (p *Piece) window(frame time.Duration) window {
	if !p.Made {
		return window{Span: p.Span, shown: p.Span}
	}
	w := window{p.Actual(), p.Actual(), frame}
	if distance(w.Start, p.Span.Start) <= frame {
		w.Start = max(w.Start, p.Span.Start)
	}
	if distance(w.End, p.Span.End) <= frame {
		w.End = min(w.End, p.Span.End)
	}
	return w
}

// place notes where an event goes.
func (pl *placer) place(event int, e videotune.Span, policy EdgePolicy, counts *Counts) {
	pl.find(e)
	if len(pl.found) == 0 {
		counts.Outside++
		return
	}
	whole, most := false, 0
	for i, s := range pl.found {
		whole = whole || s.whole
		if s.Length() > pl.found[most].Length() {
			most = i
		}
	}
	switch {
	case whole:
		counts.Whole++
	case policy == EdgeSplit:
		counts.Split++
	case policy == EdgeMost:
		counts.Most++
	default:
		counts.Dropped++
	}
	for i, s := range pl.found {
		if s.whole || policy == EdgeSplit || policy == EdgeMost && !whole && i == most {
			begin := pl.plan.Pieces[s.piece].begin()
			span := videotune.Span{Start: s.Start - begin, End: s.End - begin}
			pl.perPiece[s.piece] = append(pl.perPiece[s.piece], Placed{event, s.piece, span, s.cutStart, s.cutEnd})
			counts.Placed++
		}
	}
}

// find lists the pieces that show something of an event.
func (pl *placer) find(e videotune.Span) {
	pl.found = pl.found[:0]
	first := sort.Search(len(pl.ends), func(i int) bool { return pl.ends[i] >= e.Start-pl.frame })
	near := func(i int) bool { return i < len(pl.windows) && pl.begins[i]-pl.frame <= e.End }
	for i := first; near(i); i++ {
		w := &pl.windows[i]
		if in := intersect(e, w.Span); in.Start < in.End || in.Start == in.End && e.Start == e.End && in.End < w.End {
			whole := w.holds(w.Span, e)
			pl.found = append(pl.found, share{i, in, whole, e.Start < w.Start && !whole, e.End > w.End && !whole})
		}
	}
	if len(pl.found) > 0 {
		return
	}
	// It has no length and is at an end, or is shorter than a frame and between the
	// windows of files that were made.
	for i := first; near(i); i++ {
		if w := &pl.windows[i]; w.holds(w.shown, e) {
			in := videotune.Span{Start: min(max(e.Start, w.shown.Start), w.shown.End), End: max(min(e.End, w.shown.End), w.shown.Start)}
			pl.found = append(pl.found, share{piece: i, Span: in, whole: true})
			return
		}
	}
}

// holds reports whether an event lies within what a piece shows, or out of it by no
// more than the slack.
func (w *window) holds(shown, e videotune.Span) bool {
	return shown.Start-e.Start <= w.slack && e.End-shown.End <= w.slack
}

// sorted returns what was placed, in the order of the pieces.
func (pl *placer) sorted() []Placed { return slices.Concat(pl.perPiece...) }
