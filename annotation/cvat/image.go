package cvat

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A tag is one that frames have.
type tag struct {
	event  annotation.Event
	frames []tagged
}

// A tagged frame is the place where a tag stands.
type tagged struct {
	frame  int64
	record int
}

// image reads an <image> and adds its tags.
func (f *file) image(e xml.StartElement) error {
	record := f.images
	v, err := f.videoOf(attr(e, "task_id"), record)
	if err != nil {
		return err
	}
	n, err := f.frame(v, attr(e, "id"), record)
	if err != nil {
		return err
	}
	return f.xml.children(func(c xml.StartElement) error {
		if c.Name.Local == "tag" {
			return f.tag(v, c, tagged{n, record})
		}
		v.single++
		// Names of attributes count here too: label_from may be one that tracks alone have.
		return f.xml.children(func(c xml.StartElement) error {
			if c.Name.Local == "attribute" {
				f.attributes[attr(c, "name")] = true
			}
			return f.xml.skip()
		})
	})
}

// tag reads a <tag> of a frame.
func (f *file) tag(v *video, e xml.StartElement, at tagged) error {
	var values []value
	err := f.xml.children(func(c xml.StartElement) error {
		if c.Name.Local == "attribute" {
			return f.attribute(c, &values)
		}
		return f.skip(c)
	})
	if err != nil {
		return err
	}
	label := attr(e, "label")
	if label == "" && f.Options.LabelFrom == "" && len(f.Options.TextAttributes) == 0 {
		return f.Refuse(annotation.CodeLabelMissing, f.at(at.record, v), "", "the tag has no label")
	}
	var about []value
	for _, name := range []string{"source", "group_id"} {
		if text := attr(e, name); text != "" {
			about = append(about, value{name, text})
		}
	}
	if f.Options.LabelFrom != "" && label != "" {
		about = append(about, value{"tag_label", label})
	}
	event, ok := newEvent(f.say(label, values), annotation.KindSegment, 0)
	if !ok {
		v.blank++
		return nil
	}
	if f.events++; f.events > maxEvents {
		return f.Refuse(annotation.CodeTooLarge, f.at(at.record, v), "export the tasks one by one", "there are more than %d tags", maxEvents)
	}
	if _, err := f.rate(v, at.record); err != nil {
		return err
	}
	slices.SortFunc(values, func(a, b value) int { return cmp.Compare(a.name, b.name) })
	key := fmt.Sprintf("%q %q %q", label, about, values)
	t := v.tags[key]
	if t == nil {
		event.Attributes = f.attributesOf(v, about, label, []shape{{values: values}})
		t = &tag{event: event}
		v.tags[key] = t
		v.order = append(v.order, t)
	}
	t.frames = append(t.frames, at)
	return nil
}

// join makes events of the tags of a video: one of each run of frames.
func (f *file) join(v *video) error {
	for _, t := range v.order {
		slices.SortStableFunc(t.frames, func(a, b tagged) int { return cmp.Compare(a.frame, b.frame) })
		for i := 0; i < len(t.frames); {
			next := i + 1
			for next < len(t.frames) && t.frames[next].frame-t.frames[next-1].frame <= v.task.step {
				next++
			}
			e := t.event
			e.Record = t.frames[i].record
			e.Attributes = maps.Clone(e.Attributes)
			if err := f.event(v, e, t.frames[i].frame, t.frames[next-1].frame+v.task.step, false); err != nil {
				return err
			}
			i = next
		}
	}
	return nil
}

// finish makes the last events of a video and tells what was left out of it.
func (f *file) finish(v *video) error {
	if err := f.join(v); err != nil {
		return err
	}
	at := reading.At{Video: v.ID}
	t := v.task
	if v.shapes > 0 {
		f.Inform(annotation.CodeUnsupported, at, "the places of %d shapes were left out: a track says when an object is seen, not where", v.shapes)
	}
	v.Lost += v.blank + v.single + v.frameless
	if v.blank > 0 {
		f.Warn(annotation.CodeSkipped, at, "", "%d stretches or tags have no value of the attribute %.80q, and no text: no events are made of them", v.blank, f.Options.LabelFrom)
	}
	if v.single > 0 {
		f.Warn(annotation.CodeUnsupported, at, `export it as "CVAT for video", which says what they have to do with each other`,
			"%d shapes of images were left out: they are of single frames", v.single)
	}
	if t.offset > 0 && (len(v.Events) > 0 || v.shapes > 0) {
		f.Warn(annotation.CodeDisagree, at, "", "the project counts its frames on from the tasks before: %d was taken off each number", t.offset)
	}
	if v.outside > 0 {
		f.Warn(annotation.CodeDisagree, at, "", "%d numbers of frames are not among those of the task, which begins with %d and has each %d.", v.outside, t.start, t.step)
	}
	if v.double > 0 {
		f.Warn(annotation.CodeDisagree, at, "", "%d frames have two shapes of one track, one outside and one not: the last counts", v.double)
	}
	if len(v.changing) > 0 {
		names := slices.Sorted(maps.Keys(v.changing))
		f.Inform(annotation.CodeUnsupported, at, "attributes change within events, which have lists of their values: %.200s; label_from makes an event of each value of one", strings.Join(names, ", "))
	}
	if t.mode == "annotation" && len(v.Events) > 0 {
		f.Inform(annotation.CodeUnsupported, at, "the task is of single images: their places in its list were taken for frames")
	}
	return nil
}
