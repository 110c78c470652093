package reading

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// durationSlack is how far the duration of a source may be from that of the option, for
// one of them is rounded to seconds.
const durationSlack = time.Second / 2

// A met is what was met of what the options say by video.
type met struct {
	videos    int
	rates     map[string]bool
	durations map[string]bool
	offsets   map[string]bool
	disagreed bool // it was told that an option and the source disagree
}

// facts gives a video the frame rate and the duration that the options say, where the
// source does not. names are its ID and its URIs.
func (r *Reading) facts(v *annotation.Video, names ...string) {
	o := &r.Options
	r.met.videos++
	r.met.rates = meet(r.met.rates, o.FPS.By, names)
	r.met.durations = meet(r.met.durations, o.Duration.By, names)
	r.met.offsets = meet(r.met.offsets, o.Offset.By, names)
	if d, ok := o.Duration.Of(names...); ok {
		switch {
		case v.Duration == 0:
			v.Duration = d
		case (v.Duration - d).Abs() > durationSlack:
			r.disagree(v, "duration", videotune.At(d).String(), videotune.At(v.Duration).String())
		}
	}
	if rate, ok := o.FPS.Of(names...); ok {
		switch {
		case v.FrameRate == (videotune.Rational{}):
			v.FrameRate = rate
		case v.FrameRate != rate:
			r.disagree(v, "fps", rate.String(), v.FrameRate.String())
		}
	}
}

// shift moves the times of a video to where they are in its file, by the option. A
// source that says an offset itself has refused the option.
func (r *Reading) shift(v *annotation.Video, names ...string) error {
	d, ok := r.Options.Offset.Of(names...)
	if !ok {
		return nil
	}
	if err := v.Shift(d); err != nil {
		return r.Refuse(annotation.CodeOptionInvalid, At{Video: v.ID}, "mend the option", "the option offset: %w", err)
	}
	return nil
}

// disagree tells once of a file that an option says something else than the source.
func (r *Reading) disagree(v *annotation.Video, option, said, source string) {
	if !r.met.disagreed {
		r.met.disagreed = true
		r.Warn(annotation.CodeDisagree, At{Video: v.ID}, "an option fills in only what the source does not say; leave it out, or mend the source",
			"the option %s says %s, and the source %s: that of the source is taken; this is told once", option, said, source)
	}
}

// meet adds those of names that by has.
func meet[T any](seen map[string]bool, by map[string]T, names []string) map[string]bool {
	for _, name := range names {
		if _, ok := by[name]; ok {
			if seen == nil {
				seen = map[string]bool{}
			}
			seen[name] = true
		}
	}
	return seen
}

// unused tells of videos that an option names and the file does not have. A file of
// captions is one video of many.
func (r *Reading) unused() {
	if r.Format == annotation.FormatSRT || r.Format == annotation.FormatWebVTT || r.met.videos == 0 {
		return
	}
	left(r, "duration", r.Options.Duration.By, r.met.durations)
	left(r, "fps", r.Options.FPS.By, r.met.rates)
	left(r, "offset", r.Options.Offset.By, r.met.offsets)
}

func left[T any](r *Reading, option string, by map[string]T, seen map[string]bool) {
	if len(by) == len(seen) {
		return
	}
	const mostNames = 5
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(by)), func(name string) bool { return seen[name] })
	shown := make([]string, min(len(names), mostNames))
	for i := range shown {
		shown[i] = Quote(names[i])
	}
	what := words.Count(len(names), "video")
	list := strings.Join(shown, ", ")
	if len(names) > mostNames {
		list += ", …"
	}
	if len(seen) == 0 {
		r.Warn(annotation.CodeUnused, At{}, "name videos by their IDs or URIs, as they are spelt in the source", "the option %s names %s and none of this file: %s", option, what, list)
		return
	}
	r.Inform(annotation.CodeUnused, At{}, "the option %s names %s that this file does not have: %s", option, what, list)
}
