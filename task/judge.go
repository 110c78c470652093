package task

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// A judge compares a JSON value with a shape.
type judge struct {
	unit   Unit
	own    bool                // the answer is our own: its times have the unit's form
	lists  map[string][]string // the values of the formats that stand for lists
	absent []string            // members that the task does without, by their names
	faults ReplyError
}

func (j *judge) add(p videotune.Pointer, value, want string, err error) {
	j.faults.add(p, value, want, err)
}

// value judges one value and what it holds.
func (j *judge) value(n *node, s *shape, p videotune.Pointer) {
	if len(s.options) > 0 {
		j.option(n, s, p)
		return
	}
	if s.kinds != 0 && n.kind&s.kinds == 0 {
		j.add(p, n.shown(), s.kinds.String(), ErrType)
		return
	}
	if len(s.enum) > 0 && !slices.ContainsFunc(s.enum, func(e node) bool { return reflect.DeepEqual(e, *n) }) {
		var names []string
		for i := range s.enum {
			names = append(names, s.enum[i].shown())
		}
		j.add(p, n.shown(), oneOf(names), ErrNotListed)
		return
	}
	switch {
	case n.kind == kindObject:
		j.object(n, s, p)
	case n.kind == kindArray:
		j.array(n, s, p)
	case n.kind == kindString:
		j.text(n.text, s, p)
	case n.kind&kindNumber != 0:
		j.number(n.text, s, p)
	}
}

// option judges a value by the option whose type it has.
func (j *judge) option(n *node, s *shape, p videotune.Pointer) {
	var fits []*shape
	var kinds kind
	for _, o := range s.options {
		kinds |= o.kinds
		if o.kinds == 0 || n.kind&o.kinds != 0 {
			fits = append(fits, o)
		}
	}
	if len(fits) == 0 {
		j.add(p, n.shown(), kinds.String(), ErrType)
		return
	}
	for _, o := range fits {
		try := judge{unit: j.unit, own: j.own, lists: j.lists, absent: j.absent}
		try.value(n, o, p)
		if len(try.faults.Faults) == 0 {
			return
		}
	}
	j.value(n, fits[0], p)
}

func (j *judge) object(n *node, s *shape, p videotune.Pointer) {
	var seen []string
	for i, name := range n.names {
		if slices.Contains(seen, name) {
			j.add(under(p, name), "", "it once", ErrDuplicateMember)
			continue
		}
		if len(seen) <= len(s.members) { // no more are looked for
			seen = append(seen, name)
		}
		m := slices.IndexFunc(s.members, func(m member) bool { return m.name == name })
		switch {
		case m >= 0 && !slices.Contains(j.absent, name):
			j.value(&n.nodes[i], s.members[m].shape, under(p, name))
		case m < 0 && s.others != nil:
			j.value(&n.nodes[i], s.others, under(p, name))
		default:
			known := j.known(s)
			want := "no other than " + strings.Join(known, ", ")
			j.add(under(p, name), "", want+nearest.DidYouMean("", nearest.Word(strings.ToLower(name), known)), ErrUnknownMember)
		}
	}
	for _, m := range s.members {
		if m.required && !slices.Contains(n.names, m.name) && !slices.Contains(j.absent, m.name) {
			j.add(under(p, m.name), "", j.describe(m.shape), ErrMissingMember)
		}
	}
}

// known returns the names of the members that an object may have.
func (j *judge) known(s *shape) (names []string) {
	for _, m := range s.members {
		if !slices.Contains(j.absent, m.name) {
			names = append(names, m.name)
		}
	}
	return names
}

// describe says what kind of value a missing member has.
func (j *judge) describe(s *shape) string {
	if s.format == formatClock {
		return "a time such as " + j.unit.text(0)
	}
	if names := j.lists[s.format]; len(names) > 0 {
		return wantOne(names)
	}
	return s.kinds.String()
}

func (j *judge) array(n *node, s *shape, p videotune.Pointer) {
	if want := s.counts.want(len(n.nodes), "elements"); want != "" {
		j.add(p, fmt.Sprintf("with %d elements", len(n.nodes)), want, ErrValue)
	}
	if s.items == nil {
		return
	}
	seen := map[string]bool{}
	for i := range n.nodes {
		e := &n.nodes[i]
		j.value(e, s.items, at(p, i))
		if s.unique && e.kind&(kindObject|kindArray) == 0 {
			key := fmt.Sprint(e.kind, e.text)
			if seen[key] {
				j.add(at(p, i), e.shown(), "each value once", ErrValue)
			}
			seen[key] = true
		}
	}
}

func (j *judge) text(text string, s *shape, p videotune.Pointer) {
	if s.format == formatClock {
		j.time(text, p)
		return
	}
	if names, ok := j.lists[s.format]; ok && s.format != "" {
		if !slices.Contains(names, text) {
			near := nearest.Word(strings.ToLower(cut(text)), names)
			j.add(p, quoted(text), wantOne(names)+nearest.DidYouMean("", near), ErrNotListed)
		}
		return
	}
	if want := s.lengths.want(utf8.RuneCountInString(text), "characters"); want != "" {
		j.add(p, quoted(text), want, ErrValue)
	}
	if s.pattern != nil && !s.pattern.MatchString(text) {
		j.add(p, quoted(text), "a text that matches "+s.pattern.String(), ErrValue)
	}
}

func (j *judge) time(text string, p videotune.Pointer) {
	var t Time
	want := "a time such as " + j.unit.text(0)
	if err := t.UnmarshalText([]byte(text)); err != nil {
		j.add(p, quoted(text), want, ErrNotTime)
		return
	}
	if j.own && (t.Duration%j.unit.Step() != 0 || j.unit.text(t.Duration) != text) {
		j.add(p, quoted(text), want+", in the unit of the task", ErrNotTime)
	}
}

func (j *judge) number(text string, s *shape, p videotune.Pointer) {
	f := numberOf(text)
	if m := s.min; m != nil && (f < *m || f == *m && s.exclude[0]) {
		j.add(p, cut(text), fmt.Sprintf("a number that is not below %v%s", *m, excluded(s.exclude[0])), ErrValue)
	}
	if m := s.max; m != nil && (f > *m || f == *m && s.exclude[1]) {
		j.add(p, cut(text), fmt.Sprintf("a number that is not above %v%s", *m, excluded(s.exclude[1])), ErrValue)
	}
}

func excluded(yes bool) string {
	if yes {
		return ", nor that itself"
	}
	return ""
}

// wantOne lists names for a message.
func wantOne(names []string) string {
	var q []string
	for _, name := range names {
		q = append(q, quoted(name))
	}
	return oneOf(q)
}

// oneOf lists the first of some words.
func oneOf(words []string) string {
	const most = 12
	if len(words) == 1 {
		return words[0]
	}
	if len(words) > most {
		return fmt.Sprintf("one of %s and %d more", strings.Join(words[:most], ", "), len(words)-most)
	}
	return "one of " + strings.Join(words, ", ")
}
