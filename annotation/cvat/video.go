package cvat

import (
	"encoding/json"
	"path"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A video is one task and what was read of it.
type video struct {
	annotation.Video
	task *task

	tags  map[string]*tag // of its frames, by what they say
	order []*tag

	shapes    int             // that tracks are made of
	single    int             // shapes of images
	blank     int             // what has neither a label nor a text
	frameless int             // elements of tracks that are not of a frame
	outside   int             // frame numbers that are not among the task's
	double    int             // frames for which a track has two shapes that disagree
	changing  map[string]bool // attributes that change within an event
}

// add makes a video of a task. nil is one of which nothing is known.
func (f *file) add(t *task) (*video, error) {
	if t == nil {
		t = &task{step: 1}
	}
	v := &video{task: t, tags: map[string]*tag{}, changing: map[string]bool{}}
	v.URI = t.source
	switch {
	case t.source != "":
		v.ID = t.source
	case t.name != "":
		v.ID = t.name
	case t.id != "":
		v.ID = t.kind + " " + t.id
	case f.Options.URI == "":
		return nil, f.Refuse(annotation.CodeVideoMissing, f.at(0, nil), `say it with the option uri, such as "gs://bucket/video.mp4"`,
			"the file does not say of which video it is")
	default:
		base := path.Base(strings.ReplaceAll(f.File, `\`, "/"))
		v.ID = strings.TrimSuffix(base, path.Ext(base))
		if strings.Trim(v.ID, "./") == "" {
			v.ID = f.Options.URI
		}
	}
	split, ok := annotation.ParseSplit(t.subset)
	if !ok && t.subset != "default" {
		f.Warn(annotation.CodeSkipped, f.at(0, v), "", "the subset %.80q is no side of a dataset: it stands in the metadata", t.subset)
	}
	v.Split = split
	v.Metadata = f.metadata(t)
	f.videos = append(f.videos, v)
	if f.byTask[t.id] == nil {
		f.byTask[t.id] = v
	}
	return v, nil
}

// metadata returns what else a task says.
func (f *file) metadata(t *task) map[string]any {
	m := map[string]any{}
	text := func(name, value string) {
		if value != "" {
			m[name] = value
		}
	}
	number := func(name string, n int64, known bool) {
		if known {
			m[name] = json.Number(strconv.FormatInt(n, 10))
		}
	}
	if t.kind != "" {
		text(t.kind+"_id", t.id)
		number("start_frame", t.start, true)
	}
	text("task", t.name)
	text("project", f.project.name)
	text("subset", t.subset)
	text("mode", t.mode)
	text("width", t.width)
	text("height", t.height)
	text("assignee", t.assignee)
	number("stop_frame", t.stop, t.hasStop)
	number("frames", t.size, t.hasSize)
	number("frame_step", t.step, t.step > 1)
	if len(m) == 0 {
		return nil
	}
	return m
}

// videoOf returns the video of a track or an image. taskID is its task in the export
// of a project, "" elsewhere.
func (f *file) videoOf(taskID string, record int) (*video, error) {
	if len(f.videos) == 0 {
		return f.add(nil)
	}
	if len(f.videos) == 1 && taskID == "" {
		return f.videos[0], nil
	}
	if v := f.byTask[taskID]; v != nil && taskID != "" {
		return v, nil
	}
	return nil, f.Refuse(annotation.CodeVideoMissing, f.at(record, nil), "", "its task_id is %.80q; <meta> has no such task", taskID)
}

// frame reads the number of a frame of v, as one of its source.
func (f *file) frame(v *video, text string, record int) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > maxOffset+maxFrame {
		return 0, f.Refuse(annotation.CodeValue, f.at(record, v), "", "the number of its frame is %.80q: want a whole number from 0", text)
	}
	t := v.task
	if t.offset == unknownOffset {
		return 0, f.Refuse(annotation.CodeValue, f.at(record, v), "export the task itself, not its project",
			"its frame %d counts on from the tasks before it, which do not say how long they are", n)
	}
	n -= t.offset
	last, known := t.last()
	if n < t.start || known && n > last+t.step || (n-t.start)%t.step != 0 {
		if f.project.is {
			return 0, f.Refuse(annotation.CodeValue, f.at(record, v), "export the task itself, not its project",
				"its frame %d is none of the task's, whose first stands for %d", n+t.offset, t.start+t.offset)
		}
		v.outside++
	}
	return n, nil
}

// rate returns how frames of v are counted.
func (f *file) rate(v *video, record int) (reading.Frames, error) {
	if v.FrameRate == (videotune.Rational{}) {
		rate, ok := f.Options.FPS.Of(v.ID, v.URI)
		if !ok {
			return reading.Frames{}, f.Refuse(annotation.CodeRateMissing, f.at(record, v),
				`say it with the option fps: 25, "30000/1001", or an object of rates by video`,
				"times are numbers of frames, and CVAT does not say how many there are in a second")
		}
		v.FrameRate = rate
	}
	return reading.Frames{Rate: v.FrameRate}, nil
}

// event adds an event from frame from up to frame to, or to the end where open is set.
func (f *file) event(v *video, e annotation.Event, from, to int64, open bool) error {
	if f.events++; f.events > maxEvents {
		return f.Refuse(annotation.CodeTooLarge, f.at(e.Record, v), "export the tasks one by one", "there are more than %d events", maxEvents)
	}
	frames, err := f.rate(v, e.Record)
	if err != nil {
		return err
	}
	if e.Start, err = f.Start(from, frames); err == nil {
		e.End = annotation.ToEnd
		if !open {
			e.End, err = f.End(to, frames)
		}
	}
	if err != nil {
		return f.Refuse(annotation.CodeValue, f.at(e.Record, v), "", "its frames from %d to %d: %w", from, to, err)
	}
	v.Events = append(v.Events, e)
	return nil
}
