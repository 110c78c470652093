package chunk

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
	"github.com/seed-57910ec4/videotune/internal/newfile"
)

// An Action is what a plan does with a video.
type Action uint8

// The actions, by rising cost.
const (
	ActionWhole    Action = iota // use the file as it is
	ActionSegments               // use segments of the file
	ActionCuts                   // cut new files from it
	ActionReencode               // encode it anew at a lower visual resolution, into one file or several
	ActionDrop                   // leave it out
)

var actionNames = []string{"whole", "segments", "cuts", "reencode", "drop"}

// String returns "whole", "segments", "cuts", "reencode" or "drop".
func (a Action) String() string { return nameOf(actionNames, uint8(a), "Action") }

// MarshalText returns what String does. A value that is none of them is an error.
func (a Action) MarshalText() ([]byte, error) { return marshalName(actionNames, uint8(a), "action") }

// UnmarshalText reads what MarshalText writes.
func (a *Action) UnmarshalText(text []byte) error {
	return unmarshalName((*uint8)(a), actionNames, text, "action")
}

// A Reason says why a plan has its action.
type Reason string

// The reasons. From ReasonUnreadable on the action is always ActionDrop.
const (
	ReasonFits          Reason = "fits"            // within both limits
	ReasonSizeNear      Reason = "size-near"       // within them, but over Limits.WarnVideoBytes
	ReasonWanted        Reason = "wanted"          // stretches of it are wanted only
	ReasonTooLong       Reason = "too-long"        // for one piece
	ReasonTooLarge      Reason = "too-large"       // more bytes than a file may have
	ReasonUnlistedType  Reason = "unlisted-type"   // the service does not list its MIME type: new files of it are MP4
	ReasonUnreadable    Reason = "unreadable"      // the facts say that it could not be read
	ReasonNoVideo       Reason = "no-video"        // there is no track of video
	ReasonSizeUnknown   Reason = "size-unknown"    // the facts lack the number of bytes, which is limited
	ReasonLengthUnknown Reason = "length-unknown"  // the facts lack the length
	ReasonNothingWanted Reason = "nothing-wanted"  // nothing of it is wanted, or what is lies outside the video
	ReasonTooShort      Reason = "too-short"       // shorter than Options.MinLength
	ReasonTooDense      Reason = "too-dense"       // so many bytes a second that a piece would be shorter than it may be, or than a second
	ReasonTooManyPieces Reason = "too-many-pieces" // more than MaxPieces
)

var reasons = []Reason{
	ReasonFits, ReasonSizeNear, ReasonWanted, ReasonTooLong, ReasonTooLarge, ReasonUnlistedType,
	ReasonUnreadable, ReasonNoVideo, ReasonSizeUnknown, ReasonLengthUnknown, ReasonNothingWanted, ReasonTooShort, ReasonTooDense, ReasonTooManyPieces,
}

// A Plan says what to do with one video. It is data of the caller's own.
//
// Plans are made by [New] and [All], or read from their JSON form. A Plan is not
// safe for concurrent use while [Plan.Record] or [Plan.Again] change it.
type Plan struct {
	Source Source // what the plan is for; its Recording is never ""
	Action Action
	Reason Reason
	Bounds Bounds // what the plan keeps to
	Base   string // the folder of new files, as Options have it

	// Pieces are what examples use, in the order of their time. A dropped video has
	// none.
	Pieces []Piece

	// Encode says how files at a lower visual resolution are encoded; nil unless the
	// action is ActionReencode.
	Encode *Encode

	// Unencoded says why a file of too many bytes is not encoded at a lower visual
	// resolution although Options.Large is WayReencode; "" if it is, or need not be. It
	// is cut then.
	Unencoded Unencoded

	// StreamCopy tells that every file to be cut begins on a keyframe of the source
	// and holds codecs that fit into MP4, so that it need not be encoded.
	StreamCopy bool

	// Left are wanted stretches that no piece holds, as each is shorter than
	// MinLength.
	Left []videotune.Span

	// Broken is the number of events of the source that no piece holds as a whole:
	// those longer than a piece, those that reach out of what is wanted, and those
	// that stand where no boundary could be kept off them.
	Broken int
}

// New plans what to do with one video. nil stands for the zero Options.
//
// The boundaries of pieces are chosen so that they break as few events as possible;
// among those choices, so that there are as few pieces as possible; and then near
// those of pieces of even length, in the middle of a gap between events or a second
// off the next one. Events that are longer than the longest piece do not count. The
// search is exact up to some ten thousand events times pieces; for more it tries
// fewer places.
//
// An error means that the options cannot be used (it is an [*OptionError] then), or
// that the source has no URI. That a video cannot be used is no error, but an
// ActionDrop with a Reason.
func New(src Source, opts *Options) (*Plan, error) {
	pl, err := newPlanner(opts)
	if err != nil {
		return nil, err
	}
	if err := src.check(); err != nil {
		return nil, fmt.Errorf("chunk: %w", err)
	}
	return pl.plan(src), nil
}

// A planner holds the options of one or many plans.
type planner struct {
	opts      Options
	bounds    Bounds
	warnBytes int64 // from here on readers of "MB" differ; 0 if nowhere
}

func newPlanner(opts *Options) (*planner, error) {
	pl := new(planner)
	if opts != nil {
		pl.opts = *opts
	}
	var err error
	pl.bounds, pl.warnBytes, err = pl.opts.bounds()
	if err != nil {
		if e := (*OptionError)(nil); !errors.As(err, &e) {
			err = fmt.Errorf("chunk: %w", err)
		}
		return nil, err
	}
	return pl, nil
}

// plan plans one source.
func (pl *planner) plan(src Source) *Plan {
	p := &Plan{Source: src.clone(), Bounds: pl.bounds, Base: pl.opts.Base}
	pl.decide(p)
	if len(p.Pieces) == 0 {
		p.Action, p.Encode, p.StreamCopy = ActionDrop, nil, false
	}
	p.countBroken()
	return p
}

// decide chooses the way and makes the pieces. It leaves a plan without pieces, and
// with a reason, for what is dropped.
func (pl *planner) decide(p *Plan) {
	b, m, length := &p.Bounds, &p.Source.Media, p.Source.length()
	switch {
	case m.Err != "":
		p.Reason = ReasonUnreadable
	case m.Video == videotune.Absent:
		p.Reason = ReasonNoVideo
	case length == 0:
		p.Reason = ReasonLengthUnknown
	case b.MaxBytes > 0 && m.Bytes <= 0:
		p.Reason = ReasonSizeUnknown
	}
	if p.Reason != "" {
		return
	}
	stretches := p.stretches()
	switch {
	case len(stretches) == 0:
	case b.MaxBytes > 0 && m.Bytes > b.MaxBytes:
		p.Reason = ReasonTooLarge
		switch pl.opts.Large {
		case WayDrop:
		case WayReencode:
			if p.Unencoded = p.reencode(stretches); p.Unencoded != "" {
				p.cut(stretches, pl.opts.StreamCopy)
			}
		default:
			p.cut(stretches, pl.opts.StreamCopy)
		}
	case typeRule(m.MIMEType) == videotune.RuleMIMEUnknown:
		p.Reason = ReasonUnlistedType
		p.cut(stretches, pl.opts.StreamCopy)
	case stretches[0] != (videotune.Span{End: length}):
		p.Reason = ReasonWanted
		p.segments(stretches)
	case b.MaxLength > 0 && length > b.MaxLength:
		p.Reason = ReasonTooLong
		p.segments(stretches)
	default:
		p.Reason = ReasonFits
		if pl.warnBytes > 0 && m.Bytes > pl.warnBytes {
			p.Reason = ReasonSizeNear
		}
		p.Pieces = []Piece{p.own(stretches[0], false)}
	}
}

// stretches returns what is wanted of the video and long enough. Where that is
// nothing it sets the reason.
func (p *Plan) stretches() []videotune.Span {
	wanted := p.Source.wanted()
	if len(wanted) == 0 {
		p.Reason = ReasonNothingWanted
	}
	var long []videotune.Span
	for _, w := range wanted {
		if w.Length() < p.Bounds.MinLength {
			p.Left = append(p.Left, w)
			continue
		}
		long = append(long, w)
	}
	if len(long) == 0 {
		p.Reason = cmp.Or(p.Reason, ReasonTooShort)
	}
	return long
}

// own returns a piece of the source's own file.
func (p *Plan) own(span videotune.Span, segment bool) Piece {
	s := &p.Source
	return Piece{
		Span: span, Segment: segment, File: videotune.Span{End: s.length()},
		URI: s.URI, MIMEType: s.Media.MIMEType, Bytes: max(s.Media.Bytes, 0), Recording: s.Recording,
	}
}

// made returns a piece that needs a file to be made, which holds so much of the
// source.
func (p *Plan) made(span, file videotune.Span, segment bool, bytes int64) Piece {
	lines := 0
	if p.Encode != nil {
		lines = p.Encode.lines()
	}
	name := fileName(p.Source.URI, file, lines)
	return Piece{
		Span: span, Segment: segment, File: file, Origin: file.Start,
		Name: name, URI: joinURI(p.Base, name), MIMEType: "video/mp4", Bytes: bytes, Recording: p.Source.Recording,
	}
}

// segments divides the stretches into segments of the source's own file.
func (p *Plan) segments(stretches []videotune.Span) {
	p.Action = ActionSegments
	spans, _ := p.divideAll(stretches, p.Bounds.MaxLength, false)
	for _, s := range spans {
		p.Pieces = append(p.Pieces, p.own(s, true))
	}
}

// cut divides the stretches into files of their own, each of no more bytes than
// planned for if the bitrate is everywhere the same.
func (p *Plan) cut(stretches []videotune.Span, copied bool) {
	length, size := p.Source.length(), max(p.Source.Media.Bytes, 0)
	longest := int64(math.MaxInt64)
	if p.Bounds.TargetBytes > 0 {
		longest = exact.MulDiv(p.Bounds.TargetBytes, int64(length), size)
	}
	p.Action = ActionCuts
	spans := p.divideFiles(stretches, time.Duration(longest), copied)
	for _, s := range spans {
		p.Pieces = append(p.Pieces, p.made(s, s, false, exact.MulDivUp(size, int64(s.Length()), int64(length))))
	}
}

// divideFiles divides the stretches for files to be made, which are no longer than
// the bytes allow. Where that cannot be it returns none, and the reason is set.
func (p *Plan) divideFiles(stretches []videotune.Span, longest time.Duration, copied bool) []videotune.Span {
	if limit := p.Bounds.cutLength(); limit > 0 {
		longest = min(longest, limit)
	}
	if !p.Bounds.divisible(longest) {
		p.Reason = ReasonTooDense
		return nil
	}
	if copied && newfile.FitsMP4(p.Source.Media.VideoCodec) {
		if spans, ok := p.divideAll(stretches, longest, true); ok {
			p.StreamCopy = true
			return spans
		}
	}
	spans, _ := p.divideAll(stretches, longest, false)
	return spans
}

// divisible reports whether pieces of that length can be planned at all.
func (b *Bounds) divisible(longest time.Duration) bool {
	return longest >= time.Second && longest > b.Overlap && b.MinLength <= longest/2 ||
		b.MaxLength > 0 && longest >= b.cutLength() // short ones were asked for
}

// cutLength is the longest piece that is planned as a file of its own; 0 if there
// is no limit. It is a little less than the limit: the file that is made ends with
// its last frame, and one that comes out a frame too long would be dropped.
func (b *Bounds) cutLength() time.Duration {
	limit := b.MaxLength - min(time.Second, b.MaxLength/20)
	if limit <= b.Overlap || limit/2 < b.MinLength {
		return b.MaxLength
	}
	return limit
}

// countBroken counts the events that no piece holds as a whole.
func (p *Plan) countBroken() {
	_, counts := p.Place(p.Source.Events, EdgeDrop)
	p.Broken = counts.Dropped
}
