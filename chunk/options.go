package chunk

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

const (
	// DefaultHeadroom is the part of the limit of bytes, in percent, that files to
	// be made are planned to leave free, where [Options] name none. It is a choice
	// of this library: the bitrate varies along a video, and a file that came out
	// too large has to be made again.
	DefaultHeadroom = 10

	// NoHeadroom, as [Options].Headroom, plans files up to the limit of bytes.
	NoHeadroom = -1

	// DefaultMinHeight is the lowest visual resolution, in lines, that [WayReencode]
	// goes down to where [Options] name none. It is a choice of this library.
	DefaultMinHeight = 240

	// MaxPieces is the most pieces that one video is divided into. One that would
	// need more is dropped, with [ReasonTooManyPieces]: its facts say that it lasts
	// for months, or the pieces asked for are very short.
	MaxPieces = 10_000
)

// Options say how to plan. The zero value, and nil, are ready to use.
type Options struct {
	Limits     *videotune.Limits         // nil: the newest edition of videotune.DefaultModel
	Resolution videotune.MediaResolution // of the lines; "" is the DefaultResolution of Limits

	// MaxLength is the longest piece; 0 is what the limits allow at Resolution. More
	// than that is no error, and has no effect.
	MaxLength time.Duration

	// MinLength is the shortest piece: no boundary leaves a shorter one, and a
	// video, or a wanted stretch of it, that is shorter by itself is left out. It is
	// at most half of the longest piece, so that what is a little too long can be
	// halved. At 0 nothing is left out, and no boundary leaves less than a quarter
	// of the longest piece, nor less than a second where half of it is more.
	MinLength time.Duration

	// Overlap is what each piece has in common with the one before: an event that is
	// not longer is in one of them as a whole. It must be shorter than the longest
	// piece. Where it is at most a fifth of that, no moment is in more than two
	// pieces.
	Overlap time.Duration

	// Headroom is what files to be made leave free of the limit of bytes, in
	// percent of it; 0 is DefaultHeadroom. The limit that it counts from is
	// Limits.WarnVideoBytes where that is lower than Limits.MaxVideoBytes: a file
	// that is made anew need not be in dispute.
	Headroom int

	// Large says what to do with a file of too many bytes.
	Large Way

	// MinHeight is the lowest visual resolution that WayReencode may choose, in
	// lines of the shorter side; 0 is DefaultMinHeight.
	MinHeight int

	// StreamCopy asks for cuts that need no encoding: each begins on one of the
	// Keyframes of the Source. Plan.StreamCopy tells whether that was possible.
	StreamCopy bool

	// Base is the folder that new files will be in, such as "gs://bucket/chunks".
	// Their URIs are made of it and their names; with none they are the bare names.
	Base string
}

// A Way is what to do with files of too many bytes.
type Way uint8

// The ways out that the service's pages name.
const (
	WayChunk    Way = iota // cut new files from it
	WayReencode            // encode it anew, at a lower visual resolution
	WayDrop                // leave it out
	WayCheapest            // All chooses one of the others for the whole set; for New it is WayChunk
)

var wayNames = []string{"chunk", "reencode", "drop", "cheapest"}

// String returns "chunk", "reencode", "drop" or "cheapest".
func (w Way) String() string { return nameOf(wayNames, uint8(w), "Way") }

// MarshalText returns what String does. A value that is none of the four is an
// error.
func (w Way) MarshalText() ([]byte, error) { return marshalName(wayNames, uint8(w), "way") }

// UnmarshalText reads what MarshalText writes.
func (w *Way) UnmarshalText(text []byte) error {
	return unmarshalName((*uint8)(w), wayNames, text, "way")
}

// An OptionError says that a field of [Options] cannot be used.
type OptionError struct {
	Option string // the field, such as "Overlap"
	Reason string // what is wrong with it, its value included
}

// Error names the option and says what is wrong with it.
func (e *OptionError) Error() string { return "chunk: option " + e.Option + ": " + e.Reason }

func optionf(option, format string, args ...any) error {
	return &OptionError{option, fmt.Sprintf(format, args...)}
}

// Bounds are the limits that a plan keeps to, as [Options] and [videotune.Limits]
// set them.
type Bounds struct {
	Resolution  videotune.MediaResolution // of the lines; "" if the limits list none
	MaxBytes    int64                     // of a file, itself allowed; 0 is no limit
	TargetBytes int64                     // what a file to be made is planned to have at most; 0 is no limit
	MaxLength   time.Duration             // of a piece, itself allowed; 0 is no limit
	MinLength   time.Duration             // of a piece, as Options have it
	Overlap     time.Duration             // of neighbouring pieces
	MinHeight   int                       // of a file that is encoded anew
}

// bounds checks the options, and returns what follows from them.
func (o *Options) bounds() (b Bounds, warnBytes int64, err error) {
	limits := o.Limits
	if limits == nil {
		if limits, err = videotune.LimitsFor("", time.Time{}); err != nil {
			return b, 0, err
		}
	}
	at, err := o.resolution(limits)
	if err != nil {
		return b, 0, err
	}
	switch {
	case o.MaxLength < 0:
		return b, 0, optionf("MaxLength", "%s: a length cannot be negative", pbtime.Format(o.MaxLength))
	case o.MinLength < 0:
		return b, 0, optionf("MinLength", "%s: a length cannot be negative", pbtime.Format(o.MinLength))
	case o.Overlap < 0:
		return b, 0, optionf("Overlap", "%s: an overlap cannot be negative", pbtime.Format(o.Overlap))
	case o.Headroom < NoHeadroom || o.Headroom >= 100:
		return b, 0, optionf("Headroom", "%d: want 1 to 99 percent, 0 for %d, or NoHeadroom", o.Headroom, DefaultHeadroom)
	case o.MinHeight < 0:
		return b, 0, optionf("MinHeight", "%d: a number of lines cannot be negative", o.MinHeight)
	case !utf8.ValidString(o.Base):
		return b, 0, optionf("Base", "%.100q is invalid UTF-8", o.Base)
	case o.Large > WayCheapest:
		return b, 0, optionf("Large", "%s: want one of the ways of this package", o.Large)
	}
	b = Bounds{
		Resolution: at.Resolution,
		MaxBytes:   max(limits.MaxVideoBytes, 0),
		MaxLength:  max(at.MaxDuration, 0),
		MinLength:  o.MinLength,
		Overlap:    o.Overlap,
		MinHeight:  cmp.Or(o.MinHeight, DefaultMinHeight),
	}
	if o.MaxLength > 0 && (b.MaxLength == 0 || o.MaxLength < b.MaxLength) {
		b.MaxLength = o.MaxLength
	}
	if b.MaxLength > 0 {
		if o.Overlap >= b.MaxLength {
			return b, 0, optionf("Overlap", "%s: must be shorter than the longest piece, which is %s", pbtime.Format(o.Overlap), pbtime.Format(b.MaxLength))
		}
		if o.MinLength > b.MaxLength/2 {
			return b, 0, optionf("MinLength", "%s: must be at most half of the longest piece, which is %s", pbtime.Format(o.MinLength), pbtime.Format(b.MaxLength))
		}
	}
	if b.MaxBytes > 0 {
		if limits.WarnVideoBytes > 0 && limits.WarnVideoBytes < b.MaxBytes {
			warnBytes = limits.WarnVideoBytes
		}
		free := int64(cmp.Or(o.Headroom, DefaultHeadroom))
		b.TargetBytes = max(1, exact.MulDiv(cmp.Or(warnBytes, b.MaxBytes), 100-max(free, 0), 100))
	}
	return b, warnBytes, nil
}

// resolution returns the limits at the resolution that the options ask for. They
// are zero where limits of one's own list no resolution at all.
func (o *Options) resolution(limits *videotune.Limits) (videotune.ResolutionLimits, error) {
	r := cmp.Or(o.Resolution, limits.DefaultResolution)
	at, ok := limits.At(r)
	switch {
	case ok:
		return at, nil
	case len(limits.Resolutions) == 0:
		return videotune.ResolutionLimits{Resolution: r}, nil
	case r == "":
		return limits.Resolutions[0], nil
	}
	var names []string
	for _, l := range limits.Resolutions {
		names = append(names, string(l.Resolution))
	}
	return at, optionf("Resolution", "%.100q is not listed by the limits of %s: they have %s", r, cmp.Or(limits.Edition, "that edition"), strings.Join(names, ", "))
}
