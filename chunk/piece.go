package chunk

import (
	"time"

	"github.com/seed-57910ec4/videotune"
)

// A Piece is what one example uses of a video: a stretch of it, and where that is
// to be found. A plan makes it; the zero Piece is no use.
type Piece struct {
	Span    videotune.Span // of the source, as planned
	Segment bool           // the piece is a segment of its file: a line has its offsets. Else it is all of the file

	// URI is that of the file that the piece is in: the source's own or, where Name is
	// set, one that is to be made. The caller may change it when that has another
	// place.
	URI      string
	MIMEType string // of that file; "" if it is not known
	Bytes    int64  // of that file: an estimate, until it is Made

	// Name is that of the file to be made; "" for a piece of the source's own file.
	// It depends on the source's URI and the stretch alone, so that a second run finds
	// what was made, and is safe on all file systems.
	Name string

	// File is the stretch of the source that the file holds: as planned, or as
	// Plan.Record was told. Its clock shows 0 at the source's time Origin, which may
	// be a little before File, and before 0.
	File   videotune.Span
	Origin time.Duration
	Made   bool // Plan.Record was told of the file

	Recording string // of the source, for videotune.SplitWriter.Write
}

// Part returns the part of an example that holds the piece: its file, and the
// segment if it is one.
func (p *Piece) Part() videotune.Part {
	part := videotune.Video(p.URI)
	if p.MIMEType != "" {
		part = videotune.File(p.URI, p.MIMEType)
	}
	if !p.Segment {
		return part
	}
	shown := p.shown()
	return part.Segment(shown.Start-p.Origin, shown.End-p.Origin)
}

// Actual returns the stretch of the source that an example of the piece shows: its
// Span, or what a file that was made for it really holds.
func (p *Piece) Actual() videotune.Span {
	if p.Made && !p.Segment {
		return p.File
	}
	return p.shown()
}

// shown is what the file holds of the span.
func (p *Piece) shown() videotune.Span {
	if !p.Made {
		return p.Span
	}
	return intersect(p.Span, p.File)
}

// begin is the source's time at which the clock of the piece shows 0.
func (p *Piece) begin() time.Duration {
	if p.Segment {
		return p.shown().Start
	}
	return p.Origin
}

// Local moves a time of the source to the clock of the piece. ok is false if the
// piece does not show that time. The end of the piece is a time of it, as events
// end there.
func (p *Piece) Local(source time.Duration) (local time.Duration, ok bool) {
	if a := p.Actual(); source < a.Start || source > a.End {
		return 0, false
	}
	return source - p.begin(), true
}

// Source moves a time of the piece's clock, such as one that a model answered, to
// that of the source. ok is false if the piece does not show that time. It is the
// exact inverse of [Piece.Local].
func (p *Piece) Source(local time.Duration) (source time.Duration, ok bool) {
	a, begin := p.Actual(), p.begin()
	if local < a.Start-begin || local > a.End-begin {
		return 0, false
	}
	return begin + local, true
}
