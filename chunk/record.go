package chunk

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

var (
	// ErrOver tells that a file that was made is over a limit: [Plan.Again] plans it
	// anew.
	ErrOver = errors.New("over the limit")

	// ErrTooDense tells that a file cannot be planned any smaller.
	ErrTooDense = errors.New("too many bytes a second")
)

// A File is one that a plan needs and that is to be made of its source.
type File struct {
	Name   string         // what to call it, in whatever folder
	URI    string         // what the pieces say
	Span   videotune.Span // what it is to hold of the source; once it was made, what it holds
	Bytes  int64          // an estimate; once it was made, its size
	Made   bool           // Plan.Record was told of it
	Pieces []int          // those that are in it, as indices
}

// Files returns the files that the plan needs, in the order of their time: none
// where it uses the source's own.
func (p *Plan) Files() []File {
	var files []File
	for i := range p.Pieces {
		piece := &p.Pieces[i]
		switch last := len(files) - 1; {
		case piece.Name == "":
		case last >= 0 && files[last].Name == piece.Name:
			files[last].Pieces = append(files[last].Pieces, i)
		default:
			files = append(files, File{piece.Name, piece.URI, piece.File, piece.Bytes, piece.Made, []int{i}})
		}
	}
	return files
}

// Made are the facts of a file that was made.
type Made struct {
	Bytes    int64
	Start    time.Duration // the source's time of its first picture
	FirstPTS time.Duration // what the clock of the file shows at its first picture, edit lists left aside
	Duration time.Duration // from there to the end of its last picture
}

// span is the stretch of the source that the file holds.
func (m *Made) span() videotune.Span {
	return videotune.Span{Start: m.Start, End: m.Start + m.Duration}
}

// Record takes note of what was made of the file that the plan calls name, so that
// times are moved by it. Of a file over a limit of the plan it takes no note, and
// returns an error that wraps [ErrOver]; a file that holds nothing of one of its
// pieces is an error too.
func (p *Plan) Record(name string, m Made) error {
	pieces, err := p.named(name, m)
	if err != nil {
		return err
	}
	b := &p.Bounds
	if b.MaxBytes > 0 && m.Bytes > b.MaxBytes {
		return fmt.Errorf("chunk: %s: %d bytes, where a file may have %d: %w", name, m.Bytes, b.MaxBytes, ErrOver)
	}
	for i := range pieces {
		piece := &pieces[i]
		switch {
		case intersect(piece.Span, m.span()).Length() <= 0:
			what := "what was planned"
			if piece.Segment {
				what = "the segment"
			}
			return fmt.Errorf("chunk: %s: it holds %s to %s of the source, and nothing of %s, from %s to %s", name,
				pbtime.Format(m.span().Start), pbtime.Format(m.span().End), what, pbtime.Format(piece.Span.Start), pbtime.Format(piece.Span.End))
		case !piece.Segment && b.MaxLength > 0 && m.Duration > b.MaxLength:
			return fmt.Errorf("chunk: %s: %s long, where a piece may have %s: %w", name, pbtime.Format(m.Duration), pbtime.Format(b.MaxLength), ErrOver)
		}
	}
	for i := range pieces {
		piece := &pieces[i]
		piece.File, piece.Origin, piece.Bytes, piece.Made = m.span(), m.Start-m.FirstPTS, m.Bytes, true
	}
	return nil
}

// named returns the pieces in the file of that name, which are neighbours, and
// checks the facts of it.
func (p *Plan) named(name string, m Made) ([]Piece, error) {
	is := func(piece Piece) bool { return piece.Name == name }
	from := slices.IndexFunc(p.Pieces, is)
	if name == "" || from < 0 {
		return nil, fmt.Errorf("chunk: the plan of %.200q has no file called %q", p.Source.URI, name)
	}
	to := from + 1
	for to < len(p.Pieces) && is(p.Pieces[to]) {
		to++
	}
	switch {
	case m.Bytes <= 0 || m.Duration <= 0:
		return nil, fmt.Errorf("chunk: %s: a file of %d bytes and a length of %s was not made well", name, m.Bytes, pbtime.Format(m.Duration))
	case m.Start < 0 || m.FirstPTS < 0 || max(m.Start, m.FirstPTS) > math.MaxInt64-m.Duration:
		return nil, fmt.Errorf("chunk: %s: impossible times: start %s, first picture at %s, length %s", name, pbtime.Format(m.Start), pbtime.Format(m.FirstPTS), pbtime.Format(m.Duration))
	}
	return p.Pieces[from:to], nil
}

// Again plans anew a file that was made and is over a limit: one piece of its own is
// divided further, by the bitrate that it turned out to have, and a file that holds
// segments gets a lower bitrate under its old name. It returns an error that wraps
// [ErrTooDense] where no smaller file can be planned, and leaves the plan as it was.
//
// Indices of pieces change with it, and so does what [Plan.Files] returns.
func (p *Plan) Again(name string, m Made) error {
	pieces, err := p.named(name, m)
	if err != nil {
		return err
	}
	before := *p
	if pieces[0].Segment {
		err = p.lowerBitrate(pieces, m)
	} else {
		err = p.divideFurther(name, m)
	}
	if err != nil {
		*p = before
		return fmt.Errorf("chunk: %s: %w", name, err)
	}
	return nil
}

var errWithin = errors.New("it is within the limits: there is nothing to plan anew")

// divideFurther replaces a piece that has a file of its own.
func (p *Plan) divideFurther(name string, m Made) error {
	i := slices.IndexFunc(p.Pieces, func(piece Piece) bool { return piece.Name == name })
	span := p.Pieces[i].Span
	b, longest := &p.Bounds, span.Length()
	if b.MaxLength > 0 && m.Duration > b.MaxLength {
		longest = (longest + 1) / 2
	}
	if b.MaxBytes > 0 && m.Bytes > b.MaxBytes {
		longest = min(longest, time.Duration(exact.MulDiv(b.TargetBytes, int64(span.Length()), m.Bytes)))
	}
	switch {
	case longest == span.Length():
		return errWithin
	case !b.divisible(longest):
		return fmt.Errorf("%d bytes in %s: %w", m.Bytes, pbtime.Format(m.Duration), ErrTooDense)
	}
	reason := p.Reason
	spans, ok := p.divideAll([]videotune.Span{span}, longest, p.StreamCopy)
	if !ok { // there are not enough keyframes in it
		p.StreamCopy = false
		spans, _ = p.divideAll([]videotune.Span{span}, longest, false)
	}
	p.Reason = reason
	if len(spans) == 0 || len(p.Pieces)-1+len(spans) > MaxPieces {
		return fmt.Errorf("it would take more than %d pieces: %w", MaxPieces, ErrTooDense)
	}
	var parts []Piece
	for _, s := range spans {
		parts = append(parts, p.made(s, s, false, exact.MulDivUp(m.Bytes, int64(s.Length()), int64(span.Length()))))
	}
	p.Pieces = slices.Replace(p.Pieces, i, i+1, parts...)
	p.countBroken()
	return nil
}

// lowerBitrate plans the file that the pieces are segments of with fewer bits a
// second.
func (p *Plan) lowerBitrate(pieces []Piece, m Made) error {
	if p.Encode == nil || p.Bounds.MaxBytes <= 0 || m.Bytes <= p.Bounds.MaxBytes {
		return errWithin
	}
	e := *p.Encode
	e.VideoBitrate = exact.MulDiv(addCapped(e.VideoBitrate, e.AudioBitrate), p.Bounds.TargetBytes, m.Bytes) - e.AudioBitrate
	if e.VideoBitrate < minVideoBitrate {
		return fmt.Errorf("%d bits a second for its picture would be too few: %w", max(e.VideoBitrate, 0), ErrTooDense)
	}
	p.Encode = &e
	for i := range pieces {
		pieces[i].Bytes, pieces[i].Made = e.bytes(pieces[i].File.Length()), false
	}
	return nil
}
