package via

import (
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// Anchors are what attributes are defined for: the numbers of times and of regions.
const (
	anchorFile    = "FILE1_Z0_XY0"
	anchorPoint   = "FILE1_Z1_XY0"
	anchorSegment = "FILE1_Z2_XY0"
)

// An attribute is what the file or an option says of one.
type attribute struct {
	name    string
	anchor  string            // "" if the file does not say
	options map[string]string // names by id; none for free text
	given   bool              // the options are those of attribute_options
}

// nameOf returns the name of an attribute, or its id if the file does not define it.
func (s *source) nameOf(key string) string {
	if a := s.attributes[key]; a != nil {
		return a.name
	}
	return key
}

// names returns what a value says: the names of options, or the text itself. must says
// that it is for labels, which are never ids; left, that an option was left out.
func (s *source) names(v value, at reading.At, must bool) (names []string, left bool, err error) {
	text := strings.TrimSpace(v.text)
	a := s.attributes[v.key]
	if text == "" {
		return nil, false, nil
	}
	if must && s.bare && (a == nil || !a.given) {
		return nil, false, s.Refuse(annotation.CodeOptionMissing, at,
			`say what they mean with attribute_options: {"`+s.nameOf(v.key)+`": {"0": "…"}}, or {"`+s.nameOf(v.key)+`": {}} if they are texts; or export the project itself, which has the names`,
			"the file has ids in place of the options of %.80q, such as %.80q", s.nameOf(v.key), text)
	}
	if a == nil || len(a.options) == 0 {
		return []string{text}, false, nil
	}
	ids := []string{text}
	if _, ok := a.options[text]; !ok {
		ids = strings.Split(text, ",") // of a checkbox
	}
	for _, id := range ids {
		id = strings.TrimSpace(id)
		name, ok := a.options[id]
		switch {
		case !ok && a.given && must:
			return nil, false, s.Refuse(annotation.CodeOptionMissing, at, "add its name there", "attribute_options has no option %.80q of %.80q", id, a.name)
		case !ok && id != "":
			left = true
			s.Warn(annotation.CodeSkipped, at, "", "its attribute %.80q has the option %.80q, which is not defined: it was left out", a.name, id)
		case strings.TrimSpace(name) != "":
			names = append(names, strings.TrimSpace(name))
		}
	}
	return names, left, nil
}

// put puts what an attribute says into its place of an event. texts are those of
// text_attributes.
func (s *source) put(event *annotation.Event, texts []string, name, label string, names []string) {
	i := slices.Index(s.Options.TextAttributes, name)
	switch {
	case i >= 0:
		texts[i] = strings.Join(names, ", ")
	case name == label:
		event.Labels = append(event.Labels, names...)
	default:
		if event.Attributes == nil {
			event.Attributes = map[string]any{}
		}
		event.Attributes[name] = asValue(names)
	}
}

// asValue returns one name as a text, several as a list.
func asValue(names []string) any {
	if len(names) == 1 {
		return names[0]
	}
	list := make([]any, len(names))
	for i, n := range names {
		list[i] = n
	}
	return list
}

// describe puts the attributes of a whole file into the metadata of its video.
func (s *source) describe(v *video, e *entry) error {
	for _, value := range e.values {
		names, _, err := s.names(value, e.at, false)
		if err != nil {
			return err
		}
		if len(names) == 0 {
			continue
		}
		if v.Metadata == nil {
			v.Metadata = map[string]any{}
		}
		v.Metadata[s.nameOf(value.key)] = asValue(names)
	}
	return nil
}

// The roles of attributes: the names of those that give labels; "" if none does.
type roles struct {
	segment, file string
	metadata      bool // several attributes of whole files, of which none gives labels
}

// of returns the attribute that gives the labels of an entry with n times.
func (r roles) of(n int) string {
	if n == 0 {
		return r.file
	}
	return r.segment
}

// roles finds the attributes that give labels.
func (s *source) roles() (r roles, err error) {
	segment, file := map[string]bool{}, map[string]bool{}
	for _, a := range s.attributes {
		switch a.anchor {
		case anchorSegment, anchorPoint:
			segment[a.name] = true
		case anchorFile:
			file[a.name] = true
		}
	}
	// An attribute whose anchor was changed keeps its values.
	var segments, files int
	for _, v := range s.videos {
		for _, e := range v.entries {
			set := segment
			switch {
			case e.spatial || len(e.z) > 2:
				continue
			case len(e.z) == 0:
				set = file
				files++
			default:
				segments++
			}
			for _, value := range e.values {
				if s.attributes[value.key] != nil {
					set[s.nameOf(value.key)] = true
				}
			}
		}
	}
	if err := s.known(segment, file); err != nil {
		return r, err
	}
	from := s.Options.LabelFrom
	if segments > 0 {
		if r.segment, err = s.choose("segments", segment, from); err != nil {
			return r, err
		}
	}
	if files > 0 {
		if r.metadata = from != "" && !file[from] && len(s.labelling(file)) > 1; r.metadata {
			s.Inform(annotation.CodeUnsupported, reading.At{}, "whole files have several attributes, and label_from names none of them: they stand in the metadata")
		} else if r.file, err = s.choose("whole files", file, from); err != nil {
			return r, err
		}
	}
	s.tellIDs(r, segment, file)
	return r, nil
}

// tellIDs tells of attributes whose values are kept as they are, though they may be ids.
func (s *source) tellIDs(r roles, sets ...map[string]bool) {
	var names []string
	for _, key := range slices.Sorted(maps.Keys(s.attributes)) {
		a := s.attributes[key]
		used := slices.ContainsFunc(sets, func(set map[string]bool) bool { return set[a.name] })
		role := a.name == r.segment || a.name == r.file || slices.Contains(s.Options.TextAttributes, a.name)
		if s.bare && used && !a.given && !role {
			names = append(names, a.name)
		}
	}
	if len(names) > 0 {
		s.Inform(annotation.CodeUnsupported, reading.At{}, "the values of some attributes may be ids of options, and are kept as they are: %.200s; attribute_options names them", strings.Join(names, ", "))
	}
}

// known refuses a label_from that the file does not have, and tells of such texts.
func (s *source) known(sets ...map[string]bool) error {
	all := map[string]bool{}
	for _, a := range s.attributes {
		all[a.name] = true
	}
	for _, set := range sets {
		maps.Copy(all, set)
	}
	names := slices.Sorted(maps.Keys(all))
	if from := s.Options.LabelFrom; from != "" && !all[from] && s.entries > 0 {
		hint := "there are " + strings.Join(names[:min(len(names), 20)], ", ") + nearest.DidYouMean("", nearest.Word(from, names))
		return s.Refuse(annotation.CodeOptionInvalid, reading.At{}, hint, "nothing in the file has the attribute that label_from names, %.80q", from)
	}
	for _, name := range s.Options.TextAttributes {
		if !all[name] {
			s.Warn(annotation.CodeSkipped, reading.At{}, "", "nothing in the file has the attribute %.80q of text_attributes", name)
		}
	}
	return nil
}

// labelling returns the attributes that can give labels, in order.
func (s *source) labelling(set map[string]bool) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(set)), func(name string) bool {
		return slices.Contains(s.Options.TextAttributes, name)
	})
}

// choose returns the attribute that gives the labels of something; "" if none can.
func (s *source) choose(what string, set map[string]bool, from string) (string, error) {
	names := s.labelling(set)
	switch {
	case slices.Contains(names, from):
		return from, nil
	case len(names) == 0:
		return "", nil
	case len(names) == 1:
		return names[0], nil
	}
	return "", s.Refuse(annotation.CodeOptionMissing, reading.At{},
		`say which gives the labels with label_from: "`+names[0]+`"; those that are texts belong into text_attributes`,
		"%s have several attributes: %.200s", what, strings.Join(names, ", "))
}
