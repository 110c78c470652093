package via

import (
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// maxEntries bounds the annotations of one file: they are held in memory until all of
// it is read, since those of a video need not be adjacent.
const maxEntries = 1 << 20

// An entry is one annotation as the file has it.
type entry struct {
	at      reading.At
	z       []string // decimal seconds
	spatial bool     // it is a region
	values  []value
}

// A value is that of an attribute, by what the file calls it: an id or a name.
type value struct{ key, text string }

// A video is a video and its annotations.
type video struct {
	annotation.Video
	entries []entry
}

// A source is a file that is being read.
type source struct {
	*reading.Reading
	attributes map[string]*attribute // by the key of values
	bare       bool                  // values do not say whether they are ids of options
	videos     []*video
	entries    int
	skipped    [2]int // files that are images, and sound
}

// count refuses more entries than are held.
func (s *source) count(at reading.At) error {
	if s.entries++; s.entries > maxEntries {
		return s.Refuse(annotation.CodeTooLarge, at, "split it", "there are more than %d annotations", maxEntries)
	}
	return nil
}

// emit makes the events of all videos and emits them.
func (s *source) emit(emit func(*annotation.Video) error) error {
	for i, what := range []string{"images", "sound"} {
		if n := s.skipped[i]; n > 0 {
			s.Warn(annotation.CodeUnsupported, reading.At{}, "", "%d files are %s: they were left out", n, what)
		}
	}
	roles, err := s.roles()
	if err != nil {
		return err
	}
	seen := map[[2]string]bool{}
	for _, v := range s.videos {
		key := [2]string{v.ID, v.URI}
		if seen[key] {
			s.Warn(annotation.CodeVideoTwice, reading.At{Video: v.ID}, "", "the file is there twice: each is a video of its own")
		}
		seen[key] = true
		if err := s.events(v, roles); err != nil {
			return err
		}
		v.entries = nil
		if err := emit(&v.Video); err != nil {
			return err
		}
	}
	return nil
}

// events makes the events of a video.
func (s *source) events(v *video, roles roles) error {
	regions := 0
	for i := range v.entries {
		e := &v.entries[i]
		switch {
		case e.spatial:
			regions++
		case len(e.z) > 2:
			s.Lose(&v.Video, annotation.CodeUnsupported, e.at, "", "it has %d times: it was left out", len(e.z))
		case len(e.z) == 0 && roles.metadata:
			if err := s.describe(v, e); err != nil {
				return err
			}
		default:
			if err := s.event(v, e, roles.of(len(e.z))); err != nil {
				return err
			}
		}
	}
	if regions > 0 {
		v.Lost += regions
		s.Warn(annotation.CodeUnsupported, reading.At{Video: v.ID}, "", "%d regions were left out: they are places in single frames", regions)
	}
	return nil
}

// event makes an event of an entry. label is the attribute that gives its labels.
func (s *source) event(v *video, e *entry, label string) error {
	event := annotation.Event{Record: e.at.Record}
	if err := s.times(&event, e); err != nil {
		return err
	}
	texts := make([]string, len(s.Options.TextAttributes))
	part := false // of what it says was left out
	for _, value := range e.values {
		names, left, err := s.names(value, e.at, s.nameOf(value.key) == label)
		if err != nil {
			return err
		}
		part = part || left && s.says(value.key, label)
		if len(names) > 0 {
			s.put(&event, texts, s.nameOf(value.key), label, names)
		}
	}
	event.Text = strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), "\n")
	if len(event.Labels) == 0 && event.Text == "" {
		s.Lose(&v.Video, annotation.CodeLabelMissing, e.at, "", "it has neither a label nor a text: it was left out")
		return nil
	}
	if part {
		v.Lost++
	}
	v.Events = append(v.Events, event)
	return nil
}

// says reports whether an attribute gives the labels or a text of an event.
func (s *source) says(key, label string) bool {
	name := s.nameOf(key)
	return name == label || slices.Contains(s.Options.TextAttributes, name)
}

// times sets the kind and the times of an event.
func (s *source) times(event *annotation.Event, e *entry) error {
	if len(e.z) == 0 {
		event.Kind = annotation.KindWhole
		return nil
	}
	for i, text := range e.z {
		t, err := annotation.Seconds(text)
		if err != nil {
			return s.Refuse(annotation.CodeValue, e.at, "", "its time: %w", err)
		}
		event.End = s.Time(t)
		if i == 0 {
			event.Start = event.End
		}
	}
	event.Kind = annotation.KindSegment
	if len(e.z) == 1 {
		event.Kind = annotation.KindPoint
	}
	if event.End < event.Start && s.Options.Repair.Reversed == annotation.RemedyDefault {
		s.Warn(annotation.CodeReversed, e.at, "", "its times %s and %s stand in reverse: they were exchanged", e.z[0], e.z[1])
		event.Start, event.End = event.End, event.Start
	}
	return nil
}
