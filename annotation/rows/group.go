package rows

import (
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// MaxHeld is how many rows are held at a time: those of one video or, with the
// option group: buffer, all of them. What they hold is bounded too, by MaxHeldBytes.
const (
	MaxHeld      = 1 << 20
	MaxHeldBytes = 256 << 20
)

// A pending video is one whose rows may go on.
type pending struct {
	video annotation.Video
	said  [slotLabel]said // by the slots of the video
	known bool            // a row of it was looked at
	empty reading.At      // the first row without an event

	timed   bool // it has an event with times
	several bool // its events do not all count from one place of the file
}

// said is what a row said of the video.
type said struct {
	raw    value
	text   string
	record int
}

// A grouper puts the rows of one video together.
type grouper struct {
	r      *reading.Reading
	emit   func(*annotation.Video) error
	byID   map[string]*pending // with group: buffer
	order  []*pending          // those that are open: at most one without
	closed map[uint64]struct{} // hashes of the IDs of videos that are over
	rows   int
	bytes  int

	maxRows, maxBytes int
}

func newGrouper(r *reading.Reading, emit func(*annotation.Video) error) grouper {
	g := grouper{r: r, emit: emit, closed: map[uint64]struct{}{}, maxRows: MaxHeld, maxBytes: MaxHeldBytes}
	if r.Options.Group == annotation.GroupBuffer {
		g.byID = map[string]*pending{}
	}
	return g
}

// open returns the video of a row.
func (g *grouper) open(id string, at reading.At, size int) (*pending, error) {
	p := g.byID[id]
	if g.byID == nil && len(g.order) > 0 {
		if p = g.order[0]; p.video.ID != id {
			if err := g.flush(); err != nil {
				return nil, err
			}
			p = nil
		}
	}
	g.rows++
	g.bytes += size
	if g.rows > g.maxRows || g.bytes > g.maxBytes {
		return nil, g.tooMany(at)
	}
	if p != nil {
		return p, nil
	}
	if _, over := g.closed[reading.Hash(id)]; over {
		return nil, g.r.Refuse(annotation.CodeAdjacent, at, g.adjacentHint(),
			"rows of the video came before, and rows of another between: the rows of one video must be adjacent")
	}
	p = &pending{video: annotation.Video{ID: id}}
	g.order = append(g.order, p)
	if g.byID != nil {
		g.byID[id] = p
	}
	return p, nil
}

func (g *grouper) adjacentHint() string {
	if g.r.Format == annotation.FormatSQL {
		return "add ORDER BY with the column of the video to the query (in MySQL ORDER BY BINARY, since it ignores case), or say group: \"buffer\""
	}
	return "sort the file by the column of the video, or say group: \"buffer\""
}

func (g *grouper) tooMany(at reading.At) error {
	what, hint := "the video has", "the column of the video may be another"
	if g.byID != nil {
		what, hint = "group: \"buffer\" would hold", "leave the option out, and sort the rows by the column of the video"
	}
	return g.r.Refuse(annotation.CodeTooLarge, at, hint, "%s over %d rows or %d MB", what, MaxHeld, MaxHeldBytes>>20)
}

// flush emits the videos that are open.
func (g *grouper) flush() error {
	order := g.order
	g.order, g.rows, g.bytes = nil, 0, 0
	for i, p := range order {
		order[i] = nil
		v := &p.video
		if v.URI == "" && annotation.Fetchable(v.ID) {
			v.URI = v.ID
		}
		if g.byID == nil {
			g.closed[reading.Hash(v.ID)] = struct{}{}
		}
		if p.empty.Record > 0 && len(v.Events) > 0 {
			g.r.Inform(annotation.CodeSkipped, p.empty, "the row has no event; other rows of its video have")
		}
		if err := g.emit(v); err != nil {
			return err
		}
	}
	return nil
}
