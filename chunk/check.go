package chunk

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// check returns an error if p, which was read from somewhere, is no plan. It fills
// in names and URIs that are missing. A name that was read is never trusted: files
// are written by it.
func (p *Plan) check() error {
	if err := p.Source.check(); err != nil {
		return err
	}
	b := &p.Bounds
	switch {
	case !slices.Contains(reasons, p.Reason):
		return fmt.Errorf("unknown reason %.100q", p.Reason)
	case len(p.Pieces) > MaxPieces:
		return fmt.Errorf("%d pieces: at most %d", len(p.Pieces), MaxPieces)
	case min(b.MaxBytes, b.TargetBytes, int64(b.MaxLength), int64(b.MinLength), int64(b.Overlap), int64(b.MinHeight), int64(p.Broken)) < 0:
		return errors.New("a bound is negative")
	case b.MaxBytes > 0 && (b.TargetBytes == 0 || b.TargetBytes > b.MaxBytes):
		return fmt.Errorf("bounds: targetBytes is %d; want 1 to maxBytes, %d", b.TargetBytes, b.MaxBytes)
	case b.MaxLength > 0 && (b.Overlap >= b.MaxLength || b.MinLength > b.MaxLength/2):
		return errors.New("bounds: the overlap must be shorter than maxLength, and minLength at most half of it")
	case (p.Action == ActionReencode) != (p.Encode != nil):
		return fmt.Errorf("the action %s, and encode: only reencode has it", p.Action)
	case (p.Action == ActionDrop) != (len(p.Pieces) == 0):
		return fmt.Errorf("the action %s with %d pieces: drop has none, every other some", p.Action, len(p.Pieces))
	case p.Action == ActionWhole && len(p.Pieces) > 1:
		return fmt.Errorf("the action whole with %d pieces: it has one", len(p.Pieces))
	case !slices.Contains([]Unencoded{"", PictureUnknown, PictureTooLarge, PictureSmall}, p.Unencoded):
		return fmt.Errorf("unencoded is the unknown %.100q", p.Unencoded)
	case p.Unencoded != "" && p.Action != ActionCuts && p.Action != ActionDrop:
		return fmt.Errorf("the action %s, and unencoded: only cuts and drop have it", p.Action)
	case p.StreamCopy && p.Action != ActionCuts:
		return fmt.Errorf("the action %s, and streamCopy: only cuts have it", p.Action)
	}
	if err := p.checkEncode(); err != nil {
		return err
	}
	for i := range p.Pieces {
		if err := p.checkSpan(i); err != nil {
			return fmt.Errorf("piece %d: %w", i+1, err)
		}
	}
	for i := range p.Pieces {
		if err := p.checkFile(i); err != nil {
			return fmt.Errorf("piece %d: %w", i+1, err)
		}
	}
	return nil
}

func (p *Plan) checkEncode() error {
	e := p.Encode
	if e == nil {
		return nil
	}
	if min(e.Width, e.Height) < 2 || max(e.Width, e.Height) > maxSide || e.Width%2+e.Height%2 > 0 {
		return fmt.Errorf("encode: %d×%d pixels: want even numbers from 2 to %d", e.Width, e.Height, maxSide)
	}
	if e.VideoBitrate < minVideoBitrate || e.AudioBitrate < 0 {
		return fmt.Errorf("encode: %d and %d bits a second: want at least %d for the picture", e.VideoBitrate, e.AudioBitrate, minVideoBitrate)
	}
	return nil
}

// checkSpan checks where a piece stands in the source.
func (p *Plan) checkSpan(i int) error {
	piece, length := &p.Pieces[i], p.Source.length()
	switch {
	case piece.Span.Start < 0 || piece.Span.End <= piece.Span.Start || piece.Span.End > length:
		return fmt.Errorf("it is %s to %s of a video of %s", pbtime.Format(piece.Span.Start), pbtime.Format(piece.Span.End), pbtime.Format(length))
	case i > 0 && (piece.Span.Start <= p.Pieces[i-1].Span.Start || piece.Span.End <= p.Pieces[i-1].Span.End):
		return errors.New("it does not begin and end after the piece before it")
	case p.Bounds.MaxLength > 0 && piece.Span.Length() > p.Bounds.MaxLength:
		return fmt.Errorf("it is %s long; the plan's bound is %s", pbtime.Format(piece.Span.Length()), pbtime.Format(p.Bounds.MaxLength))
	case piece.Made && p.file(piece) == "":
		return errors.New("it is of the source's own file, which nobody makes")
	case piece.Bytes < 0:
		return errors.New("its number of bytes is negative")
	}
	return nil
}

// file tells apart what a piece needs: "" for the source's own file, "own" for one
// that is made for it alone, "shared" for one with other pieces.
func (p *Plan) file(piece *Piece) string {
	switch {
	case p.Action == ActionWhole || p.Action == ActionSegments:
		return ""
	case p.Action == ActionReencode && piece.Segment:
		return "shared"
	}
	return "own"
}

// checkFile checks the file of a piece, by what New would have said.
func (p *Plan) checkFile(i int) error {
	piece := &p.Pieces[i]
	want := p.own(piece.Span, p.Action == ActionSegments)
	file := piece.Span
	switch p.file(piece) {
	case "shared":
		file = videotune.Span{Start: p.Pieces[0].Span.Start, End: p.Pieces[len(p.Pieces)-1].Span.End}
		want = p.made(piece.Span, file, true, 0)
	case "own":
		want = p.made(piece.Span, file, false, 0)
	}
	piece.URI = cmp.Or(piece.URI, want.URI)
	piece.Name = cmp.Or(piece.Name, want.Name)
	if !piece.Made {
		piece.File, piece.Origin = want.File, want.Origin
	}
	switch {
	case piece.Name != want.Name:
		return fmt.Errorf("its file is called %.300q; for this stretch of this source it is %q", piece.Name, want.Name)
	case piece.Segment != want.Segment:
		return fmt.Errorf("segment is %t, but not of the action %s", piece.Segment, p.Action)
	case piece.Segment && p.Pieces[0].Segment != piece.Segment:
		return errors.New("some pieces are segments, and some are not")
	case piece.Made && intersect(piece.Span, piece.File).Length() <= 0:
		return errors.New("its file holds nothing of it")
	}
	return nil
}
