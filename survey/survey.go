package survey

import (
	"github.com/seed-57910ec4/videotune"
)

// A Survey is what a dataset holds.
type Survey struct {
	Limits *videotune.Limits // that Check judged by
	Sides  [2]Side           // by [videotune.Split]: training, validation

	// Sizes are the bytes of the distinct video files whose facts are known;
	// Unsized counts the others.
	Sizes   Histogram
	Unsized int

	// Videos are the distinct videos of both sides, as they are met, and what is used
	// of them. MoreUses counts the uses of videos beyond the first [MaxVideos], of
	// which nothing is known.
	Videos   []Video
	MoreUses int
}

// A Side is what training or validation holds.
type Side struct {
	Examples int // that could be read
	Dropped  int // of these, that the service would leave out
	// Large counts lines over 256 KiB: of these only lengths and tokens are known.
	Large int

	// Lengths are what examples use of a video, in nanoseconds, by the resolution that
	// they were judged by, in the order of the limits. Unmeasured counts uses of
	// unknown length.
	Lengths    []Lengths
	Unmeasured int

	// Tokens are the lower ends of the estimates of examples, dropped ones too.
	// TokensNear counts those of which only the upper end is over the limit.
	Tokens     Histogram
	TokensNear int

	Resolutions Counts // as lines name them; "" for none
	MIMETypes   Counts // of files
	Places      Counts // of files: "gs://bucket", "https://host", "" for local paths

	Prompts Texts // of the first user's turn
	Systems Texts // system instructions

	Sample []Sample // in the order of the lines
}

// Lengths are the lengths of what examples use, at one resolution.
type Lengths struct {
	Resolution videotune.MediaResolution
	Histogram
}

// Options say how to survey. The zero value, and nil, are ready to use.
type Options struct {
	// Sample is the number of examples of each side that are kept; 0 is
	// [DefaultSample], a negative number keeps none.
	Sample int
}

// Check is [videotune.Check], and surveys what is read. The Survey up to there comes
// with an error, too.
func Check(data videotune.Dataset, check *videotune.CheckOptions, opts *Options) (*videotune.Report, *Survey, error) {
	var own videotune.CheckOptions
	if check != nil {
		own = *check
	}
	c := New(own.Policy, opts)
	next := own.OnExample
	own.OnExample = func(e *videotune.ExampleReport) {
		c.Example(e)
		if next != nil {
			next(e)
		}
	}
	report, err := videotune.Check(data, &own)
	return report, c.Survey(), err
}
