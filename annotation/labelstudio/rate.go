package labelstudio

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// rate returns at how many frames a second a task's frames were counted; 0 if nothing
// says so.
func (f *file) rate(t *task, notes []note) (videotune.Rational, error) {
	var none videotune.Rational
	if name := f.Options.FPSField; text(t.data[name]) != "" {
		return f.dataRate(t, name)
	}
	if t.config != nil && t.config.rate != "" {
		if name, ok := strings.CutPrefix(t.config.rate, "$"); !ok {
			rate, err := parseRate(t.config.rate)
			if err != nil {
				return none, f.Refuse(annotation.CodeOptionInvalid, t.at, "", "the framerate of the labeling interface: %w", err)
			}
			return rate, nil
		} else if text(t.data[name]) != "" {
			return f.dataRate(t, name)
		}
	}
	if rate, ok := f.Options.FPS.Of(t.at.Video, t.uri); ok {
		return rate, nil
	}
	if f.Options.FPSDerive {
		return f.derive(t, notes)
	}
	return none, nil
}

// dataRate reads a rate that a member of data holds.
func (f *file) dataRate(t *task, name string) (videotune.Rational, error) {
	rate, err := parseRate(text(t.data[name]))
	if err != nil {
		err = f.Refuse(annotation.CodeValue, t.at, "", "data.%s: %w", name, err)
	}
	return rate, err
}

// parseRate reads a rate as Label Studio does: below 1 it is the seconds of a frame.
func parseRate(s string) (videotune.Rational, error) {
	rate, err := annotation.ParseRate(s)
	if err != nil || rate.Num >= rate.Den {
		return rate, err
	}
	if rate.Den/1000 > rate.Num {
		return videotune.Rational{}, fmt.Errorf("%s is no frame rate: it is less than a thousandth of a second for a frame", reading.Quote(s))
	}
	return videotune.Rational{Num: rate.Den, Den: rate.Num}, nil
}

// rateMissing refuses frames at an unknown rate, and says what can be done.
func (f *file) rateMissing(t *task, notes []note) error {
	ways := []string{`fps: 25, the rate that Label Studio counted at`}
	switch {
	case t.config == nil:
		ways = append(ways, "label_config, the labeling interface whose <Video> has it as framerate")
	case t.config.rate == "":
		ways[0] += ", which is 24 in its editor where <Video> has no framerate, as here"
	}
	if f.Options.FPSField == "" {
		ways = append(ways, `fps_field: "fps", the member of data that has it`)
	}
	if !f.Options.FPSDerive && len(stamps(notes)) > 0 {
		ways = append(ways, "fps_derive: true, to take it from the key frames, which have times")
	}
	return f.Refuse(annotation.CodeRateMissing, t.at, "say "+strings.Join(ways, "; or "), "times are numbers of frames, and nothing says how many a second has")
}

// checkTimes tells of key frames whose times do not fit the rate. Label Studio gives
// the first frame the time of the second, others give it 0: both fit.
func (f *file) checkTimes(t *task, notes []note, rate videotune.Rational) {
	wrong, first := 0, ""
	for _, s := range stamps(notes) {
		lo, err1 := annotation.FrameTime(s.frame-2, rate)
		hi, err2 := annotation.FrameTime(s.frame+1, rate)
		at, err3 := annotation.Seconds(s.text)
		if err1 != nil || err2 != nil || err3 != nil || at.Duration >= lo.Duration && at.Duration <= hi.Duration {
			continue
		}
		if wrong++; wrong == 1 {
			first = fmt.Sprintf("frame %d has the time %v, at %d/%d frames a second it would be %v",
				s.frame, at.Duration, rate.Num, rate.Den, (lo.Duration + 2*(hi.Duration-lo.Duration)/3).Round(time.Millisecond))
		}
	}
	if wrong > 0 {
		f.Warn(annotation.CodeDisagree, t.at, "check the frame rate", "%s with the time of another frame rate: %s", words.Count(wrong, "key frame"), first)
	}
}
