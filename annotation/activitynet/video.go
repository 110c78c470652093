package activitynet

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A record is a video that is being read.
type record struct {
	*file
	at     reading.At
	object jsonread.Object
	video  annotation.Video
	frames *reading.Frames // how its times are counted; nil for seconds
	empty  int             // events that were left out
}

// members are those of which a video has at least one.
var members = []string{"annotations", "timestamps", "sentences", "duration", "duration_second", "num_frames", "subset"}

// video reads a video and emits it.
func (f *file) video(id string, line int, raw json.RawMessage) error {
	at := reading.At{Line: line, Record: f.records + 1, Video: id}
	o, err := jsonread.DecodeObject(raw)
	if err != nil {
		return f.Refuse(annotation.CodeValue, at, "", "%w", err)
	}
	if !o.Has(members...) && !f.inside {
		return f.leave(id, line)
	}
	f.records++
	if strings.TrimSpace(id) == "" {
		return f.Refuse(annotation.CodeVideoMissing, at, "the name of the member is the ID of the video", "the name is empty")
	}
	f.met.Meet(f.Reading, at)
	rec := &record{file: f, at: at, object: o, video: annotation.Video{ID: id}}
	for _, part := range []func() error{rec.length, rec.rate, rec.count, rec.subset, rec.page, rec.annotations, rec.captions} {
		if err := part(); err != nil {
			return rec.refusal(err)
		}
	}
	rec.video.Metadata = o.Rest()
	if len(rec.video.Events) == 0 && rec.empty > 0 {
		rec.video.Unlabelled = true // something is there, but nobody said what
	}
	return f.emit(&rec.video)
}

// refusal says where an error is.
func (rec *record) refusal(err error) error {
	var told *annotation.Error
	switch {
	case errors.As(err, &told):
		return err
	case errors.Is(err, errLabel):
		return rec.Refuse(annotation.CodeLabelMissing, rec.at, "", "%w", err)
	}
	return rec.Refuse(annotation.CodeValue, rec.at, "", "%w", err)
}

// length takes the duration. It is below one of two names.
func (rec *record) length() error {
	for _, name := range []string{"duration", "duration_second"} {
		text, err := rec.object.Text(name)
		if err != nil {
			return err
		}
		if text == "" {
			continue
		}
		t, err := annotation.Seconds(text)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		d := rec.Time(t)
		switch {
		case d <= 0:
			rec.Warn(annotation.CodeSkipped, rec.at, "", "%s is %s: it is taken for unknown", name, text)
		case rec.video.Duration == 0:
			rec.video.Duration = d
		case rec.video.Duration != d:
			rec.Warn(annotation.CodeDisagree, rec.at, "", "%s is %v, not %v as duration says: that was taken", name, d, rec.video.Duration)
		}
	}
	return nil
}

// rate takes the frame rate: rfps is what was measured, fps may be nominal.
func (rec *record) rate() error {
	name := "fps"
	if rec.object["rfps"] != nil {
		name = "rfps"
	}
	text, err := rec.object.Text(name)
	if err != nil || text == "" {
		return err
	}
	rate, err := annotation.ParseRate(text)
	if err != nil {
		rec.Warn(annotation.CodeSkipped, rec.at, "", "%s is taken for unknown: %s", name, err)
		return nil
	}
	rec.video.FrameRate = rate
	return nil
}

// count looks for a number of frames in place of a duration: the times are numbers of
// frames then.
func (rec *record) count() error {
	const name = "num_frames"
	if rec.video.Duration > 0 || rec.object[name] == nil {
		return nil
	}
	text, err := rec.object.Text(name)
	if err != nil {
		return err
	}
	n, err := frame(text)
	if err != nil || n <= 0 {
		return fmt.Errorf("%s is %.50q; want a whole number above 0", name, text)
	}
	rate, ok := rec.video.FrameRate, rec.video.FrameRate != (videotune.Rational{})
	if !ok {
		rate, ok = rec.Options.FPS.Of(rec.video.ID, "")
	}
	if !ok {
		return rec.Refuse(annotation.CodeRateMissing, rec.at, `say how many frames a second has: "fps": 25, or by video "fps": {"ID": 25}`,
			"there is num_frames and no duration, so the times are frames, at an unknown rate")
	}
	if rec.Options.Base == annotation.BaseUnset || rec.Options.FrameEnd == "" {
		return rec.Refuse(annotation.CodeOptionMissing, rec.at, `say the number of the first frame, "frame_base": 0 or 1, and whether a stretch has its last frame, "frame_end": "inclusive" or "exclusive"`,
			"there is num_frames and no duration, so the times are frames")
	}
	rec.video.FrameRate = rate
	rec.frames = &reading.Frames{Rate: rate, First: rec.Options.Base.First(), Inclusive: rec.Options.FrameEnd == annotation.FrameInclusive}
	rec.video.Duration, err = rec.Start(n, reading.Frames{Rate: rate})
	return err
}

// frame reads the number of a frame.
func frame(text string) (int64, error) {
	return strconv.ParseInt(strings.TrimSuffix(text, ".0"), 10, 54) // far from where a sum is too large
}

// subset takes the split.
func (rec *record) subset() error {
	text, err := rec.object.Text("subset")
	if err != nil {
		return err
	}
	split, ok := annotation.ParseSplit(text)
	if !ok {
		rec.object["subset"] = text
		rec.Warn(annotation.CodeUnsupported, rec.at, "", "the subset %.50q is none of training, validation and testing: no split was taken", text)
	}
	rec.video.Split = split
	return nil
}

// page takes the page on which the video can be watched.
func (rec *record) page() error {
	const name, other = "url", "video_url"
	if rec.object[name] == nil && rec.object[other] != nil {
		rec.object[name] = rec.object.Take(other)
	}
	return nil
}
