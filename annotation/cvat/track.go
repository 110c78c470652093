package cvat

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
)

// maxShapes bounds the shapes of one track, those of its parts included: 19 hours at
// 30 frames a second.
const maxShapes = 1 << 21

// A shape is one frame of a track.
type shape struct {
	frame   int64
	outside bool
	values  []value
}

// A value is that of an attribute.
type value struct{ name, text string }

// A track is one <track>.
type track struct {
	record int
	about  []value // what is said of all of it, but its label
	label  string
	shapes []shape
	parts  [][]shape // of the tracks within it
	count  int       // of all these shapes
}

// track reads a track and adds its events.
func (f *file) track(e xml.StartElement) error {
	t := &track{record: f.tracks, label: attr(e, "label")}
	v, err := f.videoOf(attr(e, "task_id"), t.record)
	if err != nil {
		return err
	}
	for _, a := range [][2]string{{"id", "track_id"}, {"source", "source"}, {"group_id", "group_id"}} {
		if text := attr(e, a[0]); text != "" {
			t.about = append(t.about, value{a[1], text})
		}
	}
	if t.shapes, err = f.shapes(v, t); err != nil {
		return err
	}
	if t.label == "" && f.Options.LabelFrom == "" && len(f.Options.TextAttributes) == 0 {
		return f.Refuse(annotation.CodeLabelMissing, f.at(t.record, v), "", "the track has no label")
	}
	for _, s := range f.stretches(v, t) {
		if err := f.runs(v, t, s); err != nil {
			return err
		}
	}
	return nil
}

// shapes reads the shapes of a track, in the order of their frames, one for each.
func (f *file) shapes(v *video, t *track) ([]shape, error) {
	var list []shape
	err := f.xml.children(func(e xml.StartElement) error {
		if e.Name.Local == "track" {
			part, err := f.shapes(v, t)
			t.parts = append(t.parts, part)
			return err
		}
		text := attr(e, "frame")
		if text == "" {
			v.frameless++
			return f.skip(e)
		}
		if t.count++; t.count > maxShapes {
			return f.Refuse(annotation.CodeTooLarge, f.at(t.record, v), "", "the track has more than %d shapes", maxShapes)
		}
		n, err := f.frame(v, text, t.record)
		if err != nil {
			return err
		}
		s, err := f.shape(v, e, t.record)
		if err != nil {
			return err
		}
		s.frame = n
		if k := len(list); k > 0 && slices.Equal(list[k-1].values, s.values) {
			s.values = list[k-1].values // most are alike
		}
		list = append(list, s)
		return nil
	})
	v.shapes += len(list)
	return f.inOrder(v, list), err
}

// inOrder sorts shapes by their frames and keeps the last one of each.
func (f *file) inOrder(v *video, list []shape) []shape {
	slices.SortStableFunc(list, func(a, b shape) int { return cmp.Compare(a.frame, b.frame) })
	kept := list[:0]
	for _, s := range list {
		k := len(kept)
		if k == 0 || kept[k-1].frame != s.frame {
			kept = append(kept, s)
			continue
		}
		if kept[k-1].outside != s.outside {
			v.double++
		}
		kept[k-1] = s
	}
	return kept
}

// shape reads one shape. A skeleton that does not say whether it is outside is so if
// all parts within it are.
func (f *file) shape(v *video, e xml.StartElement, record int) (shape, error) {
	var s shape
	parts, hidden := 0, 0
	err := f.xml.children(func(c xml.StartElement) error {
		if c.Name.Local == "attribute" {
			return f.attribute(c, &s.values)
		}
		outside, err := f.outside(v, c, record)
		if err != nil {
			return err
		}
		parts++
		if outside {
			hidden++
		}
		return f.xml.skip()
	})
	if err != nil {
		return s, err
	}
	slices.SortFunc(s.values, func(a, b value) int { return cmp.Compare(a.name, b.name) })
	if s.outside, err = f.outside(v, e, record); attr(e, "outside") == "" {
		s.outside = parts > 0 && hidden == parts
	}
	return s, err
}

// attribute reads an <attribute>. Of two with one name the first counts.
func (f *file) attribute(e xml.StartElement, values *[]value) error {
	name := attr(e, "name")
	text, err := f.xml.text()
	if name != "" && !slices.ContainsFunc(*values, func(v value) bool { return v.name == name }) {
		f.attributes[name] = true
		*values = append(*values, value{name, text})
	}
	return err
}

// outside returns whether a shape is outside.
func (f *file) outside(v *video, e xml.StartElement, record int) (bool, error) {
	switch text := attr(e, "outside"); strings.ToLower(text) {
	case "", "0", "false":
		return false, nil
	case "1", "true":
		return true, nil
	default:
		return false, f.Refuse(annotation.CodeValue, f.at(record, v), "", "outside is %.80q: want 0 or 1", text)
	}
}

// A stretch is one in which an object is seen.
type stretch struct {
	from, to int64   // to is the first frame without it
	open     bool    // it goes on to the end of the video
	shapes   []shape // that are not outside
}

// stretches returns those of a track.
func (f *file) stretches(v *video, t *track) []stretch {
	if len(t.shapes) > 0 || len(t.parts) == 0 {
		return f.presence(v, t, t.shapes)
	}
	var all []stretch
	for _, part := range t.parts {
		all = append(all, f.presence(v, t, part)...)
	}
	return union(all)
}

// presence returns the stretches of shapes that are in order.
func (f *file) presence(v *video, t *track, list []shape) []stretch {
	var found []stretch
	begin := -1
	for i, s := range list {
		switch {
		case s.outside && begin >= 0:
			found = append(found, stretch{from: list[begin].frame, to: s.frame, shapes: list[begin:i]})
			begin = -1
		case !s.outside && begin < 0:
			begin = i
		}
	}
	if begin >= 0 {
		s := stretch{from: list[begin].frame, shapes: list[begin:]}
		s.to, s.open = f.unclosed(v, t, list)
		found = append(found, s)
	}
	return found
}

// unclosed returns where a stretch ends that no shape closes.
func (f *file) unclosed(v *video, t *track, list []shape) (to int64, open bool) {
	task, final := v.task, list[len(list)-1].frame
	to = final + task.step
	last, known := task.last()
	switch {
	case !known:
		f.Warn(annotation.CodeDisagree, f.at(t.record, v), "", "the track is never outside behind frame %d, and the last frame of the task is not known: it lasts to the end of the video", final)
		return to, true
	case len(list) == 1 && final+task.offset+task.step >= task.stop && task.hasStop:
		// One shape of one frame: CVAT closes it only where that frame is before stop_frame,
		// which it compares with the number that counts on over the tasks of a project.
	case to <= last:
		f.Warn(annotation.CodeDisagree, f.at(t.record, v), "import the file into CVAT and export it again to see what it makes of it",
			"the shapes of the track stop at frame %d, but it is never outside: it lasts to the last frame of the task, %d", final, last)
		return last + task.step, false
	}
	return to, false
}

// union joins stretches of the parts of an object.
func union(all []stretch) []stretch {
	slices.SortStableFunc(all, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	var joined []stretch
	for _, s := range all {
		k := len(joined) - 1
		if k < 0 || !joined[k].open && s.from > joined[k].to {
			joined = append(joined, s)
			continue
		}
		joined[k].to, joined[k].open = max(joined[k].to, s.to), joined[k].open || s.open
	}
	return joined
}
